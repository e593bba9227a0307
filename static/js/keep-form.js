// A form with data-keep: what is typed survives a reload or a lost login, until it was handed in.
const keyOf = form => `wc-keep-${form.dataset.keep}`;
const kept = field => field.name && !['hidden', 'file', 'submit'].includes(field.type) && field.name !== 'csrfmiddlewaretoken';

if (document.querySelector('.wc-message.success')) for (const key of Object.keys(localStorage)) {
  if (key.startsWith('wc-keep-') && JSON.parse(localStorage.getItem(key)).handedIn) localStorage.removeItem(key);
}

for (const form of document.querySelectorAll('form[data-keep]')) {
  const found = JSON.parse(localStorage.getItem(keyOf(form)) ?? 'null');
  // After a refusal the server has filled the form itself.
  if (found && !document.querySelector('.wc-notice.bad[role=alert]')) for (const field of form.elements) {
    if (!kept(field) || !(field.name in found)) continue;
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = found[field.name] === field.value;
    else field.value = found[field.name];
  }
  form.addEventListener('input', () => {
    const values = {};
    for (const field of form.elements) if (kept(field) && !((field.type === 'radio' || field.type === 'checkbox') && !field.checked)) values[field.name] = field.value;
    localStorage.setItem(keyOf(form), JSON.stringify(values));
  });
  // Forgotten only once a page says that it went well: a lost connection must not lose the words.
  form.addEventListener('submit', () => { const now = localStorage.getItem(keyOf(form)); if (now) localStorage.setItem(keyOf(form), JSON.stringify({ ...JSON.parse(now), handedIn: true })); });
}
document.addEventListener('click', event => { const link = event.target.closest('[data-forget]'); if (link) localStorage.removeItem(`wc-keep-${link.dataset.forget}`); });
