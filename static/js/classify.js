// Giving tasks their clauses with one key: 1 2 3 choose, 0 is none at all, space skips, U takes the last one back.
const list = document.querySelector("[data-picks]");
const done = [];
const left = document.querySelector("[data-left]");
let current = null;

function count(by) {
  if (left) left.textContent = Number(left.textContent) + by;
}

function open() {
  return [...list.querySelectorAll("[data-pick]:not([data-done])")];
}

function go(line) {
  current?.classList.remove("wc-current");
  current = line ?? null;
  current?.classList.add("wc-current");
  current?.scrollIntoView({ block: "nearest" });
}

function next() {
  const rest = open();
  const after = rest.find((line) => current && current.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
  go(after ?? rest[0]);
}

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable], dialog");
}

if (list) {
  go(open()[0]);
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-3]$/.test(event.key)) current?.querySelector(`[data-way="${event.key}"]`)?.click();
    else if (event.key === " " && !event.target.closest("button, a")) next();
    else if (event.key.toLowerCase() === "u") document.getElementById(done.pop())?.querySelector("[data-undo]")?.click();
    else return;
    event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === current) next();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const line = document.getElementById(event.detail.target?.id);
    if (line?.matches("[data-done]")) {
      done.push(line.id);
      count(-1);
    } else if (line?.matches("[data-pick]")) {
      go(line);
      count(1);
    }
  });
}
