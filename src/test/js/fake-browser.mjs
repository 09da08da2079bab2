/**
 * Tabs of one browser: locks, channels and pages, of which the test decides who runs, who dies and when a message arrives.
 * Behind them a gateway that keeps a log, answers each connection from it, and counts who is connected.
 */
import { FakeNetwork, FakeTimers, live, settle, snapshot, status } from './support.mjs';

export class FakeBrowser {
  timers = new FakeTimers();
  tabs = new Set();
  log = [];
  cards = new Map();
  answering = true;
  /** While true, a message arrives only by `deliver`. */
  holding = false;
  #locks = new Map();
  #messages = [];

  constructor(openCardStream) {
    this.open = (options) => new Tab(this, openCardStream, options);
  }

  get connected() {
    return [...this.tabs].flatMap((tab) => tab.connections.filter((each) => !each.ended));
  }

  /** The gateway commits a change and delivers it to all that are connected. */
  commit(card, to) {
    const version = (this.cards.get(card)?.version ?? 0) + 1;
    this.cards.set(card, { status: to, version });
    this.log.push({ card, to, version });
    if (this.answering) this.connected.forEach((each) => each.opened && each.send(this.#frame(this.log.length)));
  }

  answer(connection) {
    const from = connection.headers.get('last-event-id') ?? connection.url.searchParams.get('last_event_id');
    const before = from
      ? this.log.slice(Number(from)).map((_, n) => this.#frame(Number(from) + n + 1))
      : [...this.cards].map(([card, each]) => snapshot(card, each.status, each.version));
    connection.open(before.join('') + live(String(this.log.length)));
    connection.opened = true;
  }

  #frame(id) {
    const { card, to, version } = this.log[id - 1];
    return status(String(id), card, to, version);
  }

  // ---- messages ---------------------------------------------------------------------------------------------------------

  post(from, data) {
    from.tab.said.push(data.kind);
    for (const tab of this.tabs) {
      for (const channel of tab.channels) {
        if (channel !== from && channel.name === from.name) this.#messages.push({ from: from.tab, channel, data: structuredClone(data) });
      }
    }
    if (!this.holding) setImmediate(() => this.holding || this.deliver());
  }

  get undelivered() {
    return this.#messages.length;
  }

  /** The oldest messages first; those of one sender to one tab stay in order, `choose` picks between the pairs. */
  deliver(count = Infinity, choose = () => 0) {
    for (let n = 0; n < count && this.#messages.length > 0; n += 1) {
      const index = choose(this.#messages.length);
      const { from, channel } = this.#messages[index];
      const first = this.#messages.findIndex((each) => each.from === from && each.channel === channel);
      const [{ data }] = this.#messages.splice(first, 1);
      if (channel.tab.frozen) continue; // a page that never runs again
      channel.onmessage?.({ data });
    }
  }

  /** What a tab said and nobody has heard yet is lost with its process. */
  drop(from) {
    this.#messages = this.#messages.filter((each) => each.from !== from);
  }

  forget(tab) {
    this.#messages = this.#messages.filter((each) => each.channel.tab !== tab);
  }

  // ---- locks ------------------------------------------------------------------------------------------------------------

  request(tab, name, { signal, steal = false }, hold) {
    const lock = this.#locks.get(name) ?? { holder: null, queue: [] };
    this.#locks.set(name, lock);
    return new Promise((resolve, reject) => {
      const request = { tab, hold, resolve, reject };
      signal?.addEventListener('abort', () => {
        const at = lock.queue.indexOf(request);
        if (at < 0) return;
        lock.queue.splice(at, 1);
        reject(signal.reason);
      });
      if (steal) {
        lock.holder?.reject(new DOMException('stolen', 'AbortError'));
        lock.holder = null;
        lock.queue.unshift(request);
      } else lock.queue.push(request);
      setImmediate(() => this.#grant(lock));
    });
  }

  releaseAll(tab) {
    for (const lock of this.#locks.values()) {
      lock.queue = lock.queue.filter((each) => each.tab !== tab);
      if (lock.holder?.tab === tab) lock.holder = null;
      setImmediate(() => this.#grant(lock));
    }
  }

  #grant(lock) {
    if (lock.holder || lock.queue.length === 0) return;
    const request = lock.queue.shift();
    lock.holder = request;
    Promise.resolve(request.hold({})).then((value) => {
      if (lock.holder === request) lock.holder = null;
      request.resolve(value);
      this.#grant(lock);
    });
  }
}

class Tab {
  #browser;
  channels = new Set();
  frozen = false;
  changes = [];
  positions = [];
  statuses = [];
  errors = [];
  said = [];
  tickets = 0;
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' });

  constructor(browser, openCardStream, { coverage = 'c1', ...options } = {}) {
    this.#browser = browser;
    browser.tabs.add(this);
    const network = new FakeNetwork();
    const tab = this;
    this.stream = openCardStream({
      url: 'https://cards.example/v1/stream',
      ticket: async () => ({ ticket: `t${(this.tickets += 1)}`, coverage }),
      fetch: (url, init) => {
        const answer = network.fetch(url, init);
        if (browser.answering && !this.frozen) browser.answer(network.last);
        return answer;
      },
      timers: {
        now: () => browser.timers.now(),
        clearTimeout: browser.timers.face.clearTimeout,
        setTimeout: (task, ms) => browser.timers.face.setTimeout(() => this.frozen || task(), ms),
      },
      random: () => 0.5,
      page: {
        window: this.window,
        document: this.document,
        locks: { request: (...all) => browser.request(this, ...all) },
        Channel: class {
          constructor(name) {
            Object.assign(this, { name, tab });
            tab.channels.add(this);
          }

          postMessage(data) {
            if (!tab.frozen) browser.post(this, data);
          }

          close() {
            tab.channels.delete(this);
          }
        },
      },
      onChange: (change) => this.changes.push(change),
      onPosition: (id) => this.positions.push(id),
      onStatus: ({ state }) => this.statuses.push(state),
      onError: (error) => this.errors.push(error),
      ...options,
    });
    this.connections = network.connections;
  }

  get connected() {
    return this.connections.some((each) => !each.ended);
  }

  get seen() {
    return this.changes.map(({ card, source }) => `${source} ${card.card_id}${card.version}`);
  }

  /** Its process ends without a word; what it said before is lost too, or still on its way. */
  async kill({ words = 'lost' } = {}) {
    this.freeze();
    this.#browser.tabs.delete(this);
    if (words === 'lost') this.#browser.drop(this);
    this.#browser.forget(this);
    this.#browser.releaseAll(this);
    await settle();
  }

  /** It keeps its lock and its socket, and does nothing more. */
  freeze() {
    this.frozen = true;
  }
}
