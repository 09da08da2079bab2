/** A list of the gateway, a page at a time: filters and place are in the address, so Back and a reload bring them back. */
import { html, nothing } from '/console/html.js';
import { downloadCsv } from '/console/parts/csv.js';
import { Page } from '/console/parts/page.js';
import { fromField, toField } from '/console/parts/time.js';
import { addressOf } from '/console/router.js';
import { t } from '/console/texts.js';

const PAGE_ROWS = 50;
const EXPORT_ROWS = 10_000;

/** Kinds give `path`, `address`, `filters` (names of query parameters), `columns` for the export, and `table()`. */
export class ListPage extends Page {
  rows = [];
  next = null;
  read = false;
  exporting = null;

  get asked() {
    return Object.fromEntries(this.filters.map((name) => [name, this.query[name] ?? null]));
  }

  get first() {
    return !this.query.cursor;
  }

  load() {
    return this.attempt(async () => {
      const { body } = await this.api.get(this.path, { ...this.asked, limit: PAGE_ROWS, cursor: this.query.cursor });
      this.rows = body.data;
      this.next = body.next_cursor;
      this.read = true;
    });
  }

  /** A changed filter begins at the first page again. */
  filter(changed) {
    this.app.router.go(addressOf(this.address, { ...this.asked, ...changed }));
  }

  selectFilter(name, label, options) {
    return html`<div class="filter"><label for="filter-${name}">${label}</label>
      <select id="filter-${name}" @change=${(event) => this.filter({ [name]: event.target.value })}>
        <option value="">${t('filter.all')}</option>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${this.query[name] === value}>${text}</option>`)}
      </select></div>`;
  }

  textFilter(name, label) {
    return html`<div class="filter"><label for="filter-${name}">${label}</label>
      <input id="filter-${name}" .value=${this.query[name] ?? ''} spellcheck="false" autocomplete="off"
        @change=${(event) => this.filter({ [name]: event.target.value.trim() })}></div>`;
  }

  timeFilter(name, label) {
    return html`<div class="filter"><label for="filter-${name}">${label}</label>
      <input id="filter-${name}" type="datetime-local" step="1" .value=${toField(this.query[name])}
        @change=${(event) => this.filter({ [name]: fromField(event.target.value) })}></div>`;
  }

  toolbar(...filters) {
    const any = this.filters.some((name) => this.query[name]);
    return html`<div class="toolbar">${filters}
      ${any ? html`<a class="clear" href=${this.address}>${t('filter.clear')}</a>` : nothing}
      <button class="quiet small" id="export" type="button" ?disabled=${this.exporting !== null} @click=${() => this.export()}>
        ${this.exporting === null ? t('csv.export') : t('csv.running', { n: this.exporting })}</button></div>`;
  }

  /** Says how much of the list is to be seen, and where the rest is. */
  pager() {
    if (!this.read) return this.loading ? html`<p class="empty">${t('list.loading')}</p>` : nothing;
    const older = this.next ? addressOf(this.address, { ...this.asked, cursor: this.next }) : null;
    const count = t(this.next || !this.first ? 'list.part' : 'list.whole', { n: this.rows.length });
    return html`<div class="pager"><span class="fine">${count}</span>
      ${this.first ? nothing : html`<a id="newest" href=${addressOf(this.address, this.asked)}>${t('list.newest')}</a>`}
      ${older ? html`<a id="older" href=${older}>${t('list.older')}</a>` : nothing}</div>`;
  }

  empty(text) {
    return this.read && this.rows.length === 0 ? html`<p class="empty">${text}</p>` : nothing;
  }

  /** What is filtered, from its first page on. */
  async export() {
    this.exporting = 0;
    await this.attempt(async () => {
      const rows = [];
      let cursor = null;
      do {
        const { body } = await this.api.get(this.path, { ...this.asked, limit: 200, cursor });
        rows.push(...body.data);
        cursor = body.next_cursor;
        this.exporting = rows.length;
        this.draw();
      } while (cursor && rows.length < EXPORT_ROWS && !this.stopped);
      downloadCsv(`cardwire-${this.address.split('/').at(-1) || 'cards'}`, this.columns, rows);
      this.app.announce(t(cursor ? 'csv.cut' : 'csv.done', { n: rows.length }));
      if (cursor) this.cut = t('csv.cut', { n: rows.length });
    });
    this.exporting = null;
    this.draw();
  }
}
