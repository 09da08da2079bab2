/** Who is signed in, and what the roles allow. A key stays in memory, or in this tab's session storage by choice. */
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

/** An API key; the tokens of a login have the same form (`login/login.js`). */
export class Key {
  ending = false;
  #key;
  #keep;

  constructor(key, keep) {
    this.#key = key;
    this.#keep = keep;
  }

  get authorization() {
    return `Bearer ${this.#key}`;
  }

  get owner() {
    return this.#key;
  }

  async ready() {}

  /** Only one that the gateway knows is kept. */
  accepted() {
    if (this.#keep) sessionStorage.setItem(KEY_SLOT, this.#key);
    else sessionStorage.removeItem(KEY_SLOT);
  }

  forget() {
    sessionStorage.removeItem(KEY_SLOT);
  }

  async end() {
    this.forget();
  }
}

export class Session {
  constructor(credential, me, api) {
    this.credential = credential;
    this.name = me.name;
    this.roles = me.roles ?? [];
    this.api = api;
  }

  can(what) {
    return ALLOWED_TO[what].some((role) => this.roles.includes(role));
  }
}

/** @throws what `Api` throws: a key that the gateway does not know is `Refused` with 401 */
export async function signIn(credential, listener) {
  const api = new Api(credential, listener);
  const { body } = await api.get('/v1/me');
  sessionStorage.removeItem(SIGNED_OUT_SLOT);
  credential.accepted?.();
  return new Session(credential, body, api);
}

export function signOut(credential) {
  sessionStorage.setItem(SIGNED_OUT_SLOT, 'yes'); // or the local build's key would sign in again at once
  return credential?.end();
}

/** The kept key, or that of a local build, or null. */
export function knownKey(local) {
  const kept = sessionStorage.getItem(KEY_SLOT);
  if (kept) return new Key(kept, true);
  const given = sessionStorage.getItem(SIGNED_OUT_SLOT) ? null : local?.api_key ?? null;
  return given && new Key(given, true);
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
