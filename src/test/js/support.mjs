/** What the tests own instead of the machine: time, chance and the network. */

export const MODULE = '../../main/resources/META-INF/resources/client/cardwire-stream.js';

/** Lets everything that is ready run: promises, streams and what they start. */
export async function settle() {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Timers that run when the test says so. */
export class FakeTimers {
  #now = Date.parse('2026-01-01T00:00:00Z');
  #next = 1;
  #due = new Map();

  face = {
    setTimeout: (task, ms) => {
      this.#due.set(this.#next, { at: this.#now + ms, task });
      return this.#next++;
    },
    clearTimeout: (id) => this.#due.delete(id),
    now: () => this.#now,
  };

  get pending() {
    return this.#due.size;
  }

  now() {
    return this.#now;
  }

  async advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const first = [...this.#due].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
      if (!first) break;
      this.#due.delete(first[0]);
      this.#now = Math.max(this.#now, first[1].at);
      first[1].task();
    }
    this.#now = end;
    await settle();
  }

  /** The machine sleeps: time passes, no timer runs, and those that were due run late. */
  async sleep(ms) {
    this.#now += ms;
    await this.advance(0);
  }
}

/** A connection that the client opened and the test answers. */
class Connection {
  #controller;
  #answer;
  #reject;
  cancelled = false;

  constructor(url, init) {
    this.url = new URL(url);
    this.headers = new Headers(init.headers);
    this.signal = init.signal;
    this.response = new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#reject = reject;
    });
    init.signal.addEventListener('abort', () => this.#reject(init.signal.reason));
  }

  get ended() {
    return this.cancelled || this.signal.aborted;
  }

  fail() {
    this.#reject(new TypeError('fetch failed'));
  }

  refuse(status, { headers = {}, problem } = {}) {
    const body = problem ? JSON.stringify(problem) : 'no';
    const type = problem ? 'application/problem+json' : 'text/plain';
    this.#answer(new Response(body, { status, headers: { 'Content-Type': type, ...headers } }));
  }

  open(text = '', type = 'text/event-stream;charset=UTF-8') {
    const body = new ReadableStream({
      start: (controller) => (this.#controller = controller),
      cancel: () => void (this.cancelled = true),
    });
    this.#answer(new Response(body, { status: 200, headers: { 'Content-Type': type } }));
    return this.send(text);
  }

  send(text) {
    if (text) this.#controller.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text);
    return this;
  }

  end() {
    this.#controller.close();
  }

  breakOff() {
    this.#controller.error(new TypeError('terminated'));
  }
}

export class FakeNetwork {
  connections = [];

  fetch = (url, init) => {
    const connection = new Connection(url, init);
    this.connections.push(connection);
    return connection.response;
  };

  get last() {
    return this.connections.at(-1);
  }
}

export function snapshot(card_id, card_status, version) {
  return block('card.snapshot', { card_id, card_status, version, updated_at: '2026-01-01T00:00:00Z' });
}

export function status(id, card_id, card_status, version, previous_status = null) {
  const rest = { card_order_id: `o-${card_id}`, cardholder_id: 'h-1', cause: 'webhook', event_id: `e-${id}` };
  return block('card.status', { card_id, card_status, previous_status, version, ...rest, occurred_at: '2026-01-01T00:00:01Z' }, id);
}

export function live(id) {
  return block('stream.live', {}, id);
}

export function block(type, data, id) {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
