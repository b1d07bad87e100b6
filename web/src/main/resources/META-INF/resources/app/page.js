// What every page does: refreshes its live parts, opens dialogs, keeps relative times right.
// A page says what it has to say without this file.
import { morph } from './morph.js';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* ---- live parts: htmx fetches the page again, once for all of them; only what differs is touched ---- */
htmx.defineExtension('morph', {
  isInlineSwap: style => style === 'morph',
  handleSwap(style, main, fragment) {
    if (style !== 'morph') return false;
    for (const part of all('[data-refresh]')) {
      const next = fragment.querySelector(`#${CSS.escape(part.id)}`);
      if (!next) continue;
      morph(part, next);
      document.dispatchEvent(new CustomEvent('loupe:refreshed', { detail: part }));
    }
    return [main];
  },
});

let asked = 0;
let waiting = null;
export function refresh(atMostEvery = 1000) {
  if (waiting) return;
  const wait = Math.max(0, asked + atMostEvery - performance.now());
  waiting = setTimeout(() => {
    waiting = null;
    asked = performance.now();
    if (!document.hidden) htmx.trigger('#main', 'loupe:refresh');
  }, wait);
}

/* ---- events of the server: the whole page listens once; parts hear of it through the document. A browser opens six
   connections to a server and no more, so a page that nobody sees lets go of its own. ---- */
function listen(address) {
  let source = null;
  const tell = event => {
    let detail = null;
    try {
      detail = JSON.parse(event.data);
    } catch {
      // an event without a document is only a nudge
    }
    document.dispatchEvent(new CustomEvent('loupe:event', { detail: { type: event.type, data: detail } }));
    refresh();
  };
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(address);
    for (const type of ['trial', 'experiment']) source.addEventListener(type, tell);
    source.onopen = () => document.body.removeAttribute('data-offline');
    source.onerror = () => document.body.setAttribute('data-offline', '');
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}

const live = document.querySelector('main')?.dataset.live;
if (live && live !== 'poll') listen(live);
if (live) setInterval(() => refresh(), live === 'poll' ? 2000 : 10000);
document.addEventListener('visibilitychange', () => !document.hidden && live && refresh());

/* ---- dialogs: data-opens names one; its link or button also works without scripts ---- */
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      dialog.querySelector('[data-first]')?.focus();
    }
  }
  const closer = event.target.closest('[data-closes]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
});

/* ---- a form is sent once: the key in it would make a second one the same experiment anyway ---- */
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog') return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (!form.hasAttribute('data-again')) form.dataset.sent = '1';
});
addEventListener('pageshow', () => all('form[data-sent]').forEach(form => delete form.dataset.sent));
