/** The webhook events that UQPAY sent and what became of them; those that were parked or failed can be applied again. */
import { html, nothing } from '/console/html.js';
import { confirm } from '/console/parts/confirm.js';
import { ListPage } from '/console/parts/list-page.js';
import { age } from '/console/parts/time.js';
import { briefId, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const OUTCOMES = ['applied', 'ignored', 'parked', 'failed'];
const AGAIN = new Set(['parked', 'failed']);

export class EventsPage extends ListPage {
  path = '/v1/webhook-events';
  address = '/console/events';
  filters = ['outcome', 'event_type', 'card_id', 'received_from', 'received_before'];
  columns = ['event_id', 'event_type', 'outcome', 'reason', 'card_id', 'source_id', 'received_at', 'settled_at', 'replayed_at', 'facts'];
  progress = null;

  get title() {
    return t('nav.events');
  }

  view() {
    return html`<section class="panel">${this.head(t('nav.events'))}
      ${this.toolbar(
        this.selectFilter('outcome', t('event.outcome'), OUTCOMES.map((one) => [one, `${one} · ${t(`outcome.${one}`)}`])),
        this.textFilter('event_type', t('event.type')),
        this.textFilter('card_id', t('card.id')),
        this.timeFilter('received_from', t('filter.from')),
        this.timeFilter('received_before', t('filter.before')),
      )}
      ${this.#replayAll()}
      ${this.cut ? html`<p class="notice">${this.cut}</p>` : nothing}
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t('nav.events')}><table>
        <thead><tr><th scope="col">${t('event.type')}</th><th scope="col">${t('event.outcome')}</th><th scope="col" class="wide">${t('event.reason')}</th>
          <th scope="col">${t('card.card')}</th><th scope="col">${t('event.received')}</th></tr></thead>
        <tbody id="events">${this.rows.map((event) => html`<tr>
          <td><a id="event-${event.event_id}" href="/console/events/${event.event_id}">${event.event_type}</a>${briefId(event.event_id)}</td>
          <td>${state(event.outcome)}</td><td class="wide reason">${event.reason ?? ''}</td>
          <td>${briefId(event.card_id, `/console/cards/${event.card_id}`)}</td>
          <td>${age(event.received_at)}</td></tr>`)}</tbody></table></div>
      ${this.empty(t('list.noneFits'))}${this.pager()}</section>`;
  }

  #replayAll() {
    if (!AGAIN.has(this.query.outcome)) return nothing;
    const { progress } = this;
    if (progress?.running) return html`<p class="notice" role="status"><progress max=${progress.of} value=${progress.done}></progress> ${t('event.replaying', progress)}</p>`;
    return html`${progress ? html`<p class="notice" role="status">${t('event.replayed', progress)}</p>` : nothing}
      ${this.rows.length > 0 ? html`<button class="quiet small" id="replay-all" type="button" @click=${() => this.#replay()}>${t('event.replayAll')}</button>` : nothing}`;
  }

  /** All that match, one after the other; those that stay parked or failed are counted, not hidden. */
  async #replay() {
    if (!(await confirm({ title: t('event.sure'), text: t('event.sure.words'), yes: t('event.replayAll') }))) return;
    await this.attempt(async () => {
      const ids = await this.#matching();
      this.progress = { running: true, done: 0, of: ids.length, applied: 0, left: 0 };
      for (const eventId of ids) {
        if (this.stopped) return;
        const end = await this.api.post(`${this.path}/${encodeURIComponent(eventId)}/replay`).catch((error) => {
          if (error.status === undefined || error.status >= 500) throw error; // nobody answers: the rest would not do better
          return null;
        });
        this.progress.done += 1;
        if (end && !AGAIN.has(end.body.outcome)) this.progress.applied += 1;
        else this.progress.left += 1;
        this.draw();
      }
    });
    if (this.progress) this.progress.running = false;
    const { error } = this;
    await this.load();
    this.error ??= error;
    this.draw();
  }

  async #matching() {
    const ids = [];
    let cursor = null;
    do {
      const { body } = await this.api.get(this.path, { ...this.asked, limit: 200, cursor });
      ids.push(...body.data.map(({ event_id }) => event_id));
      cursor = body.next_cursor;
    } while (cursor && !this.stopped);
    return ids;
  }
}
