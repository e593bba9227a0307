// The name of the chosen table, the drop zone's colour, and a word while it is compared.
const form = document.querySelector('[data-table-upload]');
if (form) {
  const zone = form.querySelector('.wc-drop');
  const input = form.querySelector('input[type=file]');
  const button = form.querySelector('.btn-primary');
  input.addEventListener('change', () => { if (input.files.length) form.querySelector('[data-names]').textContent = input.files[0].name; });
  for (const kind of ['dragenter', 'dragover']) zone.addEventListener(kind, () => zone.classList.add('over'));
  for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, () => zone.classList.remove('over'));
  form.addEventListener('submit', () => { button.disabled = true; button.lastChild.textContent = '正在和台账比对……'; });
  addEventListener('pageshow', () => { button.disabled = false; button.lastChild.textContent = '看看改了什么'; }); // back from the preview
}
