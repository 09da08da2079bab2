/** The cards, newest first; rows change in place while the stream reports changes. */
import { html, nothing, repeat } from '/console/html.js';
import { CardRefresh } from '/console/parts/card-refresh.js';
import { actionButtons, changeStatus } from '/console/parts/card-actions.js';
import { IssueForm } from '/console/parts/issue-form.js';
import { ListPage } from '/console/parts/list-page.js';
import { followOperation } from '/console/parts/operation-end.js';
import { problem } from '/console/parts/problem.js';
import { age } from '/console/parts/time.js';
import { amount, briefId, pill, shortId } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const STATUSES = ['PENDING', 'ACTIVE', 'FROZEN', 'BLOCKED', 'PRE_CANCEL', 'CANCELLED', 'LOST', 'STOLEN', 'FAILED', 'UNKNOWN'];
const MOST_ROWS = 200;
const FLASH_MS = 1_600;

export class CardsPage extends ListPage {
  path = '/v1/cards';
  address = '/';
  filters = ['card_status', 'card_product_id', 'cardholder_id'];
  columns = ['card_id', 'card_number', 'card_status', 'card_currency', 'card_limit', 'available_balance', 'cardholder_id',
    'card_product_id', 'mode_type', 'card_scheme', 'failure_code', 'created_at', 'updated_at'];
  form = new IssueForm(this);
  actionError = null;
  #busy = new Map();
  #flash = new Set();
  #cards = new CardRefresh((cardId) => this.#read(cardId));

  get title() {
    return t('nav.cards');
  }

  start() {
    super.start();
    this.form.start();
  }

  stop() {
    super.stop();
    this.#cards.stop();
  }

  onChange({ card, previous, source, event }) {
    if (!card) return;
    const row = this.rows.find(({ card_id }) => card_id === card.card_id);
    if (row && row.version >= card.version) return;
    const isNew = source === 'status' && !previous && event.previous_status === null;
    if (!row && !(this.first && (isNew || source === 'snapshot'))) return; // on a page that is not to be seen
    if (row) Object.assign(row, { card_status: card.card_status, version: card.version, updated_at: card.updated_at });
    if (event) {
      this.#flash.add(card.card_id);
      setTimeout(() => this.#flash.delete(card.card_id) && this.draw(), FLASH_MS);
      this.form.arrived(card.card_id, card.card_status);
      if (row) this.app.announce(t('cards.changed', { card: row.card_number ?? shortId(row.card_id), status: card.card_status }));
    }
    if (row || isNew) this.#cards.later(card.card_id);
    this.draw();
  }

  /** The stream reports statuses only; the masked number, the balance and the rest are read. */
  async #read(cardId) {
    const { body } = await this.api.get(`/v1/cards/${encodeURIComponent(cardId)}`);
    this.put(body);
  }

  put(card) {
    const at = this.rows.findIndex(({ card_id }) => card_id === card.card_id);
    if (at >= 0 && card.version >= this.rows[at].version) this.rows[at] = card;
    else if (at < 0 && this.first && this.#fits(card)) {
      const older = this.rows.findIndex(({ created_at }) => created_at <= card.created_at);
      this.rows.splice(older < 0 ? this.rows.length : older, 0, card);
      if (this.rows.length > MOST_ROWS) this.rows.length = MOST_ROWS;
    }
    this.draw();
  }

  #fits(card) {
    return this.filters.every((name) => !this.query[name] || String(card[name]) === this.query[name]);
  }

  refreshCard(cardId) {
    this.#cards.later(cardId);
  }

  async #change(card, wanted) {
    this.actionError = null;
    this.#busy.set(card.card_id, wanted);
    this.draw();
    try {
      const answer = await changeStatus(this.api, card, wanted);
      if (answer?.status === 202) await followOperation(this.api, answer.body.operation_id, () => !this.stopped);
    } catch (error) {
      this.actionError = error;
    }
    this.#busy.delete(card.card_id);
    this.#cards.later(card.card_id);
    this.draw();
  }

  view() {
    return html`<div class="cards-page ${this.can('issue') ? '' : 'alone'}">
      <section class="panel cards-panel">
        ${this.head(t('nav.cards'))}
        ${this.actionError ? problem(this.actionError) : nothing}
        ${this.toolbar(
          this.selectFilter('card_status', t('card.status'), STATUSES.map((status) => [status, status])),
          this.textFilter('cardholder_id', t('card.cardholder')),
          this.textFilter('card_product_id', t('card.product')),
        )}
        ${this.cut ? html`<p class="notice">${this.cut}</p>` : nothing}
        ${this.#table()}
        ${this.empty(this.filters.some((name) => this.query[name]) ? t('list.noneFits') : t('cards.none'))}
        ${this.pager()}
      </section>
      ${this.form.view()}
    </div>`;
  }

  #table() {
    const changes = this.can('issue');
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t('nav.cards')}><table>
      <thead><tr><th scope="col">${t('card.card')}</th><th scope="col">${t('card.status')}</th>
        <th scope="col" class="number">${t('card.limit')}</th><th scope="col" class="wide">${t('card.cardholder')}</th>
        <th scope="col" class="wide">${t('card.changed')}</th>
        ${changes ? html`<th scope="col"><span class="unseen">${t('card.actions')}</span></th>` : nothing}</tr></thead>
      <tbody id="cards">${repeat(this.rows, ({ card_id }) => card_id, (card) => this.#row(card, changes))}</tbody>
    </table></div>`;
  }

  #row(card, changes) {
    const href = `/console/cards/${encodeURIComponent(card.card_id)}`;
    return html`<tr class=${this.#flash.has(card.card_id) ? 'flash' : ''}>
      <td><button class="link card-number" id="card-${card.card_id}" type="button" @click=${() => this.app.router.go(href)}>
        ${card.card_number ?? t('card.noNumber')}</button>${briefId(card.card_id)}</td>
      <td>${pill(card.card_status)}</td>
      <td class="number">${amount(card.card_limit, card.card_currency)}</td>
      <td class="wide">${card.cardholder_id ? html`<a href="/console/cardholders/${card.cardholder_id}">${this.form.holderName(card.cardholder_id)}</a>` : '–'}</td>
      <td class="wide changed">${age(card.updated_at)}</td>
      ${changes ? html`<td class="actions">${actionButtons(card, this.#busy.get(card.card_id), (one, wanted) => this.#change(one, wanted))}</td>` : nothing}
    </tr>`;
  }
}
