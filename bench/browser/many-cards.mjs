/**
 * The console's list of cards in a real Chromium while the gateway (CARDWIRE_URL, key CARDWIRE_KEY) has very many cards:
 * times, memory, and how many rows the page holds. Exits with 1 if the page holds more than one page of the list.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from './chromium.mjs';

const { CARDWIRE_URL: url, CARDWIRE_KEY: key, CHROMIUM: command, RUNS = '5' } = process.env;
const MOST_ROWS = 60; // a page of 50, and what came since
const ISSUE = {
  cardholder_id: '25ea804d-7fd5-43d5-8792-0fc0214cdb2f', card_product_id: '467e993f-317a-49fc-9ea0-bf49de7d1f76',
  card_currency: 'USD', card_limit: '1000.00',
};
const ROWS = `document.querySelectorAll('#cards tr').length`;
const GOES = 60_000;

const chromium = new Chromium(command);
const found = { 'first rows': [], filter: [], 'older page': [], 'live change': [], 'heap, MB': [], elements: [], rows: [] };
try {
  for (let run = 0; run < Number(RUNS); run++) await once();
} finally {
  chromium.close();
}
for (const [what, values] of Object.entries(found)) {
  const sorted = values.toSorted((one, other) => one - other);
  console.log(`${what}: ${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`);
}
const most = Math.max(...found.rows);
if (most > MOST_ROWS) {
  console.log(`the page held ${most} rows`);
  process.exitCode = 1;
}

async function once() {
  const page = await chromium.open('about:blank');
  await page.evaluate(`location.href = '${url}/'`);
  found['first rows'].push(await soon(page, `${ROWS} >= 50 && Math.round(performance.now())`));
  await soon(page, `document.querySelector('#connection').dataset.state === 'live'`);
  await sleep(500); // the snapshot of the stream, and what it made the page do
  found.rows.push(await page.evaluate(ROWS));
  await timed(page, 'filter', `document.querySelector('#filter-card_status').value = 'FROZEN'; document.querySelector('#filter-card_status').dispatchEvent(new Event('change'))`,
    `[...document.querySelectorAll('#cards .pill')].length >= 50 && [...document.querySelectorAll('#cards .pill')].every((pill) => pill.innerText === 'FROZEN')`);
  await timed(page, 'older page', `window.first = document.querySelector('#cards button').id; document.querySelector('#older').click()`,
    `${ROWS} >= 50 && document.querySelector('#cards button').id !== window.first`);
  found.rows.push(await page.evaluate(ROWS));
  await page.evaluate(`document.querySelector('#menu-cards').click()`);
  await soon(page, `${ROWS} >= 50 && location.search === ''`);
  const started = Date.now();
  const { card_id: card } = await (await fetch(`${url}/v1/cards`, {
    method: 'POST', body: JSON.stringify(ISSUE),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  })).json();
  await soon(page, `document.querySelector('#card-${card}')`);
  found['live change'].push(Date.now() - started);
  found.rows.push(await page.evaluate(ROWS));
  found['heap, MB'].push(Math.round((await page.evaluate('performance.memory.usedJSHeapSize')) / 1e5) / 10);
  found.elements.push(await page.evaluate(`document.querySelectorAll('*').length`));
  await page.close();
}

async function timed(page, what, act, done) {
  await page.evaluate(`window.began = performance.now(); ${act}; null`);
  found[what].push(await soon(page, `${done} && Math.max(1, Math.round(performance.now() - window.began))`));
}

async function soon(page, expression) {
  for (const until = Date.now() + GOES; Date.now() < until;) {
    const value = await page.evaluate(expression).catch(() => null); // the page may be on its way
    if (value) return value;
    await sleep(5);
  }
  throw new Error(`did not become true: ${expression}`);
}
