// The unit menu of the library goes where the chosen unit points.
document.querySelector('[data-go]')?.addEventListener('unit-picked', event => {
  const url = new URL(location.href);
  url.searchParams.set('unit', event.detail.id);
  url.searchParams.delete('page');
  location.assign(url);
});
