/** Reads changed cards again, one at a time and not too fast: a busy gateway must not be made busier by being watched. */
const GAP_MS = 150;

export class CardRefresh {
  #read;
  #waiting = new Set();
  #running = false;
  #stopped = false;

  constructor(read) {
    this.#read = read;
  }

  later(cardId) {
    this.#waiting.add(cardId);
    if (!this.#running) this.#run();
  }

  stop() {
    this.#stopped = true;
    this.#waiting.clear();
  }

  async #run() {
    this.#running = true;
    while (!this.#stopped && this.#waiting.size > 0) {
      const [cardId] = this.#waiting;
      this.#waiting.delete(cardId);
      await this.#read(cardId).catch(() => {}); // the row shows what the stream said; the next change reads it again
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.#running = false;
  }
}
