import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeNetwork, FakeTimers, MODULE, block, live, settle, snapshot, status } from './support.mjs';

const { openCardStream } = await import(MODULE);

const BASE = 'https://cards.example';

/** A stream with everything that can be seen of it. `random` is 1 less a hair, so that every jitter is at its longest. */
async function open(options = {}) {
  const timers = new FakeTimers();
  const network = new FakeNetwork();
  const seen = { changes: [], states: 0, statuses: [], errors: [], tickets: 0, events: [] };
  const stream = openCardStream({
    url: `${BASE}/v1/stream`,
    ...(!options.authorization && { ticket: async () => `t${(seen.tickets += 1)}` }),
    fetch: network.fetch,
    timers: timers.face,
    random: () => 0.999999,
    page: {},
    onChange: ({ card, previous, source }) =>
      seen.changes.push(`${source} ${(card ?? previous).card_id} ${previous?.card_status ?? '-'}>${card?.card_status ?? '-'}`),
    onState: () => (seen.states += 1),
    onStatus: ({ state }) => seen.statuses.push(state),
    onError: (error) => seen.errors.push(error),
    ...options,
  });
  if (options.opened) options.opened.stream = stream;
  await settle();
  return { stream, timers, network, seen, cards: () => [...stream.cards.values()].map((c) => `${c.card_id} ${c.card_status} ${c.version}`) };
}

/** A stream that is live at id 1 with card a ACTIVE 2. */
async function openLive(options) {
  const it = await open(options);
  it.network.last.open(snapshot('a', 'ACTIVE', 2) + live('1'));
  await settle();
  it.seen.changes.length = 0;
  it.seen.statuses.length = 0;
  return it;
}

// ---- state ------------------------------------------------------------------------------------------------------------------

test('shows the snapshot at one instant, at stream.live', async () => {
  const { network, cards, seen, stream } = await open();
  network.last.open(snapshot('a', 'ACTIVE', 2)).send(snapshot('b', 'PENDING', 1));
  await settle();
  assert.deepEqual(cards(), []);
  assert.equal(stream.lastEventId, '');
  network.last.send(live('1'));
  await settle();
  assert.deepEqual(cards(), ['a ACTIVE 2', 'b PENDING 1']);
  assert.deepEqual(seen.changes, ['snapshot a ->ACTIVE', 'snapshot b ->PENDING']);
  assert.equal(seen.states, 1);
  assert.equal(stream.lastEventId, '1');
  assert.deepEqual(seen.statuses, ['connecting', 'catching_up', 'live']);
});

test('applies a version once and never goes back', async () => {
  const { network, cards, seen } = await openLive();
  network.last.send(status('2', 'a', 'FROZEN', 4) + status('3', 'a', 'FROZEN', 4) + status('4', 'a', 'ACTIVE', 3));
  network.last.send(status('5', 'b', 'PENDING', 1));
  await settle();
  assert.deepEqual(cards(), ['a FROZEN 4', 'b PENDING 1']);
  assert.deepEqual(seen.changes, ['status a ACTIVE>FROZEN', 'status b ->PENDING']);
});

test('gives the data of the change and a frozen state with the ids it learnt', async () => {
  const changes = [];
  const { network, stream } = await openLive({ onChange: (change) => changes.push(change) });
  network.last.send(status('2', 'a', 'FROZEN', 3, 'ACTIVE'));
  await settle();
  assert.equal(changes.at(-1).event.cause, 'webhook');
  assert.deepEqual(stream.cards.get('a'), {
    card_id: 'a', card_order_id: 'o-a', cardholder_id: 'h-1', card_status: 'FROZEN', version: 3, updated_at: '2026-01-01T00:00:01Z',
  });
  assert.throws(() => (stream.cards.get('a').version = 9), TypeError);
  assert.equal(stream.cards.set, undefined);
});

test('ignores events it does not know', async () => {
  const { network, cards, stream, seen } = await openLive();
  network.last.send(block('card.tomorrow', { anything: 1 }, '2') + 'data: not json\n\n');
  await settle();
  assert.deepEqual(cards(), ['a ACTIVE 2']);
  assert.equal(stream.lastEventId, '2');
  assert.deepEqual(seen.errors, []);
});

test('starts from the cards it is given', async () => {
  const given = [{ card_id: 'a', card_status: 'ACTIVE', version: 2 }];
  const { network, cards, seen } = await open({ lastEventId: '1', cards: given });
  assert.equal(network.last.headers.get('last-event-id'), '1');
  network.last.open(status('2', 'a', 'FROZEN', 3) + live('2'));
  await settle();
  assert.deepEqual(cards(), ['a FROZEN 3']);
  assert.deepEqual(seen.changes, ['status a ACTIVE>FROZEN']);
});

test('goes on when a callback throws', async (t) => {
  const told = t.mock.method(console, 'error', () => {});
  const { network, cards } = await openLive({
    onChange: () => {
      throw new Error('mine');
    },
  });
  network.last.send(status('2', 'a', 'FROZEN', 3));
  await settle();
  assert.deepEqual(cards(), ['a FROZEN 3']);
  assert.equal(told.mock.callCount(), 2);
});

// ---- resume -----------------------------------------------------------------------------------------------------------------

test('resumes where it was after a break, with the same ticket', async () => {
  const { network, timers, cards, seen } = await openLive();
  network.last.send(status('2', 'a', 'FROZEN', 3));
  await settle();
  network.last.breakOff();
  await timers.advance(1_000);
  assert.equal(network.connections.length, 2);
  assert.equal(network.last.headers.get('last-event-id'), '2');
  assert.equal(network.last.url.searchParams.get('ticket'), 't1');
  network.last.open(status('3', 'a', 'ACTIVE', 4) + live('3'));
  await settle();
  assert.deepEqual(cards(), ['a ACTIVE 4']);
  assert.deepEqual(seen.statuses, ['waiting', 'connecting', 'catching_up', 'live']);
});

test('moves on with the id of a quiet block, and not with one that was cut off', async () => {
  const { network, timers, stream } = await openLive();
  network.last.send('id: 7\n\n').send('id: 8\n');
  await settle();
  assert.equal(stream.lastEventId, '7');
  network.last.end();
  await timers.advance(1_000);
  assert.equal(network.last.headers.get('last-event-id'), '7');
});

test('moves on only after what one chunk holds was announced, change by change', async () => {
  const opened = {};
  const places = [];
  const place = () => `${opened.stream.lastEventId} ${[...opened.stream.cards.values()].map((c) => c.version)}`;
  const { network, stream } = await openLive({
    opened,
    onChange: ({ card }) => places.push(`change ${card.version} at ${place()}`),
    onState: () => places.push(`state at ${place()}`),
  });
  places.length = 0;
  network.last.send(status('2', 'a', 'FROZEN', 3) + status('3', 'a', 'ACTIVE', 4) + status('4', 'a', 'FROZEN', 5));
  await settle();
  assert.deepEqual(places, ['change 3 at 1 3', 'change 4 at 2 4', 'change 5 at 3 5', 'state at 4 5']);
  assert.equal(stream.lastEventId, '4');
});

test('loses nothing when it is closed in the middle of a chunk', async () => {
  const opened = {};
  const chunk = status('2', 'a', 'FROZEN', 3) + status('3', 'a', 'ACTIVE', 4) + status('4', 'b', 'ACTIVE', 1);
  const first = await openLive({ opened, onChange: ({ card }) => card.card_status === 'FROZEN' && opened.stream.close() });
  first.network.last.send(chunk);
  await settle();
  const { lastEventId, cards } = first.stream;
  const second = await open({ lastEventId, cards: cards.values() });
  assert.equal(second.network.last.headers.get('last-event-id'), '1');
  second.network.last.open(chunk + live('4'));
  await settle();
  assert.deepEqual(second.seen.changes, ['status a FROZEN>ACTIVE', 'status b ->ACTIVE']);
});

test('does not move on when it is closed in the middle of a snapshot', async () => {
  const opened = {};
  const { network, stream } = await open({ opened, onChange: () => opened.stream.close() });
  network.last.open(snapshot('a', 'ACTIVE', 2) + snapshot('b', 'ACTIVE', 1) + live('5'));
  await settle();
  assert.equal(stream.lastEventId, '');
});

test('takes a fresh snapshot when the first one broke off', async () => {
  const { network, timers, cards } = await open();
  network.last.open(snapshot('a', 'ACTIVE', 2) + 'id: 5\n\n');
  await settle();
  network.last.breakOff();
  await timers.advance(1_000);
  assert.equal(network.last.headers.has('last-event-id'), false);
  network.last.open(snapshot('b', 'ACTIVE', 1) + live('6'));
  await settle();
  assert.deepEqual(cards(), ['b ACTIVE 1']);
});

test('sends the id by query to another origin, or when told to', async () => {
  const abroad = await openLive({ page: { origin: 'https://app.example' } });
  abroad.network.last.end();
  await abroad.timers.advance(1_000);
  assert.equal(abroad.network.last.url.searchParams.get('last_event_id'), '1');
  assert.equal(abroad.network.last.headers.has('last-event-id'), false);
  const home = await openLive({ page: { origin: BASE } });
  home.network.last.end();
  await home.timers.advance(1_000);
  assert.equal(home.network.last.headers.get('last-event-id'), '1');
  const told = await openLive({ resumeBy: 'query' });
  told.network.last.end();
  await told.timers.advance(1_000);
  assert.equal(told.network.last.url.searchParams.get('last_event_id'), '1');
});

test('asks for its scope and nothing else', async () => {
  const { network } = await open({ scope: { cardIds: ['a', 'b'], cardholderIds: ['h'] } });
  assert.equal(network.last.url.href, `${BASE}/v1/stream?ticket=t1&card_id=a&card_id=b&cardholder_id=h`);
  assert.deepEqual([...network.last.headers.keys()], ['accept']);
});

// ---- gap --------------------------------------------------------------------------------------------------------------------

test('keeps the old state through a gap and replaces it at stream.live', async () => {
  const { network, timers, cards, seen, stream } = await openLive();
  network.last.send(status('2', 'b', 'ACTIVE', 9));
  await settle();
  network.last.end();
  await timers.advance(1_000);
  seen.changes.length = 0;
  network.last.open(block('stream.gap', { from: '2' }) + snapshot('b', 'FROZEN', 4) + snapshot('c', 'ACTIVE', 1));
  await settle();
  assert.deepEqual(cards(), ['a ACTIVE 2', 'b ACTIVE 9']);
  assert.equal(stream.lastEventId, '2');
  const states = seen.states;
  network.last.send(live('50'));
  await settle();
  assert.deepEqual(cards(), ['b FROZEN 4', 'c ACTIVE 1']);
  assert.deepEqual(seen.changes, ['snapshot a ACTIVE>-', 'snapshot b ACTIVE>FROZEN', 'snapshot c ->ACTIVE']);
  assert.equal(seen.states, states + 1);
  assert.equal(stream.lastEventId, '50');
});

test('asks with the old id again when a gap broke off', async () => {
  const { network, timers, cards } = await openLive();
  network.last.end();
  await timers.advance(1_000);
  network.last.open(block('stream.gap', { from: '1' }) + snapshot('z', 'ACTIVE', 1) + 'id: 77\n\n');
  await settle();
  network.last.breakOff();
  await timers.advance(2_000);
  assert.equal(network.last.headers.get('last-event-id'), '1');
  assert.deepEqual(cards(), ['a ACTIVE 2']);
});

test('announces nothing for cards that a gap left as they were', async () => {
  const { network, seen } = await openLive();
  network.last.send(block('stream.gap', { from: '1' }) + snapshot('a', 'ACTIVE', 2) + live('9'));
  await settle();
  assert.deepEqual(seen.changes, []);
});

test('treats an event it cannot read like a gap', async () => {
  for (const bad of ['event: card.status\ndata: {"card_id"\nid: 2\n\n', block('card.status', { card_id: 'a', card_status: 'X' }, '2')]) {
    const { network, timers, cards, seen } = await openLive();
    network.last.send(status('2', 'b', 'PENDING', 1) + bad + status('3', 'a', 'LOST', 8));
    await settle();
    assert.deepEqual(cards(), ['a ACTIVE 2', 'b PENDING 1']);
    assert.deepEqual(seen.changes, ['status b ->PENDING']);
    assert.equal(seen.errors[0].kind, 'protocol');
    await timers.advance(1_000);
    assert.equal(network.connections.length, 2);
    assert.equal(network.last.headers.has('last-event-id'), false);
    network.last.open(snapshot('a', 'LOST', 8) + live('3'));
    await settle();
    assert.deepEqual(cards(), ['a LOST 8']);
  }
});

// ---- draining, expiry -------------------------------------------------------------------------------------------------------

test('stays with a draining replica until it closes, then comes back when it was told', async () => {
  const { network, timers, cards, seen } = await openLive();
  network.last.send(`retry: 3000\n\n${block('stream.draining', { reconnect_in_ms: 3000 })}`);
  await timers.advance(1_000);
  network.last.send(status('2', 'a', 'FROZEN', 3));
  await settle();
  assert.deepEqual(cards(), ['a FROZEN 3']);
  network.last.end();
  await timers.advance(1_999);
  assert.equal(network.connections.length, 1);
  await timers.advance(1);
  assert.equal(network.connections.length, 2);
  assert.equal(network.last.headers.get('last-event-id'), '2');
  assert.deepEqual(seen.statuses, ['draining', 'waiting', 'connecting']);
  assert.deepEqual(seen.errors, []);
});

test('leaves a draining replica that does not close when its time is up', async () => {
  const { network, timers } = await openLive();
  network.last.send(block('stream.draining', { reconnect_in_ms: 3000 }));
  await timers.advance(3_000);
  assert.equal(network.connections[0].ended, true);
  assert.equal(network.connections.length, 2);
});

test('does not grow impatient or wild with a full cluster', async () => {
  const { network, timers } = await open();
  for (let turn = 1; turn <= 5; turn += 1) {
    network.last.open(`retry: 2000\nevent: stream.draining\ndata: {"reconnect_in_ms":2000}\n\n`).end();
    await timers.advance(1_999);
    assert.equal(network.connections.length, turn);
    await timers.advance(1);
    assert.equal(network.connections.length, turn + 1);
  }
});

test('never hurries after a draining without a usable time', async () => {
  const { network, timers } = await open();
  network.last.open(block('stream.draining', { reconnect_in_ms: -5 })).end();
  await timers.advance(249);
  assert.equal(network.connections.length, 1);
  await timers.advance(1);
  network.last.open(block('stream.draining', {})).end();
  await timers.advance(4_990);
  assert.equal(network.connections.length, 2);
  await timers.advance(10);
  assert.equal(network.connections.length, 3);
});

test('fetches a new ticket when the old one expired, and resumes', async () => {
  const { network, timers, seen } = await openLive();
  await timers.advance(10_000);
  network.last.send(status('2', 'a', 'FROZEN', 3) + block('stream.expired', {}));
  await settle();
  assert.equal(network.connections.length, 2);
  assert.equal(network.connections[0].ended, true);
  assert.equal(network.last.url.searchParams.get('ticket'), 't2');
  assert.equal(network.last.headers.get('last-event-id'), '2');
  assert.deepEqual(seen.errors, []);
});

test('does not run in circles when every new ticket is expired too', async () => {
  const { network, timers } = await openLive();
  for (let turn = 0; turn < 3; turn += 1) {
    network.last.send(block('stream.expired', {}));
    await settle();
    if (turn > 0) await timers.advance(999 * 2 ** (turn - 1));
    assert.equal(network.connections.length, turn + (turn > 0 ? 1 : 2), 'waits from the second time on');
    await timers.advance(2_000);
    network.last.open(live('1'));
    await settle();
  }
});

test('fetches a new ticket before it connects with one that is over by its own word', async () => {
  let tickets = 0;
  const { network, timers } = await openLive({
    ticket: async () => ({ ticket: `own${(tickets += 1)}`, expires_at: '2026-01-01T00:00:10Z', stream_url: 'https://ignored.example/' }),
  });
  assert.equal(network.last.url.href, `${BASE}/v1/stream?ticket=own1`);
  await timers.advance(9_500);
  network.last.end();
  await timers.advance(1_000);
  assert.equal(network.last.url.searchParams.get('ticket'), 'own2');
});

test('goes where the ticket says when it was given no address', async () => {
  const { network } = await open({ url: undefined, ticket: async () => ({ ticket: 't', stream_url: `${BASE}/v1/stream?card_id=a` }) });
  assert.equal(network.last.url.href, `${BASE}/v1/stream?card_id=a&ticket=t`);
});

// ---- refusals ---------------------------------------------------------------------------------------------------------------

test('takes one new ticket on 401 and then backs off', async () => {
  const { network, timers, seen } = await open();
  network.last.refuse(401);
  await settle();
  assert.equal(network.connections.length, 2);
  assert.deepEqual(seen.errors, []);
  network.last.refuse(401);
  await settle();
  assert.equal(network.connections.length, 2);
  assert.equal(seen.errors[0].status, 401);
  assert.equal(seen.errors[0].fatal, false);
  await timers.advance(1_000);
  assert.equal(network.last.url.searchParams.get('ticket'), 't3');
});

test('gives up on 401 for a fixed key, on 403 and on what no repeat mends', async () => {
  for (const code of [401, 400, 403, 422]) {
    const { network, timers, seen, stream } = await open({ authorization: 'Bearer key' });
    assert.equal(network.last.headers.get('authorization'), 'Bearer key');
    assert.equal(network.last.url.search, '');
    network.last.refuse(code, { problem: { title: 'No', detail: 'Not with this key.', code: 'forbidden' } });
    await timers.advance(600_000);
    assert.equal(network.connections.length, 1);
    assert.equal(seen.errors.length, 1);
    assert.equal(seen.errors[0].fatal, true);
    assert.equal(seen.errors[0].problem.code, 'forbidden');
    assert.match(seen.errors[0].message, /Not with this key/);
    assert.equal(stream.status.state, 'closed');
    assert.equal(stream.status.error, seen.errors[0]);
    assert.equal(timers.pending, 0);
  }
});

test('asks an authorization function each time', async () => {
  let turn = 0;
  const { network } = await open({ authorization: () => `Bearer ${(turn += 1)}` });
  network.last.refuse(401);
  await settle();
  assert.equal(network.last.headers.get('authorization'), 'Bearer 2');
});

test('honours Retry-After of 429 and 503, as seconds and as a date', async () => {
  const { network, timers } = await open();
  network.last.refuse(503, { headers: { 'Retry-After': '30' } });
  await timers.advance(29_999);
  assert.equal(network.connections.length, 1);
  await timers.advance(1_001);
  assert.equal(network.connections.length, 2);
  network.last.refuse(429, { headers: { 'Retry-After': new Date(timers.now() + 60_000).toUTCString() } });
  await timers.advance(58_999);
  assert.equal(network.connections.length, 2);
  await timers.advance(4_001);
  assert.equal(network.connections.length, 3);
});

test('backs off twice as far each time, up to the most, and starts anew after a stable while', async () => {
  const { network, timers } = await open({ maxDelayMs: 8_000 });
  for (const ms of [1_000, 2_000, 4_000, 8_000, 8_000]) {
    const before = network.connections.length;
    network.last.fail();
    await timers.advance(ms - 2);
    assert.equal(network.connections.length, before);
    await timers.advance(2);
    assert.equal(network.connections.length, before + 1);
  }
  network.last.open(live('1'));
  await timers.advance(5_000);
  network.last.end();
  await timers.advance(1_000);
  assert.equal(network.connections.length, 7);
});

test('keeps backing off from a gateway that accepts and closes', async () => {
  const { network, timers } = await open();
  for (const ms of [1_000, 2_000, 4_000]) {
    const before = network.connections.length;
    network.last.open(live('1')).end();
    await timers.advance(ms - 2);
    assert.equal(network.connections.length, before);
    await timers.advance(2);
  }
});

test('never comes back sooner than retry: said', async () => {
  const { network, timers } = await openLive({ random: () => 0 });
  network.last.send('retry: 7000\n\n').end();
  await timers.advance(6_999);
  assert.equal(network.connections.length, 1);
  await timers.advance(1);
  assert.equal(network.connections.length, 2);
  network.last.open(live('1')).end();
  await settle();
  assert.equal(network.connections.length, 3, 'the hint ends with the stream that gave it');
});

test('waits for the longer of its own back-off and retry:, not for both', async () => {
  const { network, timers } = await openLive();
  network.last.send('retry: 3000\n\n').end();
  for (const ms of [3_000, 3_000, 4_000]) {
    const before = network.connections.length;
    await timers.advance(ms - 2);
    assert.equal(network.connections.length, before);
    await timers.advance(2);
    assert.equal(network.connections.length, before + 1);
    network.last.fail();
  }
});

test('backs off from an answer that is no stream, and keeps its place', async () => {
  const { network, timers, seen } = await openLive();
  network.last.end();
  await timers.advance(1_000);
  network.last.open('<html>', 'text/html');
  await timers.advance(2_000);
  assert.equal(seen.errors.at(-1).kind, 'refused');
  assert.equal(network.connections.length, 3);
  assert.equal(network.last.headers.get('last-event-id'), '1');
});

test('retries a ticket function that fails, and ends with one that says so', async () => {
  let turn = 0;
  const { network, timers, seen, stream } = await open({
    ticket: async () => {
      turn += 1;
      if (turn === 1) throw new Error('backend away');
      if (turn === 2) return {};
      throw Object.assign(new Error('signed out'), { fatal: true });
    },
  });
  await timers.advance(3_000);
  assert.deepEqual(seen.errors.map(({ kind, fatal }) => [kind, fatal]), [['ticket', false], ['ticket', false], ['ticket', true]]);
  assert.equal(network.connections.length, 0);
  assert.equal(stream.status.state, 'closed');
});

test('refuses to be opened with both credentials, with none, or without an address', async () => {
  assert.throws(() => openCardStream({ ticket: () => 't', authorization: 'k' }), TypeError);
  assert.throws(() => openCardStream({}), TypeError);
  const { seen } = await open({ url: 'no address' });
  assert.equal(seen.errors[0].fatal, true);
});

// ---- time -------------------------------------------------------------------------------------------------------------------

test('reconnects when nothing came for 45 s, and not while quiet blocks come', async () => {
  const { network, timers, seen } = await openLive();
  for (let turn = 0; turn < 8; turn += 1) {
    await timers.advance(15_000);
    network.last.send(`id: q${turn}\n\n`);
  }
  await timers.advance(44_999);
  assert.equal(network.connections[0].ended, false);
  await timers.advance(1_001);
  assert.equal(network.connections[0].ended, true);
  assert.equal(network.connections.length, 2);
  assert.equal(network.last.headers.get('last-event-id'), 'q7');
  assert.equal(seen.errors[0].kind, 'timeout');
});

test('takes comments as a sign of life', async () => {
  const { network, timers } = await openLive();
  for (let turn = 0; turn < 8; turn += 1) {
    await timers.advance(15_000);
    network.last.send(':\n');
  }
  assert.equal(network.connections.length, 1);
});

test('waits for a ticket and for an answer only so long', async () => {
  const stuck = await open({ ticket: () => new Promise(() => {}) });
  await stuck.timers.advance(20_000);
  assert.equal(stuck.seen.errors[0].kind, 'timeout');
  const { network, timers, seen } = await open();
  await timers.advance(21_000);
  assert.equal(network.connections[0].signal.aborted, true);
  assert.equal(seen.errors[0].kind, 'timeout');
  assert.equal(network.connections.length, 2);
});

test('reconnects at once after the machine slept', async () => {
  const { network, timers } = await openLive();
  await timers.sleep(30_000);
  assert.equal(network.connections.length, 2);
});

test('trusts a stream whose timers were late while bytes came', async () => {
  const { network, timers } = await openLive();
  const late = timers.sleep(30_000);
  network.last.send(':\n');
  await late;
  await timers.advance(20_000);
  assert.equal(network.connections.length, 1);
});

test('reconnects at once when the network is back, also out of a back-off', async () => {
  const page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { visibilityState: 'visible' }) };
  const { network, timers } = await openLive({ page });
  page.window.dispatchEvent(new Event('online'));
  await settle();
  assert.equal(network.connections.length, 2);
  network.last.fail();
  await settle();
  assert.equal(network.connections.length, 2);
  page.window.dispatchEvent(new Event('online'));
  await settle();
  assert.equal(network.connections.length, 3);
  network.last.refuse(503, { headers: { 'Retry-After': '10' } });
  await timers.advance(4_000);
  page.window.dispatchEvent(new Event('online'));
  await timers.advance(5_999);
  assert.equal(network.connections.length, 3, 'but not sooner than the gateway asked');
  await timers.advance(1);
  assert.equal(network.connections.length, 4);
});

test('doubts a silent stream when the page is looked at again', async () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const { network, timers, stream } = await openLive({ page: { document } });
  await timers.advance(10_000);
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(network.connections.length, 1);
  await timers.advance(10_000);
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(network.connections.length, 1);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(network.connections.length, 2);
  stream.close();
  document.dispatchEvent(new Event('visibilitychange'));
  await settle();
  assert.equal(network.connections.length, 2);
});

// ---- the end ----------------------------------------------------------------------------------------------------------------

test('leaves nothing behind when it is closed, in every state', async () => {
  const connecting = await open();
  const reading = await openLive();
  const waiting = await openLive();
  waiting.network.last.breakOff();
  await settle();
  const ticketing = await open({ ticket: () => new Promise(() => {}) });
  for (const { stream, timers, network, seen } of [connecting, reading, waiting, ticketing]) {
    const before = network.connections.length;
    stream.close();
    stream.close();
    await timers.advance(600_000);
    assert.equal(timers.pending, 0);
    assert.equal(network.connections.length, before);
    assert.ok(network.connections.every(({ ended }) => ended));
    assert.equal(seen.statuses.filter((state) => state === 'closed').length, 1);
    assert.equal(seen.statuses.at(-1), 'closed');
  }
});

test('can be closed from any callback', async () => {
  for (const name of ['onChange', 'onState', 'onEvent', 'onStatus', 'onError']) {
    const opened = {};
    let calls = 0;
    let turn = 0;
    const it = await open({
      fetch: async () => {
        turn += 1;
        if (turn === 1) throw new TypeError('fetch failed');
        const text = snapshot('a', 'ACTIVE', 1) + snapshot('b', 'ACTIVE', 1) + live('1') + status('2', 'a', 'FROZEN', 2);
        return new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });
      },
      [name]: (given) => {
        calls += given?.state === 'closed' ? 0 : 1;
        opened.stream.close();
      },
      opened,
    });
    await it.timers.advance(60_000);
    assert.equal(calls, 1, name);
    assert.equal(it.stream.status.state, 'closed', name);
    assert.equal(it.timers.pending, 0, name);
  }
});
