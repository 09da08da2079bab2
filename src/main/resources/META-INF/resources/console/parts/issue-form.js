/** Issues a card, and shows how long it took. Only a role that may issue sees it. */
import { Lost, Refused } from '/console/api.js';
import { html, nothing } from '/console/html.js';
import { Issuing } from '/console/issuing.js';
import { fieldErrors, field, problem } from '/console/parts/problem.js';
import { duration } from '/console/parts/time.js';
import { shortId } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const HOLDERS = 100;
const RUNS = 5;
const issuing = new Issuing(sessionStorage); // one for all pages: a request whose end is not known outlives them

export class IssueForm {
  products = null;
  holders = [];
  moreHolders = false;
  error = null;
  product = '';
  currency = '';
  holder = '';
  otherHolder = '';
  runs = [];
  #page;
  #arrivals = new Map();

  constructor(page) {
    this.#page = page;
  }

  async start() {
    if (!this.#page.can('issue')) return;
    try {
      const { api } = this.#page;
      const [products, holders] = await Promise.all([
        api.get('/v1/products', { card_form: 'VIR' }),
        api.get('/v1/cardholders', { limit: HOLDERS }),
      ]);
      this.products = products.body.data;
      this.holders = holders.body.data;
      this.moreHolders = holders.body.next_cursor !== null;
      this.product = this.products[0]?.product_id ?? '';
      this.holder = this.holders.find(({ cardholder_status }) => cardholder_status === 'SUCCESS')?.cardholder_id ?? '';
    } catch (error) {
      this.error = error;
    }
    this.#page.draw();
  }

  holderName(cardholderId) {
    const holder = this.holders.find(({ cardholder_id }) => cardholder_id === cardholderId);
    return holder ? nameOf(holder) : shortId(cardholderId);
  }

  arrived(cardId, status) {
    const at = performance.now();
    const seen = this.#arrivals.get(cardId) ?? {};
    seen[status] ??= at;
    this.#arrivals.set(cardId, seen);
    if (this.#arrivals.size > 200) this.#arrivals.delete(this.#arrivals.keys().next().value);
    const run = this.runs.find((one) => one.cardId === cardId);
    if (run && status === 'ACTIVE' && seen.ACTIVE === at) this.#page.app.announce(t('issue.active', { took: duration(at - run.clickedAt) }));
  }

  async #submit(event) {
    event.preventDefault();
    const { session } = this.#page;
    if (issuing.running || issuing.pending) return;
    const limit = event.target.elements.card_limit.value.trim();
    const body = { card_product_id: this.product, cardholder_id: this.otherHolder.trim() || this.holder, card_currency: this.#currency() };
    if (limit !== '') body.card_limit = limit; // as typed: an amount never passes through a number
    await this.#finish(performance.now(), issuing.issue(session.api, session.credential.owner, body));
  }

  async #finish(clickedAt, asking) {
    this.error = null;
    this.#page.draw();
    try {
      const { body } = await asking;
      this.runs.unshift({ cardId: body.card_id, clickedAt, answeredAt: performance.now() });
      this.runs.length = Math.min(this.runs.length, RUNS);
      this.#page.app.announce(t('issue.accepted', { card: shortId(body.card_id) }));
      this.#page.refreshCard(body.card_id); // without a live stream nothing else brings it into the table
    } catch (error) {
      if (!(error instanceof Lost)) this.error = error;
      if (error instanceof Refused) requestAnimationFrame(() => setTimeout(() => document.querySelector('#issue-form [aria-invalid="true"]')?.focus(), 50));
    }
    this.#page.draw();
  }

  #currency() {
    const currencies = this.#currencies();
    return currencies.includes(this.currency) ? this.currency : currencies[0] ?? '';
  }

  #currencies() {
    return this.products?.find(({ product_id }) => product_id === this.product)?.card_currency ?? [];
  }

  view() {
    if (!this.#page.can('issue')) return html`<fieldset id="issue-fields" disabled aria-disabled="true" hidden></fieldset>`;
    const { pending, running } = issuing;
    const ready = this.products !== null && !running && pending === null;
    return html`<section class="panel issue-panel" aria-labelledby="issue-title">
      <h2 id="issue-title">${t('issue.title')}</h2>
      <form id="issue-form" novalidate @submit=${(event) => this.#submit(event)}>
        <fieldset id="issue-fields" ?disabled=${!ready} aria-disabled=${String(!ready)}>${this.#fields()}
          <button class="primary" id="issue-button">${running ? t('issue.running') : t('issue.submit')}</button></fieldset>
      </form>
      ${pending && !running ? this.#pending(pending) : nothing}
      ${this.error ? problem(this.error) : nothing}
      ${this.runs.length > 0 ? html`<ol class="runs" aria-label=${t('issue.runs')}>${this.runs.map((run) => this.#run(run))}</ol>` : nothing}
    </section>`;
  }

  #fields() {
    const select = (id, label, value, options, onChange) => field({
      id, label, error: fieldErrors(this.error, id),
      control: (a) => html`<select id=${a.id} name=${id} aria-invalid=${a.invalid} aria-describedby=${a.about}
        @change=${(event) => { onChange(event.target.value); this.#page.draw(); }}>
        ${options.map(([option, text, off]) => html`<option value=${option} ?disabled=${off} ?selected=${option === value}>${text}</option>`)}</select>`,
    });
    return html`
      ${select('card_product_id', t('card.product'), this.product, (this.products ?? []).map(productOption), (value) => { this.product = value; })}
      ${select('cardholder_id', t('card.cardholder'), this.holder, this.holders.map(holderOption), (value) => { this.holder = value; })}
      ${this.moreHolders ? field({
        id: 'other_holder', label: t('issue.otherHolder'), hint: t('issue.moreHolders', { n: HOLDERS }),
        control: (a) => html`<input id=${a.id} aria-describedby=${a.about} spellcheck="false" autocomplete="off" .value=${this.otherHolder}
          @input=${(event) => { this.otherHolder = event.target.value; }}>`,
      }) : nothing}
      <div class="pair">${field({
        id: 'card_limit', label: t('card.limit'), error: fieldErrors(this.error, 'card_limit'),
        control: (a) => html`<input id=${a.id} name="card_limit" inputmode="decimal" autocomplete="off" value="1000.00"
          aria-invalid=${a.invalid} aria-describedby=${a.about}>`,
      })}${select('card_currency', t('card.currency'), this.#currency(), this.#currencies().map((one) => [one, one, false]), (value) => { this.currency = value; })}</div>`;
  }

  /** While the end of a request is not known, no other can be made by accident. */
  #pending(pending) {
    const { session } = this.#page;
    const same = pending.apiKey === session.credential.owner;
    return html`<div class="pending"><p>${t(same ? 'issue.pending' : 'issue.pendingOther')}</p>
      <button class="quiet small" type="button" ?disabled=${!same} @click=${() => this.#finish(performance.now(), issuing.ask(session.api))}>${t('issue.again')}</button>
      <button class="quiet small" type="button" @click=${() => { issuing.forget(); this.#page.draw(); }}>${t('issue.forget')}</button></div>`;
  }

  #run({ cardId, clickedAt, answeredAt }) {
    const seen = this.#arrivals.get(cardId) ?? {};
    const steps = ['PENDING', 'ACTIVE', 'FAILED'].filter((status) => seen[status]).map((status) => `${status} ${duration(seen[status] - clickedAt)}`);
    return html`<li><a href="/console/cards/${cardId}"><code>${shortId(cardId)}</code></a>
      <span class="fine">${[`${t('issue.answer')} ${duration(answeredAt - clickedAt)}`, ...steps].join(' · ')}</span></li>`;
  }
}

function productOption({ product_id, card_scheme, mode_type, card_bin }) {
  return [product_id, [card_scheme, mode_type, card_bin].filter(Boolean).join(' · '), false];
}

function holderOption(holder) {
  const off = holder.cardholder_status !== 'SUCCESS';
  return [holder.cardholder_id, off ? `${nameOf(holder)} (${String(holder.cardholder_status).toLowerCase()})` : nameOf(holder), off];
}

export function nameOf({ first_name, last_name, email, cardholder_id }) {
  return [first_name, last_name].filter(Boolean).join(' ') || email || shortId(cardholder_id);
}
