/** Times are shown in the reader's zone, which the foot of each page names; to the millisecond where the pointer rests. */
import { html } from '/console/html.js';
import { language, t } from '/console/texts.js';

const LOCALE = language === 'zh' ? 'zh-CN' : undefined;
const SHORT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const EXACT = new Intl.DateTimeFormat(LOCALE, {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  fractionalSecondDigits: 3, hourCycle: 'h23', timeZoneName: 'short',
});

export function zone() {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const offset = new Intl.DateTimeFormat('en', { timeZoneName: 'longOffset' }).formatToParts(new Date())
    .find(({ type }) => type === 'timeZoneName')?.value;
  return [timeZone, offset && `(${offset})`].filter(Boolean).join(' ');
}

export function time(iso) {
  const date = new Date(iso ?? '');
  if (Number.isNaN(date.getTime())) return '–';
  return html`<time datetime=${iso} title="${EXACT.format(date)} · ${iso}">${SHORT.format(date)}</time>`;
}

export function clock(when) {
  return CLOCK.format(new Date(when));
}

export function age(iso, now = Date.now()) {
  const date = new Date(iso ?? '');
  if (Number.isNaN(date.getTime())) return '–';
  return html`<time datetime=${iso} title=${EXACT.format(date)}>${ageText(now - date.getTime())}</time>`;
}

function ageText(ms) {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 5) return t('age.now');
  const [size, unit] = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']].find(([length]) => seconds >= length);
  return t(`age.${unit}`, { n: Math.floor(seconds / size) });
}

/** A moment as a field of a form shows it, in the reader's zone; blank for none. */
export function toField(iso) {
  const date = new Date(iso ?? '');
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What a person put into such a field, as the gateway takes it; blank for none. */
export function fromField(value) {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

export function duration(ms) {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
