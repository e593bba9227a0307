// Rows of a volume's contents are dragged, or moved with Alt+arrow when one of their buttons has the focus.
import { csrf, say } from './app.js';

const table = document.querySelector('table[data-order]');
let dragged = null;

const rowsOf = () => [...table.tBodies[0].rows];

async function move(row, position) {
  const body = new FormData();
  body.set('source', row.dataset.source);
  body.set('position', position);
  try {
    const answer = await fetch(table.dataset.order, { method: 'POST', body, headers: { 'X-CSRFToken': csrf(), 'HX-Request': 'true' } });
    if (answer.ok) return location.reload();
    const told = JSON.parse(answer.headers.get('HX-Trigger') || '{}').wcSay;
    say(told?.text || '没有排成，请刷新后再试。', 'error');
  } catch {
    say('网络不通，次序没有改。接通后再拖一次。', 'error');
  }
}

table?.addEventListener('dragstart', event => {
  dragged = event.target.closest('tr[data-source]');
  if (!dragged) return;
  dragged.classList.add('wc-dragged');
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', dragged.dataset.source);
});
table?.addEventListener('dragover', event => {
  const row = event.target.closest('tr[data-source]');
  if (!dragged || !row) return;
  event.preventDefault();
  for (const one of rowsOf()) one.classList.toggle('wc-over', one === row && row !== dragged);
});
table?.addEventListener('dragend', () => {
  for (const one of rowsOf()) one.classList.remove('wc-over', 'wc-dragged');
  dragged = null;
});
table?.addEventListener('drop', event => {
  const row = event.target.closest('tr[data-source]');
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  const from = Number(dragged.dataset.number), to = Number(row.dataset.number);
  move(dragged, from < to ? to - 1 : to); // it lands above the row that shows the line
});
table?.addEventListener('keydown', event => {
  const row = event.target.closest('tr[data-source]');
  if (!row || !event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
  event.preventDefault();
  move(row, Number(row.dataset.number) + (event.key === 'ArrowUp' ? -1 : 1));
});
