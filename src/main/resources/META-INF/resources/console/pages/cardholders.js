/** The cardholders at UQPAY: to find, and for an issuer to create. */
import { html, nothing } from '/console/html.js';
import { HolderForm } from '/console/parts/holder-form.js';
import { nameOf } from '/console/parts/issue-form.js';
import { ListPage } from '/console/parts/list-page.js';
import { time } from '/console/parts/time.js';
import { briefId, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

export class CardholdersPage extends ListPage {
  path = '/v1/cardholders';
  address = '/console/cardholders';
  filters = ['cardholder_status'];
  columns = ['cardholder_id', 'cardholder_status', 'first_name', 'last_name', 'email', 'country_code', 'phone_number', 'number_of_cards', 'review_status', 'create_time'];
  form = new HolderForm(this, null);

  get title() {
    return t('nav.cardholders');
  }

  view() {
    return html`<div class="cards-page ${this.can('issue') ? '' : 'alone'}"><section class="panel">${this.head(t('nav.cardholders'))}
      ${this.toolbar(this.selectFilter('cardholder_status', t('card.status'), ['SUCCESS', 'PENDING', 'INCOMPLETE', 'FAILED'].map((one) => [one, one])))}
      <p class="fine">${t('holder.findHint')}</p>
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t('nav.cardholders')}><table>
        <thead><tr><th scope="col">${t('holder.name')}</th><th scope="col">${t('card.status')}</th><th scope="col" class="wide">${t('holder.email')}</th>
          <th scope="col" class="number">${t('holder.cards')}</th><th scope="col" class="wide">${t('card.created')}</th></tr></thead>
        <tbody id="cardholders">${this.rows.map((holder) => html`<tr>
          <td><a id="holder-${holder.cardholder_id}" href="/console/cardholders/${holder.cardholder_id}">${nameOf(holder)}</a>${briefId(holder.cardholder_id)}</td>
          <td>${state(holder.cardholder_status)}</td><td class="wide">${holder.email ?? '–'}</td><td class="number">${holder.number_of_cards ?? '–'}</td><td class="wide">${time(holder.create_time)}</td></tr>`)}</tbody></table></div>
      ${this.empty(t('list.noneFits'))}${this.pager()}</section>
      ${this.can('issue') ? this.form.view() : nothing}</div>`;
  }
}
