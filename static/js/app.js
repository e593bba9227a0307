// What every page does: theme switch, closing messages and menus, keys, and the words for a failed request.
const root = document.documentElement;

document.addEventListener('click', event => {
  const theme = event.target.closest('[data-theme-switch]');
  if (theme) {
    root.dataset.bsTheme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('wc-theme', root.dataset.bsTheme);
  }
  event.target.closest('[data-close-message]')?.closest('.wc-message').remove();
  if (event.target.closest('[data-print]')) window.print();
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) { document.getElementById(opener.dataset.openDialog)?.showModal(); opener.closest('details.wc-menu')?.removeAttribute('open'); }
  if (event.target.closest('[data-close-dialog]')) event.target.closest('dialog')?.close();
  for (const menu of document.querySelectorAll('details.wc-menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('change', event => { // a select that goes where it points
  const field = event.target.closest('[data-submit-on-change]');
  if (field) field.form.requestSubmit();
});

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    const search = document.querySelector('[data-search]');
    if (search) { event.preventDefault(); search.focus(); search.select?.(); }
  }
  if (event.key === 'Escape') for (const menu of document.querySelectorAll('details.wc-menu[open]')) { menu.open = false; menu.querySelector('summary').focus(); }
});

export function say(text, level = 'success') {
  const box = document.querySelector('.wc-messages');
  const template = document.getElementById('wc-message-template');
  const message = template.content.firstElementChild.cloneNode(true);
  message.classList.add(level);
  message.querySelector('span').textContent = text;
  box.append(message);
  if (level !== 'error') setTimeout(() => message.remove(), 6000);
}
window.wcSay = say;

// The token of now, not of when the page was loaded: after logging in again in another window the page goes on working.
export const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
document.addEventListener('htmx:configRequest', event => { const token = csrf(); if (token) event.detail.headers['X-CSRFToken'] = token; });

// A request that failed says what happened and that nothing typed is lost.
document.addEventListener('htmx:sendError', () => say('网络不通，刚才的操作没有送达。您填的内容还在，接通后再点一次。', 'error'));
document.addEventListener('htmx:responseError', event => {
  const { status } = event.detail.xhr;
  if (status === 401 || status === 403) say(event.detail.xhr.responseText.length < 200 && event.detail.xhr.responseText || '登录已过期或没有权限。请在新窗口登录后，回到这里再点一次，内容不会丢。', 'error');
  else if (status === 409 || status === 422) return; // the page shows these itself
  else if (status === 503 || status === 413) say(event.detail.xhr.responseText.length < 200 && event.detail.xhr.responseText || '现在写入的人多，请过一会儿再点一次。', 'error');
  else if (status >= 500) say('服务器出错，这一步没有完成。内容还在页面上，请再试一次；仍不行请告诉管理员。', 'error');
});
document.addEventListener('htmx:beforeSwap', event => { if ([409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; } });
setTimeout(() => document.querySelectorAll('.wc-message.success, .wc-message.info').forEach(message => message.remove()), 6000);
document.addEventListener('wcSay', event => say(event.detail.text, event.detail.level));
