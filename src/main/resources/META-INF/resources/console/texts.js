/** In which language, and how a text is filled in. The texts themselves are in one file. */
import { TEXTS } from '/console/all-texts.js';

const COLUMNS = { en: 0, zh: 1 };

/** The first of the browser's languages that there are texts in. */
export function languageOf(preferred) {
  return preferred.map((tag) => String(tag).toLowerCase().split('-')[0]).find((tag) => tag in COLUMNS) ?? 'en';
}

export const language = languageOf(globalThis.navigator?.languages ?? []);

export function has(key) {
  return Object.hasOwn(TEXTS, key);
}

/** A key that has no text is shown as it is; `otherwise` is tried first. */
export function t(key, values = {}, otherwise = null) {
  const text = TEXTS[key]?.[COLUMNS[language]] ?? (otherwise ? TEXTS[otherwise]?.[COLUMNS[language]] : null) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
