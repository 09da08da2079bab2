/** The module against real sockets and the real `fetch`; what the fakes of the other tests might get wrong shows here. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { FakeGateway } from './fake-gateway.mjs';
import { MODULE } from './support.mjs';

const { openCardStream } = await import(MODULE);

async function watch(t) {
  const gateway = await new FakeGateway().listen();
  const told = new EventEmitter();
  const stream = openCardStream({
    url: `${gateway.url}/v1/stream`,
    ticket: async () => {
      const headers = { Authorization: `Bearer ${gateway.apiKey}` };
      const answer = await fetch(`${gateway.url}/v1/stream-tickets`, { method: 'POST', headers, body: '{"everything":true}' });
      return answer.json();
    },
    random: () => 0,
    onStatus: ({ state }) => told.emit(state),
    onChange: ({ card, previous }) => told.emit('change', `${previous?.card_status ?? '-'}>${card?.card_status ?? '-'}`),
  });
  t.after(() => {
    stream.close();
    return gateway.close();
  });
  await once(told, 'live');
  return { gateway, stream, told };
}

test('hears of a new card at once', async (t) => {
  const { gateway, stream, told } = await watch(t);
  const change = once(told, 'change');
  const card = gateway.addCard();
  assert.deepEqual(await change, ['->PENDING']);
  assert.equal(stream.cards.get(card.card_id).version, 1);
});

test('misses nothing while it is away, and asks with the same ticket', async (t) => {
  const { gateway, stream, told } = await watch(t);
  const card = gateway.addCard();
  await once(told, 'change');
  const changes = [];
  told.on('change', (change) => changes.push(change));
  const back = once(told, 'live');
  gateway.breakStreams();
  gateway.move(card.card_id, 'ACTIVE');
  gateway.move(card.card_id, 'FROZEN');
  await back;
  assert.equal(stream.cards.get(card.card_id).card_status, 'FROZEN');
  assert.deepEqual(changes, ['PENDING>ACTIVE', 'ACTIVE>FROZEN']);
  assert.equal(gateway.requests.filter(({ path }) => path === '/v1/stream-tickets').length, 1);
});

test('takes the fresh snapshot after a gap', async (t) => {
  const { gateway, stream, told } = await watch(t);
  gateway.addCard();
  await once(told, 'change');
  gateway.cards.clear();
  const back = once(told, 'live');
  gateway.forgetLog();
  gateway.breakStreams();
  await back;
  assert.equal(stream.cards.size, 0);
});

test('fetches a new ticket when the old one is over', async (t) => {
  const { gateway, told } = await watch(t);
  const back = once(told, 'live');
  gateway.expireTickets();
  await back;
  assert.equal(gateway.requests.filter(({ path }) => path === '/v1/stream-tickets').length, 2);
});

test('comes back to a replica that drained', async (t) => {
  const { gateway, stream, told } = await watch(t);
  const draining = once(told, 'draining');
  const back = once(told, 'live');
  gateway.drain(1);
  await draining;
  gateway.addCard();
  await back;
  assert.equal(stream.cards.size, 1);
});

test('closes its socket when it is closed', async (t) => {
  const { gateway, stream } = await watch(t);
  const [{ response }] = gateway.streams;
  stream.close();
  await once(response, 'close');
});
