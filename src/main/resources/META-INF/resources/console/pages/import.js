/** Adopts the cards that exist at UQPAY and are not known here. */
import { html, nothing } from '/console/html.js';
import { confirm } from '/console/parts/confirm.js';
import { Page } from '/console/parts/page.js';
import { time } from '/console/parts/time.js';
import { facts, id, state } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const READ_AGAIN_MS = 1_000;

export class ImportPage extends Page {
  progress = null;
  #timer = null;

  get title() {
    return t('nav.import');
  }

  stop() {
    super.stop();
    clearTimeout(this.#timer);
  }

  load() {
    return this.id ? this.#follow() : undefined;
  }

  async #follow() {
    clearTimeout(this.#timer);
    await this.attempt(async () => {
      this.progress = (await this.api.get(`/v1/cards/import/${encodeURIComponent(this.id)}`)).body;
    });
    if (!this.stopped && (this.error || this.progress?.state === 'RUNNING')) this.#timer = setTimeout(() => this.#follow(), READ_AGAIN_MS);
    else if (this.progress) this.app.announce(t('import.ended', { n: this.progress.adopted }));
  }

  async #begin() {
    if (!(await confirm({ title: t('import.sure'), text: t('import.words'), yes: t('import.begin') }))) return;
    await this.attempt(async () => {
      const { body } = await this.api.post('/v1/cards/import');
      this.app.router.go(`/console/import/${body.import_id}`);
    });
  }

  view() {
    const one = this.progress;
    return html`<section class="panel narrow">${this.head(t('nav.import'), one ? state(one.state) : nothing)}
      <p>${t('import.words')}</p>
      ${one ? html`${one.state === 'RUNNING' ? html`<progress aria-label=${t('nav.import')}></progress>` : nothing}
        ${facts([[t('import.seen'), String(one.seen)], [t('import.adopted'), String(one.adopted)], [t('import.left'), String(one.left_out)],
          [t('import.started'), time(one.started_at)], [t('import.endedAt'), one.ended_at ? time(one.ended_at) : null], [t('import.id'), id(one.import_id)]])}` : nothing}
      <button class="primary" id="import-button" type="button" ?disabled=${this.loading || one?.state === 'RUNNING'} @click=${() => this.#begin()}>${t('import.begin')}</button></section>`;
  }
}
