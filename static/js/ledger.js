// The ledger's list: opening tasks in the drawer beside it, ticking rows, folding groups, keys.
const frame = document.getElementById('ledger');
const drawer = document.getElementById('drawer');
const rows = () => [...document.querySelectorAll('tr[data-task]')].filter(row => !row.hasAttribute('data-hidden'));
const rowOf = uid => document.getElementById(`task-${uid}`);
let current = null;

// ---- the drawer
function mark(uid) {
  document.querySelectorAll('tr.wc-open').forEach(row => row.classList.remove('wc-open'));
  rowOf(uid)?.classList.add('wc-open');
  rowOf(uid)?.scrollIntoView({ block: 'nearest' });
}
function address(uid) {
  const url = new URL(location.href);
  if (uid) url.searchParams.set('task', uid); else url.searchParams.delete('task');
  return url;
}
async function open(uid, { edit = false, remember = true } = {}) {
  if (remember) history[current ? 'replaceState' : 'pushState']({ task: uid }, '', address(uid));
  current = uid;
  mark(uid);
  drawer.hidden = false;
  frame.classList.add('wc-with-drawer');
  await htmx.ajax('GET', `/ledger/tasks/${encodeURIComponent(uid)}/${edit ? 'edit/' : ''}`, { target: '#drawer', swap: 'innerHTML' });
  if (current === uid) drawer.focus({ preventScroll: true });
}
document.addEventListener('htmx:responseError', event => { // an old address, or a task that went out of reach
  if (event.detail.target !== drawer || event.detail.xhr.status !== 404) return;
  close();
  window.wcSay('没有这项任务，可能已撤回，或者不在您能看到的范围里。', 'error');
});
function close({ remember = true } = {}) {
  if (!current) return;
  const last = current;
  current = null;
  if (remember) history.replaceState({}, '', address(null));
  document.querySelectorAll('tr.wc-open').forEach(row => row.classList.remove('wc-open'));
  drawer.hidden = true;
  drawer.replaceChildren();
  frame.classList.remove('wc-with-drawer');
  rowOf(last)?.focus({ preventScroll: true });
}
function step(by) {
  const all = rows();
  const place = all.findIndex(row => row.dataset.task === (current ?? document.activeElement.closest?.('tr[data-task]')?.dataset.task));
  const next = all[place < 0 ? 0 : Math.min(all.length - 1, Math.max(0, place + by))];
  if (!next) return;
  if (current) open(next.dataset.task); else { next.focus(); next.scrollIntoView({ block: 'nearest' }); }
}
addEventListener('popstate', () => {
  const uid = new URLSearchParams(location.search).get('task');
  if (uid) open(uid, { remember: false }); else close({ remember: false });
});
// a change in the drawer shows in its row as well
document.addEventListener('wcTaskChanged', async () => {
  const uid = current;
  if (!uid || !rowOf(uid)) return;
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById(`task-${uid}`);
  if (now) { const ticked = rowOf(uid).querySelector('[data-tick]')?.checked; rowOf(uid).replaceWith(now); const tick = now.querySelector('[data-tick]'); if (tick && ticked) tick.checked = true; mark(uid); }
  const tabs = page.querySelector('.wc-view-tabs');
  if (tabs) document.querySelector('.wc-view-tabs').replaceWith(tabs);
});

// ---- several rows
const bulk = document.querySelector('[data-bulk]');
const ticks = () => [...document.querySelectorAll('[data-tick]')];
const ticked = () => ticks().filter(one => one.checked).map(one => one.value);
let lastTick = null;
function picked() {
  if (!bulk) return;
  const { length } = ticked();
  bulk.hidden = !length;
  bulk.querySelector('[data-bulk-said]').textContent = `已选${length}项`;
  document.querySelectorAll('[data-bulk-count]').forEach(one => { one.textContent = `，${length}项`; });
  ticks().forEach(one => { if (one.checked) one.closest('tr').setAttribute('aria-selected', 'true'); else one.closest('tr').removeAttribute('aria-selected'); });
  const all = document.querySelector('[data-tick-all]');
  if (all) { all.checked = length > 0 && length === ticks().length; all.indeterminate = length > 0 && !all.checked; }
}
function clear() { ticks().forEach(one => { one.checked = false; }); picked(); }
document.addEventListener('htmx:configRequest', event => { if (event.target.matches('[data-bulk-form]')) event.detail.parameters.tasks = ticked(); });

// ---- folding groups
function fold(button) {
  const head = button.closest('tr');
  const folded = head.toggleAttribute('data-folded');
  button.setAttribute('aria-expanded', String(!folded));
  document.querySelectorAll(`tr[data-of="${head.dataset.group}"]`).forEach(row => row.toggleAttribute('data-hidden', folded));
}

document.addEventListener('click', event => {
  const on = selector => event.target.closest(selector);
  if (event.ctrlKey || event.metaKey || event.shiftKey && on('a')) return; // a new window, as the user wants
  const link = on('[data-open-task]');
  const row = on('tr[data-task]');
  if (link) { event.preventDefault(); open(link.dataset.openTask, { edit: link.hasAttribute('data-edit-task') }); }
  else if (on('[data-close-drawer]')) { event.preventDefault(); close(); }
  else if (on('[data-step]') && !on('[data-stepper]')) step(Number(on('[data-step]').dataset.step));
  else if (on('[data-fold]')) fold(on('[data-fold]'));
  else if (on('[data-bulk-clear]')) clear();
  else if (on('[data-tick-all]')) { const all = on('[data-tick-all]').checked; ticks().forEach(one => { one.checked = all && !one.closest('tr').hasAttribute('data-hidden'); }); picked(); }
  else if (on('[data-tick]')) {
    const tick = on('[data-tick]');
    if (event.shiftKey && lastTick) { const all = ticks(); const [from, to] = [all.indexOf(lastTick), all.indexOf(tick)].sort((a, b) => a - b); all.slice(from, to + 1).forEach(one => { one.checked = tick.checked; }); }
    lastTick = tick;
    picked();
  } else if (row && !on('input, button, a, select') && !getSelection().toString()) open(row.dataset.task);
});
document.addEventListener('unit-picked', event => {
  if (!event.target.matches('[data-filter-unit]')) return;
  const query = new URLSearchParams(event.target.closest('[data-base]').dataset.base);
  query.set('unit', event.detail.id);
  location.assign(`?${query}`);
});

document.addEventListener('keydown', event => {
  if (document.querySelector('dialog[open]')) return;
  const typing = event.target.closest('input:not([type=checkbox]), select, textarea, wc-unit-picker');
  if (event.key === 'Escape' && !document.querySelector('details.wc-menu[open]')) {
    if (typing && !drawer.contains(typing)) { typing.blur(); return; }
    if (bulk && !bulk.hidden) clear(); else if (!drawer.querySelector('form[data-keep]')) close();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const row = event.target.closest?.('tr[data-task]');
  if (key === 'j') step(1);
  else if (key === 'k') step(-1);
  else if (key === '/') document.querySelector('[data-find]')?.focus();
  else if (key === 'Enter' && row && event.target === row) open(row.dataset.task);
  else if (key === 'x' && row) { const tick = row.querySelector('[data-tick]'); if (tick) { tick.checked = !tick.checked; picked(); } }
  else return;
  event.preventDefault();
});

picked();
if (drawer.dataset.open) open(drawer.dataset.open, { remember: false });
