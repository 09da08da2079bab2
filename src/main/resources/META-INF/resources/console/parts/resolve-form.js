/** Settles an unresolved operation. Each choice says what it means, because nothing undoes it. */
import { html, live, nothing } from '/console/html.js';
import { confirm } from '/console/parts/confirm.js';
import { field, fieldErrors } from '/console/parts/problem.js';
import { t } from '/console/texts.js';

export class ResolveForm {
  #page;
  #choice = null;

  constructor(page) {
    this.#page = page;
  }

  view(operation) {
    const issue = operation.kind === 'ISSUE_CARD';
    const holder = operation.kind === 'CREATE_CARDHOLDER';
    const choose = (choice) => () => { this.#choice = choice; this.#page.draw(); };
    const option = (value, title, words) => html`<label class="choice"><input type="radio" name="choice" id="resolve-${value}" .checked=${live(this.#choice === value)} @change=${choose(value)}>
      <span><b>${title}</b><span class="fine">${words}</span></span></label>`;
    const error = this.#page.actionError;
    const text = (name, label, needed) => field({
      id: `resolve-${name}`, label: needed ? label : t('field.optional', { label }), error: fieldErrors(error, name),
      control: (a) => html`<input id=${a.id} name=${name} spellcheck="false" autocomplete="off" aria-invalid=${a.invalid} aria-describedby=${a.about} maxlength="500">`,
    });
    const accepted = this.#choice === 'ACCEPTED';
    return html`<section class="panel" aria-labelledby="resolve-title"><h2 id="resolve-title">${t('resolve.title')}</h2>
      <p class="fine">${t('resolve.words')}</p>
      <form id="resolve-form" novalidate @submit=${(event) => this.#submit(event, operation)}>
        <fieldset><legend class="unseen">${t('resolve.title')}</legend>
          ${option('ACCEPTED', t(issue ? 'resolve.issued' : 'resolve.accepted'), t(issue ? 'resolve.issued.words' : 'resolve.accepted.words'))}
          ${option('REFUSED', t('resolve.refused'), t(issue ? 'resolve.refused.issue' : 'resolve.refused.words'))}</fieldset>
        ${accepted && issue ? text('card_id', t('card.id'), true) : nothing}
        ${accepted && holder ? text('cardholder_id', t('holder.id'), false) : nothing}
        ${accepted && !issue && !operation.kind.endsWith('CARDHOLDER') ? text('card_order_id', t('card.order'), false) : nothing}
        ${this.#choice ? html`${text('reason', t('resolve.reason'), !accepted)}<button class="primary" id="resolve-button">${t('resolve.submit')}</button>` : nothing}
      </form></section>`;
  }

  async #submit(event, operation) {
    event.preventDefault();
    const body = {};
    for (const input of event.target.elements) if (input.name && input.type !== 'radio' && input.value.trim()) body[input.name] = input.value.trim();
    if (this.#choice === 'REFUSED' || operation.kind !== 'ISSUE_CARD') body.state = this.#choice;
    const sure = await confirm({ title: t('resolve.sure'), text: t(`resolve.sure.${this.#choice}`), yes: t('resolve.submit') });
    if (!sure) return;
    this.#page.actionError = null;
    try {
      this.#page.operation = (await this.#page.api.post(`${this.#page.path}/resolve`, body)).body;
      this.#page.app.announce(t('resolve.done'));
    } catch (error) {
      this.#page.actionError = error;
    }
    this.#page.draw();
  }
}
