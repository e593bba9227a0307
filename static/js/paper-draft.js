// A draft is kept on the server while it is typed, and its pages are drawn anew.
const form = document.querySelector('form[data-draft]');
const said = document.querySelector('[data-kept]');
const sheets = document.querySelector('[data-sheets]');
const PAUSE = 1500;
const meant = document.querySelector('[data-meant]');
let timer = 0, busy = false, again = false, leaving = false, waiting = null, clashed = false;

function draw(pages, version) {
  const address = form.dataset.pages.replace(/1\.svg$/, '');
  const images = [...sheets.querySelectorAll('img')];
  for (let n = 1; n <= pages; n += 1) {
    const image = images[n - 1] ?? sheets.appendChild(Object.assign(document.createElement('img'), { className: 'wc-sheet', width: 794, height: 1123 }));
    image.alt = `第${n}页版面`;
    image.src = `${address}${n}.svg?v=${version}.typing`;
  }
  for (const image of images.slice(pages)) image.remove();
}

// Somebody else saved meanwhile: no more keeping in the background, the writer looks at both.
function offerBoth() {
  clashed = true;
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm', textContent: '对照两份' });
  button.addEventListener('click', () => form.requestSubmit(form.querySelector('footer button:not([name])')));
  said.append(' ', button);
}

async function keep() {
  if (leaving || clashed) return;
  if (busy) { again = true; return; }
  busy = true;
  said.textContent = '正在保存…';
  try {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: new FormData(form), headers: { 'X-Requested-With': 'fetch', 'HX-Request': 'true' } });
    const found = await answer.json();
    if (!answer.ok) { said.textContent = found.problem; said.classList.add('wc-late', 'wc-ink'); if (found.clash) offerBoth(); return; }
    form.elements.version.value = found.version;
    form.elements.seen.value = found.seen;
    if (meant) meant.textContent = found.meant;
    said.classList.remove('wc-late', 'wc-ink');
    said.textContent = `${found.at} 已存，第${found.version}版`;
    draw(found.pages, found.version);
  } catch {
    said.textContent = '没有连上服务器，写的内容先存在这台电脑上。';
  } finally {
    busy = false;
    if (waiting) { const button = waiting; waiting = null; form.requestSubmit(button); }
    else if (again) { again = false; keep(); }
  }
}

// The button must not race what is being kept: two saves of one version would answer each other as strangers.
form?.addEventListener('submit', (event) => {
  clearTimeout(timer);
  if (!busy) { leaving = true; return; }
  event.preventDefault();
  waiting = event.submitter ?? form.querySelector('button:not([type=button])');
});
window.addEventListener('pageshow', () => { leaving = false; });
form?.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
