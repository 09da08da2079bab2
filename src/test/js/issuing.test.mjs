import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

/** The console's modules name each other by the paths that the gateway serves; Node needs them side by side. */
const CONSOLE = new URL('../../main/resources/META-INF/resources/console/', import.meta.url);
const moduleUrl = (text) => `data:text/javascript,${encodeURIComponent(text).replaceAll("'", '%27')}`;
const apiUrl = moduleUrl(await readFile(new URL('api.js', CONSOLE), 'utf8'));
const { Lost, Refused } = await import(apiUrl);
const source = await readFile(new URL('issuing.js', CONSOLE), 'utf8');
const { Issuing } = await import(moduleUrl(source.replace("'/console/api.js'", `'${apiUrl}'`)));

const BODY = { card_currency: 'USD' };
const MADE = { status: 201, body: { card_id: 'c' }, replayed: false };
const refused = (status, code) => new Refused(status, code && { code, title: code });

/** An API that gives its answers one after the other and keeps the keys it saw; the last answer stays. */
function prepare(...answers) {
  const items = new Map();
  const storage = {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => items.set(name, value),
    removeItem: (name) => items.delete(name),
  };
  const keys = [];
  const api = {
    post: async (path, body, key) => {
      keys.push(key);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { api, keys, storage, answers, issuing: new Issuing(storage, async () => {}) };
}

test('forgets a request that was answered and takes another key for the next', async () => {
  const { api, keys, issuing } = prepare(MADE);
  await issuing.issue(api, 'k', BODY);
  assert.equal(issuing.pending, null);
  await issuing.issue(api, 'k', BODY);
  assert.notEqual(keys[0], keys[1]);
});

test('asks with the same key while the end is not known', async () => {
  const unknown = [new Lost(), refused(502, null), refused(409, 'request_in_progress'), { status: 202, body: {} }];
  const { api, keys, issuing } = prepare(...unknown, MADE);
  assert.equal(await issuing.issue(api, 'k', BODY), MADE);
  assert.equal(keys.length, 5);
  assert.equal(new Set(keys).size, 1);
});

test('keeps the key over patience and reload, and lets no other request in between', async () => {
  const { api, keys, storage, answers, issuing } = prepare(new Lost());
  await assert.rejects(issuing.issue(api, 'k', BODY), Lost);
  const reloaded = new Issuing(storage, async () => {});
  assert.equal(reloaded.pending.key, keys[0]);
  assert.equal(reloaded.pending.apiKey, 'k');
  await assert.rejects(reloaded.issue(api, 'k', BODY), /no answer yet/);
  answers[0] = MADE;
  assert.equal(await reloaded.ask(api), MADE);
  assert.equal(new Set(keys).size, 1);
  assert.equal(reloaded.pending, null);
});

test('ends with a refusal of the first ask, when surely nothing was done', async () => {
  for (const error of [refused(422, 'validation_failed'), refused(401, 'unauthenticated'), refused(429, 'too_many_requests'), refused(503, 'overloaded')]) {
    const { api, issuing } = prepare(error);
    await assert.rejects(issuing.issue(api, 'k', BODY), error);
    assert.equal(issuing.pending, null);
  }
});

test('does not let a refusal before the look-up of the key settle an earlier ask', async () => {
  for (const error of [refused(401, 'unauthenticated'), refused(429, 'too_many_requests'), refused(503, 'overloaded')]) {
    const { api, issuing } = prepare(new Lost(), error);
    await assert.rejects(issuing.issue(api, 'k', BODY), error);
    assert.notEqual(issuing.pending, null);
  }
});

test('believes a refusal without our code from nobody', async () => {
  const { api, issuing } = prepare(refused(503, null));
  await assert.rejects(issuing.issue(api, 'k', BODY), Refused);
  assert.notEqual(issuing.pending, null);
});

test('asks only once at a time', async () => {
  const { issuing } = prepare(MADE);
  const never = { post: () => new Promise(() => {}) };
  issuing.issue(never, 'k', BODY);
  assert.equal(issuing.running, true);
  await assert.rejects(issuing.ask(never), /already/);
});
