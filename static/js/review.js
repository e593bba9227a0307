// The review page: paper and rows select each other; keys; drafts kept in the browser until saved; what others changed appears.
import './wide-tables.js';
import { portions } from './row-portions.js';
import { forget, keep, kept, restore, settled, shown, typed } from './review-drafts.js';

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
const marked = new Map(); // the sheet does not change while the page is open
for (const mark of document.querySelectorAll('[data-mark]')) marked.set(mark.dataset.mark, [...(marked.get(mark.dataset.mark) ?? []), mark]);
const marks = id => marked.get(String(id)) ?? [];
// Requests go one after the other: each carries the version that the one before it left. One that fails does not stop the next.
let last = Promise.resolve();
const after = request => { last = last.catch(() => {}).then(request); return last; };
const opened = id => article(id)?.hasAttribute('data-editing') ? { opened: 1 } : {};
const post = (path, values = () => ({})) => after(() => htmx.ajax('POST', base + path, { values: values(), swap: 'none' }));
const saveTo = (id, values) => after(() => htmx.ajax('POST', `${base}rows/${id}/save/`, { values: values(), target: `#row-${id}`, swap: 'outerHTML' }));

// ---- choosing a row
const narrow = matchMedia('(max-width: 767px)'); // one side at a time
function choose(id, { scrollPaper = true, focus = true } = {}) {
  if (current) { article(current)?.classList.remove('sel'); marks(current).forEach(mark => mark.classList.remove('sel')); }
  current = id ? String(id) : null;
  if (!current) return;
  const row = article(current);
  row?.classList.add('sel');
  if (row && focus) { row.scrollIntoView({ block: narrow.matches ? 'center' : 'nearest' }); if (!row.contains(document.activeElement)) row.focus({ preventScroll: true }); }
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
  show();
}

// ---- editing
const editing = () => list.querySelector('[data-editing]');
function open(id) {
  const other = editing();
  if (other && other.dataset.row !== String(id)) shut(other.dataset.row); // one form at a time: what was typed in the other stays a draft
  return htmx.ajax('GET', `${base}rows/${id}/?edit=1`, { target: `#row-${id}`, swap: 'outerHTML' }).then(() => {
    choose(id, { focus: false });
    const form = article(id)?.querySelector('form');
    if (restore(id, form)) window.wcSay('上次没有保存的内容已填回，点“确认”写入。', 'info');
    const title = form?.elements.title;
    title?.focus({ preventScroll: true }); title?.setSelectionRange(title.value.length, title.value.length);
    article(id)?.scrollIntoView({ block: narrow.matches ? 'start' : 'nearest' }); // on a phone a form is taller than the page
  });
}
const shut = id => htmx.ajax('GET', `${base}rows/${id}/`, { target: `#row-${id}`, swap: 'outerHTML' });
const close = id => last.catch(() => {}).then(() => shut(id)).then(() => { forget(id); choose(id); });

list.addEventListener('input', event => { const form = event.target.closest('[data-editing] form'); if (form) keep(form); });
list.addEventListener('change', event => { // a field is saved as soon as it is left
  if (event.target.matches('[data-pick]')) { picked(); return; }
  const field = event.target.closest('[data-editing] [name]');
  if (!field || field.name === 'version' || field.closest('wc-unit-picker') || field.value === shown(field)) return;
  const id = field.closest('[data-row]').dataset.row;
  keep(field.form);
  saveTo(id, () => ({ version: version(id), [field.name]: field.value }));
});
list.addEventListener('submit', event => { // confirm: what is still unsaved goes along
  event.preventDefault(); event.stopPropagation();
  const form = event.target; const id = form.closest('[data-row]').dataset.row;
  saveTo(id, () => ({ ...typed(form), version: version(id), then: 'confirm' })).then(() => { if (current === id && article(id)?.dataset.state === 'checked' && !opened(id).opened) step(1); });
}, true);
document.body.addEventListener('wcSaved', event => { // the form stays as it is under the typing hand; only its version moves
  const row = article(event.detail.row);
  if (!row) return;
  row.dataset.version = event.detail.version; row.dataset.state = event.detail.state;
  const form = row.querySelector('form');
  if (!form) return;
  form.elements.version.value = event.detail.version;
  const field = form.elements[event.detail.field];
  if (field) { const untouched = field !== document.activeElement; settled(field, event.detail.value); if (untouched) field.value = event.detail.value; }
  keep(form);
  row.querySelectorAll('.wc-notice').forEach(one => one.remove());
});
document.body.addEventListener('htmx:afterRequest', event => {
  const done = (event.detail.pathInfo?.requestPath ?? '').match(/rows\/(\d+)\/(confirm|drop|restore|reopen)\//);
  const confirmed = event.detail.requestConfig?.parameters?.then === 'confirm' && (event.detail.pathInfo?.requestPath ?? '').match(/rows\/(\d+)\//);
  if (event.detail.successful && event.detail.requestConfig?.verb === 'post') document.querySelectorAll('.wc-message.error').forEach(one => one.remove()); // it went through now
  if (event.detail.successful && (done || confirmed)) forget((done || confirmed)[1]);
});
// The field in use, with its caret, survives the swap of its row, and so does what was typed while the answer was on its way.
let focused = null;
function remember() {
  const picker = document.activeElement?.closest?.('[data-editing] [data-owner-role]');
  if (picker) { focused = { row: picker.closest('[data-editing]').id, role: picker.dataset.ownerRole }; return; }
  const now = document.activeElement; const row = now?.closest?.('[data-editing]'); if (row && now.name) focused = { row: row.id, name: now.name, caret: now.selectionStart };
}
document.body.addEventListener('htmx:oobBeforeSwap', remember);
document.body.addEventListener('htmx:beforeSwap', remember);
let waiting = false;
document.body.addEventListener('htmx:afterSettle', () => { // once for all the parts of an answer
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    sync();
    document.querySelector('[data-editing] .wc-notice.bad')?.scrollIntoView({ block: 'nearest' });
    const row = editing(); const form = row?.querySelector('form');
    if (form && !row.querySelector('[data-use-mine]')) restore(row.dataset.row, form);
    if (focused) {
      const field = document.getElementById(focused.row)?.querySelector(focused.role ? `[data-owner-role="${focused.role}"] input[type=text]` : `[name="${focused.name}"]`);
      if (field && field !== document.activeElement) { field.focus({ preventScroll: true }); if (focused.name) try { field.setSelectionRange(focused.caret, focused.caret); } catch { /* a date has no caret */ } }
      focused = null;
    }
  });
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
    const hidden = !fits && !row.hasAttribute('data-editing') && row.dataset.row !== current;
    if (row.hidden !== hidden) row.hidden = hidden;
    count += fits && row.dataset.state !== 'dropped';
  }
  document.getElementById('count-mine').textContent = own;
  document.getElementById('rows-title').textContent = `${count}行`;
  document.querySelectorAll('[data-filter]').forEach(button => button.setAttribute('aria-pressed', button.dataset.filter === filter));
}

// ---- moves
const version = id => article(id)?.dataset.version;
const MOVED = { confirm: 'checked', drop: 'dropped' };
function move(name, id = current) {
  if (!id) return;
  if (name === 'confirm' && article(id)?.dataset.state === 'checked') { step(1); return; }
  if (name === 'split') htmx.ajax('GET', `${base}rows/${id}/split/`, { target: '#split-dialog', swap: 'innerHTML' }).then(() => { const box = document.getElementById('split-dialog'); box.dataset.row = id; box.showModal(); });
  else if (name === 'merge') post(`rows/${id}/merge/`, () => ({ version: version(id), ...opened(id) }));
  else post(`rows/${id}/${name}/`, () => ({ version: version(id), ...opened(id) })).then(() => { if (String(id) === current && MOVED[name] === article(id)?.dataset.state) step(1); });
}
let span = null; // the last stretch of the paper that was selected: a phone lets go of it when a button is touched
document.addEventListener('selectionchange', () => { const now = getSelection(); if (now.rangeCount && !now.isCollapsed && document.getElementById('sheet').contains(now.anchorNode)) span = { range: now.getRangeAt(0).cloneRange(), at: Date.now() }; });
function addSelection() {
  const at = (node, offset) => { const run = (node.nodeType === 3 ? node.parentElement : node).closest('[data-o]'); return run ? Number(run.dataset.o) + offset : null; };
  if (!span || (getSelection().isCollapsed && Date.now() - span.at > 8000)) { window.wcSay('先在原文里选中一段文字，再按A或点新增。', 'info'); return; }
  const { range } = span;
  const start = at(range.startContainer, range.startOffset); const end = at(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) { window.wcSay('请在同一份原文里从前往后选一段文字。', 'info'); return; }
  span = null;
  post('rows/add/', () => ({ start, end }));
}
function reload(row, edit = false) { // at the same place
  sessionStorage.setItem(key, JSON.stringify({ row: row || current, filter, edit, from: list.scrollTop }));
  setTimeout(() => location.reload(), 50);
}
document.body.addEventListener('wcReload', event => reload(event.detail.row, Boolean(event.detail.row))); // rows appeared or went

function side(name) { main.dataset.show = name; for (const one of document.querySelectorAll('[data-side]')) one.setAttribute('aria-pressed', one.dataset.side === name); }

document.addEventListener('click', event => {
  const on = selector => event.target.closest(selector);
  const row = on('article[data-row]');
  if (on('[data-mark]')) { if (getSelection().isCollapsed) { if (narrow.matches) side('rows'); choose(on('[data-mark]').dataset.mark, { scrollPaper: false }); } }
  else if (on('[data-section]')) { event.preventDefault(); document.querySelectorAll('[data-section][aria-current]').forEach(one => one.removeAttribute('aria-current')); on('[data-section]').setAttribute('aria-current', 'true'); choose(on('[data-section]').dataset.section); }
  else if (on('[data-filter]')) { filter = on('[data-filter]').dataset.filter; current = null; show(); }
  else if (on('[data-add]')) addSelection();
  else if (on('[data-split-at]')) { const box = on('dialog'); const at = on('[data-split-at]').dataset.splitAt; post(`rows/${box.dataset.row}/split/`, () => ({ version: version(box.dataset.row), at })); box.close(); }
  else if (on('[data-side]')) { side(on('[data-side]').dataset.side); if (current) choose(current); }
  else if (row && on('[data-do]')) move(on('[data-do]').dataset.do, row.dataset.row);
  else if (row && on('[data-close]')) close(row.dataset.row);
  else if (row && on('[data-owner-remove]')) owner(row, on('[data-owner-remove]').dataset.ownerRemove, 'remove');
  else if (row && on('[data-owner-create]')) newUnit(row, on('[data-owner-create]').dataset);
  else if (row && on('[data-owner-find]')) findUnit(row, on('[data-owner-find]'));
  else if (row && on('[data-owner-set]')) owner(row, on('[data-owner-set]').dataset.ownerSet, 'choose', { unit: on('[data-owner-set]').dataset.unit });
  else if (row && on('[data-use-mine]')) { on('.wc-notice').remove(); restore(row.dataset.row, row.querySelector('form')); }
  else if (row && on('[data-edit]')) open(row.dataset.row);
  else if (row && !on('input, button, select, a, wc-unit-picker')) choose(row.dataset.row);
});
list.addEventListener('unit-picked', event => { // from <wc-unit-picker>
  const picker = event.target; const row = picker.closest('[data-row]');
  if (!row || !picker.dataset.ownerRole) return;
  const unit = event.detail.id;
  if (picker.dataset.meant) owner(row, picker.dataset.meant, 'choose', { unit });
  else post(`rows/${row.dataset.row}/owners/`, () => ({ version: version(row.dataset.row), opened: 1, unit, role: picker.dataset.ownerRole }));
});
const owner = (row, id, verb, values = {}) => post(`owners/${id}/${verb}/`, () => ({ version: version(row.dataset.row), opened: 1, ...values }));
function findUnit(row, button) { // the picker beside the name now asks which unit the name means
  const picker = button.closest('.wc-tokens').querySelector('wc-unit-picker');
  picker.dataset.meant = button.dataset.ownerFind;
  const input = picker.querySelector('input[type=text]');
  input.placeholder = `“${button.dataset.text}”是哪个单位`;
  input.focus();
}
function newUnit(row, { ownerCreate, text }) {
  const box = document.getElementById('new-unit'); const form = box.querySelector('form');
  form.elements.name.value = text;
  form.onsubmit = () => owner(row, ownerCreate, 'create', { name: form.elements.name.value, kind: form.elements.kind.value });
  box.showModal();
}
document.getElementById('dropped').addEventListener('click', event => {
  const back = event.target.closest('[data-restore]');
  if (!back) return;
  back.disabled = true;
  const id = back.dataset.restore;
  post(`rows/${id}/restore/`, () => ({ version: back.dataset.version, ...(article(id) ? {} : { unseen: 1 }) })).then(() => {
    back.closest('li').remove();
    if (!article(id)) document.getElementById('dropped').addEventListener('close', () => reload(id), { once: true }); // dropped before this page was loaded
  });
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
const all = document.querySelector('[data-pick-all]');
function picked() { const ids = chosen(); bulk.hidden = !ids.length; bulk.querySelector('b').textContent = `已选${ids.length}行`; all.checked = ids.length > 0; all.indeterminate = ids.length > 0 && ids.length < visible().length; }
function pickAll(on) { for (const row of visible()) { const tick = row.querySelector('[data-pick]'); if (tick) tick.checked = on; } if (!on) for (const tick of list.querySelectorAll('[data-pick]:checked')) tick.checked = false; picked(); }
all.addEventListener('change', () => pickAll(all.checked));
bulk.addEventListener('htmx:configRequest', event => { event.detail.parameters.rows = chosen(); });
bulk.addEventListener('htmx:afterRequest', event => { if (event.detail.successful) { bulk.reset(); bulk.querySelector('wc-unit-picker [data-remove]')?.click(); picked(); } });
document.querySelector('[data-bulk-clear]').addEventListener('click', () => pickAll(false));
document.querySelectorAll('form[data-confirm]').forEach(form => form.addEventListener('submit', event => { if (!confirm(form.dataset.confirm)) event.preventDefault(); }));

// ---- others at work: fetch the rows whose version moved, leave alone what is being edited here but say so
let told = 0;
async function follow() {
  if (document.hidden) return;
  try {
    const answer = await fetch(host.dataset.versions, { headers: { Accept: 'application/json' } });
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return;
    const { rows, shown: standing, state } = await answer.json();
    if (state !== 'review') { location.reload(); return; }
    await last.catch(() => {}); // a change of one's own is on its way
    const moved = articles().filter(row => rows[row.dataset.row] !== undefined && rows[row.dataset.row] > Number(row.dataset.version));
    const quiet = moved.filter(row => !row.hasAttribute('data-editing')).map(row => row.dataset.row);
    if (quiet.length) after(() => htmx.ajax('GET', `${base}rows/?ids=${quiet}`, { target: list, swap: 'none' }));
    for (const row of moved) {
      if (!row.hasAttribute('data-editing') || row.querySelector('[data-told], [data-use-mine]') || row.querySelector('.htmx-request')) continue;
      const note = document.createElement('p');
      note.className = 'why'; note.dataset.told = ''; note.setAttribute('role', 'status');
      note.textContent = '有同事刚改了这一行。您保存时会先给您看改了什么，不会互相覆盖。';
      row.querySelector('.fields').before(note);
    }
    const fresh = standing.filter(id => !article(id)).length;
    if (fresh > told) window.wcSay(`同事新增或找回了${fresh}行，刷新页面可见。`, 'info');
    told = fresh;
  } catch { /* offline: the next round tries again */ }
}
setInterval(follow, 5000);

portions(list, base);

// ---- where we were
const before = JSON.parse(sessionStorage.getItem(key) ?? '{}');
filter = before.filter ?? '';
sync();
const wanted = new URLSearchParams(location.search).get('row') ?? before.row;
if (before.from) list.scrollTop = before.from;
if (wanted && article(wanted)) { choose(wanted); if (before.edit) { sessionStorage.setItem(key, JSON.stringify({ row: wanted, filter })); open(wanted); } }
else if (visible()[0]) choose(visible()[0].dataset.row, { focus: false });
const unsaved = articles().find(row => kept(row.dataset.row));
if (unsaved && !before.edit) open(unsaved.dataset.row);
