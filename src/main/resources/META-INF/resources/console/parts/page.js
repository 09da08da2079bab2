/** What all pages have in common. A page draws from its fields; whoever changes them asks for a drawing. */
import { html, nothing } from '/console/html.js';
import { problem } from '/console/parts/problem.js';

const POLL_MS = 15_000;

export class Page {
  error = null;
  loading = false;
  stopped = false;
  #timer = null;

  constructor(app, id, query) {
    this.app = app;
    this.session = app.session;
    this.id = id;
    this.query = query;
  }

  get title() {
    return 'Cardwire';
  }

  get api() {
    return this.session.api;
  }

  can(what) {
    return this.session.can(what);
  }

  start() {
    this.load();
    // without a stream nothing says that something changed
    if (this.app.feed.state === 'polling') {
      this.#timer = setInterval(() => document.visibilityState === 'visible' && this.refresh(), POLL_MS);
    }
  }

  stop() {
    this.stopped = true;
    clearInterval(this.#timer);
  }

  load() {}

  refresh() {
    return this.load();
  }

  /** A change of a card's status that the stream reported. */
  onChange() {}

  /** Runs `work`, and shows what went wrong with it. @returns whether it went well */
  async attempt(work) {
    this.loading = true;
    this.draw();
    try {
      await work();
      this.error = null;
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.loading = false;
      this.draw();
    }
  }

  draw() {
    if (!this.stopped) this.app.draw();
  }

  head(title, ...beside) {
    return html`<div class="page-head"><h1 class="page-title" tabindex="-1">${title}</h1>${beside}</div>
      ${this.error ? problem(this.error) : nothing}`;
  }
}
