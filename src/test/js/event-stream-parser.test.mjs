import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODULE } from './support.mjs';

const { EventStreamParser } = await import(MODULE);

/** Everything that came out, in order. */
function parse(chunks, options = {}) {
  const out = [];
  const parser = new EventStreamParser({
    onEvent: ({ type, data, id }) => out.push([type, data, id]),
    onId: (id) => out.push(['#id', id]),
    onRetry: (ms) => out.push(['#retry', ms]),
    ...options,
  });
  for (const chunk of chunks) parser.feed(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  return out;
}

test('ends lines at LF, CR and CRLF, also mixed', () => {
  assert.deepEqual(parse(['data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\r\n\n']), [
    ['message', 'a', ''],
    ['message', 'b', ''],
    ['message', 'c', ''],
    ['message', 'd', ''],
  ]);
});

test('gives the same for every cut into two chunks and for single bytes', () => {
  const text = '\uFEFFid: 1\r\nevent: grüße\r\ndata: 🂡 ä\r\ndata:x\r\n\r\n: hm\rretry: 7\rid: 2\r\rdata\n\n';
  const bytes = new TextEncoder().encode(text);
  const whole = parse([bytes]);
  assert.deepEqual(whole, [['grüße', '🂡 ä\nx', '1'], ['#id', '1'], ['#retry', 7], ['#id', '2'], ['message', '', '2']]);
  for (let cut = 0; cut <= bytes.length; cut += 1) assert.deepEqual(parse([bytes.slice(0, cut), bytes.slice(cut)]), whole, `cut ${cut}`);
  assert.deepEqual(parse([...bytes].map((byte) => Uint8Array.of(byte))), whole);
});

test('does not take the LF of a split CRLF for an empty line', () => {
  assert.deepEqual(parse(['data: a\r', '\ndata: b\r', '\n\r', '\n']), [['message', 'a\nb', '']]);
});

test('drops one byte order mark at the start only', () => {
  assert.deepEqual(parse(['\uFEFFdata: a\n\n\uFEFFdata: b\n\n']), [['message', 'a', '']]);
  assert.deepEqual(parse([Uint8Array.of(0xef), Uint8Array.of(0xbb), Uint8Array.of(0xbf), 'data: a\n\n']), [['message', 'a', '']]);
});

test('ignores comments, unknown fields and fields written otherwise', () => {
  assert.deepEqual(parse([': data: no\n:\nfoo: bar\nDATA: no\n data: no\ndata: yes\n\n']), [['message', 'yes', '']]);
});

test('strips one blank after the colon and no more', () => {
  assert.deepEqual(parse(['data:  two\ndata:none\ndata:a:b\n\n']), [['message', ' two\nnone\na:b', '']]);
});

test('tells empty data from no data', () => {
  assert.deepEqual(parse(['data\n\n', 'data:\n\n', 'data\ndata\n\n', 'event: x\n\n', '\n\n']), [
    ['message', '', ''],
    ['message', '', ''],
    ['message', '\n', ''],
  ]);
});

test('forgets the type of a block without data', () => {
  assert.deepEqual(parse(['event: x\n\ndata: a\n\n']), [['message', 'a', '']]);
});

test('tells the id of a block without data', () => {
  assert.deepEqual(parse(['id: 9\n\n']), [['#id', '9']]);
});

test('tells the id after the event of its block, and keeps it for the next', () => {
  assert.deepEqual(parse(['id: 9\ndata: a\n\ndata: b\n\n']), [
    ['message', 'a', '9'],
    ['#id', '9'],
    ['message', 'b', '9'],
  ]);
});

test('ignores an id with NUL and lets an empty one reset', () => {
  assert.deepEqual(parse(['id: 1\n\nid: a\0b\n\nid\n\n']), [['#id', '1'], ['#id', '']]);
});

test('takes retry from digits alone', () => {
  assert.deepEqual(parse(['retry: 10\nretry: 1.5\nretry: -1\nretry: 1e3\nretry:\nretry: ٣\nretry:20\n']), [['#retry', 10], ['#retry', 20]]);
});

test('drops a block cut off by the end, with its id', () => {
  assert.deepEqual(parse(['id: 1\ndata: a\n\nid: 2\ndata: b\n']), [['message', 'a', '1'], ['#id', '1']]);
});

test('replaces broken UTF-8 and goes on', () => {
  assert.deepEqual(parse(['data: ', Uint8Array.of(0xff, 0x41), '\n\n']), [['message', '\uFFFDA', '']]);
});

test('refuses a block without end instead of storing it', () => {
  assert.throws(() => parse(['data: 123\n', 'data: 4567890'], { maxBlockChars: 15 }), /too long/);
  assert.equal(parse(['data: 12345\n\n', 'data: 12345\n\n'], { maxBlockChars: 15 }).length, 2);
});
