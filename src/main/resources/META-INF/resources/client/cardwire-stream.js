/**
 * Cardwire card stream: what a front-end needs to watch cards, in one file without dependencies.
 *
 *     import { openCardStream } from '/client/cardwire-stream.js';
 *
 *     const stream = openCardStream({
 *       ticket: () => fetch('/my-backend/card-ticket', { method: 'POST' }).then((r) => r.json()),
 *       onChange: ({ card, previous }) => console.log(card?.card_id, previous?.card_status, card?.card_status),
 *       onStatus: ({ state }) => console.log(state),
 *     });
 *     stream.cards.get(cardId)?.card_status;
 *     stream.close();
 *
 * It reads with `fetch` and not with `EventSource`, because `EventSource` hides the ids of quiet-time blocks and every
 * status code, and gives up for good on most of them.
 *
 * Guaranteed
 *  - Every change of status that the gateway committed and still keeps (7 days at least) reaches `onChange`, in order per
 *    card, also across lost connections, restarts of the gateway, sleep and expired tickets.
 *  - A card never goes back to a lower version, and one version is announced once, however often it is delivered. Only a
 *    fresh snapshot may do so, because after a restored database the lower version is the truth.
 *  - After a gap the state is replaced by the fresh snapshot at one instant (`stream.live`); until then the old state stands.
 *  - The resume id moves only after what it stands for has been applied and announced. Inside `onChange` it still stands
 *    before that change, and `cards` holds nothing later: kept together, or left by a `close()`, they lose nothing. While a
 *    snapshot is coming in it does not move at all, so a connection lost half-way cannot leave half a snapshot behind.
 *  - It never calls sooner than the gateway asked (`retry:`, `reconnect_in_ms`, `Retry-After`), never twice at once, and
 *    spreads its own retries with full jitter.
 *  - An exception in one of your callbacks is reported and does not stop the stream.
 *  - Tabs of one origin whose tickets cover the same cards share one stream (`share`). One of them leads. When it is closed,
 *    killed, frozen or signed out, another one continues from the last id that it applied itself, and no tab misses a change
 *    or announces one twice.
 *
 * Not guaranteed
 *  - Across a gap only the outcome is seen, not the statuses in between.
 *  - A snapshot holds at most the 1,000 cards of the scope that changed last; `cards` is no inventory. Ask `GET /v1/cards`.
 *  - Versions may skip numbers: they count every change of a card, the stream reports changes of status only.
 *  - Two streams (two tabs) may be a moment apart.
 *  - A tab that follows another one sees what the leader's ticket covers. A revoked ticket of its own shows when it leads.
 *  - With your own `lastEventId` and without `cards` to go with it, `cards` holds only what changed since.
 *
 * What it does on an answer: 401 fetches a new ticket once, then backs off; 403, 400, 410, 414 and 422 give up
 * (`onError` with `fatal: true`, state `closed`); 429 and 503 wait for `Retry-After`; anything else backs off.
 *
 * @typedef {object} CardState what a card is now; frozen
 * @property {string} card_id
 * @property {?string} card_order_id known once a change was seen
 * @property {?string} cardholder_id known once a change was seen
 * @property {string} card_status treat a status you do not know as not usable
 * @property {number} version
 * @property {?string} updated_at ISO 8601, UTC
 *
 * @typedef {object} CardChange how it came about
 * @property {?CardState} card null: no longer in the snapshot
 * @property {?CardState} previous null: not known before
 * @property {'status'|'snapshot'} source
 * @property {?object} event the data of `card.status`, null for a snapshot
 *
 * @typedef {object} StreamStatus
 * @property {'connecting'|'catching_up'|'live'|'draining'|'waiting'|'closed'} state `draining` still delivers
 * @property {number} [retryInMs] with `waiting` and `draining`
 * @property {CardStreamError} [error] why it waits or closed, where something went wrong
 *
 * @typedef {object} CardStreamOptions
 * @property {string} [url] of the stream; else the ticket's `stream_url`, else `/v1/stream`
 * @property {(context: {signal: AbortSignal}) => Promise<string|{ticket: string, stream_url?: string, expires_at?: string,
 *     coverage?: string}>} [ticket] fetches a ticket; an error thrown with `fatal: true` ends the stream, any other is retried
 * @property {string|((context: {signal: AbortSignal}) => string|Promise<string>)} [authorization] instead of a ticket, where
 *     a key is at home: the value of the `Authorization` header. Never ship a key to a browser that is not yours.
 * @property {{cardIds?: string[], cardholderIds?: string[]}} [scope] narrows what the ticket covers; 200 ids at most
 * @property {string} [lastEventId] resume from here, with `cards` as they were then
 * @property {Iterable<CardState>} [cards]
 * @property {'auto'|'header'|'query'} [resumeBy] how the resume id is sent. `Last-Event-ID` to another origin costs a CORS
 *     preflight and must be allowed there; `?last_event_id=` needs neither. `auto`: the header at home, the query abroad.
 * @property {(cards: ReadonlyMap<string, CardState>, changes: CardChange[]) => void} [onState] once per batch of changes, after
 *     the `onChange` of each
 * @property {(change: CardChange) => void} [onChange] once per changed card
 * @property {(status: StreamStatus) => void} [onStatus]
 * @property {(error: CardStreamError) => void} [onError] everything that went wrong; final only with `fatal: true`
 * @property {(event: {type: string, data: string, id: string}) => void} [onEvent] each event as it came, for logs
 * @property {(id: string) => void} [onPosition] each time `lastEventId` moved: the place to store it together with `cards`
 * @property {boolean|string} [share] `true` (the default): share one stream with the tabs of this origin whose tickets have the
 *     same `coverage`, which the gateway gives with each ticket. A name: with the tabs that give the same name, url and scope,
 *     whatever their tickets cover; name the signed-in person. `false`: a stream of its own. So has every page without Web
 *     Locks or `BroadcastChannel`, and every stream with `authorization`, or with `lastEventId` but no `cards`, unless named.
 * @property {number} [silenceMs] reconnect when nothing came for so long (45,000; the gateway speaks every 15 s)
 * @property {number} [connectTimeoutMs] for a ticket and the first byte each (20,000)
 * @property {number} [baseDelayMs] of the back-off (1,000)
 * @property {number} [maxDelayMs] of the back-off (30,000)
 * @property {typeof globalThis.fetch} [fetch]
 * @property {() => number} [random] in [0, 1)
 * @property {{setTimeout: Function, clearTimeout: Function, now: () => number}} [timers]
 * @property {{window?: EventTarget, document?: EventTarget & {visibilityState: string}, origin?: string, locks?: LockManager,
 *     Channel?: typeof BroadcastChannel}} [page]
 */

const STREAM_PATH = '/v1/stream';
const DEFAULTS = {
  share: true, silenceMs: 45_000, connectTimeoutMs: 20_000, baseDelayMs: 1_000, maxDelayMs: 30_000, resumeBy: 'auto',
};
/** Longer than one quiet-time block: after a sleep, a stream silent for this long is not trusted. */
const SUSPECT_MS = 20_000;
/** A timer this late means that the machine slept. */
const SLEPT_MS = 10_000;
/** Only a stream that was live for this long counts as recovery, so that accept-then-close cannot become a busy loop. */
const STABLE_MS = 5_000;
/** No server hint can send us away for longer. */
const MAX_HINT_MS = 300_000;
const MIN_DRAIN_MS = 250;
const MAX_BLOCK_CHARS = 1 << 20;
/** A leader that does not answer for so long has stopped: frozen, or in a process that hangs. */
const ANSWER_MS = 5_000;
/** Changes kept to bring tabs up to date that missed a message; a tab that misses more asks the gateway. */
const RECENT_CHANGES = 500;
/** Changes with the messages between tabs, so that two versions of this file never talk to each other. */
const SHARING = 'cardwire-stream-1';
const FINAL_STATUSES = new Set([400, 403, 410, 414, 422]);

/** Something went wrong. `kind`: `ticket`, `network`, `timeout`, `refused` (see `status`, `problem`) or `protocol`. */
export class CardStreamError extends Error {
  constructor(kind, message, { status, problem, fatal = false, cause } = {}) {
    super(message, { cause });
    this.name = 'CardStreamError';
    this.kind = kind;
    this.status = status;
    this.problem = problem;
    this.fatal = fatal;
  }
}

/**
 * An incremental parser of `text/event-stream` as WHATWG HTML section 9.2 has it, fed with bytes in chunks of any cut.
 *
 * `onEvent({type, data, id})` for each block with data; `onId(id)` at the end of each block that set an id, after its event,
 * also when the block had no data; `onRetry(ms)` at once. A block cut off by the end of the stream is dropped with its id.
 */
export class EventStreamParser {
  #handlers;
  #maxBlockChars;
  #decoder = new TextDecoder('utf-8'); // drops one leading BOM, waits for the rest of a split character
  #line = '';
  #skipLineFeed = false;
  #type = '';
  #data = [];
  #blockChars = 0;
  #id;
  #idSet = false;

  constructor({ onEvent, onId, onRetry, lastEventId = '', maxBlockChars = MAX_BLOCK_CHARS }) {
    this.#handlers = { onEvent, onId, onRetry };
    this.#id = lastEventId;
    this.#maxBlockChars = maxBlockChars;
  }

  /** @param {Uint8Array} bytes */
  feed(bytes) {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return;
    let from = this.#skipLineFeed && text[0] === '\n' ? 1 : 0;
    this.#skipLineFeed = false;
    const lineEnd = /\r\n?|\n/g;
    for (lineEnd.lastIndex = from; ; from = lineEnd.lastIndex) {
      const end = lineEnd.exec(text);
      this.#append(text.slice(from, end?.index));
      if (!end) return;
      // A CR ends its line at once; only the next chunk can tell whether a LF belongs to it.
      this.#skipLineFeed = end[0] === '\r' && lineEnd.lastIndex === text.length;
      const line = this.#line;
      this.#line = '';
      this.#takeLine(line);
    }
  }

  #append(part) {
    this.#line += part;
    this.#blockChars += part.length;
    if (this.#blockChars > this.#maxBlockChars) throw new CardStreamError('protocol', 'An event of the stream is too long.');
  }

  #takeLine(line) {
    if (line === '') return this.#endBlock();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined; // a comment
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    return this.#takeField(name, value);
  }

  #takeField(name, value) {
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) {
      this.#id = value;
      this.#idSet = true;
    } else if (name === 'retry' && /^[0-9]+$/.test(value)) this.#handlers.onRetry?.(Number(value));
  }

  #endBlock() {
    const [type, data, idSet] = [this.#type || 'message', this.#data, this.#idSet];
    this.#type = '';
    this.#data = [];
    this.#idSet = false;
    this.#blockChars = 0;
    if (data.length > 0) this.#handlers.onEvent?.({ type, data: data.join('\n'), id: this.#id });
    if (idSet) this.#handlers.onId?.(this.#id);
  }
}

/** A map that can be read and not changed; which one is decided at each call. */
class ReadonlyMapView {
  #map;

  constructor(map) {
    this.#map = map;
  }

  get size() {
    return this.#map().size;
  }

  get(key) {
    return this.#map().get(key);
  }

  has(key) {
    return this.#map().has(key);
  }

  keys() {
    return this.#map().keys();
  }

  values() {
    return this.#map().values();
  }

  entries() {
    return this.#map().entries();
  }

  forEach(visit, self) {
    this.#map().forEach((value, key) => visit.call(self, value, key, this));
  }

  [Symbol.iterator]() {
    return this.#map()[Symbol.iterator]();
  }
}

/** One state per card, and the snapshot that is coming in, if any. */
class CardStates {
  #cards = new Map();
  #incoming = null;
  view = new ReadonlyMapView(() => this.#cards);

  constructor(cards) {
    for (const card of cards ?? []) this.#cards.set(card.card_id, stateOf(card));
  }

  get collecting() {
    return this.#incoming !== null;
  }

  beginSnapshot() {
    this.#incoming = new Map();
  }

  /** A snapshot whose end never came is worth nothing. */
  dropSnapshot() {
    this.#incoming = null;
  }

  /** @returns {CardChange[]} from what is known to these cards */
  replaceBy(cards) {
    this.beginSnapshot();
    for (const card of cards) this.snapshot(card);
    return this.live();
  }

  snapshot(data) {
    this.#incoming ??= new Map();
    this.#incoming.set(data.card_id, stateOf(data, this.#cards.get(data.card_id)));
  }

  /** @returns {?CardChange} null when this version or a newer one is known */
  status(data) {
    const cards = this.#incoming ?? this.#cards;
    const previous = cards.get(data.card_id) ?? null;
    if (previous && previous.version >= data.version) return null;
    const card = stateOf(data, previous);
    cards.set(data.card_id, card);
    return this.collecting ? null : { card, previous, source: 'status', event: data };
  }

  /** The snapshot, if one came in, takes the place of all that was known. @returns {CardChange[]} */
  live() {
    const next = this.#incoming;
    if (next === null) return [];
    this.#incoming = null;
    const changes = [];
    for (const [id, previous] of this.#cards) {
      if (!next.has(id)) changes.push({ card: null, previous, source: 'snapshot', event: null });
    }
    for (const [id, card] of next) {
      const previous = this.#cards.get(id) ?? null;
      const same = previous?.version === card.version && previous?.card_status === card.card_status;
      if (!same) changes.push({ card, previous, source: 'snapshot', event: null });
    }
    this.#cards.clear();
    next.forEach((card, id) => this.#cards.set(id, card));
    return changes;
  }
}

function stateOf(data, previous) {
  return Object.freeze({
    card_id: data.card_id,
    card_order_id: data.card_order_id ?? previous?.card_order_id ?? null,
    cardholder_id: data.cardholder_id ?? previous?.cardholder_id ?? null,
    card_status: data.card_status,
    version: data.version,
    updated_at: data.updated_at ?? data.occurred_at ?? null,
  });
}

/** @throws {CardStreamError} when the data cannot be a card */
function cardData(type, data) {
  const card = objectData(type, data);
  const usable = typeof card.card_id === 'string' && typeof card.card_status === 'string' && Number.isInteger(card.version);
  if (!usable) throw new CardStreamError('protocol', `A ${type} event lacks card_id, card_status or version.`);
  return card;
}

function objectData(type, data) {
  try {
    const value = JSON.parse(data);
    if (value !== null && typeof value === 'object') return value;
  } catch {
    // said below, without repeating what came
  }
  throw new CardStreamError('protocol', `The data of a ${type} event is not a JSON object.`);
}

/** Seconds or a date, as milliseconds from now; null when absent or unreadable. */
function retryAfterMs(header, now) {
  if (!header) return null;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : clamp(ms, 0, MAX_HINT_MS);
}

async function problemOf(response) {
  try {
    if (/json/i.test(response.headers.get('content-type') ?? '')) return await response.json();
    await response.body?.cancel();
  } catch {
    // the status says enough
  }
  return undefined;
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** Why we ended a connection ourselves. */
class Interruption extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * The life of one stream. `#run` is the story: attempt, decide, pause, again. An attempt ends in a decision, which is either
 * `{giveUp: error}` or `{wait, floor}`: how long to pause, and how much of that the gateway asked for and no wake-up may cut.
 */
class CardStream {
  #options;
  #states;
  #timers;
  #lastEventId;
  #ticket = null;
  #renewed = false; // the credential was renewed because of a refusal and has not proved itself since
  #failures = 0;
  #retryHint = null;
  #connection = null;
  #wakePause = null;
  #changes = [];
  #status = { state: 'connecting' };
  #unlisten = () => {};

  constructor(options) {
    this.#options = options;
    this.#timers = options.timers;
    this.#states = new CardStates(options.cards);
    this.#lastEventId = options.lastEventId ?? '';
  }

  get cards() {
    return this.#states.view;
  }

  get lastEventId() {
    return this.#lastEventId;
  }

  get status() {
    return this.#status;
  }

  get #closed() {
    return this.#status.state === 'closed';
  }

  open() {
    this.#listen();
    queueMicrotask(() => this.#run()); // so that no callback runs before the caller holds the stream
  }

  close(error) {
    if (this.#closed) return;
    this.#unlisten();
    this.#states.dropSnapshot();
    this.#say({ state: 'closed', ...(error && { error }) });
    this.#connection?.abort.abort(new Interruption('closed'));
    this.#wakePause?.(true);
  }

  async #run() {
    while (!this.#closed) {
      const decision = await this.#attempt();
      if (this.#closed) return;
      if (decision.giveUp) {
        this.#call('onError', decision.giveUp);
        this.close(decision.giveUp);
        return;
      }
      if (decision.error) this.#call('onError', decision.error);
      if (!this.#closed) await this.#pause(decision);
    }
  }

  // ---- one attempt ------------------------------------------------------------------------------------------------------

  async #attempt() {
    const abort = new AbortController();
    const connection = { abort, heardAt: this.#timers.now(), liveAt: null, drainUntil: null, expired: false, timers: new Set() };
    this.#connection = connection;
    this.#say({ state: 'connecting' });
    try {
      const credential = await this.#inTime('ticket', () => this.#credential(abort.signal));
      const response = await this.#inTime('stream', () => this.#request(credential, abort.signal));
      if (response.status !== 200) return await this.#inTime('answer', () => this.#refused(response));
      await this.#read(response);
      return this.#ended(null);
    } catch (error) {
      return this.#ended(abort.signal.aborted ? abort.signal.reason : error);
    } finally {
      abort.abort(new Interruption('over')); // also ends a body that nobody reads any more
      connection.timers.forEach((timer) => this.#timers.clearTimeout(timer));
      this.#connection = null;
    }
  }

  async #credential(signal) {
    const { authorization, ticket } = this.#options;
    try {
      if (typeof authorization === 'function') return { authorization: await authorization({ signal }) };
      if (authorization) return { authorization };
      if (this.#ticket === null || Date.parse(this.#ticket.expires_at ?? '') <= this.#timers.now()) {
        const answer = await ticket({ signal });
        this.#ticket = typeof answer === 'string' ? { ticket: answer } : answer;
        if (typeof this.#ticket?.ticket !== 'string') throw new TypeError('The ticket function returned no ticket.');
      }
      return this.#ticket;
    } catch (error) {
      this.#ticket = null;
      const fatal = error?.fatal === true;
      throw new CardStreamError('ticket', `No ticket: ${error?.message ?? error}`, { fatal, cause: error });
    }
  }

  async #request(credential, signal) {
    const { url, scope, page } = this.#options;
    const target = this.#target(url ?? credential.stream_url ?? STREAM_PATH);
    const headers = { Accept: 'text/event-stream' };
    if (credential.authorization) headers.Authorization = credential.authorization;
    else target.searchParams.set('ticket', credential.ticket);
    scope?.cardIds?.forEach((id) => target.searchParams.append('card_id', id));
    scope?.cardholderIds?.forEach((id) => target.searchParams.append('cardholder_id', id));
    if (this.#lastEventId !== '') {
      const abroad = page.origin !== undefined && page.origin !== target.origin;
      const { resumeBy } = this.#options;
      const byQuery = resumeBy === 'query' || (resumeBy === 'auto' && abroad) || /[^\x20-\x7e]/.test(this.#lastEventId);
      if (byQuery) target.searchParams.set('last_event_id', this.#lastEventId);
      else headers['Last-Event-ID'] = this.#lastEventId;
    }
    const request = { headers, signal, cache: 'no-store' };
    return this.#options.fetch(target.href, request).catch((error) => {
      throw new CardStreamError('network', 'The stream could not be reached.', { cause: error });
    });
  }

  #target(url) {
    try {
      return new URL(url, globalThis.location?.href);
    } catch (cause) {
      throw new CardStreamError('network', 'The address of the stream is not a URL.', { fatal: true, cause });
    }
  }

  async #read(response) {
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) {
      throw new CardStreamError('refused', 'The answer is not an event stream.', { status: response.status });
    }
    const connection = this.#connection;
    if (this.#lastEventId === '') this.#states.beginSnapshot();
    this.#retryHint = null; // it belonged to the stream before
    this.#say({ state: 'catching_up' });
    const reader = response.body.getReader();
    connection.abort.signal.addEventListener('abort', () => reader.cancel().catch(() => {}), { once: true });
    const parser = new EventStreamParser({
      lastEventId: this.#lastEventId,
      onEvent: (event) => this.#take(event),
      onId: (id) => this.#moveOn(id),
      onRetry: (ms) => (this.#retryHint = clamp(ms, 0, MAX_HINT_MS)),
    });
    connection.heardAt = this.#timers.now();
    this.#watch(connection);
    while (!connection.expired) {
      const { value, done } = await this.#chunk(reader);
      if (done || connection.abort.signal.aborted) break;
      connection.heardAt = this.#timers.now();
      try {
        parser.feed(value);
      } finally {
        this.#endBatch(); // what was applied before a bad event is reported too
      }
    }
    if (connection.abort.signal.aborted) throw connection.abort.signal.reason;
  }

  #chunk(reader) {
    return reader.read().catch((error) => {
      throw new CardStreamError('network', 'The stream broke off.', { cause: error });
    });
  }

  // ---- events -----------------------------------------------------------------------------------------------------------

  #take({ type, data, id }) {
    if (!this.#closed) this.#call('onEvent', { type, data, id });
    if (this.#closed) return;
    const connection = this.#connection;
    if (type === 'card.snapshot') this.#states.snapshot(cardData(type, data));
    else if (type === 'card.status') this.#announce(this.#states.status(cardData(type, data)));
    else if (type === 'stream.live') this.#live(connection);
    else if (type === 'stream.gap') this.#states.beginSnapshot();
    else if (type === 'stream.draining') this.#drain(connection, objectData(type, data));
    else if (type === 'stream.expired') connection.expired = true;
    // Names that are not known today are for clients of tomorrow.
  }

  #live(connection) {
    const changes = this.#states.live();
    connection.liveAt = this.#timers.now();
    this.#say({ state: 'live' });
    changes.forEach((change) => this.#announce(change));
  }

  /** The replica still delivers until it closes; we leave at the time it gave us, or then come back after it closed. */
  #drain(connection, { reconnect_in_ms: asked }) {
    const random = this.#options.random;
    const ms = Number.isFinite(asked) ? clamp(asked, MIN_DRAIN_MS, MAX_HINT_MS) : (this.#retryHint ?? 1_000 + random() * 4_000);
    connection.drainUntil = this.#timers.now() + ms;
    this.#say({ state: 'draining', retryInMs: ms });
    this.#after(connection, ms, () => connection.abort.abort(new Interruption('draining')));
  }

  /** At once and before the next event is applied, so that a caller that stops, or saves its place, in `onChange` loses nothing behind it. */
  #announce(change) {
    if (!change || this.#closed) return;
    this.#changes.push(change);
    this.#call('onChange', change);
  }

  #endBatch() {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length > 0 && !this.#closed) this.#call('onState', this.#states.view, changes);
  }

  /** An id inside an unfinished snapshot would promise cards that we do not have yet; after a close, changes that nobody heard. */
  #moveOn(id) {
    if (!this.#states.collecting && !this.#closed) this.#setPosition(id);
  }

  #setPosition(id) {
    this.#lastEventId = id;
    this.#call('onPosition', id);
  }

  // ---- what next --------------------------------------------------------------------------------------------------------

  async #refused(response) {
    const { status } = response;
    const problem = await problemOf(response);
    const said = problem?.detail ?? problem?.title ?? response.statusText;
    const staticKey = status === 401 && typeof this.#options.authorization === 'string';
    const fatal = FINAL_STATUSES.has(status) || staticKey;
    const error = new CardStreamError('refused', `The stream was refused with ${status}: ${said}`, { status, problem, fatal });
    if (fatal) return { giveUp: error };
    if (status === 401) return this.#renew(error);
    const asked = status === 429 || status === 503 ? retryAfterMs(response.headers.get('retry-after'), this.#timers.now()) : null;
    return this.#backOff(error, asked);
  }

  #ended(error) {
    const connection = this.#connection;
    const now = this.#timers.now();
    const why = error instanceof Interruption ? error.why : null;
    this.#states.dropSnapshot();
    if (connection.liveAt !== null && now - connection.liveAt >= STABLE_MS) {
      this.#failures = 0;
      this.#renewed = false;
    }
    if (error?.fatal) return { giveUp: error };
    if (error?.kind === 'protocol') this.#setPosition(''); // what we cannot read we take afresh, like a gap
    else if (connection.expired) return this.#renew();
    else if (connection.drainUntil !== null) return this.#asAsked(connection.drainUntil - now);
    else if (why === 'wake') return { wait: 0, floor: 0 };
    else if (why === 'silent') return this.#backOff(new CardStreamError('timeout', 'The stream fell silent.'));
    return this.#backOff(error ?? undefined);
  }

  #asAsked(ms) {
    const wait = Math.max(0, ms);
    return { wait, floor: wait };
  }

  /** One new credential at once; if that is refused as well, patience. */
  #renew(error) {
    this.#ticket = null;
    if (this.#renewed) return this.#backOff(error);
    this.#renewed = true;
    return { wait: 0, floor: 0 };
  }

  /** `Retry-After` is the same for all who were refused, so chance is added; `retry:` is a random time already, and a least one. */
  #backOff(error, asked = null) {
    const { baseDelayMs, maxDelayMs, random } = this.#options;
    const floor = asked ?? this.#retryHint ?? 0;
    const jitter = random() * Math.min(maxDelayMs, baseDelayMs * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return { wait: asked === null ? Math.max(floor, jitter) : asked + jitter, floor, error };
  }

  // ---- time -------------------------------------------------------------------------------------------------------------

  #after(connection, ms, task) {
    const timer = this.#timers.setTimeout(() => {
      connection.timers.delete(timer);
      task();
    }, ms);
    connection.timers.add(timer);
    return timer;
  }

  /** Ends with the step, with the connection or with the deadline, whichever is first, also when the step ignores its signal. */
  async #inTime(what, step) {
    const connection = this.#connection;
    const { abort } = connection;
    abort.signal.throwIfAborted(); // a callback may have closed us
    const late = new CardStreamError('timeout', `Waited too long for the ${what}.`);
    const timer = this.#after(connection, this.#options.connectTimeoutMs, () => abort.abort(late));
    const aborted = new Promise((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    });
    try {
      return await Promise.race([step(), aborted]);
    } finally {
      this.#timers.clearTimeout(timer);
      connection.timers.delete(timer);
    }
  }

  /** Checks often and not once after `silenceMs`, so that a machine that slept notices on the first check. */
  #watch(connection) {
    const every = Math.min(5_000, this.#options.silenceMs / 3);
    const due = this.#timers.now() + every;
    this.#after(connection, every, () => {
      const now = this.#timers.now();
      const silent = now - connection.heardAt;
      if (silent >= this.#options.silenceMs) connection.abort.abort(new Interruption('silent'));
      else if (now - due >= SLEPT_MS && silent >= SUSPECT_MS) connection.abort.abort(new Interruption('wake'));
      else this.#watch(connection);
    });
  }

  async #pause({ wait, floor, error }) {
    if (wait <= 0) return;
    this.#say({ state: 'waiting', retryInMs: Math.round(wait), ...(error && { error }) });
    const since = this.#timers.now();
    await new Promise((resolve) => {
      let timer = this.#timers.setTimeout(resolve, wait);
      this.#wakePause = (now = false) => {
        this.#timers.clearTimeout(timer);
        const rest = now ? 0 : Math.min(wait, floor) - (this.#timers.now() - since);
        if (rest <= 0) resolve();
        else timer = this.#timers.setTimeout(resolve, rest);
      };
    });
    this.#wakePause = null;
  }

  #listen() {
    const { window, document } = this.#options.page;
    const online = () => this.#wake(0); // another network: the old socket is dead even if it spoke a second ago
    const visible = () => document.visibilityState === 'visible' && this.#wake(SUSPECT_MS);
    window?.addEventListener?.('online', online);
    document?.addEventListener?.('visibilitychange', visible);
    this.#unlisten = () => {
      window?.removeEventListener?.('online', online);
      document?.removeEventListener?.('visibilitychange', visible);
    };
  }

  #wake(silentFor) {
    if (this.#wakePause) this.#wakePause();
    else if (this.#connection && this.#timers.now() - this.#connection.heardAt >= silentFor) {
      this.#connection.abort.abort(new Interruption('wake'));
    }
  }

  // ---- the caller -------------------------------------------------------------------------------------------------------

  #say(status) {
    if (this.#closed) return;
    this.#status = Object.freeze(status);
    this.#call('onStatus', this.#status);
  }

  #call(name, ...args) {
    callBack(this.#options, name, ...args);
  }
}

function callBack(options, name, ...args) {
  try {
    options[name]?.(...args);
  } catch (error) {
    (globalThis.reportError ?? console.error)(error);
  }
}

/**
 * What a tab shares with others under one name: a lock, whose holder leads, and a channel. `onLead` when this tab got the lock,
 * `onLost` when another one took it away, `onMessage(message)` for what other tabs say.
 */
class TabGroup {
  #locks;
  #channel;
  #handlers;
  #name;
  #waiting = null;
  #release = null;
  #left = false;

  constructor(name, { locks, Channel }, handlers) {
    this.#name = `${SHARING}:${name}`;
    this.#locks = locks;
    this.#handlers = handlers;
    this.#channel = new Channel(this.#name);
    this.#channel.onmessage = ({ data }) => !this.#left && handlers.onMessage(data);
  }

  /** Leads as soon as nobody else does. */
  wait() {
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  /** Leads at once, whoever does now. */
  take() {
    this.#waiting?.abort();
    this.#request({ steal: true });
  }

  yield() {
    this.#release?.();
    this.#release = null;
  }

  say(message) {
    if (!this.#left) this.#channel.postMessage(message);
  }

  leave() {
    if (this.#left) return;
    this.#left = true;
    this.#waiting?.abort();
    this.yield();
    this.#channel.close();
  }

  #request(how) {
    let held = false;
    const hold = () => {
      if (this.#left || how.signal?.aborted) return undefined;
      held = true;
      const holding = new Promise((resolve) => (this.#release = resolve));
      this.#handlers.onLead();
      return holding;
    };
    this.#locks.request(this.#name, how, hold).catch(() => {
      if (!held || this.#left) return; // withdrawn before it was granted
      this.#release = null;
      this.#handlers.onLost();
    });
  }
}

/**
 * One stream for all tabs of a group. The tab that holds the group's lock leads: it has a `CardStream`, and passes on what that
 * announces. The others follow: they keep the same state and the same resume id, so that each can lead at any time.
 *
 * Ids are opaque, so two tabs cannot compare their ids. They compare the versions of their cards: a tab that has each card of
 * the leader's in the same or in a later version has missed nothing. A tab that lacks a change gets it from the leader's recent
 * ones if these continue without a hole from the version that it has; otherwise it catches up with a connection of its own.
 */
class SharedCardStream {
  #options;
  #timers;
  #states; // while another tab leads
  #lastEventId;
  #own = null; // our own connection: while leading, while catching up, and until it is known what to share
  #group = null;
  #decided = null; // lets the ticket pass on to our own connection
  #alone = false;
  #leading = false;
  #tab = globalThis.crypto.randomUUID();
  #leader = { term: 0, tab: '', seq: 0, followed: false };
  #recent = [];
  #steps = [];
  #wholeSaid = false;
  #silence = null;
  #offeredAt = -Infinity;
  #status = { state: 'connecting' };
  #unlisten = () => {};
  #view = new ReadonlyMapView(() => this.#own?.cards ?? this.#states.view);

  constructor(options) {
    this.#options = options;
    this.#timers = options.timers;
    this.#states = new CardStates(options.cards);
    this.#lastEventId = options.lastEventId ?? '';
  }

  get cards() {
    return this.#view;
  }

  get lastEventId() {
    return this.#own?.lastEventId ?? this.#lastEventId;
  }

  get status() {
    return this.#status;
  }

  get #closed() {
    return this.#status.state === 'closed';
  }

  open() {
    this.#listen();
    queueMicrotask(() => {
      if (this.#closed) return;
      if (typeof this.#options.share === 'string') this.#join(this.#options.share);
      else this.#connect(); // its first ticket says with whom to share
    });
  }

  close(error) {
    if (this.#closed) return;
    this.#unlisten();
    this.#hold();
    this.#leave(); // whoever leads next resumes from its own id, so nothing has to be handed over
    this.#say({ state: 'closed', ...(error && { error }) });
  }

  // ---- our own connection -----------------------------------------------------------------------------------------------

  #connect() {
    const { ticket } = this.#options;
    const mine = (task) => (...args) => own === this.#own && task(...args);
    const own = new CardStream({
      ...this.#options,
      lastEventId: this.#lastEventId,
      cards: [...this.#states.view.values()],
      ...(ticket && { ticket: (context) => this.#ticket(own, context) }),
      onEvent: mine((event) => this.#event(event)),
      onChange: mine((change) => this.#change(change)),
      onState: mine((_, changes) => callBack(this.#options, 'onState', this.#view, changes)),
      onPosition: mine((id) => this.#position(id)),
      onStatus: mine((status) => this.#ownStatus(status)),
      onError: mine((error) => this.#error(error)),
    });
    this.#own = own;
    own.open();
  }

  async #ticket(own, context) {
    const answer = await this.#options.ticket(context);
    if (own !== this.#own || typeof this.#options.share === 'string') return answer;
    const name = answer?.coverage && `${answer.coverage} ${answer.stream_url?.split('?')[0] ?? ''}`;
    if (this.#group && this.#group.covers !== name) {
      // somebody else signed in: the cards of this ticket are not for the others
      this.#alone = true;
      this.#leave();
    } else if (!this.#group && name && !this.#alone) {
      const decided = new Promise((resolve) => (this.#decided = resolve));
      this.#join(name);
      await decided; // never, when another tab leads: then this connection is not needed
    }
    return answer;
  }

  /** Keeps what our own connection had, and ends it. */
  #hold() {
    const own = this.#own;
    if (!own) return;
    this.#states = new CardStates(own.cards.values());
    this.#lastEventId = own.lastEventId;
    this.#own = null;
    this.#decided = null;
    own.close();
  }

  #event(event) {
    this.#wholeSaid = false;
    this.#pass({ event });
    callBack(this.#options, 'onEvent', event);
  }

  #change(change) {
    if (change.source === 'status') {
      this.#remember(change);
      this.#pass({ status: change.event });
    } else if (!this.#wholeSaid) {
      // a snapshot has replaced everything at once, and does so in the other tabs
      this.#wholeSaid = true;
      this.#recent = [];
      this.#pass({ whole: [...this.#own.cards.values()] });
    }
    this.#announce(change);
  }

  #position(id) {
    this.#pass({ id });
    callBack(this.#options, 'onPosition', id);
    if (this.#group && !this.#leading && this.#own?.status.state === 'live') this.#offer();
  }

  /** Caught up by ourselves: the leader's next state shows whether we can follow now. */
  #offer() {
    const now = this.#timers.now();
    if (now - this.#offeredAt < ANSWER_MS) return;
    this.#offeredAt = now;
    this.#group.say({ kind: 'hello' });
  }

  #ownStatus(status) {
    if (status.state === 'closed') {
      this.close(status.error);
      return;
    }
    this.#tell({ kind: 'status', status: plainStatus(status) });
    this.#say(status);
  }

  #error(error) {
    // what is final here may be different with the ticket of another tab, which will see for itself
    if (!error.fatal) this.#tell({ kind: 'error', error: plainError(error) });
    callBack(this.#options, 'onError', error);
  }

  // ---- the group --------------------------------------------------------------------------------------------------------

  #join(name) {
    const { url = '', scope = {}, page } = this.#options;
    const group = new TabGroup(JSON.stringify([name, url, scope.cardIds ?? [], scope.cardholderIds ?? []]), page, {
      onLead: () => group === this.#group && this.#lead(),
      onLost: () => group === this.#group && this.#lost(),
      onMessage: (message) => group === this.#group && this.#hear(message),
    });
    group.covers = name;
    this.#group = group;
    this.#follow();
  }

  #leave() {
    this.#timers.clearTimeout(this.#silence);
    this.#group?.leave();
    this.#group = null;
    this.#leading = false;
    this.#steps = [];
  }

  #follow() {
    this.#leader.followed = false;
    this.#group.wait();
    this.#ask();
  }

  #lead() {
    this.#timers.clearTimeout(this.#silence);
    this.#leading = true;
    this.#leader = { term: Math.max(this.#leader.term + 1, this.#timers.now()), tab: this.#tab, seq: 0, followed: true };
    if (!this.#own) this.#connect();
    this.#decided?.();
    this.#tellState();
  }

  #lost() {
    if (!this.#leading) return;
    this.#leading = false;
    this.#steps = [];
    this.#hold();
    this.#follow();
  }

  /** Asks who leads. A leader that does not answer is replaced: its lock may be held by a page that never runs again. */
  #ask() {
    this.#group.say({ kind: 'hello' });
    this.#expect(ANSWER_MS * (1 + this.#options.random()), () => this.#group.take());
  }

  #expect(ms, otherwise) {
    this.#timers.clearTimeout(this.#silence);
    this.#silence = this.#timers.setTimeout(otherwise, ms);
  }

  // ---- leading ----------------------------------------------------------------------------------------------------------

  #pass(step) {
    if (!this.#leading) return;
    if (this.#steps.length === 0) queueMicrotask(() => this.#flush()); // one message for what one chunk held
    this.#steps.push(step);
  }

  #flush() {
    const steps = this.#steps;
    this.#steps = [];
    if (steps.length > 0 && this.#leading) this.#post({ kind: 'steps', steps });
  }

  #tell(message) {
    if (!this.#leading) return;
    this.#flush();
    this.#post(message);
  }

  #tellState() {
    const cards = [...this.#own.cards.values()];
    this.#tell({ kind: 'state', id: this.#own.lastEventId, status: plainStatus(this.#own.status), cards, recent: this.#recent });
  }

  #post(message) {
    const { term, tab } = this.#leader;
    this.#group.say({ ...message, term, tab, seq: (this.#leader.seq += 1) });
  }

  // ---- following --------------------------------------------------------------------------------------------------------

  #hear(message) {
    if (message.kind === 'hello') {
      if (this.#leading) this.#tellState();
      return;
    }
    const order = rank(message, this.#leader);
    if (this.#leading) {
      if (order > 0) this.#stepDown(message);
      else this.#tellState(); // the other one steps down when it hears this
      return;
    }
    if (order < 0) return; // late words of a tab that leads no more
    const continued = order === 0 && this.#leader.followed && message.seq === this.#leader.seq + 1;
    this.#leader = { term: message.term, tab: message.tab, seq: message.seq, followed: continued };
    this.#expect(this.#options.silenceMs, () => this.#ask());
    if (continued) this.#take(message);
    else if (message.kind === 'state') this.#meet(message);
    else if (!this.#own) this.#group.say({ kind: 'hello' }); // something was missed
  }

  #stepDown({ term, tab }) {
    this.#leader = { term, tab, seq: 0, followed: false };
    this.#group.yield();
    this.#lost();
  }

  #take(message) {
    if (message.kind === 'steps') this.#apply(message.steps);
    else if (message.kind === 'status') this.#say(fullStatus(message.status));
    else if (message.kind === 'error') callBack(this.#options, 'onError', fullError(message.error));
  }

  /** The leader's whole state: go on behind it, or find out why that would lose something. */
  #meet({ id, status, cards, recent }) {
    const fresh = this.lastEventId === '';
    if (!fresh && id === '') return; // it has nothing yet, and says so when it has
    const missing = fresh ? [] : missingOf(this.#view, cards, recent);
    if (missing === null) {
      if (!this.#own) this.#connect();
      this.#decided?.();
      return;
    }
    this.#hold();
    this.#leader.followed = true;
    if (this.#status.state !== status.state) this.#say(fullStatus(status));
    const replaced = fresh && id !== '' ? [{ whole: cards }] : [];
    this.#apply([...replaced, ...missing.map((each) => ({ status: each })), ...(id === '' ? [] : [{ id }])]);
  }

  #apply(steps) {
    const changes = [];
    for (const step of steps) {
      if (this.#closed) return;
      if (step.event) callBack(this.#options, 'onEvent', step.event);
      else if (step.id !== undefined) {
        this.#lastEventId = step.id;
        callBack(this.#options, 'onPosition', step.id);
      } else {
        for (const change of this.#made(step)) {
          changes.push(change);
          this.#announce(change);
          if (this.#closed) return;
        }
      }
    }
    if (changes.length > 0 && !this.#closed) callBack(this.#options, 'onState', this.#view, changes);
  }

  #made({ whole, status }) {
    if (whole) {
      this.#recent = [];
      return this.#states.replaceBy(whole);
    }
    const change = this.#states.status(status);
    if (!change) return []; // known already
    this.#remember(change);
    return [change];
  }

  #remember({ event, previous }) {
    this.#recent.push({ event, after: previous?.version ?? null });
    if (this.#recent.length > RECENT_CHANGES) this.#recent.shift();
  }

  #announce(change) {
    if (!this.#closed) callBack(this.#options, 'onChange', change);
  }

  #say(status) {
    if (this.#closed) return;
    this.#status = Object.freeze(status);
    callBack(this.#options, 'onStatus', this.#status);
  }

  /** A page that is frozen or kept in the back-forward cache must not lead, and could not answer. */
  #listen() {
    const { window, document } = this.#options.page;
    let name = null;
    const freeze = () => {
      if (!this.#group) return;
      name = this.#group.covers;
      this.#hold();
      this.#leave();
    };
    const resume = () => {
      if (name === null || this.#closed) return;
      this.#join(name);
      name = null;
    };
    const visible = () => document.visibilityState === 'visible' && this.#group && !this.#leading && this.#ask();
    const listened = [
      [window, 'pagehide', freeze], [window, 'pageshow', resume],
      [document, 'freeze', freeze], [document, 'resume', resume], [document, 'visibilitychange', visible],
    ];
    for (const [target, type, listener] of listened) target?.addEventListener?.(type, listener);
    this.#unlisten = () => listened.forEach(([target, type, listener]) => target?.removeEventListener?.(type, listener));
  }
}

/** Positive when the first leads rather than the second. */
function rank(one, other) {
  return one.term - other.term || (one.tab > other.tab) - (one.tab < other.tab);
}

/**
 * The changes that lead from what is known to the leader's cards, in their order, or null when there is a hole in them.
 * Versions may skip numbers, so each change says after which version it came.
 */
function missingOf(known, cards, recent) {
  const versions = new Map();
  for (const { card_id: id, version } of cards) {
    const mine = known.get(id)?.version ?? null;
    if (mine === null || mine < version) versions.set(id, mine);
  }
  const missing = recent.filter(({ event, after }) => {
    if (!versions.has(event.card_id) || versions.get(event.card_id) !== after) return false;
    versions.set(event.card_id, event.version);
    return true;
  });
  const bridged = cards.every(({ card_id: id, version }) => !versions.has(id) || versions.get(id) >= version);
  return bridged ? missing.map(({ event }) => event) : null;
}

/** A message between tabs keeps the fields of an error, but not its class and not what else its cause may hold. */
function plainError({ kind, message, status, problem, fatal }) {
  return { kind, message, status, problem, fatal };
}

function fullError({ kind, message, ...more }) {
  return new CardStreamError(kind, message, more);
}

function plainStatus({ error, ...status }) {
  return { ...status, ...(error && { error: plainError(error) }) };
}

function fullStatus({ error, ...status }) {
  return { ...status, ...(error && { error: fullError(error) }) };
}

/** The options with everything that was left out. */
function completed(options) {
  if (!options.ticket === !options.authorization) throw new TypeError('Give either ticket or authorization.');
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const all = { ...DEFAULTS, ...Object.fromEntries(given) };
  all.fetch ??= globalThis.fetch.bind(globalThis);
  all.random ??= Math.random;
  all.timers ??= {
    setTimeout: (task, ms) => globalThis.setTimeout(task, ms),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    now: () => Date.now(), // not performance.now(), which stands still while some machines sleep
  };
  const { window, document, location, navigator, BroadcastChannel } = globalThis;
  // Locks and channels exist outside of pages too, where no tab is that could share.
  all.page ??= { window, document, origin: location?.origin, ...(document && { locks: navigator?.locks, Channel: BroadcastChannel }) };
  return all;
}

function canShare({ share, page, authorization, lastEventId, cards }) {
  if (share === false || !page.locks || !page.Channel) return false;
  if (lastEventId && !cards) return false; // nobody could tell what it lacks
  return typeof share === 'string' || !authorization;
}

/**
 * Opens a stream of card changes and keeps it open until `close()`.
 *
 * @param {CardStreamOptions} options
 * @returns {{readonly cards: ReadonlyMap<string, CardState>, readonly lastEventId: string, readonly status: StreamStatus,
 *     close: () => void}} `cards` is one live view, not a copy
 */
export function openCardStream(options) {
  const all = completed(options);
  const stream = canShare(all) ? new SharedCardStream(all) : new CardStream(all);
  stream.open();
  return Object.freeze({
    get cards() {
      return stream.cards;
    },
    get lastEventId() {
      return stream.lastEventId;
    },
    get status() {
      return stream.status;
    },
    close: () => stream.close(),
  });
}
