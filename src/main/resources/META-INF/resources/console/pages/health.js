/** How the parts of the gateway are, as the replica that answered sees them. */
import { html, nothing } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { clock, time } from '/console/parts/time.js';
import { state } from '/console/parts/values.js';
import { has, t } from '/console/texts.js';

export class HealthPage extends Page {
  get title() {
    return t('nav.health');
  }

  load() {
    return this.app.status.read();
  }

  view() {
    const { parts, readAt, error } = this.app.status;
    this.error = error;
    return html`<section class="panel">${this.head(t('nav.health'), html`<button class="quiet small" id="read-status" type="button" @click=${() => this.load()}>${t('health.again')}</button>`)}
      ${readAt ? html`<p class="fine">${t(error ? 'health.readOld' : 'health.read', { time: clock(readAt) })}</p>` : nothing}
      <ul class="parts" id="parts">${parts.map((part) => html`<li data-state=${part.state}>
        <div class="part-head"><h2>${has(`part.${part.part}`) ? t(`part.${part.part}`) : part.part}</h2>${state(part.state, t(`health.${part.state}`))}</div>
        <p>${withTimes(part.detail)}</p><p class="fine">${t('health.since')} ${time(part.since)}</p>${link(part)}</li>`)}</ul></section>`;
  }
}

/** Times in a part's words are the reader's, as everywhere. */
function withTimes(text) {
  return String(text ?? '').split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/).map((part, at) => (at % 2 === 1 ? time(part) : part));
}

/** Where the person goes on from a part that is not well. */
function link({ part, state: how }) {
  if (how === 'ok') return nothing;
  if (part === 'operations') return html`<a href="/console/operations">${t('nav.operations')}</a>`;
  if (part === 'webhook_events') return html`<a href="/console/events?outcome=failed">${t('nav.events')}</a>`;
  return nothing;
}
