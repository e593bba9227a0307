// Of a long paper the first rows come whole and the others with their titles only: the rest of each comes as it scrolls into view.
const MOST = 100;
let wanted = new Set();
let timer = null;

// The element stays, so that the cursor, a tick and what is selected stay too; only what it says comes new.
function fill(row, fresh) {
  if (!row?.hasAttribute('data-bare')) return;
  const ticked = row.querySelector('[data-pick]').checked;
  const focused = row.contains(document.activeElement) && row !== document.activeElement;
  row.replaceChildren(...fresh.childNodes);
  row.querySelector('[data-pick]').checked = ticked;
  if (focused) row.focus({ preventScroll: true });
  for (const name of ['data-version', 'data-state', 'data-assigned', 'data-flags']) row.setAttribute(name, fresh.getAttribute(name));
  row.classList.remove('open', 'checked', 'dropped');
  row.classList.add(row.dataset.state);
  row.removeAttribute('data-bare');
}
async function fetchRows(base, watch) {
  timer = null;
  const rows = [...wanted].filter(row => row.isConnected && row.hasAttribute('data-bare'));
  wanted = new Set(rows.slice(MOST));
  const ids = rows.slice(0, MOST).map(row => row.dataset.row);
  if (!ids.length) return;
  if (wanted.size) ask(base, watch);
  try {
    const answer = await fetch(`${base}rows/portion/?ids=${ids}`, { headers: { 'HX-Request': 'true' } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const fresh of page.querySelectorAll('article[data-row]')) fill(document.getElementById(fresh.id), fresh);
  } catch { // offline: each is asked for again when it next comes into view
    for (const row of rows) { watch.unobserve(row); setTimeout(() => row.hasAttribute('data-bare') && watch.observe(row), 5000); }
  }
}
function ask(base, watch) { timer ??= setTimeout(() => fetchRows(base, watch), 60); }

export function portions(list, base) {
  const bare = list.querySelectorAll('[data-bare]');
  if (!bare.length) return;
  const watch = new IntersectionObserver(seen => {
    for (const one of seen) {
      if (!one.isIntersecting) { wanted.delete(one.target); continue; }
      if (one.target.hasAttribute('data-bare')) wanted.add(one.target); else watch.unobserve(one.target);
    }
    if (wanted.size) ask(base, watch);
  }, { rootMargin: '600px 0px' });
  bare.forEach(row => watch.observe(row));
}
