/** The stream of changes behind all pages; says when it is not open. */
import { openCardStream } from '/client/cardwire-stream.js';
import { Refused } from '/console/api.js';

export class Feed {
  /** As the module has it, or `polling`: a role that may not watch sees pages that are read again now and then. */
  state = 'closed';
  error = null;
  since = Date.now();
  #session;
  #handlers;
  #stream = null;

  constructor(session, handlers) {
    this.#session = session;
    this.#handlers = handlers;
  }

  open() {
    if (!this.#session.can('watch')) {
      this.#moved('polling', null);
      return;
    }
    this.#stream = openCardStream({
      ...this.credentials(),
      url: '/v1/stream',
      onChange: (change) => this.#handlers.onChange(change),
      onStatus: ({ state, error }) => this.#moved(state, error ?? null),
    });
  }

  close() {
    this.#stream?.close();
    this.#stream = null;
  }

  /** An issuer hands out tickets, and its tabs share a stream by them; a viewer's key opens the stream itself. */
  credentials() {
    const { api } = this.#session;
    if (!this.#session.can('issue')) return { authorization: () => api.authorization() };
    return {
      ticket: async () => {
        try {
          return (await api.post('/v1/stream-tickets', { everything: true })).body;
        } catch (error) {
          // A key that is wrong does not become right by asking again.
          if (error instanceof Refused && [401, 403, 404, 422].includes(error.status)) error.fatal = true;
          throw error;
        }
      },
    };
  }

  #moved(state, error) {
    if (state !== this.state) this.since = Date.now();
    this.state = state;
    this.error = error;
    this.#handlers.onDraw();
  }
}
