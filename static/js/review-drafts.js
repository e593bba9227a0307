// What is typed into the form of a row is kept in the browser until the server has it: a reload, a lost login or a colleague's
// change loses nothing. Only the fields that differ from what the server showed are kept, so that putting them back never
// brings along old values of fields that somebody else has changed meanwhile.
const plan = document.querySelector('[data-rows]').dataset.plan;
const draftKey = id => `wc-draft-${plan}-${id}`;
const fields = form => [...form.elements].filter(field => field.name && field.name !== 'version' && field.name !== 'csrfmiddlewaretoken' && field.type !== 'submit' && !field.closest('wc-unit-picker'));

/** What the server last said a field holds. */
export const shown = field => field.tagName === 'SELECT' ? (([...field.options].find(option => option.defaultSelected) ?? field.options[0])?.value ?? '') : field.defaultValue;

/** The server has `value` now. */
export function settled(field, value) {
  if (field.tagName === 'SELECT') for (const option of field.options) option.defaultSelected = option.value === value;
  else field.defaultValue = value;
}

/** {name: value} of the fields that differ from what the server showed. */
export const typed = form => Object.fromEntries(fields(form).filter(field => field.value !== shown(field)).map(field => [field.name, field.value]));

export const forget = id => localStorage.removeItem(draftKey(id));
export const kept = id => JSON.parse(localStorage.getItem(draftKey(id)) ?? 'null');

export function keep(form) {
  const id = form.closest('[data-row]').dataset.row;
  const values = typed(form);
  if (Object.keys(values).length) localStorage.setItem(draftKey(id), JSON.stringify(values)); else forget(id);
}

/** Put what was typed back into the form; true if that changed anything. */
export function restore(id, form) {
  let changed = false;
  for (const [name, value] of Object.entries(kept(id) ?? {})) {
    const field = form?.elements[name];
    if (field && field.value !== value) { field.value = value; changed = true; }
  }
  return changed;
}
