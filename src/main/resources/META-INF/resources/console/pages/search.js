/** Everything that has exactly this id, or cards by the last four digits; a single find opens at once. */
import { html, nothing } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const ADDRESSES = { card: 'cards', operation: 'operations', webhook_event: 'events', cardholder: 'cardholders' };

export class SearchPage extends Page {
  found = null;
  truncated = false;

  get title() {
    return t('search.title', { q: this.query.q ?? '' });
  }

  load() {
    return this.attempt(async () => {
      const { body } = await this.api.get('/v1/search', { q: this.query.q ?? '' });
      if (this.stopped) return;
      this.found = body.data;
      this.truncated = body.truncated;
      if (this.found.length === 1) this.app.router.go(addressOfFind(this.found[0]), { replace: true });
      else this.app.announce(t('search.count', { n: this.found.length }));
    });
  }

  view() {
    return html`<section class="panel">${this.head(this.title)}
      ${this.found === null && this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing}
      ${this.found?.length === 0 ? html`<p class="empty">${t('search.none')}</p>` : nothing}
      ${this.truncated ? html`<p class="notice">${t('search.truncated', { n: this.found.length })}</p>` : nothing}
      <ul class="finds" id="finds">${(this.found ?? []).map((find) => html`<li><a id="find-${find.id}" href=${addressOfFind(find)}>${state(find.kind, t(`find.${find.kind}`))}
        <span>${find.summary}</span><code>${find.id}</code></a></li>`)}</ul></section>`;
  }
}

function addressOfFind({ kind, id }) {
  return `/console/${ADDRESSES[kind] ?? 'cards'}/${encodeURIComponent(id)}`;
}
