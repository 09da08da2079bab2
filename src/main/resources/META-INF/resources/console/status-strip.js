/** How the gateway's parts are, read every quarter of a minute while somebody looks. */
const EVERY_MS = 15_000;

export class StatusStrip {
  parts = [];
  readAt = null;
  error = null;
  #app;
  #timer = null;

  constructor(app) {
    this.#app = app;
  }

  start() {
    this.read();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.read(), EVERY_MS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  async read() {
    const { session } = this.#app;
    if (!session) return;
    try {
      const { body } = await session.api.get('/v1/status');
      this.parts = body.data;
      this.readAt = Date.now();
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.#app.draw();
  }
}
