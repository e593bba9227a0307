// The published paper: sentence and task select each other; ?source=ID opens one.
import './wide-tables.js';
const page = document.querySelector('.wc-paper');

function choose(id) {
  document.querySelectorAll('.sel').forEach(one => one.classList.remove('sel'));
  const marks = document.querySelectorAll(`[data-mark="${id}"]`);
  marks.forEach(mark => mark.classList.add('sel'));
  document.querySelector(`[data-source="${id}"]`)?.classList.add('sel');
  return marks[0];
}
page.addEventListener('click', event => {
  const mark = event.target.closest('[data-mark]');
  const button = event.target.closest('[data-show]');
  if (mark) { choose(mark.dataset.mark); document.getElementById(`source-${mark.dataset.mark}`)?.scrollIntoView({ block: 'nearest' }); }
  if (button) choose(button.dataset.show)?.scrollIntoView({ block: 'center' });
});
if (page.dataset.chosen) choose(page.dataset.chosen)?.scrollIntoView({ block: 'center' });
