/** What of the console needs no browser: its addresses, its texts, its export. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const CONSOLE = new URL('../../main/resources/META-INF/resources/console/', import.meta.url);
const FILES = ['', 'login/', 'pages/', 'parts/'].flatMap((folder) =>
  readdirSync(new URL(folder || './', CONSOLE)).filter((name) => name.endsWith('.js')).map((name) => folder + name));
const sources = new Map(FILES.map((name) => [name, readFileSync(new URL(name, CONSOLE), 'utf8')]));
const { TEXTS } = await import(new URL('all-texts.js', CONSOLE));
const { ROUTES, MENU, addressOf, routeOf } = await import(new URL('router.js', CONSOLE));
const { csv } = await import(new URL('parts/csv.js', CONSOLE));

test('every address has its page, and the menu leads only to pages', () => {
  assert.deepEqual(routeOf('/'), { page: 'cards', needs: 'read', id: null });
  assert.deepEqual(routeOf('/console/cards/a%20b'), { page: 'card', needs: 'read', id: 'a b' });
  assert.equal(routeOf('/console/nothing'), null);
  assert.equal(routeOf('/q/swagger-ui/'), null);
  for (const [page, address, needs] of MENU) assert.deepEqual(routeOf(address), { page, needs, id: null });
});

test('every page of the router is a page of the gateway', () => {
  const java = readFileSync(new URL('../../main/java/dev/cardwire/console/ConsolePages.java', import.meta.url), 'utf8');
  const [, served] = /"\/console\/\(\?:([a-z|-]+)\)/.exec(java);
  for (const { path } of ROUTES.filter(({ page }) => page !== 'cards')) {
    assert.ok(served.split('|').some((name) => path.test(`/console/${name}`) || path.test(`/console/${name}/x`)), String(path));
  }
});

test('an address holds only the filters that are set', () => {
  assert.equal(addressOf('/', { card_status: 'ACTIVE', cursor: null, cardholder_id: '' }), '/?card_status=ACTIVE');
  assert.equal(addressOf('/', {}), '/');
});

test('both languages have every text, with the same places to fill in', () => {
  const places = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [key, texts] of Object.entries(TEXTS)) {
    assert.equal(texts.length, 2, key);
    assert.deepEqual(places(texts[0]), places(texts[1]), key);
  }
});

test('every text that a module names exists', () => {
  for (const [name, source] of sources) {
    for (const [, key] of source.matchAll(/\bt\('([^']+)'/g)) assert.ok(Object.hasOwn(TEXTS, key), `${name}: ${key}`);
  }
});

test('a module can be read at once', () => {
  for (const [name, source] of sources) {
    if (name !== 'all-texts.js') assert.ok(source.split('\n').length <= 250, `${name} has more than 250 lines`);
  }
});

test('an exported cell is no formula and keeps its line', () => {
  const file = csv(['a', 'b'], [{ a: '=1+1', b: 'x"y,z' }, { a: { c: 1 }, b: null }]);
  assert.equal(file, '\uFEFFa,b\r\n\'=1+1,"x""y,z"\r\n"{""c"":1}",\r\n');
});
