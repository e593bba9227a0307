// The drawer of a task, wherever it stands: what is typed is kept until the server has it; stepper; owners of the form.
const drawer = document.getElementById('drawer');

// ---- nothing typed is lost by a reload or a lost session
const keyOf = form => `wc-keep-${form.dataset.keep}`;
const SKIP = new Set(['owner_unit', 'owner_role', 'owner_person']);
const altered = field => field.type !== 'hidden' && field.type !== 'file' && (field.options ? field.selectedIndex !== Math.max(0, [...field.options].findIndex(one => one.defaultSelected)) : field.value !== field.defaultValue);
function typed(form) { // only what was altered; the key of a report goes along, so that it is the same report
  const values = Object.fromEntries([...form.elements].filter(field => field.name && !SKIP.has(field.name) && altered(field)).map(field => [field.name, field.value]));
  return form.elements.key ? { ...values, key: form.elements.key.value } : values;
}

document.addEventListener('input', event => {
  const form = event.target.closest?.('form[data-keep]');
  if (form) localStorage.setItem(keyOf(form), JSON.stringify(typed(form)));
});

function restore() {
  const form = drawer.querySelector('form[data-keep]');
  const kept = form && localStorage.getItem(keyOf(form));
  if (!kept || form.querySelector('[role=alert]')) return; // after a refusal the server has filled the form itself
  let changed = false;
  for (const [name, value] of Object.entries(JSON.parse(kept))) {
    const field = form.elements[name];
    if (field && 'value' in field && field.value !== value) { field.value = value; if (name !== 'key') changed = true; }
  }
  const fold = form.querySelector('.wc-hard');
  if (fold && [...fold.querySelectorAll('textarea')].some(field => field.value)) fold.open = true;
  if (changed) window.wcSay('上次没有交出去的内容已填回。', 'info');
}

// ---- amounts: plus, minus, all done; how much more than last time
function stepped(box) {
  const field = box.querySelector('input');
  const more = Number(field.value) - Number(box.dataset.last);
  const words = Number.isFinite(more) && field.value !== '' && more ? `比上次确认${more > 0 ? '多' : '少'}${Math.round(Math.abs(more) * 100) / 100}` : ' ';
  box.querySelector('[data-more]').textContent = words;
}
function step(button) {
  const box = button.closest('form').querySelector('[data-stepper]');
  const field = box.querySelector('input');
  const top = field.max ? Number(field.max) : Infinity;
  const now = Number(field.value) || 0;
  if (button.hasAttribute('data-all')) field.value = box.dataset.total;
  else if (button.dataset.set) field.value = button.dataset.set;
  else field.value = Math.min(top, Math.max(0, Math.round((now + Number(button.dataset.add)) * 100) / 100));
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
document.addEventListener('input', event => { const box = event.target.closest?.('[data-stepper]'); if (box) stepped(box); });

// ---- photos one after another from the camera, and files: all gathered in one field
function gather(box, files) {
  const store = box.querySelector('[data-store]');
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  store.files = all.files;
  const list = box.querySelector('[data-picked]');
  list.hidden = !all.files.length;
  list.replaceChildren(...[...all.files].map((file, place) => {
    const line = document.createElement('li');
    const drop = Object.assign(document.createElement('button'), { type: 'button', textContent: '去掉', className: 'wc-link' });
    drop.addEventListener('click', () => gather(box, [...store.files].filter((_, at) => at !== place)));
    line.append(`${file.name}，${file.size > 1048576 ? `${(file.size / 1048576).toFixed(1)}MB` : `${Math.max(1, Math.round(file.size / 1024))}KB`} `, drop);
    return line;
  }));
}
document.addEventListener('change', event => {
  if (!event.target.matches?.('[data-pick]')) return;
  const box = event.target.closest('[data-files]');
  gather(box, [...box.querySelector('[data-store]').files, ...event.target.files]);
  event.target.value = '';
});

// ---- the owners of the form
document.addEventListener('unit-picked', event => {
  if (!event.target.matches('[data-owner-add]')) return;
  const line = document.getElementById('owner-row').content.firstElementChild.cloneNode(true);
  const { id, name } = event.detail;
  const first = !drawer.querySelector('[data-owner-rows] .wc-owner-row');
  line.querySelector('b').textContent = name;
  line.querySelector('[name=owner_unit]').value = id;
  line.querySelector('[name=owner_role]').value = first ? 'lead' : 'coop';
  drawer.querySelector('[data-owner-rows]').append(line);
});

// ---- a later deadline needs a reason
document.addEventListener('change', event => {
  if (!event.target.matches?.('[data-due-field]')) return;
  const { form, value } = event.target;
  const later = form.dataset.due && (!value || value > form.dataset.due);
  form.elements.reason.required = Boolean(later);
});

document.addEventListener('click', event => {
  const on = selector => event.target.closest(selector);
  if (on('[data-stepper] [data-add], [data-quick] button')) step(on('button'));
  if (on('[data-owner-drop]')) on('.wc-owner-row').remove();
  if (on('[data-forget]')) localStorage.removeItem(`wc-keep-${on('[data-forget]').dataset.forget}`);
});
document.addEventListener('htmx:afterRequest', event => { // the form itself is gone by now: the request still knows it
  const form = event.detail.requestConfig?.elt?.closest?.('form[data-keep]');
  if (form && event.detail.xhr.status < 300) localStorage.removeItem(keyOf(form));
});
document.addEventListener('htmx:afterSettle', event => { if (drawer.contains(event.target) || event.target === drawer) ready(); });
document.querySelectorAll('form[data-confirm]').forEach(form => form.addEventListener('submit', event => { if (!confirm(form.dataset.confirm)) event.preventDefault(); }));

// a refusal is said where the person looks: in the open dialog, not under it
document.addEventListener('wcSay', event => {
  const box = document.querySelector('dialog[open]');
  if (!box || event.detail.level !== 'error') return;
  const line = box.querySelector('.wc-problem') ?? box.querySelector('.wc-dialog-foot').insertAdjacentElement('beforebegin', Object.assign(document.createElement('p'), { className: 'wc-problem' }));
  line.setAttribute('role', 'alert');
  line.textContent = event.detail.text;
});

function ready() {
  restore();
  drawer.querySelectorAll('[data-stepper]').forEach(stepped);
  const alone = drawer.hasAttribute('data-alone');
  drawer.querySelectorAll('[data-step]').forEach(button => { if (alone || !document.querySelector('tr[data-task]')) button.hidden = true; });
  if (alone) drawer.querySelectorAll('a[title="在单独一页打开"]').forEach(link => { link.hidden = true; });
}
ready();
