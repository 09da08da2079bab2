/** The console: it uses only the public API, with the key of the person who signed in, and offers what that key may do. */
import { Feed } from '/console/feed.js';
import { render } from '/console/html.js';
import { layout } from '/console/layout.js';
import { PAGES } from '/console/pages/all.js';
import { announce } from '/console/parts/live-region.js';
import { Refused } from '/console/api.js';
import { Router, routeOf } from '/console/router.js';
import { knownKey, localSettings, signIn, signOut } from '/console/session.js';
import { StatusStrip } from '/console/status-strip.js';
import { language, t } from '/console/texts.js';

const FOCUS_PATIENCE_MS = 3_000;

class App {
  session = null;
  local = null;
  page = null;
  feed = null;
  status = null;
  signInError = null;
  signingIn = false;
  /** When the gateway last answered, and since when it has not. */
  silentSince = null;
  #root = document.getElementById('app');
  #drawing = false;

  async start() {
    document.documentElement.lang = language;
    this.router = new Router((move) => this.#open(move));
    this.local = await localSettings();
    const key = knownKey(this.local);
    if (key) await this.signIn(key, true);
    else this.draw();
    setInterval(() => document.visibilityState === 'visible' && this.draw(), 10_000); // ages of what is shown
  }

  async signIn(key, keep) {
    this.signingIn = true;
    this.signInError = null;
    this.draw();
    try {
      this.session = await signIn(key, keep, (reached, status) => this.#reached(reached, status));
      this.feed = new Feed(this.session, { onChange: (change) => this.page?.onChange(change), onDraw: () => this.draw() });
      this.feed.open();
      this.status = this.session.can('operate') ? new StatusStrip(this) : null;
      this.status?.start();
      this.#open({ back: false, focus: null });
    } catch (error) {
      this.signInError = error;
    } finally {
      this.signingIn = false;
      this.draw();
    }
  }

  signOut() {
    signOut();
    this.#leave();
    this.draw();
  }

  /** The address of the browser is the page. */
  #open({ back, focus }) {
    if (!this.session) return this.draw();
    this.page?.stop();
    const route = routeOf(location.pathname);
    const allowed = route && this.session.can(route.needs);
    const Kind = PAGES[allowed ? route.page : 'missing'];
    this.page = new Kind(this, route?.id ?? null, Object.fromEntries(new URLSearchParams(location.search)));
    this.page.start();
    document.title = `${this.page.title} · Cardwire`;
    this.draw();
    this.#placeFocus(back ? focus : null, this.page, performance.now() + FOCUS_PATIENCE_MS);
    return undefined;
  }

  /** After Back to what was left; else to the heading, so that the page is read out. */
  #placeFocus(id, page, until) {
    if (page !== this.page) return;
    const target = id ? document.getElementById(id) : document.querySelector('h1.page-title');
    if (target) target.focus({ preventScroll: !id });
    else if (performance.now() < until) requestAnimationFrame(() => this.#placeFocus(id, page, until));
    else if (id) this.#placeFocus(null, page, until);
  }

  #reached(reached, status) {
    const silent = !reached || status === 502 || status === 504;
    if (silent) this.silentSince ??= Date.now();
    else this.silentSince = null;
    if (status === 401) this.#expired();
    this.draw();
  }

  /** A key that was taken away shows nothing more. */
  #expired() {
    if (!this.session) return;
    this.#leave();
    this.signInError = new Refused(401, { code: 'unauthenticated', title: t('problem.unauthenticated') });
  }

  #leave() {
    this.page?.stop();
    this.feed?.close();
    this.status?.stop();
    this.session = null;
    this.page = null;
    this.feed = null;
    this.status = null;
    this.silentSince = null;
  }

  /** Once a frame, however often it is asked for. */
  draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    const now = () => {
      if (!this.#drawing) return;
      this.#drawing = false;
      this.#render();
    };
    requestAnimationFrame(now);
    setTimeout(now, 200); // a tab in the background has no frames
  }

  /** What had the focus may be gone with a drawing: then the same thing anew has it, or the heading. */
  #render() {
    const { activeElement: focused } = document;
    const inside = this.#root.contains(focused) && focused !== this.#root;
    render(layout(this), this.#root);
    if (inside && !focused.isConnected) (document.getElementById(focused.id) ?? document.querySelector('h1.page-title'))?.focus();
  }

  announce(text) {
    announce(text);
  }
}

new App().start();
