/** The console: it uses only the public API, as the person who signed in, and offers what that person may do. */
import { Feed } from '/console/feed.js';
import { render } from '/console/html.js';
import { layout } from '/console/layout.js';
import { PAGES } from '/console/pages/all.js';
import { RETURN_PATH, comeBack, keptTokens, leaveForIssuer, loginSettings } from '/console/login/login.js';
import { announce } from '/console/parts/live-region.js';
import { Refused } from '/console/api.js';
import { Router, routeOf } from '/console/router.js';
import { Key, knownKey, localSettings, signIn, signOut } from '/console/session.js';
import { StatusStrip } from '/console/status-strip.js';
import { language, t } from '/console/texts.js';

const FOCUS_PATIENCE_MS = 3_000;

class App {
  session = null;
  local = null;
  login = loginSettings();
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
    await this.#signInAgain();
    setInterval(() => document.visibilityState === 'visible' && this.draw(), 10_000); // ages of what is shown
  }

  /** With what the person brings back from the issuer, or what this tab kept, or a local build's key. */
  async #signInAgain() {
    if (this.login && location.pathname === RETURN_PATH) return this.#signInWith(() => comeBack(this.login));
    const known = (this.login && keptTokens(this.login)) ?? knownKey(this.local);
    return known ? this.#signInWith(() => known) : this.draw();
  }

  signIn(key, keep) {
    return this.#signInWith(() => new Key(key, keep));
  }

  /** Leaves for the issuer; what is typed into forms is lost. */
  async signInAtIssuer(keep) {
    this.signingIn = true;
    this.signInError = null;
    this.draw();
    try {
      await leaveForIssuer(this.login, keep);
    } catch (error) {
      this.signingIn = false;
      this.signInError = error;
      this.draw();
    }
  }

  async #signInWith(credential) {
    this.signingIn = true;
    this.signInError = null;
    this.draw();
    try {
      const found = await credential();
      this.session = await signIn(found, (reached, status) => this.#reached(reached, status));
      found.onChange = () => this.draw();
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
    const { credential } = this.session;
    this.#leave();
    this.draw();
    return signOut(credential);
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

  /** A key that was taken away shows nothing more, nor does a token that has ended. */
  #expired() {
    if (!this.session) return;
    this.session.credential.forget();
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
