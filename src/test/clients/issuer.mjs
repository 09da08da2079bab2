/**
 * An OpenID Connect issuer over real HTTP, for browsers: it signs in whoever comes, checks PKCE, redirect address and
 * client as RFC 6749, 7636 and 9700 ask, rotates refresh tokens, and takes every code once.
 */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';

const DESCRIPTION = '/.well-known/openid-configuration';

export class Issuer {
  roles = ['viewer'];
  lifeSeconds = 300;
  /** What its id tokens and answers are changed to, to see what is refused: `{nonce, state, iss, …}`. */
  wrong = {};
  refreshes = true;
  refusal = null;
  requests = [];
  ended = 0;
  #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  #codes = new Map();
  #refresh = new Map();
  #server = createServer((request, response) => this.#serve(request, response).catch((error) => response.writeHead(500).end(String(error))));

  constructor({ client, redirects, audience }) {
    Object.assign(this, { client, redirects, audience });
  }

  async listen(port) {
    await new Promise((done) => this.#server.listen(port, '127.0.0.1', done));
    this.url = `http://localhost:${port}`;
    return this;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request, response) {
    const url = new URL(request.url, this.url);
    this.requests.push(`${request.method} ${url.pathname}`);
    const cors = { 'access-control-allow-origin': request.headers.origin ?? '*', 'cache-control': 'no-store' };
    const send = (status, body) => response.writeHead(status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === DESCRIPTION) return send(200, this.#description());
    if (url.pathname === '/jwks') return send(200, { keys: [this.#publicKey()] });
    if (url.pathname === '/authorize') return response.writeHead(302, { location: this.#authorize(url.searchParams) }).end();
    if (url.pathname === '/token') {
      const [status, body] = this.#token(new URLSearchParams(await textOf(request)));
      return send(status, body);
    }
    if (url.pathname === '/end') {
      this.ended += 1;
      return response.writeHead(302, { location: url.searchParams.get('post_logout_redirect_uri') }).end();
    }
    return send(404, { error: 'not_found' });
  }

  #description() {
    const of = (path) => `${this.url}${path}`;
    return { issuer: this.url, jwks_uri: of('/jwks'), authorization_endpoint: of('/authorize'), token_endpoint: of('/token'), end_session_endpoint: of('/end') };
  }

  #authorize(asked) {
    const redirect = asked.get('redirect_uri');
    if (asked.get('client_id') !== this.client || !this.redirects.includes(redirect)) throw new Error('not this client, or not its address');
    const back = new URL(redirect);
    back.searchParams.set('state', this.wrong.state ?? asked.get('state'));
    back.searchParams.set('iss', this.wrong.iss ?? this.url);
    if (this.refusal) back.searchParams.set('error', this.refusal);
    else {
      const code = randomUUID();
      this.#codes.set(code, Object.fromEntries(asked));
      back.searchParams.set('code', code);
    }
    return back.href;
  }

  #token(form) {
    const refused = [400, { error: 'invalid_grant' }];
    if (form.get('client_id') !== this.client || form.has('client_secret')) return [401, { error: 'invalid_client' }];
    if (form.get('grant_type') === 'refresh_token') {
      const known = this.#refresh.delete(form.get('refresh_token'));
      return known && this.refreshes ? [200, this.#tokens(null)] : refused;
    }
    const asked = this.#codes.get(form.get('code'));
    this.#codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    const fits = asked && asked.code_challenge_method === 'S256' && asked.code_challenge === challenge && asked.redirect_uri === form.get('redirect_uri');
    return fits ? [200, this.#tokens(asked.nonce)] : refused;
  }

  #tokens(nonce) {
    const now = Math.floor(Date.now() / 1_000);
    const common = { iss: this.url, sub: 'ada', iat: now, exp: now + this.lifeSeconds };
    const refresh = randomUUID();
    if (this.refreshes) this.#refresh.set(refresh, true);
    return {
      token_type: 'Bearer', expires_in: this.lifeSeconds,
      access_token: this.#jwt({ ...common, aud: this.audience, azp: this.client, roles: this.roles, jti: randomUUID() }),
      id_token: this.#jwt({ ...common, aud: this.client, ...(nonce && { nonce: this.wrong.nonce ?? nonce }) }),
      ...(this.refreshes && { refresh_token: refresh }),
    };
  }

  #jwt(claims) {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = `${part({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${part(claims)}`;
    return `${head}.${sign('sha256', Buffer.from(head), this.#keys.privateKey).toString('base64url')}`;
  }

  #publicKey() {
    return { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
  }
}

async function textOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}
