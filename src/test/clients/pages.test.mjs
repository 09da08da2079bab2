/** The pages that people read, in a real Chromium against a running gateway (CARDWIRE_URL). CHROMIUM names the browser. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from '../../../bench/browser/chromium.mjs';
import { browser } from './browser.mjs';

const url = process.env.CARDWIRE_URL;
const options = { skip: !browser && 'no Chromium here', timeout: 60_000 };

let chromium;
before(() => {
  if (browser) chromium = new Chromium(browser);
});
after(() => chromium?.close());

/** The value of the expression once it is one. */
async function soon(page, expression) {
  for (;;) {
    const value = await page.evaluate(expression).catch(() => null); // the page may still be on its way
    if (value) return value;
    await sleep(50);
  }
}

test('Swagger UI shows every call and carries one out with the key of the local build', options, async () => {
  const page = await chromium.open(`${url}/q/swagger-ui/`);
  await soon(page, `document.querySelectorAll('.opblock').length > 30`);
  const block = `[...document.querySelectorAll('.opblock-get')].find(
    (each) => each.querySelector('.opblock-summary-path')?.textContent.replace(/\\u200b/g, '').trim() === '/v1/me')`;
  await page.evaluate(`${block}.querySelector('.opblock-summary-control').click()`);
  await soon(page, `${block}.querySelector('.execute') !== null`);
  await page.evaluate(`${block}.querySelector('.execute').click()`);
  const status = await soon(page, `${block}.querySelector('.live-responses-table tbody .response-col_status')?.textContent
    .match(/\\d+/)?.[0]`);
  assert.equal(status, '200');
  await page.close();
});

test("a problem's page has its style, which no policy blocks", options, async () => {
  const page = await chromium.open(`${url}/problems/validation_failed`);
  assert.equal(await soon(page, `document.querySelector('h2') && getComputedStyle(document.body).maxWidth`), '704px');
  await page.close();
});
