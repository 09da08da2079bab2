/** The packaged gateway as a process that can be stopped and killed, and UQPAY's events to it. */

import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const KEY = 'cardwire-dev-key';
const SECRET = 'sim-webhook-secret';

export class Gateway {
  #process;
  #jar;
  #log;

  constructor(jar, port, log) {
    this.#jar = jar;
    this.#log = log;
    this.port = port;
    this.url = `http://localhost:${port}`;
  }

  async start() {
    const log = openSync(this.#log, 'a');
    this.#process = spawn('java', ['-Xmx384m', `-Dquarkus.http.port=${this.port}`, '-jar', this.#jar], { stdio: ['ignore', log, log] });
    for (let ready = false; !ready; await sleep(200)) {
      if (this.#process.exitCode !== null) throw new Error(`the gateway ended with ${this.#process.exitCode}, see ${this.#log}`);
      ready = await fetch(`${this.url}/q/health/ready`).then((answer) => answer.ok, () => false);
    }
  }

  async end(signal) {
    this.#process.kill(signal);
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit');
  }

  async ticket(seconds) {
    return (await this.#post('/v1/stream-tickets', { everything: true, ttl_seconds: seconds })).json();
  }

  async revoke(ticketId) {
    await fetch(`${this.url}/v1/stream-tickets/${ticketId}`, { method: 'DELETE', headers: { Authorization: `Bearer ${KEY}` } });
  }

  created(card) {
    return this.#deliver('card.create.succeeded', { card_id: card, card_status: 'ACTIVE' });
  }

  status(card, status) {
    return this.#deliver('card.status.update.succeeded', { card_id: card, card_status: status, update_time: new Date().toISOString() });
  }

  async #deliver(type, data) {
    const body = JSON.stringify({
      version: 'V1.6.0', event_name: 'ISSUING', event_type: type, event_id: randomUUID(), source_id: randomUUID(), data,
    });
    const timestamp = String(Date.now());
    const signature = createHmac('sha512', SECRET).update(body + timestamp).digest('hex');
    const answer = await fetch(`${this.url}/webhooks/uqpay`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-wk-timestamp': timestamp, 'x-wk-signature': signature },
      body,
    });
    const { outcome } = await answer.json();
    if (outcome !== 'applied') throw new Error(`an event was ${answer.status} ${outcome}`);
  }

  #post(path, body) {
    return fetch(this.url + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
}
