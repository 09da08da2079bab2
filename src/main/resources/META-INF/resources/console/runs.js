/** How long an issue took: from the click to the answer, to PENDING and to ACTIVE on the live stream. */
import { announce, duration, el, shortId } from '/console/dom.js';

const KEPT = 5;
const ARRIVALS = 500;
const ENDS = new Set(['PENDING', 'ACTIVE', 'FAILED']); // what comes later is no part of the issue
const STAGES = [
  ['answer', 'Answer'],
  ['PENDING', 'PENDING'],
  ['ACTIVE', 'ACTIVE'],
];

export class Runs {
  #list;
  #onOpen;
  #runs = [];
  #arrivals = new Map(); // a status may arrive before the answer that names its card

  constructor(list, onOpen) {
    this.#list = list;
    this.#onOpen = onOpen;
  }

  /** @param times in the clock of `performance.now()` */
  add(cardId, clickedAt, answeredAt) {
    this.#runs.unshift({ cardId, clickedAt, at: { answer: answeredAt } });
    this.#runs.length = Math.min(this.#runs.length, KEPT);
    for (const [status, at] of Object.entries(this.#arrivals.get(cardId) ?? {})) this.#note(cardId, status, at);
    this.#render();
  }

  arrived(cardId, status, at) {
    const known = this.#arrivals.get(cardId) ?? {};
    known[status] ??= at;
    this.#arrivals.set(cardId, known);
    if (this.#arrivals.size > ARRIVALS) this.#arrivals.delete(this.#arrivals.keys().next().value);
    if (this.#note(cardId, status, at)) this.#render();
  }

  clear() {
    this.#runs = [];
    this.#render();
  }

  #note(cardId, status, at) {
    const run = this.#runs.find((candidate) => candidate.cardId === cardId);
    if (!run || !ENDS.has(status) || run.at[status] !== undefined) return false;
    run.at[status] = at;
    if (status === 'ACTIVE') announce(`Card active after ${duration(at - run.clickedAt)}.`);
    if (status === 'FAILED') announce('The card failed.');
    return true;
  }

  #render() {
    this.#list.replaceChildren(...this.#runs.map((run, index) => (index === 0 ? this.#chart(run) : this.#line(run))));
  }

  #chart(run) {
    const whole = Math.max(...Object.values(run.at)) - run.clickedAt;
    const stages = run.at.FAILED === undefined ? STAGES : [...STAGES.slice(0, 2), ['FAILED', 'FAILED']];
    const rows = stages.map(([stage, label]) => {
      const took = run.at[stage] === undefined ? null : run.at[stage] - run.clickedAt;
      const bar = el('span.bar-fill', { 'data-stage': stage });
      bar.style.setProperty('--part', took === null ? 0 : Math.max(took / whole, 0.02));
      return el('div.stage', {}, el('span', {}, label), el('span.bar-track', {}, bar), el('b', {}, took === null ? '…' : duration(took)));
    });
    return el('li.run', {}, el('div.run-head', {}, 'From the click, ', this.#link(run)), ...rows);
  }

  #line(run) {
    const parts = [...ENDS]
      .filter((status) => run.at[status] !== undefined)
      .map((status) => `${status} ${duration(run.at[status] - run.clickedAt)}`);
    return el('li.run-line', {}, this.#link(run), el('span', {}, parts.join(' · ')));
  }

  #link(run) {
    return el('button.link', { type: 'button', onclick: () => this.#onOpen(run.cardId) }, shortId(run.cardId));
  }
}
