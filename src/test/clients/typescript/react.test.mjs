// SPDX-License-Identifier: Apache-2.0
// The hook of the packed package in real React: under StrictMode, with functions that are new at each render.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, createElement as element, StrictMode } from 'react';
import { create } from 'react-test-renderer';
import { useCardwire } from 'cardwire/react';

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A gateway in place of `fetch`, and a component that notes what it is given. */
function page() {
  const seen = { tickets: 0, mounts: 0, streams: [], shown: null, changes: [], renders: [] };
  const fetch = async (url, { signal }) => {
    let controller;
    const body = new ReadableStream({ start: (given) => void (controller = given) });
    const stream = { url: new URL(url), signal, send: (text) => controller.enqueue(new TextEncoder().encode(text)) };
    seen.streams.push(stream);
    stream.send('event: card.snapshot\ndata: {"card_id":"a","card_status":"ACTIVE","version":1}\n\n');
    stream.send('id: 1\nevent: stream.live\ndata: {}\n\n');
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  function Cards({ person, enabled, word }) {
    seen.shown = useCardwire({
      url: 'https://cards.example/v1/stream',
      ticket: async () => `t${(seen.tickets += 1)}`,
      onChange: ({ card }) => seen.changes.push(`${word} ${card.card_status}`),
      fetch,
      page: {},
      person,
      enabled,
    });
    seen.renders.push(`${person} ${seen.shown.cards.size}`);
    return null;
  }
  return { seen, Cards, open: () => seen.streams.filter(({ signal }) => !signal.aborted) };
}

async function mount(what) {
  let root;
  await act(async () => {
    root = create(what);
    await settle();
  });
  const render = (next) => act(async () => {
    root.update(next);
    await settle();
  });
  return { render, unmount: () => act(async () => root.unmount()) };
}

test('opens one stream under StrictMode', async () => {
  const { seen, Cards, open } = page();
  const { unmount } = await mount(element(StrictMode, null, element(Cards)));
  assert.equal(seen.streams.length, 1);
  assert.equal(seen.tickets, 1);
  assert.equal(seen.shown.status.state, 'live');
  assert.equal(seen.shown.cards.get('a').card_status, 'ACTIVE');
  await unmount();
  assert.equal(open().length, 0);
});

test('keeps its stream at another render, and calls the latest functions', async () => {
  const { seen, Cards } = page();
  const { render, unmount } = await mount(element(Cards, { word: 'first' }));
  await render(element(Cards, { word: 'second' }));
  const before = seen.shown.cards;
  await act(async () => {
    seen.streams[0].send('id: 2\nevent: card.status\ndata: {"card_id":"a","card_status":"FROZEN","version":2}\n\n');
    await settle();
  });
  assert.equal(seen.streams.length, 1);
  assert.deepEqual(seen.changes, ['first ACTIVE', 'second FROZEN']);
  assert.notEqual(seen.shown.cards, before);
  assert.equal(seen.shown.cards.get('a').card_status, 'FROZEN');
  await unmount();
});

test('opens another stream for another person, and shows nothing of the old one', async () => {
  const { seen, Cards, open } = page();
  const { render, unmount } = await mount(element(Cards, { person: 'one' }));
  await render(element(Cards, { person: 'two' }));
  assert.equal(seen.renders.find((each) => each.startsWith('two')), 'two 0');
  assert.equal(seen.renders.at(-1), 'two 1');
  assert.equal(seen.streams.length, 2);
  assert.equal(open().length, 1);
  await unmount();
});

test('opens nothing while it is not enabled', async () => {
  const { seen, Cards } = page();
  const { render, unmount } = await mount(element(Cards, { enabled: false }));
  assert.equal(seen.streams.length, 0);
  await render(element(Cards, { enabled: true }));
  assert.equal(seen.streams.length, 1);
  await render(element(Cards, { enabled: false }));
  assert.ok(seen.streams[0].signal.aborted);
  await unmount();
});
