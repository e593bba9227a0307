// The review page: paper and rows select each other; keys; drafts kept in the browser until saved; what others changed appears.
const list = document.getElementById('row-list');
const host = document.querySelector('[data-rows]');
const main = document.querySelector('.wc-review');
const base = `/plans/${host.dataset.plan}/`;
const key = `wc-review-${host.dataset.plan}`;
let current = null; // the row under the cursor, by id
let filter = '';

const articles = () => [...list.querySelectorAll('article[data-row]')];
const visible = () => articles().filter(one => !one.hidden && one.dataset.state !== 'dropped');
const article = id => document.getElementById(`row-${id}`);
const marks = id => document.querySelectorAll(`[data-mark="${id}"]`);
const token = () => JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken'];
// Requests go one after the other: each carries the version that the one before it left.
let last = Promise.resolve();
const post = (path, values = () => ({})) => { last = last.then(() => htmx.ajax('POST', base + path, { values: values(), swap: 'none' })); return last; };
const saveTo = (id, values) => { last = last.then(() => htmx.ajax('POST', `${base}rows/${id}/save/`, { values: values(), target: `#row-${id}`, swap: 'outerHTML' })); return last; };

// ---- choosing a row
function choose(id, { scrollPaper = true, focus = true } = {}) {
  if (current) { article(current)?.classList.remove('sel'); marks(current).forEach(mark => mark.classList.remove('sel')); }
  current = id ? String(id) : null;
  if (!current) return;
  const row = article(current);
  row?.classList.add('sel');
  if (row && focus) { row.scrollIntoView({ block: 'nearest' }); if (!row.contains(document.activeElement)) row.focus({ preventScroll: true }); }
  const found = marks(current);
  found.forEach(mark => mark.classList.add('sel'));
  if (scrollPaper) found[0]?.scrollIntoView({ block: 'center' });
  sessionStorage.setItem(key, JSON.stringify({ row: current, filter }));
}
function step(by) {
  const rows = visible();
  const place = rows.findIndex(row => row.dataset.row === current);
  const next = rows[Math.min(rows.length - 1, Math.max(0, place + by))];
  if (next) choose(next.dataset.row);
}

// ---- editing
const open = id => htmx.ajax('GET', `${base}rows/${id}/?edit=1`, { target: `#row-${id}`, swap: 'outerHTML' }).then(() => { choose(id, { focus: false }); restore(id); const title = article(id)?.querySelector('input[name=title]'); title?.focus(); title?.setSelectionRange(title.value.length, title.value.length); });
const close = id => htmx.ajax('GET', `${base}rows/${id}/`, { target: `#row-${id}`, swap: 'outerHTML' }).then(() => { forget(id); choose(id); sync(); });
const editing = () => list.querySelector('[data-editing]');

// what is typed is kept here until the server has it: a reload or a lost login loses nothing
const draftKey = id => `wc-draft-${host.dataset.plan}-${id}`;
function keep(form) {
  const id = form.closest('[data-row]').dataset.row;
  const values = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== 'version'));
  localStorage.setItem(draftKey(id), JSON.stringify(values));
}
const forget = id => localStorage.removeItem(draftKey(id));
function restore(id, say = true) {
  const kept = localStorage.getItem(draftKey(id));
  const form = article(id)?.querySelector('form');
  if (!kept || !form) return;
  let changed = false;
  for (const [name, value] of Object.entries(JSON.parse(kept))) {
    const field = form.elements[name];
    if (field && field.value !== value) { field.value = value; changed = true; }
  }
  if (changed && say) window.wcSay('上次没有保存的内容已填回，点“确认”写入。', 'info');
}
list.addEventListener('input', event => { const form = event.target.closest('[data-editing] form'); if (form) keep(form); });
list.addEventListener('change', event => { // a field is saved as soon as it is left
  const field = event.target.closest('[data-editing] [name]');
  if (!field || field.name === 'version') { if (event.target.matches('[data-pick]')) picked(); return; }
  const row = field.closest('[data-row]');
  const id = row.dataset.row;
  saveTo(id, () => ({ version: version(id), [field.name]: field.value, quiet: 1 }));
});
list.addEventListener('submit', event => { // confirm: what is still unsaved goes along
  event.preventDefault(); event.stopPropagation();
  const form = event.target; const id = form.closest('[data-row]').dataset.row;
  saveTo(id, () => ({ ...Object.fromEntries(new FormData(form)), version: version(id), then: 'confirm' })).then(() => choose(id));
}, true);
document.body.addEventListener('wcSaved', event => { // the form stays as it is under the typing hand; only its version moves
  const row = article(event.detail.row);
  if (!row) return;
  row.dataset.version = event.detail.version; row.dataset.state = event.detail.state;
  const form = row.querySelector('form');
  if (form) { form.elements.version.value = event.detail.version; const field = form.elements[event.detail.field]; if (field && field !== document.activeElement) field.value = event.detail.value; row.querySelectorAll('.wc-notice').forEach(one => one.remove()); }
});
document.body.addEventListener('htmx:afterRequest', event => {
  const path = event.detail.pathInfo?.requestPath ?? '';
  const saved = path.match(/rows\/(\d+)\/(save|confirm|drop|restore|reopen)\//);
  if (saved && event.detail.xhr.status < 400) forget(saved[1]);
  if (event.target.closest?.('[data-then-reload]') && event.detail.successful) location.reload();
});
let focused = null; // the field in use survives the swap of its row
document.body.addEventListener('htmx:oobBeforeSwap', () => { const now = document.activeElement; if (now?.name && now.closest('[data-editing]')) focused = [now.closest('[data-row]').id, now.name]; });
document.body.addEventListener('htmx:afterSettle', () => {
  sync();
  if (focused) { document.getElementById(focused[0])?.querySelector(`[name="${focused[1]}"]`)?.focus(); focused = null; }
});

// ---- marks follow the rows
function sync() {
  for (const row of articles()) {
    const state = row.dataset.state;
    for (const mark of marks(row.dataset.row)) { mark.classList.toggle('ask', state === 'open'); mark.classList.toggle('gone', state === 'dropped'); }
    row.classList.toggle('sel', row.dataset.row === current && !row.hasAttribute('data-editing'));
  }
  show();
}
function show() {
  const mine = host.dataset.user;
  let count = 0; let own = 0;
  for (const row of articles()) {
    const flags = row.dataset.flags.split(/\s+/);
    if (row.dataset.assigned === mine && row.dataset.state === 'open') own += 1;
    const fits = !filter || (filter === 'open' ? row.dataset.state === 'open' : filter === 'mine' ? row.dataset.assigned === mine : flags.includes(filter));
    row.hidden = !fits && !row.hasAttribute('data-editing') && row.dataset.row !== current;
    count += fits && row.dataset.state !== 'dropped';
  }
  document.getElementById('count-mine').textContent = own;
  document.getElementById('rows-title').textContent = `${count}行`;
  document.querySelectorAll('[data-filter]').forEach(button => button.setAttribute('aria-pressed', button.dataset.filter === filter));
}

// ---- moves
const version = id => article(id)?.dataset.version;
function move(name, id = current) {
  if (!id) return;
  if (name === 'split') htmx.ajax('GET', `${base}rows/${id}/split/`, { target: '#split-dialog', swap: 'innerHTML' }).then(() => { const box = document.getElementById('split-dialog'); box.dataset.row = id; box.showModal(); });
  else if (name === 'merge') post(`rows/${id}/merge/`, () => ({ version: version(id) }));
  else post(`rows/${id}/${name}/`, () => ({ version: version(id) })).then(() => step(1));
}
function addSelection() {
  const chosen = getSelection();
  const at = (node, offset) => { const run = (node.nodeType === 3 ? node.parentElement : node).closest('[data-o]'); return run ? Number(run.dataset.o) + offset : null; };
  if (!chosen.rangeCount || chosen.isCollapsed || !document.getElementById('sheet').contains(chosen.anchorNode)) { window.wcSay('先在原文里选中一段文字，再按A或点“从选区新增”。', 'info'); return; }
  const range = chosen.getRangeAt(0);
  const start = at(range.startContainer, range.startOffset); const end = at(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) { window.wcSay('请在同一份原文里从前往后选一段文字。', 'info'); return; }
  post('rows/add/', () => ({ start, end }));
}
document.body.addEventListener('wcReload', event => { // rows appeared or went: load anew, at the same place
  sessionStorage.setItem(key, JSON.stringify({ row: event.detail.row || current, filter, edit: Boolean(event.detail.row) }));
  setTimeout(() => location.reload(), 50);
});

document.addEventListener('click', event => {
  const on = selector => event.target.closest(selector);
  const row = on('article[data-row]');
  if (on('[data-mark]')) choose(on('[data-mark]').dataset.mark, { scrollPaper: false });
  else if (on('[data-section]')) { event.preventDefault(); document.querySelectorAll('[data-section][aria-current]').forEach(one => one.removeAttribute('aria-current')); on('[data-section]').setAttribute('aria-current', 'true'); choose(on('[data-section]').dataset.section); }
  else if (on('[data-filter]')) { filter = on('[data-filter]').dataset.filter; current = null; show(); }
  else if (on('[data-add]')) addSelection();
  else if (on('[data-split-at]')) { const box = on('dialog'); const at = on('[data-split-at]').dataset.splitAt; post(`rows/${box.dataset.row}/split/`, () => ({ version: version(box.dataset.row), at })); box.close(); }
  else if (on('[data-side]')) { main.dataset.show = on('[data-side]').dataset.side; document.querySelectorAll('[data-side]').forEach(one => one.setAttribute('aria-pressed', one === on('[data-side]'))); if (current) choose(current); }
  else if (row && on('[data-do]')) move(on('[data-do]').dataset.do, row.dataset.row);
  else if (row && on('[data-close]')) close(row.dataset.row);
  else if (row && on('[data-owner-remove]')) post(`owners/${on('[data-owner-remove]').dataset.ownerRemove}/remove/`, () => ({ version: version(row.dataset.row) }));
  else if (row && on('[data-owner-create]')) post(`owners/${on('[data-owner-create]').dataset.ownerCreate}/create/`, () => ({ version: version(row.dataset.row) }));
  else if (row && on('[data-owner-set]')) { const { ownerSet, unit } = on('[data-owner-set]').dataset; post(`owners/${ownerSet}/choose/`, () => ({ version: version(row.dataset.row), unit })); }
  else if (row && on('[data-use-mine]')) { restore(row.dataset.row, false); on('.wc-notice').remove(); keep(row.querySelector('form')); }
  else if (row && on('[data-edit]')) open(row.dataset.row);
  else if (row && !on('input, button, select, a, wc-unit-picker')) choose(row.dataset.row);
});
list.addEventListener('unit-picked', event => { // from <wc-unit-picker>
  const role = event.target.dataset.ownerRole; const row = event.target.closest('[data-row]');
  if (role && row) post(`rows/${row.dataset.row}/owners/`, () => ({ version: version(row.dataset.row), unit: event.detail.id, role }));
});

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input:not([type=checkbox]), select, textarea, wc-unit-picker');
  if (event.key === 'Escape' && editing() && !document.querySelector('dialog[open]')) { close(editing().dataset.row); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const does = { j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), e: () => current && open(current), x: () => move('drop'), s: () => move('split'), m: () => move('merge'), a: addSelection,
    u: () => document.querySelector('[data-undo]').click(), '/': () => document.querySelector('[data-search]').focus(), '?': () => document.getElementById('keys-help').showModal(),
    Enter: () => !event.target.closest('button, a, summary') && move('confirm'), ' ': () => { const tick = current && article(current)?.querySelector('[data-pick]'); if (tick) { tick.checked = !tick.checked; picked(); } } }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (does && !(event.key === ' ' && event.target.closest('button, a, input, summary'))) { if (event.key !== 'Enter' || !event.target.closest('button, a, summary')) event.preventDefault(); does(); }
});

// ---- several rows
const bulk = document.querySelector('[data-bulk]');
const chosen = () => articles().filter(row => row.querySelector('[data-pick]')?.checked).map(row => row.dataset.row);
function picked() { const ids = chosen(); bulk.hidden = !ids.length; bulk.querySelector('b').textContent = `已选${ids.length}行`; }
bulk.addEventListener('htmx:configRequest', event => { event.detail.parameters.rows = chosen(); });
bulk.addEventListener('htmx:afterRequest', () => { bulk.reset(); picked(); });
document.querySelector('[data-bulk-clear]').addEventListener('click', () => { articles().forEach(row => { const tick = row.querySelector('[data-pick]'); if (tick) tick.checked = false; }); picked(); });
document.querySelectorAll('form[data-confirm]').forEach(form => form.addEventListener('submit', event => { if (!confirm(form.dataset.confirm)) event.preventDefault(); }));

// ---- others at work: fetch the rows whose version moved, leave alone what is being edited here
async function follow() {
  if (document.hidden) return;
  try {
    const answer = await fetch(host.dataset.versions, { headers: { Accept: 'application/json' } });
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return;
    const { rows, state } = await answer.json();
    if (state !== 'review') { location.reload(); return; }
    for (const row of articles()) {
      const now = rows[row.dataset.row];
      if (now !== undefined && String(now) !== row.dataset.version && !row.hasAttribute('data-editing')) htmx.ajax('GET', `${base}rows/${row.dataset.row}/`, { target: `#${row.id}`, swap: 'outerHTML' });
    }
  } catch { /* offline: the next round tries again */ }
}
setInterval(follow, 5000);

// ---- where we were
const before = JSON.parse(sessionStorage.getItem(key) ?? '{}');
filter = before.filter ?? '';
sync();
const wanted = new URLSearchParams(location.search).get('row') ?? before.row;
if (wanted && article(wanted)) { choose(wanted); if (before.edit) { sessionStorage.setItem(key, JSON.stringify({ row: wanted, filter })); open(wanted); } }
else if (visible()[0]) choose(visible()[0].dataset.row, { focus: false });
const unsaved = articles().find(row => localStorage.getItem(draftKey(row.dataset.row)));
if (unsaved && !before.edit) open(unsaved.dataset.row);
