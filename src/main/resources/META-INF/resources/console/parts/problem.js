/** What went wrong, in words for people; what the gateway said about it (RFC 9457) is below for whoever needs it. */
import { Lost, Refused } from '/console/api.js';
import { html, nothing } from '/console/html.js';
import { has, t } from '/console/texts.js';

export function problem(error) {
  if (!error) return nothing;
  if (error instanceof Lost) return box(t('problem.lost'), t('problem.lost.then'));
  if (!(error instanceof Refused)) return box(t('problem.other'), error.message);
  const { problem: said, status, retryAfter } = error;
  if (!said) return box(t('problem.status', { status }), status >= 500 ? t('problem.proxy') : null);
  const key = `problem.${said.code}`;
  const title = has(key) ? t(key) : said.title ?? t('problem.status', { status });
  return box(title, said.detail, fields(said), html`<details><summary>${t('problem.details')}</summary>
    <p class="fine">${[status, said.code, said.retryable ? t('problem.retryable') : null,
      retryAfter ? t('problem.after', { seconds: retryAfter }) : null].filter(Boolean).join(' · ')}</p>
    ${upstream(said)}
    ${said.instance ? html`<p class="fine">${t('problem.request')} <code>${said.instance}</code></p>` : nothing}</details>`);
}

function fields({ errors = [], upstream: seen }) {
  const rows = [
    ...errors.map(({ field, message }) => [field, message]),
    ...(seen?.missing_fields ?? []).map((field) => [field, t('problem.missing')]),
  ];
  return rows.length === 0 ? nothing : html`<ul>${rows.map(([field, message]) => html`<li><code>${field}</code> ${message}</li>`)}</ul>`;
}

function upstream({ upstream: seen }) {
  const words = [seen?.status, seen?.type, seen?.code, seen?.message].filter(Boolean).join(' · ');
  return words ? html`<p class="fine">UQPAY: ${words}</p>` : nothing;
}

function box(title, detail, ...more) {
  return html`<div class="problem" role="alert"><strong>${title}</strong>${detail ? html`<p>${detail}</p>` : nothing}${more}</div>`;
}

/** The messages about one field of a form. */
export function fieldErrors(error, name) {
  return (error?.problem?.errors ?? []).filter(({ field }) => field === name).map(({ message }) => message).join('; ');
}

/** An input with its label, and what the gateway did not accept in it. `control(attributes)` draws the input. */
export function field({ id, label, error, hint, control }) {
  const about = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return html`<div class="field"><label for=${id}>${label}</label>${control({ id, invalid: String(Boolean(error)), about })}
    ${hint ? html`<span class="hint" id="${id}-hint">${hint}</span>` : nothing}
    ${error ? html`<span class="field-error" id="${id}-error">${error}</span>` : nothing}</div>`;
}
