// Before the first paint: the theme chosen here, else the one of the system.
(() => {
  const wanted = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem('wc-theme')
    ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  document.documentElement.dataset.bsTheme = wanted === 'dark' ? 'dark' : 'light';
})();
