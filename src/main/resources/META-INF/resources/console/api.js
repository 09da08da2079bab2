/** The public API as the console uses it: one caller, problems distinct from silence. */

/** The gateway, or something before it, answered no. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(problem?.title ?? `Status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** An answer with our `code` comes from the gateway itself; one without may come from a proxy that knows nothing. */
  get code() {
    return this.problem?.code ?? null;
  }
}

/** No answer: whether anything was done is not known. */
export class Lost extends Error {
  constructor(cause) {
    super('No answer came.', { cause });
  }
}

const TIMEOUT_MS = 25_000; // POST /v1/cards answers within 20 s

export class Api {
  #credential;
  #onReach;

  /**
   * @param credential `authorization`, as it is now, and `ready()`, awaited before it is used
   * @param onReach `(reached, error)` after each call: whether the gateway answered at all
   */
  constructor(credential, onReach = () => {}) {
    this.#credential = credential;
    this.#onReach = onReach;
  }

  async authorization() {
    await this.#credential.ready();
    return this.#credential.authorization;
  }

  get(path, query = {}) {
    const filled = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const search = new URLSearchParams(filled);
    return this.call('GET', search.size > 0 ? `${path}?${search}` : path);
  }

  post(path, body, idempotencyKey) {
    return this.call('POST', path, JSON.stringify(body), idempotencyKey);
  }

  patch(path, body, idempotencyKey) {
    return this.call('PATCH', path, JSON.stringify(body), idempotencyKey);
  }

  /** @returns {Promise<{status: number, body: any, replayed: boolean}>} */
  async call(method, path, body, idempotencyKey) {
    const headers = { Authorization: await this.authorization(), Accept: 'application/json, application/problem+json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    let response;
    let answer;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await fetch(path, { method, headers, body, signal, cache: 'no-store', credentials: 'same-origin' });
      answer = await response.text();
    } catch (error) {
      this.#onReach(false);
      throw new Lost(error);
    }
    this.#onReach(true, response.status);
    if (!response.ok) throw new Refused(response.status, jsonOf(response, answer), response.headers.get('Retry-After'));
    const replayed = response.headers.get('Idempotency-Replayed') === 'true';
    return { status: response.status, body: jsonOf(response, answer), replayed };
  }
}

function jsonOf(response, text) {
  if (!/json/i.test(response.headers.get('Content-Type') ?? '')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
