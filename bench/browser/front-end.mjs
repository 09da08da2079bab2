/**
 * The pages a browser is shown, from an origin of their own: one watches with the gateway's module, one with the native
 * `EventSource` exactly as `docs/front-end.md` tells people to. Both write down every change and the state that they show.
 */

import { readFileSync } from 'node:fs';
import http from 'node:http';

const GUIDE = new URL('../../docs/front-end.md', import.meta.url);

const NOTES = `
  window.seen = []; window.shown = {}; window.states = []; window.gaps = 0; window.live = 0;
  const fetchTicket = () => fetch('/ticket', { method: 'POST' }).then((answer) => answer.json());
`;

const modulePage = (gateway) => `<!doctype html><title>module</title><script type="module">
  import { openCardStream } from '${gateway}/client/cardwire-stream.js';
  ${NOTES}
  window.stream = openCardStream({
    url: '${gateway}/v1/stream',
    ticket: fetchTicket,
    onChange: ({ card, source }) => {
      window.shown[card.card_id] = card.card_status;
      if (source === 'status') window.seen.push([card.card_id, card.card_status]);
    },
    onStatus: ({ state }) => { window.states.push(state); if (state === 'live') window.live += 1; },
    onEvent: ({ type }) => { if (type === 'stream.gap') window.gaps += 1; },
    onError: (error) => window.states.push('error: ' + error.message),
  });
</script>`;

const nativePage = (gateway) => `<!doctype html><title>native</title><script type="module">
  ${NOTES}
  const versions = {};
  const show = (card) => { versions[card.card_id] = card.version; window.shown[card.card_id] = card.card_status; };
  const replaceAll = (cards) => { window.shown = {}; cards.forEach(show); };
  const applyIfNewer = (card) => {
    if (versions[card.card_id] >= card.version) return;
    show(card);
    window.seen.push([card.card_id, card.card_status]);
  };
  const Native = window.EventSource;
  window.EventSource = class extends Native {
    constructor(url) {
      super(url);
      this.addEventListener('stream.live', () => { window.live += 1; });
      this.addEventListener('stream.gap', () => { window.gaps += 1; });
      for (const type of ['stream.draining', 'stream.expired', 'error']) this.addEventListener(type, () => window.states.push(type));
    }
  };
  ${guide(gateway)}
  open();
</script>`;

/** The guide's own lines, so that what people copy is what was tried. */
function guide(gateway) {
  const text = readFileSync(GUIDE, 'utf8');
  const [, code] = /## Native `EventSource`[\s\S]*?```js\n([\s\S]*?)```/.exec(text);
  return code.replaceAll('https://cards.example.com', gateway);
}

/** Serves both pages and hands out tickets; `ticket` is asked for each. */
export async function serveFrontEnd(gateway, ticket) {
  const server = http.createServer(async (request, response) => {
    try {
      if (request.url === '/ticket') {
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await ticket()));
      } else {
        response.setHeader('Content-Type', 'text/html').end(request.url === '/module' ? modulePage(gateway) : nativePage(gateway));
      }
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://localhost:${server.address().port}`, close: () => server.closeAllConnections() ?? server.close() };
}
