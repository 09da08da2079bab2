/** Small helpers around the document. Text goes in as text, never as markup. */

export const $ = (id) => document.getElementById(id);

/** `el('p.note', { title: 'x', onclick: f }, 'text', child)`; null children are left out. */
export function el(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const node = document.createElement(name);
  if (classes.length > 0) node.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Announces to people who listen instead of reading. */
export function announce(text) {
  $('announcer').textContent = text;
}

export function shortId(id) {
  return id ? `${String(id).slice(0, 8)}` : '–';
}

export function clockTime(date = new Date()) {
  const pad = (value, length = 2) => String(value).padStart(length, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

export function fullTime(iso) {
  const date = new Date(iso ?? '');
  return Number.isNaN(date.getTime()) ? '–' : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

export function age(iso, now = Date.now()) {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 5) return 'just now';
  const [size, unit] = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']].find(([length]) => seconds >= length);
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

export function duration(ms) {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Groups the digits of a decimal string without turning it into a number. */
export function amount(value, currency) {
  if (value === null || value === undefined || value === '') return '–';
  const [whole, fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202F');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`}${currency ? ` ${currency}` : ''}`;
}

const KNOWN = new Set(['PENDING', 'ACTIVE', 'FROZEN', 'BLOCKED', 'PRE_CANCEL', 'CANCELLED', 'LOST', 'STOLEN', 'FAILED']);

/** A status that is not known looks as unusable as it must be treated. */
export function pill(status) {
  return el('span.pill', { 'data-status': KNOWN.has(status) ? status : 'UNKNOWN' }, status ?? 'UNKNOWN');
}
