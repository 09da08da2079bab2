/** The table of cards: one row a card, newest first; rows change in place and flash when the stream changed them. */
import { age, amount, el, fullTime, pill, shortId } from '/console/dom.js';

/** What a caller may ask for, by status; a status that is not here allows nothing. */
const ACTIONS = {
  ACTIVE: [['Freeze', 'FROZEN', 'Freezing…'], ['Cancel', 'CANCELLED', 'Cancelling…']],
  FROZEN: [['Unfreeze', 'ACTIVE', 'Unfreezing…'], ['Cancel', 'CANCELLED', 'Cancelling…']],
  BLOCKED: [['Cancel', 'CANCELLED', 'Cancelling…']],
};

/** The buttons that fit a card; `busy` is said instead while a change is under way. */
export function actionButtons(card, busy, onAction) {
  if (busy) return [el('span.busy', {}, busy)];
  return (ACTIONS[card.card_status] ?? []).map(([label, wanted, doing]) =>
    el(`button.quiet.small${wanted === 'CANCELLED' ? '.risky' : ''}`, {
      type: 'button',
      'aria-label': `${label} card ${card.card_number ?? shortId(card.card_id)}`,
      onclick: (event) => {
        event.stopPropagation();
        onAction(card, wanted, doing);
      },
    }, label),
  );
}

export class CardTable {
  #body;
  #handlers;
  #rows = new Map();
  #busy = new Map();

  /** @param handlers `{onOpen(cardId), onAction(card, wanted, doing), holderName(cardholderId), onCount(rows)}` */
  constructor(body, handlers) {
    this.#body = body;
    this.#handlers = handlers;
  }

  get size() {
    return this.#rows.size;
  }

  card(cardId) {
    return this.#rows.get(cardId)?.card ?? null;
  }

  busy(cardId) {
    return this.#busy.get(cardId) ?? null;
  }

  clear() {
    this.#rows.clear();
    this.#busy.clear();
    this.#body.replaceChildren();
    this.#handlers.onCount(0);
  }

  /** A card as read by GET. An answer that was overtaken by the stream changes nothing. */
  put(card, { fresh = false } = {}) {
    const row = this.#rows.get(card.card_id);
    if (!row) {
      this.#add(card, fresh);
    } else if ((card.version ?? 0) >= (row.card.version ?? 0)) {
      row.card = card;
      this.#render(row);
    }
  }

  /** A change that the stream reported. @returns false when the card has no row */
  change({ card_id, card_status, version, updated_at }) {
    const row = this.#rows.get(card_id);
    if (!row) return false;
    const moved = row.card.card_status !== card_status;
    row.card = { ...row.card, card_status, version, updated_at: updated_at ?? row.card.updated_at };
    if (moved) this.#busy.delete(card_id);
    this.#render(row);
    if (moved) flash(row.tr);
    return true;
  }

  setBusy(cardId, doing) {
    if (doing) this.#busy.set(cardId, doing);
    else this.#busy.delete(cardId);
    const row = this.#rows.get(cardId);
    if (row) this.#render(row);
  }

  renderAll() {
    this.#rows.forEach((row) => this.#render(row));
  }

  renderAges() {
    for (const { card, changed } of this.#rows.values()) changed.textContent = age(card.updated_at);
  }

  #add(card, fresh) {
    const row = { card, tr: el('tr'), changed: el('td.wide.changed') };
    row.tr.onclick = () => !String(getSelection()) && this.#handlers.onOpen(row.card.card_id);
    row.tr.dataset.created = Date.parse(card.created_at) || 0;
    this.#rows.set(card.card_id, row);
    this.#render(row);
    this.#body.insertBefore(row.tr, this.#older(row.tr));
    if (fresh) flash(row.tr);
    this.#handlers.onCount(this.#rows.size);
  }

  /** The first row that is older; null for the usual case, a page that continues the list. */
  #older({ dataset: { created } }) {
    const isOlder = (tr) => Number(tr.dataset.created) < Number(created);
    const last = this.#body.lastElementChild;
    return last && isOlder(last) ? [...this.#body.children].find(isOlder) : null;
  }

  #render(row) {
    const { card, tr, changed } = row;
    const focused = tr.contains(document.activeElement) ? [...tr.querySelectorAll('button')].indexOf(document.activeElement) : -1;
    const open = (event) => {
      event.stopPropagation();
      this.#handlers.onOpen(card.card_id);
    };
    const kind = [card.card_scheme, card.mode_type].filter(Boolean).join(' · ') || shortId(card.card_id);
    changed.textContent = age(card.updated_at);
    changed.title = fullTime(card.updated_at);
    tr.replaceChildren(
      el('td', {}, el('button.link.card-number', { type: 'button', onclick: open }, masked(card)), el('span.fine', {}, kind)),
      el('td', {}, pill(card.card_status)),
      el('td.number', {}, amount(card.card_limit, card.card_currency)),
      el('td.wide', {}, this.#handlers.holderName(card.cardholder_id)),
      changed,
      el('td.actions', {}, ...actionButtons(card, this.#busy.get(card.card_id), this.#handlers.onAction)),
    );
    // Replaced nodes lose the focus; give it back to the button in the same place.
    if (focused >= 0) [...tr.querySelectorAll('button')].at(Math.min(focused, tr.querySelectorAll('button').length - 1))?.focus();
  }
}

/** `40963608****1764` and `************5668` both read `•••• 1764`. */
function masked(card) {
  const last = /(\d{4})$/.exec(card.card_number ?? '')?.[1];
  return last ? `•••• ${last}` : shortId(card.card_id);
}

function flash(tr) {
  tr.classList.remove('flash');
  void tr.offsetWidth; // starts the animation anew
  tr.classList.add('flash');
}
