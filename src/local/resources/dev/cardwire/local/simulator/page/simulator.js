// The page only uses the simulator's own controls; whatever it can do, a test can do as well.
const control = '/simulator/control';
const rows = 50;
const statuses = ['ACTIVE', 'FROZEN', 'BLOCKED', 'CANCELLED', 'LOST', 'STOLEN'];
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

async function run(label, action) {
  try {
    const done = await action();
    at('said').textContent = `${label}: ${typeof done === 'string' ? done : 'done'}`;
  } catch (failure) {
    at('said').textContent = `${label}: ${failure.message}`;
  }
  await refresh();
}

const short = (id) => (id ? id.slice(0, 8) : '');

function cardRow(card) {
  const row = element('tr');
  const id = element('td');
  id.append(element('code', short(card.card_id)));
  id.title = card.card_id;
  const events = element('td', undefined, 'buttons');
  for (const status of statuses.filter((s) => s !== card.card_status)) {
    events.append(button(status, () => ask('POST', '/events', {
      event_type: 'card.status.update.succeeded', card_id: card.card_id, data: { card_status: status },
    })));
  }
  events.append(button('3DS code', () => ask('POST', '/events', { event_type: 'card.3ds.otp', card_id: card.card_id })));
  row.append(id, element('td', card.card_number), element('td', card.card_status), element('td', card.mode_type),
    element('td', `${card.available_balance} ${card.card_currency}`), element('td', short(card.idempotency_key)), events);
  return row;
}

function eventRow(event) {
  const row = element('tr');
  const attempts = element('ol');
  for (const attempt of event.attempts.slice(0, 8)) {
    const good = attempt.status === 200;
    attempts.append(element('li', `${attempt.at.slice(11, 23)} ${attempt.status ?? ''} ${attempt.answer ?? attempt.error ?? ''}`,
      good ? 'good' : 'bad'));
  }
  if (event.attempts.length > 8) attempts.append(element('li', `and ${event.attempts.length - 8} more`));
  const tries = element('td');
  tries.append(attempts);
  const actions = element('td', undefined, 'buttons');
  actions.append(
    button('Send again', () => ask('POST', `/events/${event.event_id}/resend`, {})),
    button('Show', async () => {
      const full = await ask('GET', `/deliveries/${event.event_id}`);
      at('body-text').textContent = JSON.stringify(JSON.parse(full.body), null, 2);
      at('body').showModal();
      return event.event_id;
    }));
  row.append(element('td', event.made_at.slice(11, 19)), element('td', event.event_type), element('td', short(event.card_id)),
    element('td', event.state, event.state === 'DELIVERED' ? 'good' : 'bad'), tries, actions);
  return row;
}

function knob(key, value) {
  const label = element('label', key);
  const input = element('input');
  input.name = key;
  input.type = typeof value === 'boolean' ? 'checkbox' : 'text';
  if (typeof value === 'boolean') input.checked = value;
  else input.value = value;
  input.addEventListener('change', () => {
    const wanted = typeof value === 'boolean' ? input.checked : typeof value === 'number' ? Number(input.value) : input.value;
    run(key, () => ask('PUT', '/behaviour', { [key]: wanted }));
  });
  label.append(input);
  return label;
}

async function refresh() {
  const [cards, events, behaviour] = await Promise.all([
    ask('GET', `/cards?limit=${rows}`), ask('GET', `/deliveries?limit=${rows}`), ask('GET', '/behaviour'),
  ]);
  at('cards').replaceChildren(...cards.data.map(cardRow));
  at('events').replaceChildren(...events.data.map(eventRow));
  if (!at('behaviour').contains(document.activeElement)) {
    at('behaviour').replaceChildren(...Object.entries(behaviour).map(([key, value]) => knob(key, value)));
  }
}

async function start() {
  at('behaviour').addEventListener('submit', (event) => event.preventDefault());
  at('calm').addEventListener('click', () => run('Behaviour', () => ask('PUT', '/behaviour', {})));
  at('forget').addEventListener('click', () => run('Forget everything', () => ask('POST', '/reset', {})));
  const scenarios = await ask('GET', '/scenarios');
  for (const scenario of scenarios.data) {
    const node = button(scenario.name, async () => {
      await ask('POST', `/scenarios/${scenario.name}`, {});
      return scenario.shows;
    });
    node.title = scenario.shows;
    at('scenarios').append(node);
  }
  await refresh();
  setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 2000);
}

start();
