// A form that takes more than a moment says so, with the seconds, and cannot be sent twice.
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    const line = form.querySelector('.wc-busy') ?? form.appendChild(document.createElement('p'));
    line.hidden = false;
    const started = Date.now();
    const show = () => { line.textContent = `${form.dataset.busy} 已用${Math.round((Date.now() - started) / 1000)}秒`; };
    show();
    setInterval(show, 1000);
    for (const button of form.querySelectorAll('button, .btn')) button.classList.add('disabled');
  });
}
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
