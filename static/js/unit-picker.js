// <wc-unit-picker>: choose a unit (or a person) by name, alias or pinyin initials; a combobox as ARIA describes it.
//   name      form field that gets the id (none: the page listens to "unit-picked" instead and nothing is kept)
//   multiple  several may be chosen
//   src       where to search (default: units); on = ISO date, kind = kind of unit
//   label     what a screen reader says
// Fires "unit-picked" {id, name} and "unit-removed" {id}, both bubbling. Works on markup from org/_unit_picker.html, which
// is an ordinary text field without script, and on an empty element.

const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = new URL('../css/unit-picker.css', import.meta.url);
document.head.append(sheet);

let serial = 0;
const make = (tag, attributes = {}, text = '') => {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};

class UnitPicker extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    const id = `wc-picker-${++serial}`;
    const label = this.getAttribute('label') || '单位';
    this.tokens = this.querySelector('.wc-picker-tokens') || this.appendChild(make('span', { class: 'wc-picker-tokens' }));
    this.input = this.querySelector('input[type=text]') || this.appendChild(make('input', { type: 'text', class: 'form-control', placeholder: label }));
    this.list = this.appendChild(make('ul', { id, role: 'listbox', 'aria-label': label, hidden: '' }));
    this.status = this.appendChild(make('span', { class: 'wc-sr', role: 'status' }));
    for (const [key, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, autocomplete: 'off', spellcheck: 'false' })) this.input.setAttribute(key, value);
    if (!this.input.labels?.length && !this.input.hasAttribute('aria-label')) this.input.setAttribute('aria-label', label);
    this.tokens.querySelectorAll('[data-remove]').forEach(button => button.hidden = false);
    this.input.addEventListener('input', event => { if (!event.isComposing) this.search(); });
    this.input.addEventListener('compositionend', () => this.search());
    this.input.addEventListener('focus', () => { if (this.input.value) this.search(); });
    this.input.addEventListener('click', () => { if (this.list.hidden) this.search(); });
    this.input.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== this.input) this.close(); }, 120));
    this.input.addEventListener('keydown', event => this.key(event));
    this.list.addEventListener('mousedown', event => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener('click', event => { const option = event.target.closest('[role=option]'); if (option?.dataset.id) this.pick(option.dataset.id, option.dataset.name); });
    this.tokens.addEventListener('click', event => { const button = event.target.closest('[data-remove]'); if (button) this.remove_(button.closest('.wc-token')); });
    this.room();
  }

  get options() { return [...this.list.querySelectorAll('[role=option][data-id]')]; }
  get ids() { return [...this.tokens.querySelectorAll('input[type=hidden]')].map(field => field.value); }

  async search() {
    const asked = ++this.asked || (this.asked = 1);
    const url = new URL(this.getAttribute('src') || '/org/unit-search/', location.href);
    url.searchParams.set('q', this.input.value.trim());
    for (const key of ['on', 'kind']) if (this.hasAttribute(key)) url.searchParams.set(key, this.getAttribute(key));
    let results;
    try {
      const answer = await fetch(url, { headers: { Accept: 'application/json' } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      ({ results } = await answer.json());
    } catch {
      if (asked === this.asked) this.show([], '查不到名单：网络不通或登录已过期。填的内容还在。');
      return;
    }
    if (asked === this.asked && this.contains(document.activeElement)) this.show(results, '没有找到，换一个名称或拼音首字母试试');
  }

  show(results, none) {
    const fresh = results.filter(one => !this.ids.includes(String(one.id)));
    this.list.replaceChildren(...fresh.map((one, place) => {
      const option = make('li', { role: 'option', id: `${this.list.id}-${place}`, 'aria-selected': 'false', 'data-id': one.id, 'data-name': one.name });
      option.append(make('b', {}, one.name), make('small', {}, one.detail));
      return option;
    }));
    if (!fresh.length) this.list.append(make('li', { role: 'option', 'aria-disabled': 'true' }, none));
    this.status.textContent = fresh.length ? `有${fresh.length}个，用上下键选` : none;
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.activate(fresh.length && this.input.value ? 0 : -1);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  activate(place) {
    this.active = place;
    this.options.forEach((option, at) => option.setAttribute('aria-selected', at === place ? 'true' : 'false'));
    const option = this.options[place];
    if (option) { this.input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); }
    else this.input.removeAttribute('aria-activedescendant');
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden; const number = this.options.length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) this.search();
      else if (number) this.activate((this.active + (event.key === 'ArrowDown' ? 1 : -1) + number) % number);
    } else if (event.key === 'Enter' && (open || this.input.value)) {
      event.preventDefault(); // half a name is not sent: Enter picks, or looks for it first
      const option = open && this.options[this.active];
      if (option) this.pick(option.dataset.id, option.dataset.name);
      else if (!open) this.search();
    } else if (event.key === 'Escape' && open) {
      event.preventDefault(); event.stopPropagation();
      this.close();
    } else if (event.key === 'Backspace' && !this.input.value && this.tokens.lastElementChild) {
      this.remove_(this.tokens.lastElementChild);
    }
  }

  pick(id, name) {
    if (this.hasAttribute('name')) {
      if (!this.hasAttribute('multiple')) this.tokens.replaceChildren();
      const token = make('span', { class: 'wc-token' }, name);
      const button = make('button', { type: 'button', 'data-remove': '', 'aria-label': `去掉${name}` }, '×');
      token.append(make('input', { type: 'hidden', name: this.getAttribute('name'), value: id }), button);
      this.tokens.append(token);
    }
    this.input.value = '';
    this.close();
    this.room();
    this.status.textContent = `已选${name}`;
    this.dispatchEvent(new CustomEvent('unit-picked', { bubbles: true, detail: { id: Number(id), name } }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
    (this.input.hidden ? this.tokens.querySelector('[data-remove]') : this.input)?.focus();
  }

  remove_(token) {
    const id = Number(token.querySelector('input[type=hidden]')?.value);
    token.remove();
    this.room();
    this.input.focus();
    this.dispatchEvent(new CustomEvent('unit-removed', { bubbles: true, detail: { id } }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  room() { // with one chosen and no room for more, only the token is seen
    this.input.hidden = this.hasAttribute('name') && !this.hasAttribute('multiple') && this.tokens.childElementCount > 0;
  }
}

if (!customElements.get('wc-unit-picker')) customElements.define('wc-unit-picker', UnitPicker);
