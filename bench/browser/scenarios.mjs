/**
 * What happens to a page in a real browser: each scenario does something to the connection, the gateway or the machine, changes
 * cards meanwhile, and both pages must have been told every change once, in order, and show the last status of each card.
 */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chromium } from './chromium.mjs';
import { serveFrontEnd } from './front-end.mjs';
import { Gateway } from './gateway.mjs';
import { Proxy } from './proxy.mjs';

const { CARDWIRE_APP, WORK, CHROMIUM } = process.env;
const CARDS = [randomUUID(), randomUUID(), randomUUID()];
/** A minute is the shortest life that a ticket may have. */
const TICKET_SECONDS = 60;
const SLEEP_MS = 40_000;

const gateway = new Gateway(join(CARDWIRE_APP, 'quarkus-run.jar'), Number(process.env.PORT ?? 18081), join(WORK, 'gateway.log'));
const proxy = new Proxy(gateway.port);
const told = [];
const issued = [];
let ticketSeconds = 3600;
let turn = 0;

async function change(times = 3) {
  for (let i = 0; i < times; i += 1, turn += 1) {
    const card = CARDS[turn % CARDS.length];
    const status = Math.floor(turn / CARDS.length) % 2 === 0 ? 'FROZEN' : 'ACTIVE';
    await gateway.status(card, status);
    told.push([card, status]);
    await sleep(20); // each change has a time of its own
  }
}

const scenarios = {
  'changes arrive': async () => {},
  'the proxy is restarted': async () => {
    proxy.cut();
    await change();
  },
  'the gateway is restarted': async () => {
    const ended = gateway.end('SIGTERM');
    await change().catch(() => {}); // it drains: what it still takes must arrive
    await ended;
    await gateway.start();
  },
  'the gateway is killed and started': async () => {
    await gateway.end('SIGKILL');
    await gateway.start();
  },
  'the machine sleeps, its connections are forgotten': async () => {
    chromium.sleep();
    proxy.forget();
    await change();
    await sleep(SLEEP_MS);
    chromium.wake();
  },
  'connections are forgotten while awake': async () => {
    proxy.forget();
    await change();
    // EventSource cannot notice: it hides the quiet-time blocks. The page is told of another network, as browsers do.
    await pages.native.evaluate("window.dispatchEvent(new Event('online'))");
  },
  'the ticket is revoked': async () => {
    ticketSeconds = TICKET_SECONDS; // of those that are fetched now
    for (const { ticket_id: id } of [...issued]) await gateway.revoke(id);
  },
  'the ticket runs out': async () => {
    const before = issued.length;
    while (issued.length < before + 2) await sleep(500); // each page fetches another one
    ticketSeconds = 3600;
  },
};

await gateway.start();
for (const card of CARDS) await gateway.created(card);
const proxyUrl = `http://localhost:${await proxy.listen()}`;
const frontEnd = await serveFrontEnd(proxyUrl, async () => {
  const ticket = await gateway.ticket(ticketSeconds);
  issued.push(ticket);
  return ticket;
});
const chromium = new Chromium(CHROMIUM);
const pages = { module: await chromium.open(`${frontEnd.url}/module`), native: await chromium.open(`${frontEnd.url}/native`) };
for (const page of Object.values(pages)) await until(() => page.evaluate('window.live > 0'), 20_000, 'a page goes live');

let failures = 0;
for (const [name, scenario] of Object.entries(scenarios).filter(([each]) => each.includes(process.env.ONLY ?? ''))) {
  const since = Date.now();
  await scenario();
  await change();
  const verdicts = [];
  for (const [kind, page] of Object.entries(pages)) verdicts.push(`${kind}: ${await verdict(page, since)}`);
  console.log(`${name}\n    ${verdicts.join('\n    ')}`);
}
chromium.close();
frontEnd.close();
proxy.close();
await gateway.end('SIGKILL');
process.exit(failures === 0 ? 0 : 1);

/** A page may take as long as its watchdog needs. */
async function verdict(page, since) {
  try {
    await until(async () => same(await page.evaluate('window.seen'), told) && shows(await page.evaluate('window.shown')), 75_000, 'agreement');
    const { gaps, states } = await page.evaluate('({ gaps: window.gaps, states: window.states.splice(0).join(" ") })');
    if (gaps > 0) throw new Error(`${gaps} gaps`);
    return `right after ${((Date.now() - since) / 1000).toFixed(1)} s (${states || 'undisturbed'})`;
  } catch (error) {
    failures += 1;
    const page2 = await page.evaluate('({ seen: window.seen.length, shown: window.shown, states: window.states })');
    return `WRONG: ${error.message}; told ${told.length}, ${JSON.stringify(page2)}`;
  }
}

function same(seen, expected) {
  return CARDS.every((card) => statuses(seen, card) === statuses(expected, card));
}

function statuses(changes, card) {
  return changes.filter(([id]) => id === card).map(([, status]) => status).join();
}

function shows(shown) {
  return CARDS.every((card) => shown[card] === told.findLast(([id]) => id === card)?.[1]);
}

async function until(condition, ms, what) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(200)) if (await condition()) return;
  throw new Error(`waited ${ms / 1000} s for ${what}`);
}
