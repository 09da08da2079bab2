/** One webhook event: what was kept of it, what it did and why. */
import { html, nothing } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { problem } from '/console/parts/problem.js';
import { time } from '/console/parts/time.js';
import { facts, id, json, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

export class EventPage extends Page {
  event = null;
  actionError = null;
  said = null;

  get title() {
    return this.event?.event_type ?? t('event.event');
  }

  get path() {
    return `/v1/webhook-events/${encodeURIComponent(this.id)}`;
  }

  load() {
    return this.attempt(async () => {
      this.event = (await this.api.get(this.path)).body;
      document.title = `${this.title} · Cardwire`;
    });
  }

  async #replay() {
    this.actionError = null;
    this.loading = true;
    this.draw();
    try {
      this.event = (await this.api.post(`${this.path}/replay`)).body;
      this.said = t('event.replayedOne', { outcome: this.event.outcome });
    } catch (error) {
      this.actionError = error;
    }
    this.loading = false;
    this.draw();
  }

  view() {
    const { event } = this;
    if (!event) return html`<section class="panel">${this.head(t('event.event'))}${this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing}</section>`;
    const again = event.outcome === 'parked' || event.outcome === 'failed';
    return html`<p class="crumbs"><a href="/console/events">${t('nav.events')}</a></p>
      ${this.head(event.event_type, state(event.outcome))}
      <div class="why" data-tone=${again ? 'bad' : 'gone'}><strong>${t(`outcome.${event.outcome}`)}</strong>${event.reason ? html`<p>${event.reason}</p>` : nothing}
        ${again ? html`<p>${t(`event.then.${event.outcome}`)}</p><button class="quiet" id="replay" type="button" ?disabled=${this.loading} @click=${() => this.#replay()}>${t('event.replay')}</button>` : nothing}</div>
      ${this.actionError ? problem(this.actionError) : nothing}
      ${this.said ? html`<p class="notice" role="status">${this.said}</p>` : nothing}
      <div class="columns"><section class="panel"><h2>${t('event.facts')}</h2>${facts([
        [t('event.id'), id(event.event_id)],
        [t('card.card'), event.card_id ? id(event.card_id, `/console/cards/${event.card_id}`) : null],
        [t('event.source'), event.source_id ? id(event.source_id) : null],
        [t('event.received'), time(event.received_at)],
        [t('event.settled'), event.settled_at ? time(event.settled_at) : null],
        [t('event.replayedAt'), event.replayed_at ? time(event.replayed_at) : null],
      ])}</section>
      <section class="panel"><h2>${t('event.kept')}</h2>${json(event.facts) ?? html`<p class="fine">${t('event.keptNothing')}</p>`}</section></div>`;
  }
}
