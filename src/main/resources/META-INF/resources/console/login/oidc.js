/**
 * OpenID Connect as far as a browser needs it: the authorization code with PKCE, for a client without a secret. An id
 * token that comes from the token endpoint over TLS needs no check of its signature (OpenID Connect Core 3.1.3.7), and
 * the gateway checks that of the access token.
 */

const LEEWAY_S = 60;

/** The issuer refused, or what it sent cannot be used; `code` is the issuer's own word where it gave one. */
export class LoginFailed extends Error {
  constructor(reason, code = null) {
    super(reason);
    this.code = code;
  }
}

/** What the issuer says of itself. Its endpoints must be its own: the policy of the page permits no other origin. */
export async function discover(issuer, fetcher = fetch) {
  const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const found = await json(await ask(fetcher, url, { headers: { Accept: 'application/json' } }));
  if (found?.issuer !== issuer) throw new LoginFailed('login.foreign');
  for (const name of ['authorization_endpoint', 'token_endpoint']) {
    if (originOf(found[name]) !== originOf(issuer)) throw new LoginFailed('login.foreign');
  }
  return found;
}

/** A login that was begun: what must still be known when the person is back. */
export async function begin() {
  if (!globalThis.crypto?.subtle) throw new LoginFailed('login.insecure');
  const verifier = random();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { state: random(), nonce: random(), verifier, challenge: base64url(new Uint8Array(digest)) };
}

export function authorizationUrl(description, { client, scope, redirectUri }, attempt) {
  const url = new URL(description.authorization_endpoint);
  const asked = {
    response_type: 'code', client_id: client, redirect_uri: redirectUri, scope, state: attempt.state, nonce: attempt.nonce,
    code_challenge: attempt.challenge, code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

/** The code that the person came back with; anything that this tab did not ask for is refused. */
export function codeOf(query, attempt, issuer) {
  if (!attempt || !query.get('state') || query.get('state') !== attempt.state) throw new LoginFailed('login.notAsked');
  if (query.has('iss') && query.get('iss') !== issuer) throw new LoginFailed('login.foreign'); // RFC 9207
  if (query.has('error')) throw new LoginFailed('login.refused', query.get('error'));
  if (!query.get('code')) throw new LoginFailed('login.refused');
  return query.get('code');
}

export async function exchange(description, { client, redirectUri }, attempt, code, fetcher = fetch) {
  const answer = await tokens(description, {
    grant_type: 'authorization_code', code, client_id: client, redirect_uri: redirectUri, code_verifier: attempt.verifier,
  }, fetcher);
  const claims = claimsOf(answer.id_token);
  const audience = [claims.aud].flat();
  const fits = claims.iss === description.issuer && audience.includes(client)
    && claims.nonce === attempt.nonce && claims.exp > Date.now() / 1_000 - LEEWAY_S;
  if (!fits) throw new LoginFailed('login.foreign');
  return kept(answer);
}

/** Others may come with the new token: an issuer that rotates refresh tokens takes each once. */
export async function renew(description, { client }, old, fetcher = fetch) {
  const answer = await tokens(description, { grant_type: 'refresh_token', refresh_token: old.refresh, client_id: client }, fetcher);
  return { ...kept(answer), refresh: answer.refresh_token ?? old.refresh, id: answer.id_token ?? old.id };
}

/** Where the issuer ends the person's session there too; null where it has no such page. */
export function endUrl(description, { client, home }, id) {
  if (originOf(description.end_session_endpoint) !== originOf(description.issuer)) return null;
  const url = new URL(description.end_session_endpoint);
  url.searchParams.set('client_id', client);
  url.searchParams.set('post_logout_redirect_uri', home);
  if (id) url.searchParams.set('id_token_hint', id);
  return url.href;
}

async function tokens(description, form, fetcher) {
  const answer = await json(await ask(fetcher, description.token_endpoint, {
    method: 'POST', body: new URLSearchParams(form), headers: { Accept: 'application/json' },
  }));
  if (typeof answer?.access_token !== 'string' || !/^bearer$/i.test(answer.token_type ?? '')) throw new LoginFailed('login.refused');
  return answer;
}

/** The issuer's clock counts as little as possible: a life is counted from when the token came. */
function kept({ access_token, refresh_token, id_token, expires_in }) {
  const life = Number(expires_in) > 0 ? Number(expires_in) * 1_000 : lifeOf(access_token);
  return { access: access_token, refresh: refresh_token ?? null, id: id_token ?? null, life, endsAt: Date.now() + life };
}

function lifeOf(token) {
  try {
    return Math.max(0, claimsOf(token).exp * 1_000 - Date.now());
  } catch {
    return 0;
  }
}

function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new LoginFailed('login.foreign');
  }
}

async function ask(fetcher, url, options) {
  const answer = await fetcher(url, { ...options, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(15_000) })
    .catch(() => null);
  if (answer === null) throw new LoginFailed('login.away');
  if (answer.status >= 500 || answer.status === 429) throw new LoginFailed('login.away');
  return answer;
}

async function json(answer) {
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new LoginFailed('login.refused', typeof body?.error === 'string' ? body.error : null);
  return body;
}

function originOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    return null;
  }
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
