/** What an issuer may change of a card: limit and controls, money of a SINGLE card, and the view of its number. */
import { html, nothing } from '/console/html.js';
import { NumberFrame } from '/console/parts/number-frame.js';
import { field, fieldErrors } from '/console/parts/problem.js';
import { newKey } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const CHANGEABLE = new Set(['ACTIVE', 'FROZEN']);

export class CardForms {
  #page;

  constructor(page) {
    this.#page = page;
    this.number = new NumberFrame(page);
  }

  view() {
    const { card } = this.#page;
    if (!CHANGEABLE.has(card.card_status)) return nothing;
    const single = card.mode_type === 'SINGLE';
    return html`<div class="forms">${this.#terms(card, single)}${single && card.usage_type !== 'ONE_TIME' ? this.#money(card) : nothing}
      ${card.card_status === 'ACTIVE' ? this.number.view() : nothing}</div>`;
  }

  #terms(card, single) {
    const error = this.#page.actionError;
    const limits = !single && card.usage_type !== 'ONE_TIME';
    const perTransaction = card.spending_controls?.find(({ interval }) => interval === 'PER_TRANSACTION')?.amount ?? '';
    return html`<section class="panel" aria-labelledby="terms-title"><h2 id="terms-title">${t('terms.title')}</h2>
      <form novalidate @submit=${(event) => this.#save(event, card)}><fieldset ?disabled=${this.#page.busy !== null}>
      ${limits ? field({
        id: 'edit-limit', label: `${t('card.limit')} (${card.card_currency})`, error: fieldErrors(error, 'card_limit'),
        control: (a) => html`<input id=${a.id} name="card_limit" inputmode="decimal" autocomplete="off" .defaultValue=${card.card_limit ?? ''}
          aria-invalid=${a.invalid} aria-describedby=${a.about}>`,
      }) : nothing}
      ${field({
        id: 'edit-per-transaction', label: `${t('terms.perTransaction')} (${card.card_currency})`, error: fieldErrors(error, 'spending_controls[0].amount'),
        control: (a) => html`<input id=${a.id} name="per_transaction" inputmode="decimal" autocomplete="off" .defaultValue=${perTransaction}
          aria-invalid=${a.invalid} aria-describedby=${a.about}>`,
      })}
      ${field({
        id: 'edit-3ds', label: t('terms.threeDs'), error: fieldErrors(error, 'risk_controls.allow_3ds_transactions'),
        control: (a) => html`<select id=${a.id} name="three_ds" aria-describedby=${a.about}>
          ${[['', t('terms.asIs')], ['Y', t('terms.yes')], ['N', t('terms.no')]].map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select>`,
      })}
      <button class="primary" id="save-terms">${this.#page.busy === 'terms' ? t('terms.saving') : t('terms.save')}</button></fieldset></form></section>`;
  }

  /** Only what was changed is sent; amounts as they were typed. */
  async #save(event, card) {
    event.preventDefault();
    const form = event.target;
    const { card_limit, per_transaction, three_ds } = form.elements;
    const body = {};
    if (card_limit && card_limit.value.trim() !== card_limit.defaultValue) body.card_limit = card_limit.value.trim();
    if (per_transaction.value.trim() !== per_transaction.defaultValue) {
      body.spending_controls = [{ amount: per_transaction.value.trim(), interval: 'PER_TRANSACTION' }];
    }
    if (three_ds.value) body.risk_controls = { ...card.risk_controls, allow_3ds_transactions: three_ds.value };
    if (Object.keys(body).length === 0) {
      this.#page.said = t('terms.nothing');
      return this.#page.draw();
    }
    if (await this.#page.change('terms', () => this.#page.api.patch(this.#page.path, body, newKey()))) form.reset();
    return undefined;
  }

  #money(card) {
    const move = (kind) => async (event) => {
      event.preventDefault();
      const input = document.getElementById('money-amount');
      const done = await this.#page.change(kind, () => this.#page.api.post(`${this.#page.path}/${kind}`, { amount: input.value.trim() }, newKey()));
      if (done) input.value = '';
    };
    return html`<section class="panel" aria-labelledby="money-title"><h2 id="money-title">${t('money.title')}</h2>
      <form novalidate @submit=${(event) => event.preventDefault()}><fieldset ?disabled=${this.#page.busy !== null}>
      ${field({
        id: 'money-amount', label: `${t('money.amount')} (${card.card_currency})`, error: fieldErrors(this.#page.actionError, 'amount'),
        control: (a) => html`<input id=${a.id} inputmode="decimal" autocomplete="off" aria-invalid=${a.invalid} aria-describedby=${a.about}>`,
      })}
      <div class="buttons"><button class="quiet" id="recharge" type="button" ?disabled=${card.card_status !== 'ACTIVE'} @click=${move('recharge')}>${t('money.recharge')}</button>
        <button class="quiet" id="withdraw" type="button" @click=${move('withdraw')}>${t('money.withdraw')}</button></div></fieldset></form></section>`;
  }
}
