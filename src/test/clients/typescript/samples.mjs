// SPDX-License-Identifier: Apache-2.0
// Writes each TypeScript sample of a document into a file of its own: node samples.mjs <document> <folder>.
import { readFileSync, writeFileSync } from 'node:fs';

const [document, folder] = process.argv.slice(2);
const samples = [...readFileSync(document, 'utf8').matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)];
if (samples.length === 0) throw new Error(`${document} has no TypeScript samples`);
samples.forEach(([, kind, code], n) => {
  const name = code.includes('export const fetchTicket') ? 'ticket' : `sample-${n + 1}`;
  writeFileSync(`${folder}/${name}.${kind}`, `${code}\nexport {};\n`);
});
