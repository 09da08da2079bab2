/**
 * One request to issue a card, asked as often as it takes to know its end, always with the same Idempotency-Key: a lost answer, a
 * second click or a reload cannot make a second card. What is not known yet outlives a reload in `storage`.
 */
import { Lost, Refused } from '/console/api.js';

const SLOT = 'cardwire.issue';
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

export class Issuing {
  #storage;
  #pause;
  #running = false;

  /** @param pause waits the given milliseconds */
  constructor(storage, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))) {
    this.#storage = storage;
    this.#pause = pause;
  }

  /** `{key, body, apiKey, asked}` of the request whose end is not known, or null. */
  get pending() {
    try {
      return JSON.parse(this.#storage.getItem(SLOT));
    } catch {
      return null;
    }
  }

  get running() {
    return this.#running;
  }

  forget() {
    this.#storage.removeItem(SLOT);
  }

  /**
   * @param api of the caller whose key `apiKey` is: the same Idempotency-Key of another caller would be another card
   * @returns {Promise<{status: 201, body: object, replayed: boolean}>}
   * @throws {Refused} no card was made, unless `pending` still stands
   * @throws {Lost} not known; `pending` stands
   */
  async issue(api, apiKey, body) {
    if (this.#running || this.pending) throw new Error('An earlier request has no answer yet.');
    this.#keep({ key: `console-${randomHex()}`, body, apiKey, asked: false });
    return this.ask(api);
  }

  /** Asks for the end of the pending request. `onWait(error|null)` is called before each pause. */
  async ask(api, onWait = () => {}) {
    if (this.#running) throw new Error('Being asked already.');
    this.#running = true;
    try {
      for (const pause of [...PAUSES_MS, null]) {
        const end = await this.#once(api);
        if (end.answer) return end.answer;
        if (pause === null) throw end.error ?? new Lost();
        onWait(end.error);
        await this.#pause(pause);
      }
      return undefined;
    } finally {
      this.#running = false;
    }
  }

  async #once(api) {
    const attempt = this.pending;
    this.#keep({ ...attempt, asked: true }); // from here on the gateway may have it
    try {
      const answer = await api.post('/v1/cards', attempt.body, attempt.key);
      if (answer.status !== 201) return { error: null }; // 202: in doubt, being settled
      this.forget();
      return { answer };
    } catch (error) {
      if (!endsIt(error, attempt.asked)) return { error };
      this.forget();
      throw error;
    }
  }

  #keep(attempt) {
    this.#storage.setItem(SLOT, JSON.stringify(attempt));
  }
}

/**
 * Whether an answer settles the request. One that comes before the key is looked up (401, 403, 429, 503) says nothing
 * about an earlier ask; one without our code may come from a proxy and says nothing at all.
 */
function endsIt(error, askedBefore) {
  if (!(error instanceof Refused) || error.code === null) return false;
  if (error.status === 400 || error.status === 422) return true;
  const refusedUnseen = error.status < 500 && error.status !== 409;
  return !askedBefore && (refusedUnseen || error.status === 503);
}

/** Not `crypto.randomUUID`, which plain HTTP on another host does not have. */
function randomHex() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
