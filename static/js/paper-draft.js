// A draft is kept on the server while it is typed, and its pages are drawn anew.
const form = document.querySelector('form[data-draft]');
const said = document.querySelector('[data-kept]');
const sheets = document.querySelector('[data-sheets]');
const PAUSE = 1500;
let timer = 0, busy = false, again = false, leaving = false, waiting = null;

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

async function keep() {
  if (leaving) return;
  if (busy) { again = true; return; }
  busy = true;
  said.textContent = '正在保存…';
  try {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: new FormData(form), headers: { 'X-Requested-With': 'fetch', 'HX-Request': 'true' } });
    const found = await answer.json();
    if (!answer.ok) { said.textContent = found.problem; said.classList.add('wc-late', 'wc-ink'); return; }
    form.elements.version.value = found.version;
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
