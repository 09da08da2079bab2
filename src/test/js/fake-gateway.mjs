/**
 * A stand-in for the gateway that speaks as much of its public API as the console and the stream module use, in memory, for
 * tests and for looking at the console without Java: `node src/test/js/fake-gateway.mjs 8080`. It proves nothing about the
 * gateway itself.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESOURCES = new URL('../../main/resources/META-INF/resources/', import.meta.url);
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const ALLOWED = { ACTIVE: ['FROZEN', 'CANCELLED'], FROZEN: ['ACTIVE', 'CANCELLED'], BLOCKED: ['CANCELLED'] };

const PRODUCTS = [
  { product_id: '467e993f-317a-49fc-9ea0-bf49de7d1f76', card_bin: '40963608', card_scheme: 'VISA', mode_type: 'SHARE', card_form: ['VIR', 'PHY'], card_currency: ['USD', 'SGD'], product_status: 'ENABLED' },
  { product_id: '5a1f0c58-0b0f-4a53-8c52-2f4f3a1c6d11', card_bin: '527735', card_scheme: 'MASTERCARD', mode_type: 'SINGLE', card_form: ['VIR'], card_currency: ['USD'], product_status: 'ENABLED' },
  { product_id: '0d5f2a9e-6c1b-4e0e-9b7f-9f5f0b7c2e22', card_bin: '434395', card_scheme: 'VISA', mode_type: 'SHARE', card_form: ['VIR'], card_currency: ['SGD'], product_status: 'DISABLED' },
];
const CARDHOLDERS = [
  { cardholder_id: '25ea804d-7fd5-43d5-8792-0fc0214cdb2f', first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com', cardholder_status: 'SUCCESS' },
  { cardholder_id: '7b0c6a52-1f0e-4c3e-8f0d-0c8f6f1e7a10', first_name: 'Grace', last_name: 'Hopper', email: 'grace@example.com', cardholder_status: 'PENDING' },
  { cardholder_id: 'c1d7e8f9-2a3b-4c5d-8e6f-7a8b9c0d1e2f', first_name: 'Alan', last_name: 'Turing', email: 'alan@example.com', cardholder_status: 'FAILED' },
];

class Refusal extends Error {
  constructor(status, code, title, detail, more = {}) {
    super(title);
    this.status = status;
    this.problem = { type: `/problems/${code}`, title, status, detail, code, retryable: false, ...more };
  }
}

export class FakeGateway {
  apiKey = 'cardwire-dev-key';
  issueDelayMs = 300;
  cards = new Map();
  requests = [];
  streams = new Set();
  #log = [];
  #kept = 0;
  #logId = 'L1';
  #answers = new Map();
  #tickets = new Map();
  #timelines = new Map();
  #faults = [];
  #server = createServer((request, response) => this.#serve(request, response));

  async listen(port = 0) {
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // ---- what a test makes happen -------------------------------------------------------------------------------------------

  /** The next request to `path` is answered by `fault(response)`, with `after` only once its work was done. */
  fault(path, fault, { after = false } = {}) {
    this.#faults.push({ path, fault, after });
  }

  breakStreams() {
    for (const { response } of this.streams) response.destroy();
  }

  drain(ms) {
    this.#endStreams(`retry: ${ms}\n\n${frame('stream.draining', { reconnect_in_ms: ms })}`);
  }

  expireTickets() {
    this.#tickets.clear();
    this.#endStreams(frame('stream.expired', {}));
  }

  #endStreams(last) {
    for (const { response } of this.streams) response.end(last);
    this.streams.clear();
  }

  /** As after a restored backup: another log, so that no old id is known. */
  forgetLog() {
    this.#logId = `L${randomUUID().slice(0, 4)}`;
    this.#kept = this.#log.length;
  }

  beat() {
    for (const { response } of this.streams) response.write(`id: ${this.#logId}-${this.#log.length}\n\n`);
  }

  addCard(given = {}) {
    const now = new Date().toISOString();
    const card = {
      card_id: randomUUID(), card_order_id: randomUUID(), card_status: 'PENDING', version: 0, card_number: null, card_bin: '40963608',
      card_scheme: 'VISA', mode_type: 'SHARE', form_factor: 'VIRTUAL', card_currency: 'USD', card_limit: '1000.00', available_balance: '1000.00',
      cardholder_id: CARDHOLDERS[0].cardholder_id, card_product_id: PRODUCTS[0].product_id, spending_controls: [], risk_controls: null,
      metadata: {}, usage_type: 'NORMAL', failure_code: null, created_at: now, updated_at: now, ...given,
    };
    this.cards.set(card.card_id, card);
    this.#timelines.set(card.card_id, []);
    this.move(card.card_id, card.card_status, 'request');
    return card;
  }

  move(cardId, status, cause = 'webhook') {
    const card = this.cards.get(cardId);
    const first = card.version === 0;
    const now = new Date().toISOString();
    const previous_status = first ? null : card.card_status;
    Object.assign(card, { card_status: status, version: card.version + 1, updated_at: now });
    if (status === 'ACTIVE') card.card_number ??= `${card.card_bin}****${String(1000 + Math.floor(Math.random() * 9000))}`;
    const { card_id, card_order_id, version, cardholder_id } = card;
    const event_id = cause === 'webhook' ? randomUUID() : null;
    const data = { card_id, card_order_id, card_status: status, previous_status, version, cause, event_id, cardholder_id, occurred_at: now };
    this.#log.push(data);
    this.#timelines.get(cardId).unshift({ version, card_status: status, previous_status, cause, event_id, occurred_at: now });
    for (const { response } of this.streams) response.write(frame('card.status', data, `${this.#logId}-${this.#log.length}`));
  }

  // ---- HTTP ---------------------------------------------------------------------------------------------------------------

  async #serve(request, response) {
    const url = new URL(request.url, this.url);
    const body = await readAll(request);
    this.requests.push({ method: request.method, path: url.pathname, headers: request.headers, body, query: url.searchParams });
    response.setHeader('X-Request-Id', randomUUID());
    const at = this.#faults.findIndex(({ path }) => path === `${request.method} ${url.pathname}`);
    const fault = at < 0 ? null : this.#faults.splice(at, 1)[0];
    if (fault && !fault.after) return fault.fault(response);
    try {
      const answer = await this.#route(request, response, url, body);
      if (fault) return fault.fault(response);
      if (answer === undefined) return undefined;
      response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers });
      return response.end(JSON.stringify(answer.body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const headers = { 'Content-Type': 'application/problem+json' };
      if ([409, 429, 503].includes(error.status)) headers['Retry-After'] = '1';
      response.writeHead(error.status, headers);
      return response.end(JSON.stringify({ ...error.problem, instance: response.getHeader('X-Request-Id') }));
    }
  }

  async #route(request, response, url, body) {
    const { pathname: path, searchParams: query } = url;
    if (!path.startsWith('/v1/')) return this.#file(response, path);
    if (path === '/v1/stream') return this.#stream(request, response, query);
    this.#authenticate(request);
    const call = `${request.method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '{id}')}`;
    const id = path.split('/')[3];
    switch (call) {
      case 'GET /v1/products': return page(PRODUCTS, query);
      case 'GET /v1/cardholders': return page(CARDHOLDERS, query);
      case 'GET /v1/cards': return page([...this.cards.values()].reverse(), query);
      case 'POST /v1/cards': return this.#issue(request, JSON.parse(body));
      case 'GET /v1/cards/{id}': return { body: this.#card(id) };
      case 'GET /v1/cards/{id}/timeline': return page(this.#timelines.get(this.#card(id).card_id), query);
      case 'POST /v1/cards/{id}/status': return this.#changeStatus(this.#card(id), JSON.parse(body));
      case 'GET /v1/operations/{id}': return { body: { operation_id: id, kind: 'UPDATE_STATUS', state: 'ACCEPTED' } };
      case 'POST /v1/stream-tickets': return this.#ticket();
      default: throw new Refusal(404, 'not_found', 'Not found', `There is no ${path}.`);
    }
  }

  #authenticate(request) {
    if (request.headers.authorization === `Bearer ${this.apiKey}`) return;
    throw new Refusal(401, 'unauthenticated', 'Who is calling?', 'The API key is missing or not known.');
  }

  #card(id) {
    const card = this.cards.get(id);
    if (!card) throw new Refusal(404, 'not_found', 'Not found', 'There is no such card.');
    return card;
  }

  #issue(request, wanted) {
    const key = request.headers['idempotency-key'];
    if (!key) throw new Refusal(400, 'idempotency_key_missing', 'Idempotency-Key is missing', 'Send the header Idempotency-Key.');
    const known = this.#answers.get(key);
    if (known?.body === JSON.stringify(wanted)) return { ...known.answer, headers: { ...known.answer.headers, 'Idempotency-Replayed': 'true' } };
    if (known) throw new Refusal(422, 'idempotency_key_reused', 'Key used before', 'This key stands for another request.');
    const product = PRODUCTS.find(({ product_id }) => product_id === wanted.card_product_id);
    const errors = [];
    if (wanted.card_limit !== undefined && !/^\d+(\.\d{1,2})?$/.test(wanted.card_limit)) errors.push({ field: 'card_limit', message: 'must be an amount with at most two decimals' });
    if (product?.card_bin === '527735' && !(Number(wanted.card_limit) >= 0.01)) errors.push({ field: 'card_limit', message: 'is required for this BIN, at least 0.01' });
    if (!product?.card_currency.includes(wanted.card_currency)) errors.push({ field: 'card_currency', message: 'is not offered by the product' });
    if (errors.length > 0) throw new Refusal(422, 'validation_failed', 'The request breaks rules', `${errors.length} fields need mending.`, { errors });
    const { card_bin, card_scheme, mode_type } = product;
    const card = this.addCard({ ...wanted, card_bin, card_scheme, mode_type });
    setTimeout(() => this.move(card.card_id, 'ACTIVE'), this.issueDelayMs).unref();
    const { card_id, card_order_id, created_at } = card;
    const result = { operation_id: randomUUID(), card_id, card_order_id, card_status: 'PENDING', order_status: 'PROCESSING', create_time: created_at };
    const answer = { status: 201, headers: { Location: `/v1/cards/${card_id}` }, body: result };
    this.#answers.set(key, { body: JSON.stringify(wanted), answer });
    return answer;
  }

  #changeStatus(card, { card_status: wanted }) {
    if (card.card_status === wanted) return { body: card };
    if (!ALLOWED[card.card_status]?.includes(wanted)) {
      throw new Refusal(409, 'card_state_conflict', 'Not from this status', `A ${card.card_status} card cannot become ${wanted}.`);
    }
    setTimeout(() => this.move(card.card_id, wanted === 'CANCELLED' ? 'PRE_CANCEL' : wanted), this.issueDelayMs).unref();
    return { status: 202, body: { operation_id: randomUUID(), kind: 'UPDATE_STATUS', state: 'ACCEPTED', card_id: card.card_id } };
  }

  #ticket() {
    const [ticket_id, ticket] = [randomUUID(), randomUUID()];
    this.#tickets.set(ticket, ticket_id);
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    return { status: 201, body: { ticket_id, ticket, expires_at, stream_url: `/v1/stream?ticket=${ticket}`, coverage: 'everything' } };
  }

  #stream(request, response, query) {
    if (!this.#tickets.has(query.get('ticket'))) this.#authenticate(request);
    response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=UTF-8', 'Cache-Control': 'no-store' });
    const from = request.headers['last-event-id'] ?? query.get('last_event_id');
    const position = from?.startsWith(`${this.#logId}-`) ? Number(from.slice(this.#logId.length + 1)) : -1;
    if (position >= this.#kept) {
      this.#log.slice(position).forEach((data, n) => response.write(frame('card.status', data, `${this.#logId}-${position + n + 1}`)));
    } else {
      if (from) response.write(frame('stream.gap', { from }));
      for (const { card_id, card_status, version, updated_at } of this.cards.values()) {
        response.write(frame('card.snapshot', { card_id, card_status, version, updated_at }));
      }
    }
    response.write(frame('stream.live', {}, `${this.#logId}-${this.#log.length}`));
    const stream = { response };
    this.streams.add(stream);
    response.on('close', () => this.streams.delete(stream));
  }

  async #file(response, path) {
    if (path === '/console/local.json') return { body: { api_key: this.apiKey, simulator: '/simulator/' } };
    const name = path.endsWith('/') ? 'console/index.html' : path.slice(1);
    try {
      if (name.includes('..')) throw new Error('outside');
      const bytes = await readFile(new URL(name, RESOURCES));
      response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP });
      response.end(bytes);
      return undefined;
    } catch {
      throw new Refusal(404, 'not_found', 'Not found', `There is no ${path}.`);
    }
  }
}

function page(rows, query) {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  const next_cursor = from + limit < rows.length ? String(from + limit) : null;
  return { body: { data: rows.slice(from, from + limit), next_cursor } };
}

function frame(type, data, id) {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const gateway = await new FakeGateway().listen(Number(process.argv[2] ?? 8080));
  const ages = ['CANCELLED', 'FROZEN', 'BLOCKED', 'FAILED', 'PRE_CANCEL', 'ACTIVE', 'ACTIVE', 'ACTIVE'];
  ages.forEach((status, n) => {
    const created_at = new Date(Date.now() - (ages.length - n) * 7_300_000).toISOString();
    const card = gateway.addCard({ created_at, card_limit: `${250 * (n + 1)}.00` });
    if (status !== 'FAILED') gateway.move(card.card_id, 'ACTIVE');
    if (status !== 'ACTIVE') gateway.move(card.card_id, status);
  });
  setInterval(() => gateway.beat(), 15_000);
  console.log(`${gateway.url}/console/`);
}
