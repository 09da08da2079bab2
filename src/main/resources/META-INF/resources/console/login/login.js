/** Signing in at the issuer: the way there and back, tokens that are renewed before they end, and signing out. */
import { LoginFailed, authorizationUrl, begin, codeOf, discover, endUrl, exchange, renew } from '/console/login/oidc.js';

const ATTEMPT_SLOT = 'cardwire.login';
const TOKEN_SLOT = 'cardwire.tokens';
const AGAIN_MS = 5_000;
const ON_ITS_WAY_MS = 2_000;
const LONGEST_TIMER_MS = 2_147_000_000;

export const RETURN_PATH = '/console/signed-in';

/** What the page says of the issuer, or null: then people sign in with keys alone. */
export function loginSettings(page = document) {
  const of = (name) => page.querySelector(`meta[name="cardwire-login-${name}"]`)?.content ?? '';
  const [issuer, client, scope] = ['issuer', 'client', 'scope'].map(of);
  return issuer && client ? { issuer, client, scope, redirectUri: `${location.origin}${RETURN_PATH}`, home: `${location.origin}/` } : null;
}

/** Leaves the page. */
export async function leaveForIssuer(settings, keep) {
  const description = await discover(settings.issuer);
  const attempt = await begin();
  const at = location.pathname === RETURN_PATH ? '/' : location.pathname + location.search;
  sessionStorage.setItem(ATTEMPT_SLOT, JSON.stringify({ ...attempt, keep, at }));
  location.assign(authorizationUrl(description, settings, attempt));
}

/** The person is back from the issuer. @returns their tokens; the address is then that from which they left */
export async function comeBack(settings) {
  const attempt = stored(ATTEMPT_SLOT);
  const query = new URLSearchParams(location.search);
  sessionStorage.removeItem(ATTEMPT_SLOT); // a code and a state count once
  history.replaceState(null, '', attempt?.at ?? '/'); // nor must a reload or Back send them again
  const code = codeOf(query, attempt, settings.issuer);
  const description = await discover(settings.issuer);
  return new Tokens(settings, description, await exchange(description, settings, attempt, code), attempt.keep);
}

/** The tokens that this tab kept, or null. */
export function keptTokens(settings) {
  const tokens = stored(TOKEN_SLOT);
  return tokens ? new Tokens(settings, null, tokens, true) : null;
}

/** A caller with a token, as a key is one: what it is worth is the gateway's to say. */
export class Tokens {
  /** `ending`: nothing renews the token, and it ends soon. */
  ending = false;
  onChange = () => {};
  #settings;
  #description;
  #tokens;
  #keep;
  #timer = null;
  #renewal = null;

  constructor(settings, description, tokens, keep) {
    this.#settings = settings;
    this.#description = description;
    this.#keep = keep;
    this.#hold(tokens);
  }

  get authorization() {
    return `Bearer ${this.#tokens.access}`;
  }

  /** Under what a request that has no answer yet is remembered: it outlives every token. */
  get owner() {
    return `${this.#settings.issuer}#${this.#settings.client}`;
  }

  get endsAt() {
    return this.#tokens.endsAt;
  }

  get keep() {
    return this.#keep;
  }

  /** A token that has ended, as one does while a machine sleeps, is renewed before it is used. */
  async ready() {
    if (Date.now() >= this.#tokens.endsAt - ON_ITS_WAY_MS) await this.#renewNow();
  }

  /** Forgets the tokens, and ends the session at the issuer where it has a page for that. */
  async end() {
    this.forget();
    const description = this.#description ?? await discover(this.#settings.issuer).catch(() => null);
    const url = description && endUrl(description, this.#settings, this.#tokens.id);
    if (url) location.assign(url);
  }

  forget() {
    clearTimeout(this.#timer);
    sessionStorage.removeItem(TOKEN_SLOT);
  }

  #hold(tokens) {
    this.#tokens = tokens;
    this.ending = false;
    if (this.#keep) sessionStorage.setItem(TOKEN_SLOT, JSON.stringify(tokens));
    this.#wait(tokens.endsAt - Date.now() - this.#margin());
  }

  #margin() {
    return Math.min(60_000, this.#tokens.life / 5);
  }

  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#renewNow(), Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
  }

  #renewNow() {
    this.#renewal ??= this.#renew().finally(() => { this.#renewal = null; });
    return this.#renewal;
  }

  async #renew() {
    if (!this.#tokens.refresh) {
      this.ending = true;
      return this.onChange();
    }
    try {
      this.#description ??= await discover(this.#settings.issuer);
      this.#hold(await renew(this.#description, this.#settings, this.#tokens));
    } catch (error) {
      this.ending = true;
      const away = error instanceof LoginFailed && error.message === 'login.away';
      if (away) this.#wait(AGAIN_MS); // the token may still be good, and the issuer back in time
      else this.#tokens.refresh = null;
    }
    return this.onChange();
  }
}

function stored(slot) {
  try {
    return JSON.parse(sessionStorage.getItem(slot));
  } catch {
    return null;
  }
}
