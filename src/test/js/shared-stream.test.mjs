/** One stream for all tabs: whatever happens between them, each tab hears of every change once and in order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser } from './fake-browser.mjs';
import { MODULE, settle } from './support.mjs';

const { openCardStream } = await import(MODULE);

async function tabs(count, options) {
  const browser = new FakeBrowser(openCardStream);
  browser.commit('a', 'PENDING');
  const all = [];
  for (let n = 0; n < count; n += 1) {
    all.push(browser.open(options));
    await settle();
  }
  const leader = all.find((tab) => tab.connected);
  return { browser, all, leader, others: all.filter((tab) => tab !== leader) };
}

async function commit(browser, card, to) {
  browser.commit(card, to);
  await settle();
}

test('eight tabs are live over one connection', async () => {
  const { browser, all } = await tabs(8);
  await commit(browser, 'a', 'ACTIVE');
  assert.equal(browser.connected.length, 1);
  for (const { stream, seen, statuses, positions } of all) {
    assert.deepEqual(seen, ['snapshot a1', 'status a2']);
    assert.equal(stream.cards.get('a').card_status, 'ACTIVE');
    assert.equal(stream.lastEventId, '2');
    assert.equal(positions.at(-1), '2');
    assert.equal(statuses.at(-1), 'live');
  }
});

test('a tab that follows has frozen cards and the data of the change', async () => {
  const { browser, others: [tab] } = await tabs(2);
  await commit(browser, 'a', 'ACTIVE');
  assert.equal(tab.changes.at(-1).event.cause, 'webhook');
  assert.throws(() => (tab.stream.cards.get('a').version = 9), TypeError);
});

test('when the leader is closed, another one resumes from its own id', async () => {
  const { browser, leader, others } = await tabs(3);
  leader.stream.close();
  await settle();
  assert.equal(browser.connected.length, 1);
  assert.equal(browser.connected[0].headers.get('last-event-id'), '1');
  await commit(browser, 'a', 'ACTIVE');
  for (const { seen } of others) assert.deepEqual(seen, ['snapshot a1', 'status a2']);
  assert.deepEqual(leader.seen, ['snapshot a1']);
});

test('a leader that dies between receiving and passing on loses nothing', async () => {
  const { browser, leader, others } = await tabs(3);
  browser.holding = true;
  await commit(browser, 'a', 'ACTIVE'); // the leader alone has it
  await leader.kill({ words: 'lost' });
  browser.holding = false;
  browser.deliver();
  await commit(browser, 'a', 'FROZEN');
  for (const { seen } of others) assert.deepEqual(seen, ['snapshot a1', 'status a2', 'status a3']);
});

test('a message that one tab got and the next leader did not is neither lost nor doubled', async () => {
  const { browser, leader, others } = await tabs(3);
  browser.holding = true;
  await commit(browser, 'a', 'ACTIVE');
  browser.deliver(1); // the first of the others; the second one's copy is lost with the leader
  browser.drop(leader);
  browser.holding = false;
  await leader.kill();
  await commit(browser, 'a', 'FROZEN');
  for (const { seen, stream } of others) {
    assert.deepEqual(seen, ['snapshot a1', 'status a2', 'status a3']);
    assert.equal(stream.lastEventId, '3');
  }
  assert.equal(browser.connected.length, 1);
});

test('a late message of an old leader changes nothing', async () => {
  const { browser, leader, others } = await tabs(3);
  browser.holding = true;
  await commit(browser, 'a', 'ACTIVE');
  await leader.kill({ words: 'on their way' });
  await settle();
  await commit(browser, 'a', 'FROZEN'); // by the next leader
  const follower = others.find((tab) => !tab.connected);
  follower.said.length = 0;
  browser.deliver(Infinity, (count) => count - 1); // its messages overtake those of the old one
  browser.holding = false;
  assert.deepEqual(follower.said, [], 'it trusts the leader that it has');
  await commit(browser, 'b', 'PENDING');
  for (const { seen } of others) assert.deepEqual(seen, ['snapshot a1', 'status a2', 'status a3', 'status b1']);
});

test('a tab that lost a message gets what it lacks from the leader', async () => {
  const { browser, others: [tab, other] } = await tabs(3);
  browser.holding = true;
  await commit(browser, 'a', 'ACTIVE');
  browser.forget(tab);
  browser.holding = false;
  browser.deliver();
  await commit(browser, 'b', 'PENDING');
  assert.deepEqual(tab.seen.slice().sort(), other.seen.slice().sort());
  assert.equal(tab.stream.lastEventId, '3');
  assert.equal(tab.connections.length, 0);
});

test('a leader that is frozen with its lock is replaced, and steps down when it wakes', async () => {
  const { browser, leader, others } = await tabs(3);
  leader.freeze();
  await commit(browser, 'a', 'ACTIVE');
  const [old] = leader.connections;
  await browser.timers.advance(45_000 + 10_000);
  assert.equal(others.filter((tab) => tab.connected).length, 1);
  leader.frozen = false;
  await settle();
  assert.ok(old.ended);
  await commit(browser, 'a', 'FROZEN');
  await browser.timers.advance(10_000);
  for (const { seen } of [leader, ...others]) assert.deepEqual(seen, ['snapshot a1', 'status a2', 'status a3']);
  assert.equal(browser.connected.length, 1);
});

test('a leader whose page is frozen by the browser hands over at once', async () => {
  const { browser, leader, others } = await tabs(2);
  leader.document.dispatchEvent(new Event('freeze'));
  await settle();
  assert.ok(!leader.connected && others[0].connected);
  await commit(browser, 'a', 'ACTIVE');
  leader.document.dispatchEvent(new Event('resume'));
  await settle();
  assert.deepEqual(leader.seen, ['snapshot a1', 'status a2']);
  assert.equal(browser.connected.length, 1);
});

test('of two leaders the later one stays', async () => {
  const { browser, all, leader, others } = await tabs(3);
  browser.releaseAll(leader); // the browser gives its lock to another one, and does not tell it
  await settle();
  await commit(browser, 'a', 'ACTIVE');
  await commit(browser, 'a', 'FROZEN');
  assert.equal(browser.connected.length, 1);
  assert.ok(others.some((tab) => tab.connected));
  for (const { seen } of all) assert.deepEqual(seen, ['snapshot a1', 'status a2', 'status a3']);
});

test('a tab that missed more than the leader remembers asks the gateway', async () => {
  const { browser, all, others: [tab, other] } = await tabs(3);
  tab.document.dispatchEvent(new Event('freeze'));
  for (let n = 0; n < 600; n += 1) browser.commit('b', n % 2 ? 'ACTIVE' : 'FROZEN');
  await settle();
  tab.document.dispatchEvent(new Event('resume'));
  await settle();
  await browser.timers.advance(0);
  assert.equal(tab.connections[0].headers.get('last-event-id'), '1');
  assert.deepEqual(tab.seen, other.seen);
  assert.equal(browser.connected.length, 1);
  assert.equal(all.filter((each) => each.connected).length, 1);
});

test('a tab that is signed out ends, and the others go on', async () => {
  const { browser, leader, others: [tab, other] } = await tabs(3);
  leader.stream.close();
  await settle();
  const fatal = Object.assign(new Error('signed out'), { fatal: true });
  const out = browser.open({ ticket: async () => Promise.reject(fatal) });
  await settle();
  assert.equal(out.statuses.at(-1), 'closed');
  assert.ok(out.errors[0].fatal);
  await commit(browser, 'a', 'ACTIVE');
  for (const { seen } of [tab, other]) assert.deepEqual(seen, ['snapshot a1', 'status a2']);
});

test('when the leader is signed out, each of the others finds out for itself', async () => {
  let signedOut = false;
  const ticket = async () => {
    if (signedOut) throw Object.assign(new Error('signed out'), { fatal: true });
    return { ticket: 't', coverage: 'c1' };
  };
  const { browser, all, leader } = await tabs(3, { ticket });
  signedOut = true;
  leader.connections[0].send('event: stream.expired\ndata: {}\n\n');
  await settle();
  for (const { statuses, errors } of all) {
    assert.equal(statuses.at(-1), 'closed');
    assert.equal(errors.length, 1);
  }
  assert.equal(browser.connected.length, 0);
});

test('a tab whose tickets cover other cards has a stream of its own', async () => {
  const { browser } = await tabs(2);
  browser.open({ coverage: 'c2' });
  browser.open({ coverage: null });
  browser.open({ scope: { cardIds: ['a'] } });
  browser.open({ share: false });
  await settle();
  assert.equal(browser.connected.length, 5);
});

test('a leader that is given a ticket for other cards keeps them to itself', async () => {
  let coverage = 'c1';
  const { browser, leader, others } = await tabs(2, { ticket: async () => ({ ticket: 't', coverage }) });
  coverage = 'c2';
  leader.connections[0].send('event: stream.expired\ndata: {}\n\n');
  await settle();
  await commit(browser, 'b', 'PENDING');
  assert.equal(browser.connected.length, 2);
  assert.ok(others[0].connected, 'the other tab asked for a ticket of its own');
});

test('a name shares without a ticket of each tab, and with a key', async () => {
  const { browser, others } = await tabs(3, { share: 'person-7' });
  assert.deepEqual(others.map(({ tickets }) => tickets), [0, 0]);
  const keyed = { ticket: undefined, authorization: 'Bearer k', share: 'desk' };
  [browser.open(keyed), browser.open(keyed)].forEach(Boolean);
  await settle();
  assert.equal(browser.connected.length, 2);
});

test('without locks or channels each tab has its own stream', async () => {
  const { browser } = await tabs(2, { page: {} });
  assert.equal(browser.connected.length, 2);
});

test('shows why the leader waits', async () => {
  const { browser, leader, others: [tab] } = await tabs(2);
  browser.answering = false;
  leader.connections[0].breakOff();
  await settle();
  assert.equal(tab.statuses.at(-1), 'waiting');
  assert.equal(tab.errors[0].kind, 'network');
  assert.equal(tab.stream.status.error.message, tab.errors[0].message);
});

test('closing inside of a change leaves nothing behind it, also in a tab that follows', async () => {
  const { browser, others: [tab] } = await tabs(2);
  const closing = browser.open({ onChange: ({ card }) => card.version === 2 && closing.stream.close() });
  await settle();
  browser.commit('a', 'ACTIVE');
  browser.commit('a', 'FROZEN');
  await settle();
  assert.equal(closing.stream.lastEventId, '1');
  assert.equal(closing.stream.cards.get('a').version, 2);
  assert.equal(tab.stream.lastEventId, '3');
});

test('continues from a stored state, first by itself where the leader cannot bridge it', async () => {
  const { browser } = await tabs(1);
  await commit(browser, 'a', 'ACTIVE');
  const cards = [{ card_id: 'a', card_status: 'PENDING', version: 1 }];
  const bridged = browser.open({ lastEventId: '1', cards });
  await settle();
  assert.deepEqual(bridged.seen, ['status a2']);
  assert.equal(bridged.connections.length, 0);
  const unknown = browser.open({ lastEventId: '1', cards: [] });
  await settle();
  await browser.timers.advance(0);
  assert.deepEqual(unknown.seen, ['status a2']);
  assert.equal(browser.connected.length, 1);
});

// ---- chance -----------------------------------------------------------------------------------------------------------------

function chance(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** Each card's versions follow one another without a hole, after the snapshot with which the tab began. */
function assertComplete(tab, browser, what) {
  const versions = new Map();
  for (const { card, source } of tab.changes) {
    const before = versions.get(card.card_id);
    if (source === 'status') assert.equal(card.version, (before ?? 0) + 1, `${what}: ${tab.seen}`);
    else assert.equal(before, undefined, `${what}: a second snapshot`);
    versions.set(card.card_id, card.version);
  }
  const expected = [...browser.cards].map(([card, { version }]) => [card, version]);
  assert.deepEqual([...versions].sort(), expected.sort(), what);
}

for (let seed = 1; seed <= 60; seed += 1) {
  test(`no change is lost or doubled, whoever dies when: ${seed}`, async () => {
    const draw = chance(seed);
    const browser = new FakeBrowser(openCardStream);
    browser.commit('a', 'PENDING');
    const alive = () => [...browser.tabs];
    browser.holding = true;
    for (let n = 0; n < 4; n += 1) browser.open();
    for (let step = 0; step < 60; step += 1) {
      const what = draw(12);
      const tab = alive()[draw(alive().length)];
      if (what < 4) browser.commit('abc'[draw(3)], 'ACTIVE');
      else if (what < 8) browser.deliver(1 + draw(6), draw);
      else if (what === 8 && alive().length > 2) await tab.kill({ words: draw(2) ? 'lost' : 'on their way' });
      else if (what === 9 && alive().length > 2) {
        tab.stream.close();
        browser.tabs.delete(tab);
      } else if (what === 10) browser.open();
      else await browser.timers.advance(draw(4) * 3_000);
      if (draw(2)) await settle();
    }
    browser.holding = false;
    browser.deliver();
    await browser.timers.advance(120_000);
    browser.commit('a', 'FROZEN');
    await browser.timers.advance(15_000);
    for (const tab of alive()) assertComplete(tab, browser, `seed ${seed}`);
    assert.equal(browser.connected.length, 1, `seed ${seed}`);
  });
}
