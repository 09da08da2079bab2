/** The templates of every page: lit-html, which the gateway serves itself. Text goes in as text, never as markup. */
export { html, nothing, render } from '/console/lib/lit-html/lit-html.js';
export { live } from '/console/lib/lit-html/directives/live.js';
export { repeat } from '/console/lib/lit-html/directives/repeat.js';
