// The page only uses the simulator's own controls; whatever it can do, a test can do as well.
const control = '/simulator/control';
const rows = 50;
const statuses = ['ACTIVE', 'FROZEN', 'BLOCKED', 'CANCELLED', 'LOST', 'STOLEN'];
/** Knobs with a closed list. The simulator refuses what is not on it; the page only offers it. */
const lists = {
  issue_outcome: ['succeed', 'fail', 'stay_pending'],
  issue_refusal: ['', 'insufficient_sub_bin', 'kyc_insufficient', 'card_art_not_configured'],
  issue_answer: ['card', 'kyc_pending', 'kyc_blocked'],
  order_outcome: ['succeed', 'fail', 'stay_pending'],
  money_orders: ['pending', 'at_once'],
  kyc_outcome: ['succeed', 'fail', 'stay_pending'],
  webhook_retry_signature: ['fresh', 'same'],
  webhook_version: ['V1.6.0', 'V1.5.2'],
  timestamp_unit: ['ms', 's'],
  http_error_body: ['json', 'flat', 'error', 'html', 'firewall', 'edge', 'empty', 'half'],
  http_answer: ['whole', 'giant', 'trickle'],
  unreadable_card: ['none', 'null', 'text', 'without_id'],
  rate_limit_body: ['json', 'trailing_comma'],
  bare_token: ['refuse', 'accept'],
  idempotency_key: ['uuid', 'any'],
  pin_calls: ['current', 'before_2026_10'],
  card_art: ['none', 'one'],
  protection_fee: ['none', 'charged'],
  settlement: ['none', 'same', 'less', 'more'],
  page_size: ['clamp', 'refuse'],
  share_recharge: ['refuse', 'accept'],
  cancel_via: ['pre_cancel', 'cancelled'],
  create_failed_card_id: ['present', 'absent'],
  secure_card_data: ['refuse', 'serve'],
  iframe_framing: ['allow', 'deny'],
  amounts: ['as_sent', 'as_documented'],
  quirks: ['off', 'random'],
};
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const exact = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
/** Scenarios whose knobs are still turned, as far as this page has seen. */
const running = new Set();
const at = (id) => document.getElementById(id);

async function ask(method, path, body) {
  const answer = await fetch(control + path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.message);
  return json;
}

// Text goes in as text, never as markup: names and answers come from outside.
function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function button(label, action, className) {
  const node = element('button', label, className);
  node.type = 'button';
  node.addEventListener('click', () => run(label, action));
  return node;
}

/** @returns whether it was done */
async function run(label, action) {
  let done = false;
  try {
    const end = await action();
    at('said').textContent = `${label}: ${typeof end === 'string' ? end : 'done'}`;
    done = true;
  } catch (failure) {
    at('said').textContent = `${label}: ${failure.message}`;
  }
  at('said').className = done ? '' : 'bad';
  await refresh();
  return done;
}

// Rows are made anew only when they say something new: a button under the cursor or in focus stays where it is.
const shown = new Map();
function fill(id, data, row) {
  const text = JSON.stringify(data);
  if (shown.get(id) === text) return;
  shown.set(id, text);
  at(id).replaceChildren(...data.map(row));
}

function cell(...actions) {
  const inside = element('div', undefined, 'buttons');
  inside.append(...actions);
  const node = element('td');
  node.append(inside);
  return node;
}

function timeCell(iso) {
  const time = element('time', clock.format(new Date(iso)));
  time.dateTime = iso;
  time.title = iso;
  const node = element('td');
  node.append(time);
  return node;
}

const short = (id) => (id ? id.slice(0, 8) : '');

function cardRow(card) {
  const row = element('tr');
  const id = element('td');
  id.append(element('code', short(card.card_id)));
  id.title = card.card_id;
  const events = cell(
    ...statuses.filter((status) => status !== card.card_status).map((status) => button(status, () => ask('POST', '/events', {
      event_type: 'card.status.update.succeeded', card_id: card.card_id, data: { card_status: status },
    }))),
    button('3DS code', () => ask('POST', '/events', { event_type: 'card.3ds.otp', card_id: card.card_id })));
  row.append(id, element('td', card.card_number), element('td', card.card_status), element('td', card.mode_type),
    element('td', `${card.available_balance} ${card.card_currency}`), element('td', short(card.idempotency_key)), events);
  return row;
}

function eventRow(event) {
  const row = element('tr');
  const attempts = element('ol');
  for (const attempt of event.attempts.slice(0, 8)) {
    const good = attempt.status === 200;
    attempts.append(element('li', `${exact.format(new Date(attempt.at))} ${attempt.status ?? ''} ${attempt.answer ?? attempt.error ?? ''}`,
      good ? 'good' : 'bad'));
  }
  if (event.attempts.length > 8) attempts.append(element('li', `and ${event.attempts.length - 8} more`));
  const tries = element('td');
  tries.append(attempts);
  const actions = cell(
    button('Send again', () => ask('POST', `/events/${event.event_id}/resend`, {})),
    button('Show', async () => {
      const full = await ask('GET', `/deliveries/${event.event_id}`);
      at('body-text').textContent = JSON.stringify(JSON.parse(full.body), null, 2);
      at('body').showModal();
      return event.event_id;
    }));
  row.append(timeCell(event.made_at), element('td', event.event_type), element('td', short(event.card_id)),
    element('td', event.state, event.state === 'DELIVERED' ? 'good' : 'bad'), tries, actions);
  return row;
}

/** The field always shows what holds: a refused value is taken out again. */
function knob(key, value) {
  const label = element('label', key);
  const input = element('input');
  input.name = key;
  input.type = typeof value === 'boolean' ? 'checkbox' : 'text';
  if (typeof value === 'boolean') input.checked = value;
  else input.value = value;
  if (typeof value === 'number') input.inputMode = 'decimal';
  if (lists[key]) label.append(choices(input, key));
  input.addEventListener('change', async () => {
    const done = await run(key, () => ask('PUT', '/behaviour', { [key]: wantedOf(input, value, key) }));
    if (done) return;
    const { [key]: real } = await ask('GET', '/behaviour');
    if (typeof value === 'boolean') input.checked = real;
    else input.value = real;
  });
  label.append(input);
  return label;
}

function choices(input, key) {
  const list = element('datalist');
  list.id = `list-${key}`;
  list.append(...lists[key].map((word) => {
    const option = element('option', word || 'none');
    option.value = word;
    return option;
  }));
  input.setAttribute('list', list.id);
  return list;
}

function wantedOf(input, value, key) {
  if (typeof value === 'boolean') return input.checked;
  if (typeof value !== 'number') return input.value;
  const text = input.value.trim();
  if (text === '' || Number.isNaN(Number(text))) throw new Error(`refused, "${text}" is not a number. ${key} stays as it was.`);
  return Number(text);
}

/** A scenario that leaves knobs turned goes on until the behaviour is reset. */
async function play(scenario) {
  const before = JSON.stringify(await ask('GET', '/behaviour'));
  await ask('POST', `/scenarios/${scenario.name}`, {});
  if (JSON.stringify(await ask('GET', '/behaviour')) !== before) mark(scenario.name, true);
  return scenario.shows;
}

function mark(name, on) {
  if (on) running.add(name);
  else running.delete(name);
  document.querySelectorAll('#scenarios button').forEach((node) => {
    const runs = running.has(node.dataset.name);
    node.setAttribute('aria-pressed', String(runs));
    node.textContent = runs ? `${node.dataset.name} (running)` : node.dataset.name;
  });
}

async function calm() {
  await ask('PUT', '/behaviour', {});
  [...running].forEach((name) => mark(name, false));
}

/** Asks first: nobody can undo it. */
function forget() {
  const dialog = at('sure');
  dialog.returnValue = 'no';
  dialog.showModal();
  dialog.onclose = () => {
    if (dialog.returnValue === 'yes') run('Forget everything', () => ask('POST', '/reset', {}));
  };
}

async function refresh() {
  const [cards, events, behaviour] = await Promise.all([
    ask('GET', `/cards?limit=${rows}`), ask('GET', `/deliveries?limit=${rows}`), ask('GET', '/behaviour'),
  ]);
  fill('cards', cards.data, cardRow);
  fill('events', events.data, eventRow);
  if (!at('behaviour').contains(document.activeElement)) {
    fill('behaviour', Object.entries(behaviour), ([key, value]) => knob(key, value));
  }
}

async function start() {
  at('behaviour').addEventListener('submit', (event) => event.preventDefault());
  at('calm').addEventListener('click', () => run('Behaviour', calm));
  at('forget').addEventListener('click', forget);
  at('zone').textContent = `Times are in ${new Intl.DateTimeFormat().resolvedOptions().timeZone}.`;
  fetch('/console/local.json').then((found) => { at('console').hidden = !found.ok; }, () => {}); // alone, it has no gateway
  const scenarios = await ask('GET', '/scenarios');
  for (const scenario of scenarios.data) {
    const node = button(scenario.name, () => play(scenario));
    node.dataset.name = scenario.name;
    node.title = scenario.shows;
    node.setAttribute('aria-pressed', 'false');
    at('scenarios').append(node);
  }
  await refresh();
  setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 2000);
}

start();
