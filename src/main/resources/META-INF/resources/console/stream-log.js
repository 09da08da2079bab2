/** The last events of the stream, newest on top. Draws once a frame, however many came. */
import { clockTime, el, pill, shortId } from '/console/dom.js';

const KEPT = 200;

export class StreamLog {
  #list;
  #empty;
  #onOpen;
  #fresh = [];
  #snapshots = 0;
  #scheduled = false;

  constructor(list, empty, onOpen) {
    this.#list = list;
    this.#empty = empty;
    this.#onOpen = onOpen;
  }

  /** @param event `{type, data}` as the stream gave it */
  event({ type, data }) {
    if (type === 'card.snapshot') {
      this.#snapshots += 1; // up to a thousand at once: shown as one line when the snapshot is whole
      return;
    }
    if (this.#snapshots > 0) this.#push(() => ['card.snapshot', `${this.#takeSnapshots()} cards`]);
    const parsed = objectOf(data);
    this.#push(() => [type, ...this.#detail(type, parsed)]);
  }

  note(type, text) {
    this.#push(() => [type, text]);
  }

  clear() {
    this.#fresh = [];
    this.#snapshots = 0;
    this.#list.replaceChildren();
    this.#empty.hidden = false;
  }

  #takeSnapshots() {
    const count = this.#snapshots;
    this.#snapshots = 0;
    return count;
  }

  #detail(type, data) {
    if (type === 'card.status') {
      const open = el('button.link', { type: 'button', onclick: () => this.#onOpen(data.card_id) }, shortId(data.card_id));
      const from = data.previous_status ? el('span.from', {}, `${data.previous_status} →`) : null;
      return [open, from, pill(data.card_status), el('span.fine', {}, `v${data.version} · ${data.cause}`)];
    }
    const text = Object.entries(data).map(([key, value]) => `${key} ${value}`).join(', ');
    return [text || null];
  }

  #push(content) {
    const time = clockTime();
    const [type, ...detail] = content();
    this.#fresh.push(el('li', { 'data-type': type }, el('time', {}, time), el('code', {}, type), el('span.detail', {}, ...kept(detail))));
    if (this.#fresh.length > KEPT) this.#fresh.shift();
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#scheduled = false;
    this.#list.prepend(...this.#fresh.reverse());
    this.#fresh = [];
    while (this.#list.childElementCount > KEPT) this.#list.lastElementChild.remove();
    this.#empty.hidden = this.#list.childElementCount > 0;
  }
}

function kept(children) {
  return children.filter((child) => child !== null && child !== undefined);
}

function objectOf(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
