// The theme: system, light or dark. Runs before the first paint; kept in this browser; ?theme= wins, for links and tests.
'use strict';
(() => {
  const root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem('loupe.theme');
    } catch {
      return null; // storage is off in this browser
    }
  };
  const apply = theme => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.dispatchEvent(new Event('loupe:theme'));
  };
  apply(new URLSearchParams(location.search).get('theme') || kept());

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    if (!button) return;
    const now = () => root.dataset.theme ?? 'system';
    const label = () => {
      const word = { system: 'as the system', light: 'light', dark: 'dark' }[now()];
      button.setAttribute('aria-label', `Theme: ${word}. Change`);
      button.title = `Theme: ${word}`;
    };
    button.addEventListener('click', () => {
      const next = { system: 'light', light: 'dark', dark: 'system' }[now()];
      try {
        localStorage.setItem('loupe.theme', next);
      } catch {
        // only for this page then
      }
      apply(next);
      label();
    });
    label();
    button.hidden = false;
  });
})();
