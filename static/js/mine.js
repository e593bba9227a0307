// 我的: a thing opens in the drawer beside the list; when something was handed in, the list is read anew.
const frame = document.getElementById('mine');
const drawer = document.getElementById('drawer');
let opener = null;

function open(link) {
  opener = link.getAttribute('data-open');
  drawer.hidden = false;
  frame.classList.add('wc-with-drawer');
  mark();
  window.htmx.ajax('GET', opener, { target: '#drawer', swap: 'innerHTML' }).then(() => drawer.focus({ preventScroll: true }));
}
function mark() {
  for (const item of document.querySelectorAll('.wc-mine-item')) item.classList.toggle('open', !drawer.hidden && Boolean(opener) && item.querySelector('[data-open]')?.getAttribute('data-open') === opener);
}
function close() {
  if (drawer.hidden) return;
  drawer.hidden = true;
  drawer.replaceChildren();
  frame.classList.remove('wc-with-drawer');
  mark();
  [...document.querySelectorAll('.wc-mine-item .btn[data-open]')].find(link => link.getAttribute('data-open') === opener)?.focus();
}
document.addEventListener('click', event => {
  const link = event.target.closest('#mine-list [data-open]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(link); }
  if (event.target.closest('[data-close-drawer]')) { event.preventDefault(); close(); }
});
document.addEventListener('keydown', event => { if (event.key === 'Escape' && !document.querySelector('dialog[open]')) close(); });
document.addEventListener('wcTaskChanged', async () => {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('mine-list');
  if (fresh) { document.getElementById('mine-list').replaceWith(fresh); mark(); }
});
