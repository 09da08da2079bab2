/** What stands between a browser and the gateway, and can forget its connections without a word to either side. */

import net from 'node:net';

export class Proxy {
  #server;
  #pairs = new Set();
  #to;

  constructor(to) {
    this.#to = to;
    this.#server = net.createServer({ allowHalfOpen: false }, (browser) => this.#join(browser));
  }

  async listen(port = 0) {
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this.#server.address().port;
  }

  /** Not one more byte passes on the connections that are open now, and neither end is told. New ones work. */
  forget() {
    for (const pair of this.#pairs) {
      for (const socket of pair) {
        socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close').pause();
      }
    }
    const forgotten = this.#pairs.size;
    this.#pairs.clear();
    return forgotten;
  }

  /** Cuts what is open, as a proxy that is restarted does. */
  cut() {
    for (const pair of this.#pairs) pair.forEach((socket) => socket.destroy());
  }

  close() {
    this.#server.close();
    this.cut();
  }

  #join(browser) {
    const gateway = net.connect(this.#to, '127.0.0.1');
    const pair = [browser, gateway];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [gateway, browser]]) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}
