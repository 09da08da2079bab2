/** Which page an address is. Links are plain links; Back, Forward and a reload stay where the person was. */

/** `needs` is what the session must be allowed to; a page that is not allowed is neither linked nor opened. */
export const ROUTES = [
  { path: /^\/(?:console\/?|console\/cards\/?)?$/, page: 'cards', needs: 'read' },
  { path: /^\/console\/cards\/([^/]+)$/, page: 'card', needs: 'read' },
  { path: /^\/console\/events\/?$/, page: 'events', needs: 'operate' },
  { path: /^\/console\/events\/([^/]+)$/, page: 'event', needs: 'operate' },
  { path: /^\/console\/operations\/?$/, page: 'operations', needs: 'read' },
  { path: /^\/console\/operations\/([^/]+)$/, page: 'operation', needs: 'read' },
  { path: /^\/console\/cardholders\/?$/, page: 'cardholders', needs: 'read' },
  { path: /^\/console\/cardholders\/([^/]+)$/, page: 'cardholder', needs: 'read' },
  { path: /^\/console\/import\/?$/, page: 'import', needs: 'operate' },
  { path: /^\/console\/import\/([^/]+)$/, page: 'import', needs: 'operate' },
  { path: /^\/console\/stream\/?$/, page: 'stream', needs: 'watch' },
  { path: /^\/console\/health\/?$/, page: 'health', needs: 'operate' },
  { path: /^\/console\/search\/?$/, page: 'search', needs: 'read' },
];

export const MENU = [
  ['cards', '/', 'read'],
  ['operations', '/console/operations', 'read'],
  ['events', '/console/events', 'operate'],
  ['cardholders', '/console/cardholders', 'read'],
  ['import', '/console/import', 'operate'],
  ['stream', '/console/stream', 'watch'],
  ['health', '/console/health', 'operate'],
];

/** @returns `{page, id, needs}`, or null for an address that no page has */
export function routeOf(pathname) {
  for (const { path, page, needs } of ROUTES) {
    const match = path.exec(pathname);
    if (match) return { page, needs, id: match[1] ? decoded(match[1]) : null };
  }
  return null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address with these query parameters; what is null or empty is left out. */
export function addressOf(pathname, query) {
  const filled = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const search = new URLSearchParams(filled).toString();
  return search ? `${pathname}?${search}` : pathname;
}

export class Router {
  #onMove;

  /** @param onMove `({back, focus})` after each change of address; `focus` is the id of what had the focus there */
  constructor(onMove) {
    this.#onMove = onMove;
    addEventListener('popstate', (event) => this.#onMove({ back: true, focus: event.state?.focus ?? null }));
    document.addEventListener('click', (event) => this.#follow(event));
  }

  get inside() {
    return Boolean(history.state?.inside);
  }

  go(address, { replace = false } = {}) {
    if (replace) {
      history.replaceState({ ...history.state, focus: null }, '', address);
    } else {
      const focus = document.activeElement?.id || null;
      history.replaceState({ ...history.state, focus }, ''); // where Back puts it again
      history.pushState({ inside: true }, '', address);
    }
    this.#onMove({ back: false, focus: null });
  }

  /** Only plain clicks: a new tab, a download and another site are the browser's. */
  #follow(event) {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || routeOf(url.pathname) === null || url.hash) return;
    event.preventDefault();
    this.go(url.pathname + url.search);
  }
}
