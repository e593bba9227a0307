// 待确认: tick all of the page, and say how many are ticked.
const boxes = [...document.querySelectorAll('input[name=entries]:not(:disabled)')];
const all = document.querySelector('[data-tick-all]');
const said = document.querySelector('[data-ticked]');
function count() {
  const ticked = boxes.filter(box => box.checked).length;
  said.textContent = ticked ? `勾选了${ticked}条` : '';
  all.checked = ticked > 0 && ticked === boxes.length;
}
all?.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; count(); });
document.addEventListener('change', event => { if (event.target.name === 'entries') count(); });
if (all) count();
