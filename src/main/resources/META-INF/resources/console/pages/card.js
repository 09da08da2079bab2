/** One card: what it is, why it is as it is, what may be done with it, and everything that happened to it. */
import { html, nothing, repeat } from '/console/html.js';
import { CardRefresh } from '/console/parts/card-refresh.js';
import { actionButtons, changeStatus } from '/console/parts/card-actions.js';
import { CardForms } from '/console/parts/card-forms.js';
import { followOperation } from '/console/parts/operation-end.js';
import { Page } from '/console/parts/page.js';
import { problem } from '/console/parts/problem.js';
import { sentence, whyNotActive } from '/console/parts/sentences.js';
import { time } from '/console/parts/time.js';
import { amount, facts, id, json, pill } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const TIMELINE_ROWS = 50;

export class CardPage extends Page {
  card = null;
  timeline = [];
  older = null;
  actionError = null;
  said = null;
  busy = null;
  reading = false;
  forms = new CardForms(this);
  #cards = new CardRefresh(() => this.load());
  #onKey = (event) => this.#leaveByKey(event);

  get title() {
    return this.card?.card_number ?? t('card.card');
  }

  get path() {
    return `/v1/cards/${encodeURIComponent(this.id)}`;
  }

  start() {
    super.start();
    document.addEventListener('keydown', this.#onKey);
  }

  stop() {
    super.stop();
    this.#cards.stop();
    this.forms.number.hide();
    document.removeEventListener('keydown', this.#onKey);
  }

  onChange({ card, event }) {
    if (card?.card_id !== this.id || (this.card && card.version <= this.card.version)) return;
    if (event) this.app.announce(t('cards.changed', { card: this.title, status: card.card_status }));
    this.#cards.later(this.id);
  }

  load() {
    return this.attempt(async () => {
      const [card, timeline] = await Promise.all([
        this.api.get(this.path),
        this.api.get(`${this.path}/timeline`, { limit: TIMELINE_ROWS }),
      ]);
      const fresh = timeline.body.data;
      const kept = this.timeline.length > TIMELINE_ROWS;
      if (!this.card || card.body.version >= this.card.version) this.card = card.body;
      if (kept) this.timeline = merged(fresh, this.timeline);
      else {
        this.timeline = fresh;
        this.older = timeline.body.next_cursor;
      }
      document.title = `${this.title} · Cardwire`;
    });
  }

  #loadOlder() {
    return this.attempt(async () => {
      const { body } = await this.api.get(`${this.path}/timeline`, { limit: 200, cursor: this.older });
      this.timeline = [...this.timeline, ...body.data];
      this.older = body.next_cursor;
    });
  }

  /** Runs a change and follows it to its end; `doing` is shown meanwhile. */
  async change(doing, call) {
    this.busy = doing;
    this.actionError = null;
    this.said = null;
    this.draw();
    let done = false;
    try {
      const answer = await call();
      if (answer?.status === 202) {
        const operation = await followOperation(this.api, answer.body.operation_id, () => !this.stopped);
        const over = operation && (operation.order_status === 'SUCCESS' || (operation.state === 'ACCEPTED' && !operation.order_status));
        this.said = html`${t(over ? 'change.done' : 'change.underWay')} <a href="/console/operations/${answer.body.operation_id}">${t('change.operation')}</a>`;
      }
      done = answer !== null;
    } catch (error) {
      this.actionError = error;
    }
    this.busy = null;
    await this.load();
    return done;
  }

  async #readAtUqpay() {
    this.reading = true;
    this.actionError = null;
    this.draw();
    try {
      const before = this.card?.version;
      const { body } = await this.api.post(`${this.path}/reconcile`);
      this.said = t(body.version === before ? 'card.readSame' : 'card.readChanged');
      this.app.announce(this.said);
    } catch (error) {
      this.actionError = error;
    }
    this.reading = false;
    await this.load();
  }

  /** Escape goes back to the list, unless something else has it. */
  #leaveByKey(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (this.app.router.inside) history.back();
    else this.app.router.go('/');
  }

  view() {
    const { card } = this;
    if (!card) return html`<section class="panel">${this.head(t('card.card'))}${this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing}</section>`;
    return html`<article class="card-page" id="drawer"><div id="drawer-body">
      <p class="crumbs"><a href="/">${t('nav.cards')}</a></p>
      ${this.head(card.card_number ?? t('card.noNumber'), pill(card.card_status), html`<span class="actions">
        ${this.can('issue') ? actionButtons(card, this.busy, (one, wanted) => this.change(wanted, () => changeStatus(this.api, one, wanted))) : nothing}
        ${this.can('operate') ? html`<button class="quiet small" id="read-now" type="button" ?disabled=${this.reading} @click=${() => this.#readAtUqpay()}>
          ${this.reading ? t('card.reading') : t('card.readNow')}</button>` : nothing}</span>`)}
      ${this.actionError ? problem(this.actionError) : nothing}
      ${this.said ? html`<p class="notice" role="status">${this.said}</p>` : nothing}
      ${this.#why()}
      <div class="columns">
        <section class="panel" aria-labelledby="facts-title"><h2 id="facts-title">${t('card.facts')}</h2>${this.#facts()}</section>
        ${this.can('issue') ? this.forms.view() : nothing}
        <section class="panel timeline-panel" aria-labelledby="timeline-title"><h2 id="timeline-title">${t('card.timeline')}</h2>${this.#timeline()}</section>
      </div></div></article>`;
  }

  #why() {
    const words = whyNotActive(this.card, this.timeline, (what) => this.can(what));
    return words ? html`<div class="why" data-status=${this.card.card_status}><strong>${words.why}</strong><p>${words.then}</p></div>` : nothing;
  }

  #facts() {
    const { card } = this;
    return facts([
      [t('card.limit'), amount(card.card_limit, card.card_currency)],
      [t('card.available'), amount(card.available_balance, card.card_currency)],
      [t('card.cardholder'), id(card.cardholder_id, `/console/cardholders/${card.cardholder_id}`)],
      [t('card.scheme'), [card.card_scheme, card.mode_type, card.card_bin].filter(Boolean).join(' · ')],
      [t('card.form'), [card.form_factor, card.usage_type].filter(Boolean).join(' · ')],
      [t('card.word'), card.card_status_raw],
      [t('card.failure'), card.failure_code],
      [t('card.created'), time(card.created_at)],
      [t('card.changed'), time(card.updated_at)],
      [t('card.version'), String(card.version)],
      [t('card.id'), id(card.card_id)],
      [t('card.order'), id(card.card_order_id)],
      [t('card.product'), id(card.card_product_id)],
      [t('card.spending'), json(card.spending_controls)],
      [t('card.risk'), json(card.risk_controls)],
      [t('card.metadata'), json(card.metadata)],
    ]);
  }

  #timeline() {
    return html`<ol class="timeline">${repeat(this.timeline, keyOf, (row) => html`<li data-kind=${row.kind}>
      <p>${sentence(row, (what) => this.can(what))}</p><p class="fine">${time(row.at)}</p></li>`)}</ol>
      ${this.timeline.length === 0 ? html`<p class="empty">${t('card.nothingYet')}</p>` : nothing}
      ${this.older ? html`<button class="quiet" id="older-rows" type="button" ?disabled=${this.loading} @click=${() => this.#loadOlder()}>${t('card.older')}</button>` : nothing}`;
  }
}

function keyOf({ at, kind, version, event_id, operation_id }) {
  return [at, kind, version, event_id, operation_id].join('|');
}

function merged(fresh, old) {
  const seen = new Set(fresh.map(keyOf));
  return [...fresh, ...old.filter((row) => !seen.has(keyOf(row)))];
}
