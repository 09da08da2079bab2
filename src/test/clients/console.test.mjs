/**
 * The console in a real Chromium against a running gateway (CARDWIRE_URL) that has a caller for each role, whose keys
 * are `console-test-ROLE`. CHROMIUM names the browser, CARDWIRE_AXE the file of axe-core, CARDWIRE_PICTURES a folder.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from '../../../bench/browser/chromium.mjs';
import { Proxy } from '../../../bench/browser/proxy.mjs';
import { browser } from './browser.mjs';

const url = process.env.CARDWIRE_URL;
const axe = process.env.CARDWIRE_AXE;
const pictures = process.env.CARDWIRE_PICTURES;
const options = { skip: !browser && 'no Chromium here', timeout: 60_000 };
const ISSUE = {
  cardholder_id: '25ea804d-7fd5-43d5-8792-0fc0214cdb2f', card_product_id: '467e993f-317a-49fc-9ea0-bf49de7d1f76',
  card_currency: 'USD', card_limit: '1000.00',
};
const PAGES = {
  viewer: ['cards', 'operations', 'cardholders', 'stream'],
  issuer: ['cards', 'operations', 'cardholders', 'stream'],
  operator: ['cards', 'operations', 'events', 'cardholders', 'import', 'health'],
};

let chromium;
let card;

before(async () => {
  if (!browser) return;
  chromium = new Chromium(browser);
  card = (await api('POST', '/v1/cards', ISSUE)).card_id;
  while ((await api('GET', `/v1/cards/${card}`)).card_status !== 'ACTIVE') await sleep(100);
});
after(() => chromium?.close());

async function api(method, path, body) {
  const headers = { authorization: `Bearer ${process.env.CARDWIRE_KEY}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  return answer.json();
}

/** The value of the expression once it is one. */
async function soon(page, expression) {
  for (;;) {
    const value = await page.evaluate(expression).catch(() => null); // the page may still be on its way
    if (value) return value;
    await sleep(50);
  }
}

/** The key is put down on a page without scripts: the console would sign in with the local build's own meanwhile. */
async function signedIn(role, address = '/') {
  const page = await chromium.open(`${url}/problems/not_found`);
  await soon(page, `location.pathname === '/problems/not_found' && document.readyState === 'complete'`);
  await page.evaluate(`sessionStorage.setItem('cardwire.key', 'console-test-${role}'); location.href = '${address}'`);
  await soon(page, `document.querySelector('#sign-out') && document.querySelector('.who b').innerText === '${role}'`);
  return page;
}

const click = (page, selector) => soon(page, `(() => { const found = document.querySelector('${selector}'); found?.click(); return Boolean(found); })()`);
const forbidden = `performance.getEntriesByType('resource').filter((one) => one.responseStatus === 403).map((one) => one.name)`;

for (const [role, pages] of Object.entries(PAGES)) {
  test(`the role ${role} is offered what it may do, and nothing that answers 403`, options, async () => {
    const page = await signedIn(role);
    const offered = await soon(page, `[...document.querySelectorAll('.menu a')].map((link) => link.id.replace('menu-', ''))`);
    assert.deepEqual(offered, pages);
    for (const name of pages) {
      await click(page, `#menu-${name}`);
      await soon(page, `document.querySelector('#menu-${name}').getAttribute('aria-current') === 'page' && document.querySelector('h1.page-title')`);
    }
    await page.evaluate(`document.querySelector('#menu-cards').click()`);
    await click(page, `#card-${card}`);
    await soon(page, `document.querySelector('.timeline li')`);
    const issuer = role === 'issuer';
    assert.equal(await page.evaluate(`Boolean(document.querySelector('#FROZEN-${card}'))`), issuer);
    assert.equal(await page.evaluate(`Boolean(document.querySelector('#save-terms'))`), issuer);
    assert.equal(await page.evaluate(`Boolean(document.querySelector('#read-now'))`), role === 'operator');
    await page.evaluate(`document.querySelector('#menu-cards').click()`);
    await soon(page, `document.querySelector('#issue-fields')`);
    assert.equal(await page.evaluate(`document.querySelector('#issue-fields').hidden`), !issuer);
    assert.deepEqual(await page.evaluate(forbidden), []);
    await page.close();
  });
}

test('an address survives a reload, Back returns to the row, and all of it works by keyboard', options, async () => {
  const page = await signedIn('viewer', '/?card_status=ACTIVE');
  await soon(page, `(document.querySelector('#card-${card}')?.focus(), document.activeElement.id === 'card-${card}')`);
  await page.press('Enter');
  await soon(page, `location.pathname === '/console/cards/${card}' && document.querySelector('.timeline li')`);
  await page.evaluate('location.reload()');
  await soon(page, `document.title.includes('****') && document.querySelector('.timeline li')`);
  await soon(page, `document.activeElement.classList.contains('page-title')`);
  await page.press('Escape');
  await soon(page, `location.search === '?card_status=ACTIVE' && document.activeElement.id === 'card-${card}'`);
  await page.close();
});

test('a list is narrowed to a time, in the reader\'s own zone', options, async () => {
  const [one] = (await api('GET', `/v1/operations?card_id=${card}`)).data;
  const page = await signedIn('viewer', '/console/operations');
  await soon(page, `document.querySelector('#all-${one.operation_id}')`);
  const made = new Date(one.created_at).getTime();
  const put = (at) => page.evaluate(`(() => { const at = new Date(${at}); const field = document.querySelector('#filter-created_before');
    field.value = new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19); field.dispatchEvent(new Event('change')); })()`);
  await put(made - 1_000);
  await soon(page, `new URLSearchParams(location.search).has('created_before') && !document.querySelector('#all-${one.operation_id}')`);
  await put(made + 2_000);
  await soon(page, `document.querySelector('#all-${one.operation_id}') && Math.abs(new Date(document.querySelector('#filter-created_before').value) - ${made}) < 3_000`);
  await page.close();
});

test('an operator finds a stuck card by its last four digits, sees why it is not ACTIVE, and repairs it', options, async () => {
  await api('PUT', '/simulator/control/behaviour', { webhook_drop_rate: 1 }); // nothing reports that the card is made
  try {
    const mine = (await api('POST', '/v1/cards', ISSUE)).card_id;
    const atUqpay = async () => (await api('GET', '/simulator/control/cards')).data.find(({ card_id }) => card_id === mine);
    while ((await atUqpay()).card_status !== 'ACTIVE') await sleep(50);
    const page = await signedIn('operator', `/console/cards/${mine}`);
    await soon(page, `document.querySelector('.why[data-status="PENDING"], .page-head [data-status="ACTIVE"]')`);
    await click(page, '#read-now');
    await soon(page, `document.querySelector('.page-head [data-status="ACTIVE"]') && !document.querySelector('.why')`);
    const digits = (await api('GET', `/v1/cards/${mine}`)).card_number.slice(-4);
    await page.evaluate(`document.querySelector('#search').value = '${digits}'; document.querySelector('.search').requestSubmit()`);
    await soon(page, `location.pathname.endsWith('${mine}') && document.querySelector('.timeline li') || document.querySelector('#find-${mine}')`);
    await page.close();
  } finally {
    await api('PUT', '/simulator/control/behaviour', {});
  }
});

test('a gateway that is away is reported, and what comes after is shown', { ...options, skip: options.skip || url.startsWith('https') }, async () => {
  const proxy = new Proxy(Number(new URL(url).port));
  const port = await proxy.listen();
  const page = await chromium.open(`http://127.0.0.1:${port}/`);
  await soon(page, `document.querySelector('#connection').dataset.state === 'live' && document.querySelector('#card-${card}')`);
  proxy.close();
  await page.evaluate(`document.querySelector('#menu-operations').click()`);
  await soon(page, `document.querySelector('.banner') && document.querySelector('#connection').dataset.state === 'waiting'`);
  await page.evaluate('history.back()');
  const again = new Proxy(Number(new URL(url).port));
  await again.listen(port);
  await soon(page, `document.querySelector('#connection').dataset.state === 'live' && !document.querySelector('.banner')`);
  const mine = (await api('POST', '/v1/cards', ISSUE)).card_id;
  await soon(page, `document.querySelector('#card-${mine}')`);
  again.close();
  await page.close();
});

test('UQPAY\'s own page shows the number in a frame, and the frame goes', options, async () => {
  const page = await signedIn('issuer', `/console/cards/${card}`);
  await soon(page, `document.querySelector('#show-number')`);
  await page.evaluate(`window.blocked = []; document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.blocked.push(violatedDirective)); null`);
  await page.evaluate(`document.addEventListener('load', ({ target }) => { window.loaded ||= target.id === 'number-frame'; }, true); null`);
  await page.evaluate(`document.querySelector('#show-number').click()`);
  const frame = await soon(page, `window.loaded && document.querySelector('#number-frame').src`);
  assert.equal((await fetch(frame)).status, 401, 'its address counts once, and the frame used it');
  assert.deepEqual(await page.evaluate('window.blocked'), []);
  assert.equal(await page.evaluate(`document.querySelector('#number-frame').contentDocument`), null);
  await page.evaluate(`document.querySelector('#hide-number').click()`);
  await soon(page, `!document.querySelector('#number-frame') && document.querySelector('#show-number')`);
  await page.close();
});

test('signing out forgets the key', options, async () => {
  const page = await signedIn('viewer');
  await click(page, '#sign-out');
  await soon(page, `document.querySelector('#key')`);
  assert.equal(await page.evaluate(`sessionStorage.getItem('cardwire.key')`), null);
  await page.evaluate('location.reload()');
  await soon(page, `document.querySelector('#key')`);
  await page.evaluate(`document.querySelector('#key').value = 'no-such-key'; document.querySelector('#key-button').click()`);
  await soon(page, `document.querySelector('.sign-in .problem')`);
  await page.close();
});

const ADDRESSES = ['/', '/console/cards/CARD', '/console/operations', '/console/events', '/console/cardholders', '/console/import',
  '/console/stream', '/console/health', '/console/search?q=CARD'];

for (const [name, view] of Object.entries({
  wide: { width: 1440 }, dark: { width: 1440, scheme: 'dark' }, narrow: { width: 320 }, chinese: { width: 1024, languages: 'zh-CN' },
})) {
  test(`every page fits and has no accessibility violation: ${name}`, { ...options, skip: options.skip || (!axe && 'no axe-core here') }, async () => {
    const page = await chromium.open(`${url}/`);
    await page.look(view);
    for (const address of ADDRESSES.map((one) => one.replace('CARD', card))) {
      await page.evaluate(`document.body.replaceChildren(), location.href = '${address}'`);
      await soon(page, `document.querySelector('h1.page-title') && document.querySelector('#connection').dataset.state === 'live'`);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false, `${address} is wider than the window`);
      await page.evaluate(`${readFileSync(axe, 'utf8')}; null`);
      const violations = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ' ' + nodes[0].target.join(' ')))`);
      assert.deepEqual(violations, [], address);
      if (pictures) writeFileSync(`${pictures}/${name}${address.replace(/[^a-z]+/g, '-').slice(0, 24)}.png`, await page.picture());
    }
    await page.close();
  });
}
