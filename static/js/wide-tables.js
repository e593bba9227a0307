// A table of the paper that is wider than the page says that it scrolls, and shows it at the edge that hides something.
function look(box) {
  const hidden = box.scrollWidth - box.clientWidth;
  box.parentElement.classList.toggle('wide', hidden > 1);
  box.parentElement.classList.toggle('more', hidden - box.scrollLeft > 1);
}
const sizes = new ResizeObserver(changes => changes.forEach(change => look(change.target)));
for (const box of document.querySelectorAll('.sheet-wide > .wc-scroll-x')) {
  sizes.observe(box);
  box.addEventListener('scroll', () => look(box), { passive: true });
}
