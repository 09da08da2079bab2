/** Announces to people who listen instead of reading. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}
