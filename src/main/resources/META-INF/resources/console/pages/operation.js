/** One write at UQPAY: how it stands, what was last seen, what will happen next; an operator settles an unresolved one here. */
import { html, nothing } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { problem } from '/console/parts/problem.js';
import { ResolveForm } from '/console/parts/resolve-form.js';
import { kindName } from '/console/parts/sentences.js';
import { time } from '/console/parts/time.js';
import { facts, id, json, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const READ_AGAIN_MS = 5_000;
const MOVING = new Set(['REQUESTED', 'SENT', 'IN_DOUBT']);

export class OperationPage extends Page {
  operation = null;
  order = null;
  actionError = null;
  form = new ResolveForm(this);
  #timer = null;

  get title() {
    return this.operation ? kindName(this.operation.kind) : t('operation.operation');
  }

  get path() {
    return `/v1/operations/${encodeURIComponent(this.id)}`;
  }

  start() {
    super.start();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.operation && this.#moving() && this.load(), READ_AGAIN_MS);
  }

  stop() {
    super.stop();
    clearInterval(this.#timer);
  }

  #moving() {
    return MOVING.has(this.operation.state) || ['PENDING', 'PROCESSING'].includes(this.operation.order_status);
  }

  load() {
    return this.attempt(async () => {
      this.operation = (await this.api.get(this.path)).body;
      document.title = `${this.title} · Cardwire`;
    });
  }

  async #readOrder() {
    await this.attempt(async () => {
      this.order = (await this.api.get(`/v1/orders/${encodeURIComponent(this.operation.card_order_id)}`)).body;
    });
  }

  view() {
    const one = this.operation;
    if (!one) return html`<section class="panel">${this.head(t('operation.operation'))}${this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing}</section>`;
    return html`<p class="crumbs"><a href="/console/operations">${t('nav.operations')}</a></p>
      ${this.head(kindName(one.kind), state(one.state))}
      <div class="why" data-tone=${tone(one)}>
        <strong>${t(`state.${one.state}`)}</strong><p>${t(`next.${one.state}.${one.order_status}`, {}, `next.${one.state}`)}</p></div>
      ${this.actionError ? problem(this.actionError) : nothing}
      <div class="columns">
        ${one.state === 'UNRESOLVED' && this.can('operate') ? this.form.view(one) : nothing}
        ${one.problem ? this.#seen(one.problem) : nothing}
        <section class="panel"><h2>${t('operation.facts')}</h2>${this.#facts(one)}
          ${one.card_order_id ? html`<button class="quiet small" id="read-order" type="button" ?disabled=${this.loading} @click=${() => this.#readOrder()}>${t('operation.readOrder')}</button>` : nothing}
          ${this.order ? json(this.order) : nothing}</section>
        ${one.resolution ? html`<section class="panel"><h2>${t('operation.resolution')}</h2>${facts(Object.entries(one.resolution).map(([name, value]) => [name, name === 'at' ? time(value) : String(value)]))}</section>` : nothing}
      </div>`;
  }

  #seen(said) {
    return html`<section class="panel"><h2>${t('operation.seen')}</h2>${facts([
      [t('operation.seenTitle'), said.title],
      [t('operation.seenDetail'), said.detail],
      ['UQPAY', [said.upstream?.status, said.upstream?.type, said.upstream?.code, said.upstream?.message].filter(Boolean).join(' · ')],
      [t('operation.tries'), said.tries ?? said.attempts],
      [t('problem.missing.title'), said.upstream?.missing_fields?.join(', ')],
    ])}</section>`;
  }

  #facts(one) {
    return facts([
      [t('operation.id'), id(one.operation_id)],
      [t('card.card'), one.card_id ? id(one.card_id, `/console/cards/${one.card_id}`) : null],
      [t('card.order'), one.card_order_id ? id(one.card_order_id) : null],
      [t('operation.orderStatus'), one.order_status],
      [t('card.failure'), one.failure_code],
      [t('card.cardholder'), one.cardholder_id ? id(one.cardholder_id, `/console/cardholders/${one.cardholder_id}`) : null],
      [t('operation.caller'), one.caller],
      [t('problem.request'), one.request_id ? id(one.request_id) : null],
      [t('operation.made'), time(one.created_at)],
    ]);
  }
}

/** An accepted write is over only with its order. */
function tone({ state: now, order_status: order }) {
  if (MOVING.has(now)) return 'wait';
  if (now === 'UNRESOLVED' || order === 'FAILED') return 'bad';
  return now === 'ACCEPTED' && order === 'SUCCESS' ? 'good' : 'gone';
}
