/** Asks before what cannot be undone. The browser puts the focus back where it was. */
import { html, render } from '/console/html.js';
import { t } from '/console/texts.js';

/** @returns {Promise<boolean>} */
export function confirm({ title, text, yes, no = t('confirm.no') }) {
  const dialog = document.getElementById('ask');
  dialog.returnValue = '';
  render(html`<h2 id="ask-title">${title}</h2><p>${text}</p>
    <div class="ask-buttons">
      <button class="quiet" id="ask-no" type="button" autofocus @click=${() => dialog.close('no')}>${no}</button>
      <button class="danger" id="ask-yes" type="button" @click=${() => dialog.close('yes')}>${yes}</button>
    </div>`, dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
  });
}
