/** One card with its fields and its timeline, read anew whenever the stream says that it changed. */
import { Refused } from '/console/api.js';
import { actionButtons } from '/console/card-table.js';
import { $, amount, el, fullTime, pill } from '/console/dom.js';
import { showProblem } from '/console/problem.js';

const TIMES = ['occurred_at', 'at', 'changed_at', 'created_at', 'recorded_at'];
const SHOWN = new Set([...TIMES, 'card_status', 'previous_status', 'status', 'cause', 'version', 'card_id', 'id']);

export class Drawer {
  #dialog = $('drawer');
  #body = $('drawer-body');
  #handlers;
  #cardId = null;
  #reading = 0;

  /** @param handlers `{api(), onAction(card, wanted, doing), busy(cardId), holderName(id), onRead(card)}` */
  constructor(handlers) {
    this.#handlers = handlers;
    $('drawer-close').onclick = () => this.close();
    this.#dialog.onclose = () => (this.#cardId = null);
    // A click on the backdrop lands on the dialog itself, one inside on a child.
    this.#dialog.onclick = (event) => event.target === this.#dialog && this.close();
  }

  open(cardId) {
    this.#cardId = cardId;
    $('drawer-title').textContent = 'Card';
    showProblem($('drawer-problem'), null);
    this.#body.replaceChildren(el('p.empty', {}, 'Reading…'));
    if (!this.#dialog.open) this.#dialog.showModal();
    this.refresh(cardId);
  }

  close() {
    this.#dialog.close();
  }

  /** Shows or clears what went wrong with the open card; the page behind it cannot be seen. @returns false when it is not open */
  problem(cardId, error) {
    if (cardId !== this.#cardId) return false;
    showProblem($('drawer-problem'), error);
    return true;
  }

  /** Nothing, unless this card is the open one. */
  async refresh(cardId) {
    if (cardId !== this.#cardId) return;
    const reading = ++this.#reading;
    const api = this.#handlers.api();
    const [card, timeline] = await Promise.allSettled([
      api.get(`/v1/cards/${encodeURIComponent(cardId)}`),
      api.get(`/v1/cards/${encodeURIComponent(cardId)}/timeline`),
    ]);
    if (reading !== this.#reading || cardId !== this.#cardId) return;
    if (card.status === 'rejected') {
      showProblem(this.#body, card.reason);
      return;
    }
    this.#handlers.onRead(card.value.body);
    this.#show(card.value.body, timeline);
  }

  #show(card, timeline) {
    $('drawer-title').textContent = card.card_number ?? 'Card';
    const buttons = actionButtons(card, this.#handlers.busy(card.card_id), this.#handlers.onAction);
    this.#body.replaceChildren(
      el('div.drawer-status', {}, pill(card.card_status), el('span.fine', {}, `version ${card.version}`), el('span.actions', {}, ...buttons)),
      this.#fields(card),
      el('h3', {}, 'Timeline'),
      this.#timeline(timeline),
    );
  }

  #fields(card) {
    const rows = [
      ['Limit', amount(card.card_limit, card.card_currency)],
      ['Available', amount(card.available_balance, card.card_currency)],
      ['Cardholder', this.#handlers.holderName(card.cardholder_id)],
      ['Scheme', [card.card_scheme, card.mode_type, card.card_bin].filter(Boolean).join(' · ')],
      ['Form', [card.form_factor, card.usage_type].filter(Boolean).join(' · ')],
      ['UQPAY’s word', card.card_status_raw],
      ['Failure', card.failure_code],
      ['Created', fullTime(card.created_at)],
      ['Changed', fullTime(card.updated_at)],
      ['Card id', code(card.card_id)],
      ['Order id', code(card.card_order_id)],
      ['Product id', code(card.card_product_id)],
      ['Spending controls', json(card.spending_controls)],
      ['Risk controls', json(card.risk_controls)],
      ['Metadata', json(card.metadata)],
    ];
    const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
    return el('dl.facts', {}, ...filled.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
  }

  #timeline({ status, value, reason }) {
    if (status === 'rejected') {
      const place = el('div');
      if (reason instanceof Refused && reason.status === 404) place.append(el('p.empty', {}, 'This gateway keeps no timeline.'));
      else showProblem(place, reason);
      return place;
    }
    const rows = value.body?.data ?? [];
    if (rows.length === 0) return el('p.empty', {}, 'Nothing happened yet.');
    return el('ol.timeline', {}, ...rows.map(timelineRow));
  }
}

function timelineRow(row) {
  const time = TIMES.map((name) => row[name]).find(Boolean);
  const status = row.card_status ?? row.status;
  const rest = Object.entries(row).filter(([key, value]) => !SHOWN.has(key) && value !== null && value !== '');
  return el(
    'li', {},
    el('div.timeline-head', {}, status ? pill(status) : null, el('span.cause', {}, row.cause ?? 'change'), el('time', {}, fullTime(time))),
    row.previous_status ? el('span.fine', {}, `was ${row.previous_status}`) : null,
    ...rest.map(([key, value]) => el('span.fine', {}, `${key} `, el('code', {}, typeof value === 'object' ? JSON.stringify(value) : String(value)))),
  );
}

function code(value) {
  return value ? el('code', {}, value) : null;
}

function json(value) {
  const empty = value === null || value === undefined || Object.keys(value).length === 0;
  return empty ? null : el('pre', {}, JSON.stringify(value, null, 2));
}
