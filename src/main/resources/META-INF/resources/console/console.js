/**
 * The operator's console: a person issues cards and watches them live. It uses only the public API, with the key that the person
 * gives; the key stays in this tab's sessionStorage. The cards come from `GET /v1/cards`, their changes from the stream.
 */
import { openCardStream } from '/client/cardwire-stream.js';
import { Api, Lost, Refused } from '/console/api.js';
import { CardTable } from '/console/card-table.js';
import { $, announce, el, shortId } from '/console/dom.js';
import { Drawer } from '/console/drawer.js';
import { Issuing } from '/console/issuing.js';
import { markFields, showProblem } from '/console/problem.js';
import { Runs } from '/console/runs.js';
import { StreamLog } from '/console/stream-log.js';

const KEY_SLOT = 'cardwire.key';
const PAGE = 50;
/** A row is read anew at most this often, all rows together: a busy gateway must not be made busier by being watched. */
const REFRESH_GAP_MS = 150;
const FOLLOW_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const STATES = {
  connecting: 'Connecting…',
  catching_up: 'Catching up…',
  live: 'Live',
  draining: 'Live, changing replica',
  waiting: 'Reconnecting…',
  closed: 'Not connected',
};

/** All that belongs to one key; another key is another session, and late answers of the old one are dropped. */
let session = null;

const issuing = new Issuing(sessionStorage);
const holders = new Map();
const drawer = new Drawer({
  api: () => session.api,
  onAction: changeStatus,
  busy: (cardId) => table.busy(cardId),
  holderName,
  onRead: (card) => table.card(card.card_id) && table.put(card),
});
const openCard = (cardId) => session && drawer.open(cardId);
const table = new CardTable($('cards'), { onOpen: openCard, onAction: changeStatus, holderName, onCount: showCount });
const log = new StreamLog($('log'), $('log-empty'), openCard);
const runs = new Runs($('runs'), openCard);

// ---- the session --------------------------------------------------------------------------------------------------------

async function start() {
  $('key-form').onsubmit = (event) => {
    event.preventDefault();
    connect($('key').value.trim());
  };
  $('issue-form').onsubmit = submitIssue;
  $('issue-again').onclick = askAgain;
  $('issue-forget').onclick = forgetIssue;
  $('card_product_id').onchange = showCurrencies;
  $('more').onclick = () => loadCards();
  $('log-clear').onclick = () => log.clear();
  setInterval(() => table.renderAges(), 10_000);
  const local = await localSettings();
  if (typeof local?.simulator === 'string' && /^\/(?!\/)/.test(local.simulator)) {
    $('links').append(el('a', { href: local.simulator }, 'Simulator'));
  }
  const key = sessionStorage.getItem(KEY_SLOT) ?? local?.api_key;
  if (!key) return $('key').focus();
  $('key').value = key;
  return connect(key);
}

/** Only a local build serves this file; anywhere else the person types the key. */
async function localSettings() {
  try {
    const answer = await fetch('/console/local.json', { cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function connect(key) {
  if (!key) return;
  disconnect();
  sessionStorage.setItem(KEY_SLOT, key);
  session = { api: new Api(key), key, stream: null, cursor: undefined, dirty: new Set(), refreshing: false, read: 'again' };
  $('key-button').textContent = 'Reconnect';
  showPendingIssue();
  loadChoices(session);
  loadCards(true);
  openStream(session);
}

function disconnect() {
  session?.stream?.close();
  session = null;
  holders.clear();
  table.clear();
  log.clear();
  runs.clear();
  $('issue-fields').disabled = true;
  $('more').hidden = true;
  for (const id of ['card_product_id', 'cardholder_id', 'card_currency']) $(id).replaceChildren();
  markFields($('issue-form'), null);
  showProblem($('cards-problem'), null);
  showProblem($('issue-problem'), null);
}

// ---- the stream ---------------------------------------------------------------------------------------------------------

async function openStream(mine) {
  const { api } = mine;
  const fetchTicket = async () => {
    try {
      return (await api.post('/v1/stream-tickets', { everything: true })).body;
    } catch (error) {
      // A key that is wrong does not become right by asking again.
      if (error instanceof Refused && [401, 403, 404, 422].includes(error.status)) error.fatal = true;
      throw error;
    }
  };
  const first = await fetchTicket().catch((error) => error);
  if (mine !== session) return;
  // A viewer may watch but not hand out tickets; a key opens the stream as well.
  const byKey = first instanceof Refused && [403, 404].includes(first.status);
  let kept = first instanceof Error ? null : first;
  const takeTicket = async () => {
    const ticket = kept ?? (await fetchTicket());
    kept = null;
    return ticket;
  };
  const ask = byKey ? { authorization: api.authorization } : { ticket: takeTicket };
  mine.stream = openCardStream({
    ...ask,
    url: '/v1/stream',
    onEvent: (event) => mine === session && takeEvent(event),
    onChange: (change) => mine === session && takeChange(change),
    onStatus: (status) => mine === session && showConnection(status),
    onError: (error) => mine === session && log.note('error', error.message),
  });
}

function takeEvent(event) {
  log.event(event);
  if (event.type === 'stream.gap') session.read = 'afresh';
  if (event.type === 'card.status') {
    const { card_id, card_status } = JSON.parse(event.data);
    runs.arrived(card_id, card_status, performance.now());
  }
  if (event.type === 'stream.live' && session.read) readCards(session);
}

/**
 * Once the stream is live the list is read again: a card made between the first read and the snapshot would be in neither. After
 * a gap all of it is read afresh, because the snapshot may hold less than the gap hid.
 */
function readCards(mine) {
  if (mine.read === 'afresh') {
    table.clear();
    mine.cursor = undefined;
  }
  mine.read = null;
  loadCards(true);
}

function takeChange({ card, previous, source, event }) {
  if (!card) return;
  const isNew = source === 'status' && !previous && event.previous_status === null;
  const row = table.card(card.card_id);
  if (row && source === 'snapshot' && row.version === card.version) return;
  if (!table.change(card)) {
    if (!isNew) return; // an older card on a page that was not loaded
    table.put({ ...card, created_at: card.updated_at }, { fresh: true });
  }
  refreshLater(card.card_id);
}

function showConnection({ state, error }) {
  $('connection').dataset.state = state;
  const text = state === 'closed' && error ? 'Refused' : STATES[state];
  $('connection-text').textContent = text;
  $('connection').title = error?.message ?? '';
  if (state === 'live' || state === 'closed') announce(`Stream: ${text}`);
}

/** The stream reports statuses only; the masked number, the balance and the rest are read. */
function refreshLater(cardId) {
  session.dirty.add(cardId);
  if (!session.refreshing) refreshDirty(session);
}

async function refreshDirty(mine) {
  mine.refreshing = true;
  while (mine === session && mine.dirty.size > 0) {
    const [cardId] = mine.dirty;
    mine.dirty.delete(cardId);
    drawer.refresh(cardId);
    try {
      const { body } = await mine.api.get(`/v1/cards/${encodeURIComponent(cardId)}`);
      if (mine === session) table.put(body);
    } catch {
      // the row shows what the stream said; the next change reads it again
    }
    await new Promise((resolve) => setTimeout(resolve, REFRESH_GAP_MS));
  }
  mine.refreshing = false;
}

// ---- the cards ----------------------------------------------------------------------------------------------------------

async function loadCards(fromTheTop = false) {
  const mine = session;
  $('more').disabled = true;
  try {
    const { body } = await mine.api.get('/v1/cards', { limit: PAGE, cursor: fromTheTop ? null : mine.cursor });
    if (mine !== session) return;
    body.data.forEach((card) => table.put(card));
    if (!fromTheTop || mine.cursor === undefined) mine.cursor = body.next_cursor;
    $('more').hidden = !mine.cursor;
    showCount(table.size);
    showProblem($('cards-problem'), null);
  } catch (error) {
    if (mine === session) showProblem($('cards-problem'), error);
  } finally {
    $('more').disabled = false;
  }
}

function showCount(rows) {
  const more = session?.cursor ? '+' : '';
  $('cards-count').textContent = rows > 0 ? `${rows}${more}` : '';
  $('cards-empty').hidden = rows > 0;
  $('cards-empty').textContent = session ? 'No cards yet. Issue the first one.' : 'Connect with an API key to see cards.';
}

function holderName(cardholderId) {
  return holders.get(cardholderId) ?? shortId(cardholderId);
}

// ---- freeze, unfreeze, cancel -------------------------------------------------------------------------------------------

async function changeStatus(card, wanted, doing) {
  if (wanted === 'CANCELLED' && !(await sureToCancel(card))) return;
  const mine = session;
  const { card_id } = card;
  table.setBusy(card_id, doing);
  drawer.refresh(card_id);
  try {
    const { status, body } = await mine.api.post(`/v1/cards/${encodeURIComponent(card_id)}/status`, { card_status: wanted });
    if (mine !== session) return;
    showChangeProblem(card_id, null);
    if (status === 202) await follow(mine, card_id, body);
  } catch (error) {
    if (mine === session) showChangeProblem(card_id, error);
  } finally {
    if (mine === session) {
      table.setBusy(card_id, null);
      refreshLater(card_id);
    }
  }
}

function showChangeProblem(cardId, error) {
  const inDrawer = drawer.problem(cardId, error);
  if (!inDrawer || !error) showProblem($('cards-problem'), error);
}

/** Until the stream shows the change (which ends the busy mark), the operation is refused, or patience ends. */
async function follow(mine, cardId, { operation_id }) {
  for (const pause of FOLLOW_MS) {
    if (!(await stillBusy(mine, cardId, pause))) return;
    const { body } = await mine.api.get(`/v1/operations/${encodeURIComponent(operation_id)}`);
    if (mine !== session) return;
    if (body.state === 'REFUSED' || body.state === 'NOT_SENT') throw new Refused(body.problem?.status ?? 422, body.problem);
    if (body.order_status === 'SUCCESS') return;
    if (body.order_status === 'FAILED') throw new Error(`UQPAY did not do it: ${body.failure_code ?? 'no reason given'}.`);
  }
  log.note('operation', `${shortId(operation_id)} is still under way`);
}

async function stillBusy(mine, cardId, ms) {
  for (let waited = 0; waited < ms; waited += 250) {
    if (mine !== session || !table.busy(cardId)) return false;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return true;
}

function sureToCancel(card) {
  const dialog = $('ask');
  $('ask-text').textContent = `${card.card_number ?? card.card_id} cannot be used again, and nobody can undo it.`;
  dialog.returnValue = '';
  $('ask-yes').onclick = () => dialog.close('yes');
  $('ask-no').onclick = () => dialog.close('no');
  dialog.showModal();
  $('ask-no').focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
  });
}

// ---- issuing ------------------------------------------------------------------------------------------------------------

async function loadChoices(mine) {
  try {
    const [products, people] = await Promise.all([
      mine.api.all('/v1/products', { card_form: 'VIR' }),
      mine.api.all('/v1/cardholders'),
    ]);
    if (mine !== session) return;
    mine.products = new Map(products.map((product) => [product.product_id, product]));
    people.forEach((person) => holders.set(person.cardholder_id, nameOf(person)));
    $('card_product_id').replaceChildren(...products.map(productOption));
    $('cardholder_id').replaceChildren(...people.map(personOption));
    for (const select of [$('card_product_id'), $('cardholder_id')]) {
      select.selectedIndex = [...select.options].findIndex((option) => !option.disabled);
    }
    showCurrencies();
    table.renderAll();
    showPendingIssue();
  } catch (error) {
    if (mine === session) showProblem($('issue-problem'), error);
  }
}

function productOption({ product_id, card_scheme, mode_type, card_bin, product_status }) {
  const disabled = product_status !== undefined && product_status !== 'ENABLED';
  const text = [card_scheme, mode_type, card_bin].filter(Boolean).join(' · ');
  return el('option', { value: product_id, disabled }, disabled ? `${text} (${product_status.toLowerCase()})` : text);
}

function personOption(person) {
  const disabled = person.cardholder_status !== 'SUCCESS';
  const text = disabled ? `${nameOf(person)} (${String(person.cardholder_status).toLowerCase()})` : nameOf(person);
  return el('option', { value: person.cardholder_id, disabled }, text);
}

function nameOf({ first_name, last_name, email, cardholder_id }) {
  return [first_name, last_name].filter(Boolean).join(' ') || email || shortId(cardholder_id);
}

function showCurrencies() {
  const currencies = session?.products?.get($('card_product_id').value)?.card_currency ?? [];
  const chosen = $('card_currency').value;
  $('card_currency').replaceChildren(...currencies.map((currency) => el('option', { value: currency }, currency)));
  if (currencies.includes(chosen)) $('card_currency').value = chosen;
}

function submitIssue(event) {
  event.preventDefault();
  if (!session || issuing.running || issuing.pending) return;
  const mine = session;
  const form = $('issue-form').elements;
  const body = {
    card_product_id: form.card_product_id.value,
    cardholder_id: form.cardholder_id.value,
    card_currency: form.card_currency.value,
  };
  const limit = form.card_limit.value.trim();
  if (limit !== '') body.card_limit = limit; // as typed: an amount never passes through a number
  markFields($('issue-form'), null);
  showProblem($('issue-problem'), null);
  finishIssue(mine, event.timeStamp, issuing.issue(mine.api, mine.key, body));
}

function askAgain() {
  if (!session || issuing.running || issuing.pending?.apiKey !== session.key) return;
  showProblem($('issue-problem'), null);
  finishIssue(session, performance.now(), issuing.ask(session.api));
}

async function finishIssue(mine, clickedAt, asking) {
  showPendingIssue();
  try {
    const { body } = await asking;
    if (mine !== session) return;
    runs.add(body.card_id, clickedAt, performance.now());
    announce(`Card ${shortId(body.card_id)} accepted.`);
    if (!table.card(body.card_id)) refreshMissing(mine, body.card_id);
  } catch (error) {
    if (mine !== session) return;
    if (!(error instanceof Lost)) showProblem($('issue-problem'), error);
    if (error instanceof Refused) markFields($('issue-form'), error);
  } finally {
    showPendingIssue();
  }
}

/** Without a live stream nobody else puts the new card into the table. */
async function refreshMissing(mine, cardId) {
  const { body } = await mine.api.get(`/v1/cards/${encodeURIComponent(cardId)}`).catch(() => ({}));
  if (mine === session && body) table.put(body, { fresh: true });
}

function forgetIssue() {
  if (issuing.running) return;
  issuing.forget();
  showPendingIssue();
}

/** While the end of a request is not known, no other can be made by accident. */
function showPendingIssue() {
  const { pending, running } = issuing;
  const ready = session?.products !== undefined;
  $('issue-fields').disabled = !ready || running || pending !== null;
  $('issue-button').textContent = running ? 'Issuing…' : 'Issue card';
  $('issue-pending').hidden = running || pending === null;
  if (pending === null) return;
  const same = session !== null && pending.apiKey === session.key;
  $('issue-again').disabled = !same;
  $('issue-pending-text').textContent = same
    ? 'The last request has no answer yet; the card may or may not exist. Asking again uses the same idempotency key and cannot make a second card.'
    : 'A request made with another API key has no answer yet. Connect with that key to ask again.';
}

start();
