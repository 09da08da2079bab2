/** Who is signed in: a key, and what its roles allow. The key stays in memory, or in this tab's session storage by choice. */
import { Api } from '/console/api.js';

const KEY_SLOT = 'cardwire.key';
const SIGNED_OUT_SLOT = 'cardwire.signed-out';

/** Any one of the roles is enough; the gateway decides the same way (docs/api.md 1.2). */
const ALLOWED_TO = {
  read: ['issuer', 'viewer', 'operator'],
  issue: ['issuer'],
  operate: ['operator'],
  watch: ['issuer', 'viewer'],
};

export class Session {
  constructor(key, me, listener) {
    this.key = key;
    this.name = me.name;
    this.roles = me.roles ?? [];
    this.expiresAt = me.expires_at ?? null;
    this.api = new Api(key, listener);
  }

  can(what) {
    return ALLOWED_TO[what].some((role) => this.roles.includes(role));
  }
}

/** @throws what `Api` throws: a key that the gateway does not know is `Refused` with 401 */
export async function signIn(key, keep, listener) {
  const { body } = await new Api(key, listener).get('/v1/me');
  sessionStorage.removeItem(SIGNED_OUT_SLOT);
  if (keep) sessionStorage.setItem(KEY_SLOT, key);
  else sessionStorage.removeItem(KEY_SLOT);
  return new Session(key, body, listener);
}

export function signOut() {
  sessionStorage.removeItem(KEY_SLOT);
  sessionStorage.setItem(SIGNED_OUT_SLOT, 'yes'); // or the local build's key would sign in again at once
}

/** The kept key, or that of a local build, or null. */
export function knownKey(local) {
  const kept = sessionStorage.getItem(KEY_SLOT);
  if (kept) return kept;
  return sessionStorage.getItem(SIGNED_OUT_SLOT) ? null : local?.api_key ?? null;
}

/** Only a local build serves this file; anywhere else the person types the key. */
export async function localSettings() {
  try {
    const answer = await fetch('/console/local.json', { cache: 'no-store' });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
