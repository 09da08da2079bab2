/** Creates a cardholder, or completes one; documents and identity checks are sent by the API. */
import { html, nothing } from '/console/html.js';
import { field, fieldErrors, problem } from '/console/parts/problem.js';
import { newKey } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const NAMES = ['first_name', 'last_name'];
const FIELDS = ['email', 'country_code', 'phone_number', 'date_of_birth', 'nationality'];
const ADDRESS = ['country', 'city', 'line1', 'postal_code'];
const NEEDED = new Set(['first_name', 'last_name', 'email', 'country_code', 'phone_number']);

export class HolderForm {
  error = null;
  said = null;
  running = false;
  #page;
  #id;
  #attempt = { key: newKey(), body: '' };

  constructor(page, id) {
    this.#page = page;
    this.#id = id;
  }

  view() {
    const create = this.#id === null;
    const title = t(create ? 'holder.create' : 'holder.complete');
    return html`<section class="panel" aria-labelledby="holder-title"><h2 id="holder-title">${title}</h2>
      ${create ? nothing : html`<p class="fine">${t('holder.completeWords')}</p>`}
      <form id="holder-form" novalidate @submit=${(event) => this.#submit(event)}><fieldset ?disabled=${this.running}>
        ${(create ? [...NAMES, ...FIELDS] : FIELDS).map((name) => this.#input(name, name, create && NEEDED.has(name)))}
        ${this.#gender()}
        ${ADDRESS.map((name) => this.#input(name, `residential_address.${name}`, false))}
        <button class="primary" id="holder-button">${this.running ? t('terms.saving') : title}</button></fieldset></form>
      ${this.error ? problem(this.error) : nothing}${this.said ? html`<p class="notice" role="status">${this.said}</p>` : nothing}</section>`;
  }

  #input(name, path, needed) {
    const label = t(`holder.field.${name}`);
    return field({
      id: `holder-${name}`, label: needed || this.#id !== null ? label : t('field.optional', { label }), error: fieldErrors(this.error, path),
      control: (a) => html`<input id=${a.id} name=${name} autocomplete="off" aria-invalid=${a.invalid} aria-describedby=${a.about}>`,
    });
  }

  #gender() {
    return field({
      id: 'holder-gender', label: t('holder.gender'), error: fieldErrors(this.error, 'gender'),
      control: (a) => html`<select id=${a.id} name="gender" aria-describedby=${a.about}>${['', 'FEMALE', 'MALE', 'OTHER'].map((one) => html`<option value=${one}>${one || '–'}</option>`)}</select>`,
    });
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    const body = {};
    const address = {};
    for (const { name, value } of form.elements) {
      if (!name || !value.trim()) continue;
      if (ADDRESS.includes(name)) address[name] = value.trim();
      else body[name] = value.trim();
    }
    if (Object.keys(address).length > 0) body.residential_address = address;
    // the same request keeps its key, so that a lost answer and a second click make no second cardholder
    const text = JSON.stringify(body);
    if (text !== this.#attempt.body) this.#attempt = { key: newKey(), body: text };
    this.running = true;
    this.error = null;
    this.said = null;
    this.#page.draw();
    try {
      const { body: end } = await (this.#id === null
        ? this.#page.api.post('/v1/cardholders', body, this.#attempt.key)
        : this.#page.api.patch(`/v1/cardholders/${encodeURIComponent(this.#id)}`, body, this.#attempt.key));
      this.#attempt = { key: newKey(), body: '' };
      form.reset();
      const target = end.cardholder_id ? `/console/cardholders/${end.cardholder_id}` : `/console/operations/${end.operation_id}`;
      this.said = html`${t('holder.saved')} <a href=${target}>${end.cardholder_id ? t('card.cardholder') : t('change.operation')}</a>`;
      this.#page.load();
    } catch (error) {
      this.error = error;
    }
    this.running = false;
    this.#page.draw();
  }
}
