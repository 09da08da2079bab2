/** The package for front-ends: what it holds, and that its types name what its modules export. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../main/resources/META-INF/resources/client/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', FOLDER), 'utf8'));
const npm = spawnSync('npm', ['--version']).status === 0;

test('holds the modules, their types, the licence and nothing else', { skip: !npm && 'no npm here' }, () => {
  const cwd = fileURLToPath(FOLDER);
  const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ files }] = JSON.parse(said.slice(said.indexOf('[\n')));
  assert.deepEqual(files.map(({ path }) => path).sort(), [
    'LICENSE', 'README.md', 'cardwire-stream.d.ts', 'cardwire-stream.js', 'package.json', 'react.d.ts', 'react.js',
  ]);
});

test('has the version of the gateway, and needs nothing', () => {
  const pom = readFileSync(new URL('../../../pom.xml', import.meta.url), 'utf8');
  assert.equal(manifest.version, /<revision>([^<]+)</.exec(pom)[1]);
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.dependencies, undefined);
  assert.ok(manifest.peerDependenciesMeta.react.optional);
  assert.doesNotMatch(text('cardwire-stream.js'), /^import /m);
});

for (const [entry, { types, default: module }] of Object.entries(manifest.exports).filter(([, to]) => to.types)) {
  test(`the types of "${entry}" name what its module exports`, () => {
    assert.deepEqual(exported(text(types), /^export (?:class|function) (\w+)/gm), exported(text(module), /^export (?:class|function) (\w+)/gm));
  });
}

test('each option that the module describes has a type', () => {
  const described = exported(text('cardwire-stream.js'), /^ \* {1,5}@property .*?\}? ?\[(\w+)\]/gm);
  const typed = text('cardwire-stream.d.ts');
  assert.ok(described.includes('onPosition') && described.includes('share'));
  for (const option of described) assert.match(typed, new RegExp(`\\b${option}\\??:`));
});

function text(name) {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

function exported(source, names) {
  return [...source.matchAll(names)].map(([, name]) => name).sort();
}
