/** An address that no page has, or that the roles of this key do not open. */
import { html } from '/console/html.js';
import { Page } from '/console/parts/page.js';
import { routeOf } from '/console/router.js';
import { t } from '/console/texts.js';

export class MissingPage extends Page {
  get title() {
    return t('missing.title');
  }

  view() {
    const known = routeOf(location.pathname) !== null;
    return html`<section class="panel narrow">${this.head(t('missing.title'))}
      <p>${t(known ? 'missing.role' : 'missing.address')}</p>${this.can('read') ? html`<p><a href="/">${t('nav.cards')}</a></p>` : ''}</section>`;
  }
}
