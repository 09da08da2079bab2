// SPDX-License-Identifier: Apache-2.0
// What a back end does with the generated types, without a cast: issue a card, follow an operation, page, read a problem.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

const client = createClient<paths>({
  baseUrl: process.env.CARDWIRE_URL ?? '',
  headers: { authorization: `Bearer ${process.env.CARDWIRE_KEY}` },
});

const wanted: components['schemas']['IssueRequest'] = {
  cardholder_id: '25ea804d-7fd5-43d5-8792-0fc0214cdb2f',
  card_product_id: '467e993f-317a-49fc-9ea0-bf49de7d1f76',
  card_currency: 'USD',
  card_limit: '10.00',
};

async function issue(): Promise<string> {
  const params = { header: { 'Idempotency-Key': crypto.randomUUID() } };
  const issued = await client.POST('/v1/cards', { params, body: wanted });
  assert.equal(issued.response.status, 201);
  const repeated = await client.POST('/v1/cards', { params, body: wanted });
  assert.equal(repeated.response.headers.get('Idempotency-Replayed'), 'true');
  assert.equal(repeated.data?.operation_id, issued.data?.operation_id);
  assert.ok(issued.data?.card_id);
  return issued.data.card_id;
}

async function active(card_id: string): Promise<components['schemas']['Card']> {
  for (;;) {
    const { data } = await client.GET('/v1/cards/{card_id}', { params: { path: { card_id } } });
    assert.ok(data);
    if (data.card_status === 'ACTIVE') {
      return data;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function freeze(card_id: string): Promise<void> {
  const changed = await client.POST('/v1/cards/{card_id}/status', {
    params: { path: { card_id } },
    body: { card_status: 'FROZEN' },
  });
  assert.equal(changed.response.status, 202);
  assert.ok(changed.data && 'operation_id' in changed.data);
  const operation_id = changed.data.operation_id;
  for (;;) {
    const { data } = await client.GET('/v1/operations/{operation_id}', { params: { path: { operation_id } } });
    assert.equal(data?.kind, 'UPDATE_STATUS');
    if (data.order_status === 'SUCCESS') {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function page(): Promise<number> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 1 } : { limit: 1, cursor };
    const { data } = await client.GET('/v1/cards', { params: { query } });
    assert.ok(data);
    data.data.forEach(card => seen.add(card.card_id));
    cursor = data.next_cursor;
  } while (cursor !== null);
  return seen.size;
}

async function refused(): Promise<void> {
  const { error } = await client.POST('/v1/cards', {
    params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { ...wanted, card_limit: '0.001' },
  });
  assert.equal(error?.code, 'validation_failed');
  assert.equal(error.errors?.[0]?.field, 'card_limit');
}

const card = await active(await issue());
assert.equal(card.card_limit, '10.00');
await active(await issue());
await freeze(card.card_id);
assert.ok(await page() >= 2);
await refused();
console.log('the TypeScript client issued a card, froze it, paged through the cards and read a problem');
