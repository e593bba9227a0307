// Files go up one after another, each with its own bar and its own answer; what failed can be sent again, nothing is lost.
import { csrf } from './app.js';

const form = document.querySelector('[data-files]');
const zone = form.querySelector('.wc-drop');
const input = form.querySelector('input[type=file]');
const list = form.querySelector('[data-list]');
const sum = form.querySelector('[data-sum]');
const template = document.getElementById('file-row');
const AT_ONCE = 2;
const waiting = [];
let running = 0, done = 0, failed = 0, total = 0;

const tell = () => {
  sum.hidden = !total;
  const left = total - done - failed;
  sum.textContent = left ? `共${total}份，已收下${done}份，还有${left}份在传${failed ? `，${failed}份没有收下` : ''}。` : `共${total}份，收下${done}份${failed ? `，${failed}份没有收下，原因写在各自下面` : ''}。`;
};

const settle = (row, answer) => {
  const said = row.querySelector('[data-said]');
  const good = !answer.error;
  row.className = good ? 'ok' : 'bad';
  row.querySelector('progress').hidden = true;
  row.querySelector('use').setAttribute('href', row.querySelector('use').getAttribute('href').replace(/#.*/, good ? '#circle-check' : '#alert-triangle'));
  if (good) {
    const link = document.createElement('a');
    link.href = answer.url; link.textContent = answer.title; link.target = '_blank'; link.rel = 'noopener';
    row.querySelector('[data-name]').replaceChildren(link);
    said.textContent = (answer.remarks || []).join(' ') || '已收下。';
  } else {
    said.textContent = answer.error;
    row.querySelector('[data-again]').hidden = !answer.again;
  }
  good ? done++ : failed++;
  tell();
};

function send({ file, row }) {
  running++;
  const bar = row.querySelector('progress'), said = row.querySelector('[data-said]');
  const body = new FormData(form);
  body.delete('files'); body.append('files', file); body.set('csrfmiddlewaretoken', csrf());
  const request = new XMLHttpRequest();
  request.open('POST', form.action || location.href);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', csrf());
  request.upload.addEventListener('progress', event => {
    if (!event.lengthComputable) return;
    bar.value = 100 * event.loaded / event.total;
    said.textContent = event.loaded < event.total ? `${Math.round(bar.value)}%` : '已传完，正在核对…';
  });
  const next = answer => { running--; settle(row, answer); pump(); };
  request.addEventListener('load', () => {
    let answer;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (answer) return next({ ...answer, again: Boolean(answer.error && answer.fields) });
    if (request.responseURL.includes('/login/') || [401, 403].includes(request.status)) return next({ error: '登录已过期。请在新窗口登录，再点“再传一次”。', again: true });
    if (request.status === 413) return next({ error: '文件太大，每份不超过100兆。' });
    next({ error: '没有传上去，服务器出错或正忙。', again: true });
  });
  request.addEventListener('error', () => next({ error: '网络不通，没有传上去。', again: true }));
  request.send(body);
}

function pump() { while (running < AT_ONCE && waiting.length) send(waiting.shift()); }

function add(files) {
  for (const file of files) {
    const row = template.content.firstElementChild.cloneNode(true);
    row.querySelector('[data-name]').textContent = file.name;
    row.querySelector('[data-said]').textContent = '等着传';
    row.querySelector('[data-again]').addEventListener('click', event => {
      event.target.hidden = true; failed--; row.className = '';
      row.querySelector('progress').hidden = false; row.querySelector('progress').value = 0;
      waiting.push({ file, row }); tell(); pump();
    });
    list.append(row);
    waiting.push({ file, row });
    total++;
  }
  list.hidden = !total;
  tell(); pump();
}

input.addEventListener('change', () => { add([...input.files]); input.value = ''; });
for (const kind of ['dragenter', 'dragover']) zone.addEventListener(kind, () => zone.classList.add('over'));
for (const kind of ['dragleave', 'drop']) zone.addEventListener(kind, () => zone.classList.remove('over'));
addEventListener('beforeunload', event => { if (running || waiting.length) event.preventDefault(); });
