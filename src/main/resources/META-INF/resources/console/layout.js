/** What is around every page: who is signed in, the menu, the search, and whether what is shown can be trusted. */
import { html, nothing } from '/console/html.js';
import { LoginFailed } from '/console/login/oidc.js';
import { problem } from '/console/parts/problem.js';
import { clock, zone } from '/console/parts/time.js';
import { MENU, addressOf, routeOf } from '/console/router.js';
import { t } from '/console/texts.js';

const WAITING_IS_STALE_MS = 10_000;

export function layout(app) {
  return html`
    <a class="skip" href="#main">${t('layout.skip')}</a>
    <header><div class="bar">
      <a class="brand" href="/" aria-label="Cardwire"><img src="/console/favicon.svg" alt="" width="26" height="26">Cardwire</a>
      ${connection(app.feed)}
      ${app.session ? search(app) : nothing}
      ${app.session ? who(app) : nothing}
    </div>
    ${app.session ? menu(app) : nothing}
    ${app.status ? strip(app.status) : nothing}
    ${banners(app)}</header>
    <main id="main" tabindex="-1">${app.session ? app.page?.view() : signInForm(app)}</main>
    ${footer(app)}`;
}

function connection(feed) {
  const state = feed?.state ?? 'closed';
  const text = state === 'closed' && feed?.error ? t('stream.refused') : t(`stream.${state}`);
  return html`<p class="connection" id="connection" data-state=${state} title=${feed?.error?.message ?? ''}>
    <span class="dot"></span><span id="connection-text">${text}</span></p>`;
}

function search(app) {
  const go = (event) => {
    event.preventDefault();
    const q = event.target.elements.q.value.trim();
    if (q) app.router.go(addressOf('/console/search', { q }));
  };
  return html`<form class="search" role="search" @submit=${go}>
    <label class="unseen" for="search">${t('search.label')}</label>
    <input id="search" name="q" type="search" spellcheck="false" autocomplete="off" placeholder=${t('search.placeholder')}>
  </form>`;
}

function who(app) {
  const { session } = app;
  const roles = session.roles.map((role) => t(`role.${role}`)).join(', ');
  return html`<p class="who"><span><b>${session.name}</b> <span class="fine">${roles || t('role.none')}</span></span>
    <button class="quiet small" id="sign-out" type="button" @click=${() => app.signOut()}>${t('session.out')}</button></p>`;
}

function menu(app) {
  const current = routeOf(location.pathname)?.page ?? '';
  const here = { card: 'cards', event: 'events', operation: 'operations', cardholder: 'cardholders' }[current] ?? current;
  return html`<nav class="menu" aria-label=${t('layout.menu')}>${MENU.filter(([, , needs]) => app.session.can(needs)).map(
    ([page, href]) => html`<a id="menu-${page}" href=${href} aria-current=${page === here ? 'page' : 'false'}>${t(`nav.${page}`)}</a>`,
  )}</nav>`;
}

function strip({ parts, error }) {
  if (error && parts.length === 0) return nothing;
  const bad = parts.filter(({ state }) => state !== 'ok');
  const worst = bad.some(({ state }) => state === 'down') ? 'down' : bad.length > 0 ? 'degraded' : 'ok';
  return html`<a class="strip" href="/console/health" data-state=${error ? 'old' : worst}>
    ${error ? t('health.old') : bad.length === 0 ? t('health.allWell') : bad.map(
      ({ part, state, detail }) => html`<span><b>${t(`part.${part}`)}</b> ${t(`health.${state}`)}: ${detail}</span>`,
    )}</a>`;
}

/** Data must not look fresh when it is not. */
function banners(app) {
  const { silentSince, feed, session } = app;
  if (!session) return nothing;
  if (session.credential.ending) {
    return html`<p class="banner" role="alert">${t('banner.ending', { time: clock(session.credential.endsAt) })}
      <button class="quiet small" id="stay" type="button" @click=${() => app.signInAtIssuer(session.credential.keep)}>${t('session.issuer')}</button></p>`;
  }
  if (silentSince) return banner(t('banner.away', { time: clock(silentSince) }));
  if (feed?.state === 'closed' && feed.error) return banner(t('banner.noStream', { why: feed.error.message }));
  if (feed?.state === 'waiting' && Date.now() - feed.since > WAITING_IS_STALE_MS) {
    return banner(t('banner.stale', { time: clock(feed.since) }));
  }
  return nothing;
}

function banner(text) {
  return html`<p class="banner" role="alert">${text}</p>`;
}

function signInForm(app) {
  const submit = (event) => {
    event.preventDefault();
    const { key, keep } = event.target.elements;
    const value = key.value.trim();
    if (value) app.signIn(value, keep.checked);
  };
  return html`<section class="panel sign-in">
    <h1 class="page-title" tabindex="-1">${t('session.title')}</h1>
    ${app.login ? issuerForm(app) : html`<p class="fine">${t('session.words')}</p>`}
    <form @submit=${submit} autocomplete="off">
      <div class="field"><label for="key">${t('session.key')}</label>
        <input id="key" name="key" type="password" required spellcheck="false" autocomplete="off"></div>
      <label class="check"><input id="keep" name="keep" type="checkbox" checked>${t('session.keep')}</label>
      <button class=${app.login ? 'quiet' : 'primary'} id="key-button" ?disabled=${app.signingIn}>${t('session.in')}</button>
    </form>
    ${app.signInError ? signInProblem(app.signInError) : nothing}
  </section>`;
}

/** Where there is an issuer, its login comes first; a key is for those who have one. */
function issuerForm(app) {
  const submit = (event) => {
    event.preventDefault();
    app.signInAtIssuer(event.target.elements.keep.checked);
  };
  return html`<form id="issuer-form" @submit=${submit}>
      <label class="check"><input id="keep-login" name="keep" type="checkbox" checked>${t('session.keepLogin')}</label>
      <button class="primary" id="issuer-button" ?disabled=${app.signingIn}>${t('session.issuer')}</button>
    </form><p class="or"><span>${t('session.or')}</span></p>`;
}

function signInProblem(error) {
  if (!(error instanceof LoginFailed)) return problem(error);
  return html`<div class="problem" role="alert"><strong>${t(error.message)}</strong>${error.code ? html`<p><code>${error.code}</code></p>` : nothing}</div>`;
}

function footer({ local }) {
  const simulator = typeof local?.simulator === 'string' && /^\/(?!\/)/.test(local.simulator) ? local.simulator : null;
  return html`<footer class="foot"><span>${t('layout.zone', { zone: zone() })}</span>
    <nav aria-label=${t('layout.tools')}><a href="/q/swagger-ui/">${t('layout.api')}</a>
      ${simulator ? html`<a href=${simulator}>${t('layout.simulator')}</a>` : nothing}</nav></footer>`;
}
