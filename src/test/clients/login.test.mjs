/**
 * Signing in to the console at an issuer, in a real Chromium against a running gateway (CARDWIRE_URL) that accepts the
 * tokens of the issuer at CARDWIRE_ISSUER_PORT for the audience `cardwire`, and has the client `console` there.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from '../../../bench/browser/chromium.mjs';
import { browser } from './browser.mjs';
import { Issuer } from './issuer.mjs';

const url = process.env.CARDWIRE_URL;
const port = Number(process.env.CARDWIRE_ISSUER_PORT);
const options = { skip: !browser ? 'no Chromium here' : !port && 'no issuer is configured', timeout: 60_000 };
const TOKENS = `JSON.parse(sessionStorage.getItem('cardwire.tokens'))`;

let chromium;
let issuer;

before(async () => {
  if (options.skip) return;
  chromium = new Chromium(browser);
  issuer = await new Issuer({ client: 'console', audience: 'cardwire', redirects: [`${url}/console/signed-in`] }).listen(port);
});
beforeEach(() => issuer && Object.assign(issuer, { roles: ['viewer'], lifeSeconds: 300, wrong: {}, refreshes: true, refusal: null }));
after(() => {
  chromium?.close();
  issuer?.close();
});

async function soon(page, expression) {
  for (;;) {
    const value = await page.evaluate(expression).catch(() => null); // the page may be on its way
    if (value) return value;
    await sleep(50);
  }
}

/** Nobody is signed in, though a local build's key is there. */
async function opened(address = '/') {
  const page = await chromium.open(`${url}/problems/not_found`);
  await soon(page, `location.pathname === '/problems/not_found' && document.readyState === 'complete'`);
  await page.evaluate(`sessionStorage.clear(); sessionStorage.setItem('cardwire.signed-out', 'yes'); location.href = '${address}'`);
  await soon(page, `document.querySelector('#issuer-button')`);
  return page;
}

const signIn = (page) => page.evaluate(`document.querySelector('#issuer-button').click()`);
const signedIn = (page) => soon(page, `document.querySelector('.who b')?.innerText.includes('#console')`);

test('a person signs in at the issuer and is back where they were, with what their roles allow', options, async () => {
  issuer.roles = ['operator'];
  const page = await opened('/console/events?outcome=parked');
  await signIn(page);
  await signedIn(page);
  assert.equal(await page.evaluate('location.pathname + location.search'), '/console/events?outcome=parked');
  assert.ok(await soon(page, `document.querySelector('#menu-health')`));
  assert.equal(await page.evaluate(`sessionStorage.getItem('cardwire.login')`), null);
  assert.ok(issuer.requests.includes('POST /token'));
  await page.evaluate('location.reload()');
  await signedIn(page);
  await page.close();
});

test('tokens are renewed before they end, and the stream goes on', options, async () => {
  issuer.lifeSeconds = 5;
  const page = await opened();
  await signIn(page);
  await signedIn(page);
  const first = await page.evaluate(`${TOKENS}.access`);
  await soon(page, `${TOKENS}.access !== ${JSON.stringify(first)}`);
  const second = await page.evaluate(`${TOKENS}.refresh`);
  await soon(page, `${TOKENS}.refresh !== ${JSON.stringify(second)}`);
  await soon(page, `document.querySelector('#connection').dataset.state === 'live'`);
  assert.equal(await page.evaluate(`Boolean(document.querySelector('.banner'))`), false);
  await page.close();
});

test('without a refresh token the person is asked in time', options, async () => {
  Object.assign(issuer, { lifeSeconds: 20, refreshes: false });
  const page = await opened();
  await signIn(page);
  await signedIn(page);
  await soon(page, `document.querySelector('.banner #stay')`);
  const first = await page.evaluate(`${TOKENS}.access`);
  await page.evaluate(`document.querySelector('#stay').click()`);
  await soon(page, `${TOKENS} && ${TOKENS}.access !== ${JSON.stringify(first)}`);
  await signedIn(page);
  await page.close();
});

test('by choice tokens stay in memory alone', options, async () => {
  const page = await opened();
  await page.evaluate(`document.querySelector('#keep-login').click()`);
  await signIn(page);
  await signedIn(page);
  assert.equal(await page.evaluate(`Object.values(sessionStorage).join().includes('eyJ')`), false);
  await page.evaluate(`sessionStorage.setItem('cardwire.signed-out', 'yes'); location.reload()`);
  await soon(page, `document.querySelector('#issuer-button')`);
  await page.close();
});

test('signing out ends the session here and at the issuer', options, async () => {
  const page = await opened();
  await signIn(page);
  await signedIn(page);
  const { ended } = issuer;
  await page.evaluate(`document.querySelector('#sign-out').click()`);
  for (; issuer.ended === ended;) await sleep(50);
  await soon(page, `location.pathname === '/' && document.querySelector('#issuer-button')`);
  assert.equal(await page.evaluate(`sessionStorage.getItem('cardwire.tokens')`), null);
  await page.close();
});

for (const [name, wrong] of Object.entries({ 'another state': { state: 'x' }, 'another nonce': { nonce: 'x' }, 'another issuer': { iss: 'https://evil.example' } })) {
  test(`an answer with ${name} signs nobody in`, options, async () => {
    issuer.wrong = wrong;
    const page = await opened();
    await signIn(page);
    await soon(page, `location.pathname === '/' && document.querySelector('.sign-in .problem')`);
    assert.equal(await page.evaluate(`sessionStorage.getItem('cardwire.tokens')`), null);
    await page.close();
  });
}

test('a code that this tab did not ask for signs nobody in', options, async () => {
  const page = await opened();
  const { length } = issuer.requests;
  await page.evaluate(`location.href = '/console/signed-in?code=stolen&state=stolen'`);
  await soon(page, `location.pathname === '/' && document.querySelector('.sign-in .problem')`);
  assert.deepEqual(issuer.requests.slice(length), []);
  await page.close();
});

test('a refusal of the issuer is shown, and its login can be tried again', options, async () => {
  issuer.refusal = 'access_denied';
  const page = await opened();
  await signIn(page);
  await soon(page, `document.querySelector('.sign-in .problem')?.innerText.includes('access_denied')`);
  issuer.refusal = null;
  await signIn(page);
  await signedIn(page);
  await page.close();
});

test('the policy lets the console reach the issuer, and nobody else', options, async () => {
  const page = await opened();
  const reach = (target) => page.evaluate(`fetch('${target}').then(() => true, () => false)`);
  assert.equal(await reach(`${issuer.url}/.well-known/openid-configuration`), true);
  assert.equal(await reach(`http://127.0.0.1:${port}/.well-known/openid-configuration`), false);
  await page.close();
});
