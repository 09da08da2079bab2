/** A card's number, which UQPAY's secure page shows in a frame: nothing of it can be read by the page around. */
import { html, nothing } from '/console/html.js';
import { language, t } from '/console/texts.js';

const LONGEST_MS = 60_000;

export class NumberFrame {
  #page;
  #url = null;
  #asking = false;
  #timer = null;

  constructor(page) {
    this.#page = page;
  }

  view() {
    return html`<section class="panel" aria-labelledby="number-title"><h2 id="number-title">${t('number.title')}</h2>
      <p class="fine">${t('number.words')}</p>
      ${this.#url ? html`<iframe id="number-frame" title=${t('number.title')} src=${this.#url} referrerpolicy="no-referrer"
        sandbox="allow-scripts allow-same-origin" allow=""></iframe>` : nothing}
      ${this.#url
        ? html`<button class="quiet" id="hide-number" type="button" @click=${() => this.hide()}>${t('number.hide')}</button>`
        : html`<button class="quiet" id="show-number" type="button" ?disabled=${this.#asking} @click=${() => this.#show()}>${t('number.show')}</button>`}</section>`;
  }

  async #show() {
    this.#asking = true;
    this.#page.actionError = null;
    this.#page.draw();
    try {
      const { body } = await this.#page.api.post(`${this.#page.path}/display-session`, { lang: language, show_cardholder_name: true });
      this.#url = this.#page.stopped ? null : body.iframe_url;
      this.#timer = setTimeout(() => this.hide(), LONGEST_MS); // nobody may find it on a screen that was left
    } catch (error) {
      this.#page.actionError = error;
    }
    this.#asking = false;
    this.#page.draw();
  }

  hide() {
    clearTimeout(this.#timer);
    this.#url = null;
    this.#page.draw();
  }
}
