/** What the login at an issuer refuses; that it works is tried in a browser (`src/test/clients/login.test.mjs`). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

const { LoginFailed, authorizationUrl, begin, codeOf, discover, endUrl, exchange, renew } = await import(
  new URL('../../main/resources/META-INF/resources/console/login/oidc.js', import.meta.url));

const ISSUER = 'https://login.example.com/realms/cards';
const DESCRIPTION = { issuer: ISSUER, authorization_endpoint: `${ISSUER}/auth`, token_endpoint: `${ISSUER}/token` };
const SETTINGS = { client: 'console', scope: 'openid', redirectUri: 'https://cards.example.com/console/signed-in', home: 'https://cards.example.com/' };
const answering = (body, status = 200) => async () => new Response(JSON.stringify(body), { status });
const failing = (reason) => (error) => error instanceof LoginFailed && error.message === reason;
const jwt = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const fitting = (nonce) => ({ iss: ISSUER, aud: ['console', 'other'], nonce, exp: Date.now() / 1_000 + 300 });

test('the issuer of the description must be the one that is configured', async () => {
  assert.deepEqual(await discover(ISSUER, answering(DESCRIPTION)), DESCRIPTION);
  await assert.rejects(discover(ISSUER, answering({ ...DESCRIPTION, issuer: 'https://other.example.com' })), failing('login.foreign'));
});

test('an endpoint on another origin is refused', async () => {
  for (const name of ['authorization_endpoint', 'token_endpoint']) {
    const foreign = answering({ ...DESCRIPTION, [name]: 'https://evil.example.com/token' });
    await assert.rejects(discover(ISSUER, foreign), failing('login.foreign'));
  }
});

test('an issuer that is away is no refusal', async () => {
  await assert.rejects(discover(ISSUER, () => Promise.reject(new TypeError('no'))), failing('login.away'));
  await assert.rejects(discover(ISSUER, answering({}, 503)), failing('login.away'));
  await assert.rejects(renew(DESCRIPTION, SETTINGS, { refresh: 'r' }, answering({ error: 'invalid_grant' }, 400)), failing('login.refused'));
});

test('the verifier stays here, its digest goes to the issuer', async () => {
  const attempt = await begin();
  const url = new URL(authorizationUrl(DESCRIPTION, SETTINGS, attempt));
  assert.equal(url.searchParams.get('code_challenge'), createHash('sha256').update(attempt.verifier).digest('base64url'));
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
  assert.ok(!url.href.includes(attempt.verifier));
  assert.notEqual(attempt.state, (await begin()).state);
});

test('a code counts only with the state that was asked for, and from this issuer', async () => {
  const attempt = { state: 's' };
  assert.equal(codeOf(new URLSearchParams('code=c&state=s'), attempt, ISSUER), 'c');
  for (const query of ['code=c&state=t', 'code=c', 'code=c&state=']) {
    assert.throws(() => codeOf(new URLSearchParams(query), attempt, ISSUER), failing('login.notAsked'));
  }
  assert.throws(() => codeOf(new URLSearchParams('code=c&state=s'), null, ISSUER), failing('login.notAsked'));
  assert.throws(() => codeOf(new URLSearchParams('code=c&state=s&iss=https://evil'), attempt, ISSUER), failing('login.foreign'));
});

test('an id token of another login, client, issuer or time is refused', async () => {
  const attempt = { nonce: 'n', verifier: 'v' };
  const tokens = (claims) => answering({ token_type: 'Bearer', access_token: 'a', expires_in: 60, id_token: jwt(claims) });
  assert.equal((await exchange(DESCRIPTION, SETTINGS, attempt, 'c', tokens(fitting('n')))).access, 'a');
  for (const wrong of [{ nonce: 'm' }, { nonce: undefined }, { aud: 'other' }, { iss: 'https://evil' }, { exp: 1 }]) {
    const claims = { ...fitting('n'), ...wrong };
    await assert.rejects(exchange(DESCRIPTION, SETTINGS, attempt, 'c', tokens(claims)), failing('login.foreign'), JSON.stringify(wrong));
  }
  await assert.rejects(exchange(DESCRIPTION, SETTINGS, attempt, 'c', answering({ token_type: 'Bearer', access_token: 'a' })), failing('login.foreign'));
});

test('signing out leads nowhere but to the issuer', () => {
  assert.equal(endUrl(DESCRIPTION, SETTINGS, 'i'), null);
  assert.equal(endUrl({ ...DESCRIPTION, end_session_endpoint: 'https://evil.example.com/' }, SETTINGS, 'i'), null);
  assert.ok(endUrl({ ...DESCRIPTION, end_session_endpoint: `${ISSUER}/end` }, SETTINGS, 'i').startsWith(`${ISSUER}/end?`));
});
