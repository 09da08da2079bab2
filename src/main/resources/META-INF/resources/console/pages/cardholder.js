/** One cardholder at UQPAY, its cards, and for an issuer what is missing of it. */
import { html, nothing } from '/console/html.js';
import { HolderForm } from '/console/parts/holder-form.js';
import { nameOf } from '/console/parts/issue-form.js';
import { Page } from '/console/parts/page.js';
import { time } from '/console/parts/time.js';
import { facts, id, json, pill, shortId, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const CARDS = 20;

export class CardholderPage extends Page {
  holder = null;
  cards = [];
  moreCards = false;
  form = new HolderForm(this, this.id);

  get title() {
    return this.holder ? nameOf(this.holder) : t('card.cardholder');
  }

  load() {
    return this.attempt(async () => {
      const [holder, cards] = await Promise.all([
        this.api.get(`/v1/cardholders/${encodeURIComponent(this.id)}`),
        this.api.get('/v1/cards', { cardholder_id: this.id, limit: CARDS }),
      ]);
      this.holder = holder.body;
      this.cards = cards.body.data;
      this.moreCards = cards.body.next_cursor !== null;
      document.title = `${this.title} · Cardwire`;
    });
  }

  view() {
    const one = this.holder;
    if (!one) return html`<section class="panel">${this.head(t('card.cardholder'))}${this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing}</section>`;
    return html`<p class="crumbs"><a href="/console/cardholders">${t('nav.cardholders')}</a></p>
      ${this.head(nameOf(one), state(one.cardholder_status))}
      <div class="columns"><section class="panel"><h2>${t('holder.facts')}</h2>${facts([
        [t('holder.email'), one.email], [t('holder.phone'), one.phone_number], [t('holder.country'), one.country_code],
        [t('holder.born'), one.date_of_birth], [t('holder.gender'), one.gender], [t('holder.nationality'), one.nationality],
        [t('holder.address'), json(one.residential_address)], [t('holder.review'), one.review_status], [t('holder.idv'), one.idv_status],
        [t('card.created'), time(one.create_time)], [t('holder.id'), id(one.cardholder_id)],
      ])}</section>
      <section class="panel"><h2>${t('nav.cards')}</h2><ul class="finds">${this.cards.map((card) => html`<li><a href="/console/cards/${card.card_id}">
        ${pill(card.card_status)}<span>${card.card_number ?? t('card.noNumber')}</span><code>${shortId(card.card_id)}</code></a></li>`)}</ul>
        ${this.cards.length === 0 ? html`<p class="empty">${t('holder.noCards')}</p>` : nothing}
        ${this.moreCards ? html`<a href="/?cardholder_id=${one.cardholder_id}">${t('holder.allCards')}</a>` : nothing}</section>
      ${this.can('issue') ? this.form.view() : nothing}</div>`;
  }
}
