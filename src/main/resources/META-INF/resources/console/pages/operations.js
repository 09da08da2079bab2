/** Writes at UQPAY: first those that somebody must look at, then all. */
import { html, nothing } from '/console/html.js';
import { ListPage } from '/console/parts/list-page.js';
import { kindName } from '/console/parts/sentences.js';
import { age } from '/console/parts/time.js';
import { briefId, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const STATES = ['REQUESTED', 'SENT', 'ACCEPTED', 'REFUSED', 'NOT_SENT', 'IN_DOUBT', 'UNRESOLVED'];
const KINDS = ['ISSUE_CARD', 'RECHARGE', 'WITHDRAW', 'UPDATE_CARD', 'UPDATE_STATUS', 'CREATE_CARDHOLDER', 'UPDATE_CARDHOLDER'];
const OPEN_ROWS = 20;

export class OperationsPage extends ListPage {
  path = '/v1/operations';
  address = '/console/operations';
  filters = ['state', 'kind', 'card_id', 'caller', 'created_from', 'created_before'];
  columns = ['operation_id', 'kind', 'state', 'order_status', 'card_id', 'card_order_id', 'cardholder_id', 'caller', 'request_id', 'created_at', 'failure_code'];
  open = null;
  openMore = false;

  get title() {
    return t('nav.operations');
  }

  load() {
    const unfiltered = this.first && this.filters.every((name) => !this.query[name]);
    return Promise.all([super.load(), unfiltered ? this.#loadOpen() : null]);
  }

  #loadOpen() {
    return this.attempt(async () => {
      const [unresolved, inDoubt] = await Promise.all(['UNRESOLVED', 'IN_DOUBT'].map((one) => this.api.get(this.path, { state: one, limit: OPEN_ROWS })));
      this.open = [...unresolved.body.data, ...inDoubt.body.data];
      this.openMore = Boolean(unresolved.body.next_cursor || inDoubt.body.next_cursor);
    });
  }

  view() {
    return html`
      ${this.open ? html`<section class="panel" aria-labelledby="open-title"><h2 id="open-title">${t('operations.open')}</h2>
        ${this.open.length === 0 ? html`<p class="fine">${t('operations.noneOpen')}</p>` : this.#table(this.open, t('operations.open'), 'open')}
        ${this.openMore ? html`<p class="notice">${t('operations.moreOpen', { n: OPEN_ROWS })}</p>` : nothing}</section>` : nothing}
      <section class="panel">${this.head(t('nav.operations'))}
        ${this.toolbar(
          this.selectFilter('state', t('operation.state'), STATES.map((one) => [one, `${one} · ${t(`state.${one}`)}`])),
          this.selectFilter('kind', t('operation.kind'), KINDS.map((kind) => [kind, kindName(kind)])),
          this.textFilter('card_id', t('card.id')),
          this.textFilter('caller', t('operation.caller')),
          this.timeFilter('created_from', t('filter.from')),
          this.timeFilter('created_before', t('filter.before')),
        )}
        ${this.cut ? html`<p class="notice">${this.cut}</p>` : nothing}
        ${this.#table(this.rows, t('nav.operations'), 'all')}${this.empty(t('list.noneFits'))}${this.pager()}
      </section>`;
  }

  #table(rows, label, part) {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${label}><table>
      <thead><tr><th scope="col">${t('operation.kind')}</th><th scope="col">${t('operation.state')}</th><th scope="col">${t('card.card')}</th>
        <th scope="col" class="wide">${t('operation.caller')}</th><th scope="col">${t('operation.made')}</th></tr></thead>
      <tbody id="operations-${part}">${rows.map((one) => html`<tr>
        <td><a id="${part}-${one.operation_id}" href="/console/operations/${one.operation_id}">${kindName(one.kind)}</a>${briefId(one.operation_id)}</td>
        <td>${state(one.state)}${one.order_status ? html`<span class="fine">${one.order_status}</span>` : nothing}</td>
        <td>${briefId(one.card_id, `/console/cards/${one.card_id}`)}</td>
        <td class="wide">${one.caller ?? '–'}</td><td>${age(one.created_at)}</td></tr>`)}</tbody></table></div>`;
  }
}
