/** What happened to a card, as sentences. */
import { html, nothing } from '/console/html.js';
import { pill, state } from '/console/parts/values.js';
import { has, t } from '/console/texts.js';

/** @param row of a timeline (docs/api.md 2.11) */
export function sentence(row, can) {
  if (row.kind === 'change') return changeSentence(row, can);
  if (row.kind === 'event') return eventSentence(row, can);
  return operationSentence(row);
}

function changeSentence(row, can) {
  const what = row.previous_status
    ? html`${pill(row.card_status)} ${t('timeline.was', { status: row.previous_status })}`
    : row.version === 1 ? html`${pill(row.card_status)} ${t('timeline.first')}` : html`${t('timeline.facts')} ${pill(row.card_status)}`;
  return html`${what} · ${t(`cause.${row.cause}`)} ${eventLink(row, can)} ${operationLink(row)}`;
}

function eventSentence(row, can) {
  return html`${t('timeline.event')} ${eventLink(row, can)} ${state(row.outcome)} ${reasonOf(row.reason)}`;
}

function operationSentence(row) {
  if (row.resolution) {
    return html`${t('timeline.resolved', { by: row.resolution.by ?? '–', kind: kindName(row.operation_kind) })}
      ${state(row.resolution.state ?? row.operation_state)} ${row.resolution.reason ?? ''} ${operationLink(row)}`;
  }
  return html`${t('timeline.asked', { kind: kindName(row.operation_kind) })} ${state(row.operation_state)} ${operationLink(row)}`;
}

export function kindName(kind) {
  const key = `kind.${kind}`;
  return has(key) ? t(key) : kind ?? '–';
}

export function reasonOf(reason) {
  return reason ? t('timeline.because', { reason }) : '';
}

function eventLink({ event_id, event_type }, can) {
  if (!event_id) return nothing;
  const words = event_type ?? event_id.slice(0, 8);
  return can('operate') ? html`<a href="/console/events/${event_id}"><code>${words}</code></a>` : html`<code>${words}</code>`;
}

function operationLink({ operation_id }) {
  return operation_id ? html`<a href="/console/operations/${operation_id}">${t('timeline.operation')}</a>` : nothing;
}

/** Why a card cannot be used, and what the person who looks may do about it; null for an ACTIVE one. */
export function whyNotActive(card, timeline, can) {
  const status = has(`why.${card.card_status}`) ? card.card_status : 'UNKNOWN';
  if (status === 'ACTIVE') return null;
  const last = timeline.find((row) => row.kind === 'change' && row.card_status === card.card_status && row.previous_status !== undefined)
    ?? timeline.find((row) => row.kind === 'change' && row.card_status === card.card_status);
  const cause = last ? t(`by.${last.cause}`) : '';
  const why = t(`why.${status}`, { code: card.failure_code ?? '–', raw: card.card_status_raw ?? '–', cause });
  return { why, then: t(`then.${status}${can('issue') ? '.issue' : can('operate') ? '.operate' : ''}`, {}, `then.${status}`) };
}
