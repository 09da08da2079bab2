/** Eight tabs of a real Chromium over HTTP/1.1, and a page whose gateway is down. CHROMIUM names the browser. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from '../../../bench/browser/chromium.mjs';
import { MODULE, live, snapshot, status } from './support.mjs';

const GUIDE = readFileSync(new URL('../../../docs/front-end.md', import.meta.url), 'utf8');
const [, LOADER] = /```ts\n(import type \* as Cardwire[\s\S]*?)```/.exec(GUIDE);
const browser = process.env.CHROMIUM ?? installed('chromium') ?? installed('google-chrome');
const options = { skip: !browser && 'no Chromium here', timeout: 120_000 };

function installed(name) {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Pages, tickets and a stream with a log of one card. */
class Site {
  streams = new Set();
  version = 0;
  #server = createServer((request, response) => this.#serve(request, response));

  async listen(port = 0) {
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this.#server.address().port;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  commit() {
    this.version += 1;
    for (const stream of this.streams) stream.write(this.#frame(this.version));
  }

  #frame(version) {
    return status(String(version), 'a', version % 2 ? 'ACTIVE' : 'FROZEN', version);
  }

  #serve(request, response) {
    const url = new URL(request.url, 'http://localhost');
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (url.pathname === '/ticket') response.end(JSON.stringify({ ticket: 't', coverage: 'all' }));
    else if (url.pathname === '/v1/stream') this.#stream(request, response);
    else if (url.pathname.endsWith('.js')) {
      response.setHeader('Content-Type', 'text/javascript').end(readFileSync(new URL(MODULE, import.meta.url)));
    } else response.setHeader('Content-Type', 'text/html').end(page(url.searchParams.get('gateway')));
  }

  #stream(request, response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    const from = request.headers['last-event-id'];
    if (from) for (let each = Number(from) + 1; each <= this.version; each += 1) response.write(this.#frame(each));
    else if (this.version > 0) response.write(snapshot('a', 'ACTIVE', this.version));
    response.write(live(String(this.version)));
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
}

function page(gateway) {
  const { code, load } = gateway
    ? { code: LOADER.replace(/^import type.*$/m, '').replace(': Promise<typeof Cardwire>', '').replace('export ', '')
        .replace('https://cards.example.com', gateway), load: 'await loadCardwire()' }
    : { code: '', load: "await import('/cardwire-stream.js')" };
  return `<!doctype html><script type="module">
    window.seen = []; window.state = 'none'; window.alive = true;
    ${code}
    const { openCardStream } = ${load};
    window.stream = openCardStream({
      ticket: () => fetch('/ticket', { method: 'POST' }).then((answer) => answer.json()),
      onChange: ({ card, source }) => source === 'status' ? seen.push(card.version) : seen.push('at ' + card.version),
      onStatus: ({ state }) => { window.state = state; },
      baseDelayMs: 100,
    });
  </script>`;
}

async function until(condition, what) {
  for (const end = Date.now() + 40_000; Date.now() < end; await sleep(50)) if (await condition()) return;
  throw new Error(`waited in vain for ${what}`);
}

const site = new Site();
let chromium;
let home;

before(async () => {
  home = `http://localhost:${await site.listen()}`;
  site.commit();
  if (browser) chromium = new Chromium(browser);
});

after(async () => {
  chromium?.close();
  await site.close();
});

test('eight tabs are live, and stay so when the leader is killed, closed or frozen', options, async () => {
  const tabs = [];
  for (let n = 0; n < 8; n += 1) tabs.push(await chromium.open(home));
  let alive = tabs;
  let first = 1; // the version with which all began
  const all = (what) => Promise.all(alive.map((tab) => tab.evaluate(what)));
  const expected = () => ['at 1', ...Array.from({ length: site.version - first }, (_, n) => first + n + 1)].join();
  const agree = async (what) => {
    await until(async () => (await all('window.seen.join()')).every((each) => each === expected()), `${what}: ${await all('window.seen.join()')}`);
    assert.equal(site.streams.size, 1, what);
  };
  await until(async () => (await all('window.state')).every((each) => each === 'live'), 'eight live tabs');
  site.commit();
  await agree('all hear');

  const leads = async () => {
    const held = await alive[0].evaluate("navigator.locks.query().then(({ held }) => held.map(({ clientId }) => clientId).join())");
    for (const tab of alive) if (held.includes(await clientId(tab))) return tab;
    throw new Error('nobody leads');
  };
  for (const end of ['crash', 'close']) {
    const leader = await leads();
    alive = alive.filter((tab) => tab !== leader);
    await leader[end]();
    site.commit();
    await until(async () => site.streams.size === 1, `another leader after ${end}`);
    site.commit();
    await agree(end);
  }
  const frozen = await leads();
  await frozen.freeze();
  alive = alive.filter((tab) => tab !== frozen);
  site.commit();
  await agree('frozen');
  await frozen.freeze(false);
  alive.push(frozen);
  site.commit();
  await agree('thawed');
});

/** What the browser calls this page where it lists who holds a lock. */
function clientId(tab) {
  return tab.evaluate(`navigator.locks.request('mine' + Math.random(), async ({ name }) => {
    const { held } = await navigator.locks.query();
    return held.find((each) => each.name === name).clientId;
  })`);
}

test('a page lives while the gateway is down, and is live soon after', options, async () => {
  const gateway = new Site();
  const port = await gateway.listen();
  await gateway.close();
  const tab = await chromium.open(`${home}/?gateway=http://localhost:${port}`);
  await until(() => tab.evaluate('window.alive === true'), 'the page to run');
  await sleep(500);
  assert.equal(await tab.evaluate('window.state'), 'none');
  const again = new Site();
  await again.listen(port);
  await until(() => tab.evaluate("window.state === 'live'"), 'the page to be live');
  await again.close();
});
