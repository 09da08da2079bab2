/** A real Chromium without a window, driven over its own pipe; nothing has to be installed for it. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--remote-debugging-pipe',
];

export class Chromium {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'cardwire-chromium-'));
  #answers = new Map();
  #listeners = [];
  #rest = '';
  #calls = 0;

  constructor(command) {
    this.#process = spawn(command, [...FLAGS, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, which can be put to sleep as a whole
    });
    this.#process.stdio[4].setEncoding('utf8').on('data', (text) => this.#read(text));
  }

  async open(url) {
    const { targetId } = await this.#call('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.#call('Target.attachToTarget', { targetId, flatten: true });
    await this.#call('Runtime.enable', {}, sessionId);
    await this.#call('Page.navigate', { url }, sessionId);
    return new Page((method, params) => this.#call(method, params, sessionId), () => this.#call('Target.closeTarget', { targetId }));
  }

  onEvent(listener) {
    this.#listeners.push(listener);
  }

  /** As when a lid is closed: no process of it gets a turn until `wake`. */
  sleep() {
    process.kill(-this.#process.pid, 'SIGSTOP');
  }

  wake() {
    process.kill(-this.#process.pid, 'SIGCONT');
  }

  close() {
    this.wake();
    process.kill(-this.#process.pid, 'SIGKILL');
    this.#process.once('exit', () => rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 }));
  }

  #call(method, params, sessionId) {
    const id = ++this.#calls;
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  #read(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop();
    for (const message of messages.map((each) => JSON.parse(each))) {
      const answer = this.#answers.get(message.id);
      this.#answers.delete(message.id);
      if (message.error) answer?.reject(new Error(message.error.message));
      else if (answer) answer.resolve(message.result);
      else this.#listeners.forEach((listener) => listener(message));
    }
  }
}

class Page {
  #call;

  constructor(call, close) {
    this.#call = call;
    this.close = close;
  }

  /** Its process ends without a word. */
  crash() {
    this.#call('Page.crash', {}).catch(() => {});
  }

  /** As browsers do with pages that nobody looks at. */
  freeze(frozen = true) {
    return this.#call('Page.setWebLifecycleState', { state: frozen ? 'frozen' : 'active' });
  }

  /** One key, as a person presses it: `Enter`, `Escape`, `Tab`. */
  async press(key) {
    const codes = { Enter: 13, Escape: 27, Tab: 9 };
    const event = { key, code: key, windowsVirtualKeyCode: codes[key], ...(key === 'Enter' && { text: '\r' }) };
    await this.#call('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.#call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Its window, and the theme that its person prefers. */
  async look({ width, height = 900, scheme = 'light', languages = 'en' }) {
    await this.#call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.#call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    const userAgent = await this.evaluate('navigator.userAgent');
    await this.#call('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: languages });
  }

  /** @returns {Promise<Buffer>} a PNG of what is to be seen */
  async picture() {
    return Buffer.from((await this.#call('Page.captureScreenshot', { format: 'png' })).data, 'base64');
  }

  /** The value of an expression in the page; a promise is awaited. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.#call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}
