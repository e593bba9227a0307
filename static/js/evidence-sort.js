// Sorting by keyboard: up and down, space to tick, / to look for a clause, 1 to 9 for those listed. Without script the form works.
import { csrf, say } from './app.js';

const form = document.querySelector('[data-sort]');
if (form) {
  const rows = [...form.querySelectorAll('[data-rows] > li')];
  const find = form.querySelector('[data-clause-find]');
  const picks = [...form.querySelectorAll('[data-picks] > li')];
  const all = form.querySelector('[data-all]');
  const bar = form.querySelector('[data-bar]');
  const opener = form.querySelector('[data-open]'), closer = form.querySelector('[data-close]');
  let current = 0;

  // On a telephone the clauses are a sheet over the list; it says for which files it was opened.
  const tell = () => {
    const ticked = rows.filter(row => tick(row).checked);
    const words = ticked.length > 1 ? `已勾选${ticked.length}份` : `“${(ticked[0] ?? rows[current]).querySelector('a').textContent}”`;
    form.querySelectorAll('[data-chosen]').forEach(place => place.textContent = words);
  };
  const sheet = open => {
    form.classList.toggle('wc-open', open);
    opener.setAttribute('aria-expanded', open);
    if (open) (find ?? closer).focus(); else if (opener.offsetParent) opener.focus();
  };

  const go = place => {
    current = Math.max(0, Math.min(rows.length - 1, place));
    rows.forEach((row, at) => row.tabIndex = at === current ? 0 : -1);
    rows[current].focus();
    rows[current].scrollIntoView({ block: 'nearest' });
    tell();
  };
  const tick = row => row.querySelector('input');
  const shown = () => picks.filter(pick => !pick.hidden);
  const number = () => {
    picks.forEach(pick => pick.querySelector('kbd').textContent = '');
    shown().slice(0, 9).forEach((pick, at) => pick.querySelector('kbd').textContent = at + 1);
  };

  async function send(name, value) {
    const ticked = rows.filter(row => tick(row).checked);
    const chosen = ticked.length ? ticked : [rows[current]];
    const body = new FormData();
    chosen.forEach(row => body.append('evidence', row.dataset.id));
    if (name) body.append(name, value);
    else for (const field of ['kind', 'year']) body.append(field, form.elements[field].value);
    body.append('reason', form.elements.reason.value);
    let answer;
    try {
      const response = await fetch(location.href, { method: 'POST', body, headers: { Accept: 'application/json', 'X-CSRFToken': csrf(), 'HX-Request': 'true' } });
      const event = response.headers.get('HX-Trigger');
      if (!response.ok || !response.headers.get('Content-Type')?.includes('json')) { say(event ? JSON.parse(event).wcSay.text : '没有归类成，请再试一次。', 'error'); return; }
      answer = await response.json();
    } catch { say('网络不通，没有归类成。勾选还在，接通后再试。', 'error'); return; }
    for (const row of chosen) {
      const now = answer.rows[row.dataset.id];
      if (!now) continue;
      row.querySelector('[data-kind]').textContent = now.kind;
      row.querySelector('[data-clauses]').replaceChildren(...now.clauses.flatMap(word => { const tag = document.createElement('span'); tag.className = 'wc-tag'; tag.textContent = word; return [tag, ' ']; }));
      tick(row).checked = false;
    }
    if (all) all.checked = false;
    say(answer.said);
    if (form.classList.contains('wc-open')) sheet(false);
    go(ticked.length ? rows.indexOf(chosen.at(-1)) + 1 : current + 1);
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    const button = event.submitter;
    button?.name === 'add' ? send('add', button.value) : send();
  });
  find?.addEventListener('input', () => {
    const words = find.value.trim().toLowerCase().split(/\s+/);
    picks.forEach(pick => pick.hidden = !words.every(word => pick.dataset.words.toLowerCase().includes(word)));
    number();
  });
  find?.addEventListener('keydown', event => {
    if (event.key === 'Enter') { event.preventDefault(); const first = shown()[0]; if (first) send('add', first.querySelector('button').value); }
    if (event.key === 'Escape' && form.classList.contains('wc-open')) return;
    if (event.key === 'Escape' || event.key === 'ArrowDown') { event.preventDefault(); go(current); }
  });
  all?.addEventListener('change', () => { rows.forEach(row => tick(row).checked = all.checked); tell(); });
  rows.forEach(row => tick(row).addEventListener('change', tell));
  opener.addEventListener('click', () => { tell(); sheet(true); });
  closer.addEventListener('click', () => sheet(false));
  document.addEventListener('keydown', event => { if (event.key === 'Escape' && form.classList.contains('wc-open')) sheet(false); });
  rows.forEach((row, at) => row.addEventListener('click', event => { if (!event.target.closest('a, input')) go(at); }));
  document.addEventListener('keydown', event => {
    if (event.target.closest('input:not(.wc-tick), select, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = '123456789'.indexOf(event.key);
    if (event.key === 'ArrowDown' || event.key === 'j') go(current + 1);
    else if (event.key === 'ArrowUp' || event.key === 'k') go(current - 1);
    else if (event.key === ' ' && !event.target.closest('button, a')) tick(rows[current]).checked = !tick(rows[current]).checked;
    else if (event.key === '/' && find) find.focus();
    else if (event.key === 'x') { tick(rows[current]).checked = !tick(rows[current]).checked; go(current + 1); }
    else if (at >= 0 && shown()[at]) send('add', shown()[at].querySelector('button').value);
    else return;
    event.preventDefault();
  });
  bar.hidden = closer.hidden = false;
  form.classList.add('wc-has-sheet');
  tell();
  number();
}
