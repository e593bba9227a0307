// Names of the chosen files, the drop zone's colour, and true progress of the upload; without script the form still works.
const form = document.querySelector('[data-upload]');
const zone = form.querySelector('.wc-drop');
const input = form.querySelector('input[type=file]');
const bar = form.querySelector('progress');
const names = form.querySelector('[data-names]');

input.addEventListener('change', () => {
  names.textContent = input.files.length ? [...input.files].map(file => file.name).join('、') : '把文件拖到这里，或点一下选择';
});
for (const kind of ['dragenter', 'dragover']) zone.addEventListener(kind, () => zone.classList.add('over'));
for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, () => zone.classList.remove('over'));

form.addEventListener('submit', event => {
  if (!input.files.length) return;
  event.preventDefault();
  const button = form.querySelector('.btn-primary');
  button.disabled = true;
  bar.hidden = false;
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', progress => { if (progress.lengthComputable) bar.value = 100 * progress.loaded / progress.total; });
  request.addEventListener('load', () => {
    if (request.status < 400 && new URL(request.responseURL).pathname.startsWith('/login/')) { button.disabled = false; bar.hidden = true; window.wcSay('登录已过期。请在新窗口登录，再回到这里点一次，选好的文件还在。', 'error'); return; }
    if (request.status < 400) { location.assign(request.responseURL); return; }
    if (request.status === 422) { document.open(); document.write(request.responseText); document.close(); return; }
    button.disabled = false; bar.hidden = true;
    window.wcSay(request.status === 413 ? '文件太大，每份不超过100兆。' : [401, 403].includes(request.status) ? '登录已过期。请在新窗口登录，再回到这里点一次，选好的文件还在。' : '没有传上去，服务器出错。请再试一次。', 'error');
  });
  request.addEventListener('error', () => { button.disabled = false; bar.hidden = true; window.wcSay('网络不通，没有传上去。文件还在，接通后再点一次。', 'error'); });
  request.open('POST', form.action || location.href);
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]; // that of now: she may have logged in again in another window
  if (token) request.setRequestHeader('X-CSRFToken', token);
  const body = new FormData(form);
  if (token) body.set('csrfmiddlewaretoken', token);
  request.send(body);
});
