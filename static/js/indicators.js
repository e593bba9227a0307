// The form of one figure: numerator over denominator is reckoned while one types, and held against what stands in the field.
const form = document.querySelector('.wc-ind-fill');
const line = form?.querySelector('[data-reckoned]');
const [over, under, value] = ['numerator', 'denominator', 'value'].map(name => form?.elements[name]);

// 3.2万, １，２３４ 人: what the server reads too; NaN for anything it would ask about.
const TIMES = { 万: 1e4, 千: 1e3, 百: 100, 亿: 1e8 };
function read(field) {
  const text = field.value.normalize('NFKC').replace(/[\s,]/g, '');
  const found = text.match(/^(-?\d*\.?\d+)([百千万亿])?\D*$/);
  return found ? Number(found[1]) * (TIMES[found[2]] ?? 1) : NaN;
}

function show() {
  const reckoned = read(over) / read(under) * Number(form.dataset.factor || 1);
  line.classList.remove('wc-off');
  if (!Number.isFinite(reckoned)) { line.textContent = ''; return; }
  const said = String(Math.round(reckoned * 100) / 100);
  const unit = form.dataset.unit;
  if (!value.value.trim()) { line.textContent = `算得${said}${unit}，不用再填`; return; }
  const places = (value.value.normalize('NFKC').match(/\.(\d+)/)?.[1] ?? '').length;
  const off = Math.abs(reckoned - read(value)) > 0.5 * 10 ** -places + 1e-9;
  line.textContent = off ? `算得${said}${unit}，和填的对不上` : `算得${said}${unit}，对得上`;
  line.classList.toggle('wc-off', off);
}

// A file that is too big is told of before it is sent: nothing that was typed has to wait for it.
const upload = form?.elements.upload;
upload?.addEventListener('change', () => {
  const file = upload.files[0], most = Number(upload.dataset.most);
  const said = form.querySelector('[data-upload-said]');
  said.textContent = '';
  if (file && file.size > most) {
    said.textContent = `“${file.name}”有${Math.ceil(file.size / 2 ** 20)}兆，超过${Math.floor(most / 2 ** 20)}兆，没有选上。请压缩或拆开再选，填的都还在。`;
    upload.value = '';
  }
});

if (over && under && value && line) {
  form.addEventListener('input', show);
  show();
}
