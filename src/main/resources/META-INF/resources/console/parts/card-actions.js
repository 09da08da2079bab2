/** What may be asked for, by status; a status that is not here allows nothing. The same for the list and for a card's page. */
import { html } from '/console/html.js';
import { confirm } from '/console/parts/confirm.js';
import { shortId } from '/console/parts/values.js';
import { t } from '/console/texts.js';

const ACTIONS = {
  ACTIVE: ['FROZEN', 'CANCELLED'],
  FROZEN: ['ACTIVE', 'CANCELLED'],
  BLOCKED: ['CANCELLED'],
};

/** @param busy the status that is under way, or null */
export function actionButtons(card, busy, onAction) {
  if (busy) return html`<span class="busy">${t(`action.doing.${busy}`)}</span>`;
  return (ACTIONS[card.card_status] ?? []).map((wanted) => html`<button
    class="quiet small ${wanted === 'CANCELLED' ? 'risky' : ''}" type="button" id="${wanted}-${card.card_id}"
    aria-label=${t('action.label', { action: t(`action.${wanted}`), card: card.card_number ?? shortId(card.card_id) })}
    @click=${() => onAction(card, wanted)}>${t(`action.${wanted}`)}</button>`);
}

export async function changeStatus(api, card, wanted) {
  if (wanted === 'CANCELLED' && !(await sureToCancel(card))) return null;
  return api.post(`/v1/cards/${encodeURIComponent(card.card_id)}/status`, { card_status: wanted });
}

function sureToCancel(card) {
  return confirm({
    title: t('cancel.title'),
    text: t('cancel.text', { card: card.card_number ?? card.card_id }),
    yes: t('cancel.yes'),
    no: t('cancel.no'),
  });
}
