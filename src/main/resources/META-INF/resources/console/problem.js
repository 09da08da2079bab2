/** Shows what went wrong, as RFC 9457 has it, with all that the gateway said about it. */
import { Lost, Refused } from '/console/api.js';
import { announce, el } from '/console/dom.js';

/** Into `place`, instead of what was there; null clears. */
export function showProblem(place, error) {
  place.replaceChildren();
  if (!error) return;
  const box = problemBox(error);
  place.append(box);
  announce(box.textContent);
}

function problemBox(error) {
  if (error instanceof Lost) return box('No answer', 'The gateway could not be reached. Whether it did anything is not known.');
  if (!(error instanceof Refused)) return box('Something went wrong', error.message);
  const { problem, status, retryAfter } = error;
  if (!problem) return box(`Status ${status}`, 'The answer says no more than that.');
  const node = box(problem.title ?? `Status ${status}`, problem.detail);
  const fields = [
    ...(problem.errors ?? []).map(({ field, message }) => [field, message]),
    ...(problem.upstream?.missing_fields ?? []).map((field) => [field, 'is missing, UQPAY says']),
  ];
  if (fields.length > 0) node.append(el('ul', {}, ...fields.map(([field, message]) => el('li', {}, el('code', {}, field), ` ${message}`))));
  const upstream = [problem.upstream?.status, problem.upstream?.type, problem.upstream?.code].filter(Boolean).join(' · ');
  if (upstream) node.append(el('p.fine', {}, `UQPAY: ${upstream}`));
  const facts = [status, problem.code, problem.retryable ? 'may be repeated' : null, retryAfter ? `after ${retryAfter} s` : null];
  node.append(el('p.fine', {}, facts.filter(Boolean).join(' · ')));
  if (problem.instance) node.append(el('p.fine', {}, 'Request ', el('code', {}, problem.instance)));
  return node;
}

function box(title, detail) {
  return el('div.problem', {}, el('strong', {}, title), detail ? el('p', {}, detail) : null);
}

/** Marks the inputs of `form` that `errors[]` names, and unmarks the others. */
export function markFields(form, error) {
  form.querySelectorAll('.field-error').forEach((node) => node.remove());
  for (const input of form.elements) {
    if (!input.name) continue;
    const found = (error?.problem?.errors ?? []).filter(({ field }) => field === input.name);
    input.setAttribute('aria-invalid', String(found.length > 0));
    input.removeAttribute('aria-describedby');
    if (found.length === 0) continue;
    const id = `${input.id}-error`;
    input.setAttribute('aria-describedby', id);
    input.after(el('span.field-error', { id }, found.map(({ message }) => message).join('; ')));
  }
  form.querySelector('[aria-invalid="true"]')?.focus();
}
