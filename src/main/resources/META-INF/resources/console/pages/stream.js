/** The stream as it comes: to filter, to hold still, and to resume from an id. A connection of its own. */
import { openCardStream } from '/client/cardwire-stream.js';
import { html, nothing, repeat } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { clock } from '/console/parts/time.js';
import { copyButton, pill } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const KEPT = 500;
const TYPES = ['card.status', 'card.snapshot', 'stream.live', 'stream.gap', 'stream.draining', 'stream.expired'];

export class StreamPage extends Page {
  frames = [];
  paused = false;
  held = 0;
  state = 'closed';
  type = '';
  words = '';
  from = '';
  #stream = null;
  #count = 0;

  get title() {
    return t('nav.stream');
  }

  load() {
    this.#open(null);
  }

  stop() {
    super.stop();
    this.#stream?.close();
  }

  #open(lastEventId) {
    this.#stream?.close();
    this.error = null;
    this.#stream = openCardStream({
      ...this.app.feed.credentials(),
      url: '/v1/stream',
      share: false,
      ...(lastEventId ? { lastEventId } : {}),
      onEvent: (event) => this.#arrived(event),
      onStatus: ({ state }) => { this.state = state; this.draw(); },
      onError: (error) => { if (error.fatal) this.error = error; this.draw(); },
    });
  }

  #arrived({ type, data, id }) {
    this.frames.push({ n: ++this.#count, at: Date.now(), type, data, id });
    if (this.paused) this.held += 1;
    else if (this.frames.length > KEPT) this.frames.splice(0, this.frames.length - KEPT);
    if (this.frames.length > 10 * KEPT) this.frames.splice(0, this.frames.length - 10 * KEPT);
    if (!this.paused) this.draw();
  }

  #pause() {
    this.paused = !this.paused;
    this.held = 0;
    this.draw();
  }

  #shown() {
    const upTo = this.paused ? this.frames.length - this.held : this.frames.length;
    return this.frames.slice(0, upTo).filter(({ type, data }) => (!this.type || type === this.type) && (!this.words || data.includes(this.words))).slice(-KEPT).reverse();
  }

  view() {
    const shown = this.#shown();
    const set = (name) => (event) => { this[name] = event.target.value.trim(); this.draw(); };
    return html`<section class="panel">${this.head(t('nav.stream'), html`<span class="pill" data-tone=${this.state === 'live' ? 'good' : 'wait'}>${t(`stream.${this.state}`)}</span>`)}
      <div class="toolbar">
        <div class="filter"><label for="frame-type">${t('frame.type')}</label><select id="frame-type" @change=${set('type')}><option value="">${t('filter.all')}</option>${TYPES.map((one) => html`<option>${one}</option>`)}</select></div>
        <div class="filter"><label for="frame-words">${t('frame.words')}</label><input id="frame-words" spellcheck="false" autocomplete="off" @input=${set('words')}></div>
        <div class="filter"><label for="frame-from">${t('frame.from')}</label><input id="frame-from" spellcheck="false" autocomplete="off" .value=${this.from} @input=${set('from')}></div>
        <button class="quiet small" id="resume" type="button" ?disabled=${!this.from} @click=${() => this.#open(this.from)}>${t('frame.resume')}</button>
        <button class="quiet small" id="pause" type="button" aria-pressed=${String(this.paused)} @click=${() => this.#pause()}>${this.paused ? t('frame.goOn') : t('frame.pause')}</button>
        <button class="quiet small" type="button" @click=${() => { this.frames = []; this.held = 0; this.draw(); }}>${t('frame.clear')}</button></div>
      <p class="fine">${this.paused ? t('frame.paused') : t('frame.count', { n: shown.length, most: KEPT })}</p>
      <ol class="frames" id="frames" tabindex="0" aria-label=${t('nav.stream')}>${repeat(shown, ({ n }) => n, (frame) => frameRow(frame, (id) => { this.from = id; this.draw(); }))}</ol>
      ${shown.length === 0 ? html`<p class="empty">${t('frame.none')}</p>` : nothing}</section>`;
  }
}

function frameRow({ at, type, data, id }, onId) {
  const status = /"card_status":"([A-Z_]+)"/.exec(data)?.[1];
  const cardId = /"card_id":"([0-9a-f-]+)"/.exec(data)?.[1];
  return html`<li><div class="frame-head"><time>${clock(at)}</time><code>${type}</code>${status ? pill(status) : nothing}
    ${cardId ? html`<a href="/console/cards/${cardId}">${t('card.card')}</a>` : nothing}
    ${id ? html`<button class="link" type="button" title=${t('frame.useId')} @click=${() => onId(id)}><code>id ${id}</code></button>${copyButton(id)}` : nothing}</div><pre>${data}</pre></li>`;
}
