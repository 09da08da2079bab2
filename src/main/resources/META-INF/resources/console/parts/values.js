/** How single values look: statuses, ids with a copy button, amounts, facts. */
import { html, nothing } from '/console/html.js';
import { announce } from '/console/parts/live-region.js';
import { t } from '/console/texts.js';

const KNOWN = new Set(['PENDING', 'ACTIVE', 'FROZEN', 'BLOCKED', 'PRE_CANCEL', 'CANCELLED', 'LOST', 'STOLEN', 'FAILED']);

/** A status that is not known looks as unusable as it must be treated. */
export function pill(status) {
  return html`<span class="pill" data-status=${KNOWN.has(status) ? status : 'UNKNOWN'}>${status ?? 'UNKNOWN'}</span>`;
}

const TONES = {
  ACCEPTED: 'good', applied: 'good', SUCCESS: 'good', DONE: 'good', ok: 'good',
  REQUESTED: 'wait', SENT: 'wait', IN_DOUBT: 'wait', parked: 'wait', PENDING: 'wait', PROCESSING: 'wait', RUNNING: 'wait',
  degraded: 'wait', INCOMPLETE: 'wait',
  UNRESOLVED: 'bad', REFUSED: 'bad', failed: 'bad', FAILED: 'bad', down: 'bad',
};

/** The state of anything but a card. */
export function state(word, text = word) {
  return html`<span class="pill" data-tone=${TONES[word] ?? 'gone'}>${text ?? '–'}</span>`;
}

export function shortId(value) {
  return value ? String(value).slice(0, 8) : '–';
}

/** A whole id, to copy; as a link where it has a page. */
export function id(value, href = null) {
  if (!value) return '–';
  return html`<span class="id">${href ? html`<a href=${href}><code>${value}</code></a>` : html`<code>${value}</code>`}${copyButton(value)}</span>`;
}

/** The beginning of an id in a table, the whole of which can be copied. */
export function briefId(value, href = null) {
  if (!value) return '–';
  const code = html`<code title=${value}>${shortId(value)}</code>`;
  return html`<span class="fine brief">${href ? html`<a href=${href}>${code}</a>` : code}${copyButton(value)}</span>`;
}

export function copyButton(value) {
  const copy = async (event) => {
    const button = event.currentTarget;
    const done = await copied(value);
    button.dataset.done = String(done);
    announce(t(done ? 'copy.done' : 'copy.failed'));
    setTimeout(() => delete button.dataset.done, 1_500);
  };
  return html`<button class="copy" type="button" aria-label=${t('copy.label', { value })} title=${t('copy.short')} @click=${copy}></button>`;
}

/** The clipboard's own interface is there only where the page is secure. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Groups the digits of a decimal string without turning it into a number. */
export function amount(value, currency) {
  if (value === null || value === undefined || value === '') return '–';
  const [whole, fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202F');
  const digits = fractionDigits(currency);
  const cents = (fraction ?? '').replace(/0+$/, '').padEnd(digits, '0');
  return `${grouped}${cents ? `.${cents}` : ''}${currency ? `\u00A0${currency}` : ''}`;
}

function fractionDigits(currency) {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 0;
  }
}

/** `[label, value]` pairs; what is empty is left out. */
export function facts(rows) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== nothing);
  return html`<dl class="facts">${filled.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function json(value) {
  const empty = value === null || value === undefined || Object.keys(value).length === 0;
  return empty ? null : html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}

/** Not `crypto.randomUUID`, which plain HTTP on another host does not have. */
export function newKey() {
  return `console-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
