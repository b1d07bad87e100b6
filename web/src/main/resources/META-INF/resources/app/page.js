// What every page does: refreshes its live parts, opens dialogs, keeps relative times right.
// A page says what it has to say without this file.
import { morph } from './morph.js';

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* ---- live parts: htmx fetches the page again, only what differs is touched ---- */
htmx.defineExtension('morph', {
  isInlineSwap: style => style === 'morph',
  handleSwap(style, target, fragment) {
    if (style !== 'morph') return false;
    const next = fragment.querySelector?.(`#${CSS.escape(target.id)}`) ?? fragment.firstElementChild;
    if (!next) return false;
    morph(target, next);
    document.dispatchEvent(new CustomEvent('loupe:refreshed', { detail: target }));
    return [target];
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
    if (!document.hidden) all('[data-refresh]').forEach(part => htmx.trigger(part, 'loupe:refresh'));
  }, wait);
}

/* ---- events of the server: the whole page listens once; parts hear of it through the document ---- */
function listen(address) {
  const source = new EventSource(address);
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
  for (const type of ['message', 'progress', 'state', 'timeline', 'trial', 'experiment', 'metrics', 'change']) source.addEventListener(type, tell);
  source.onopen = () => document.body.removeAttribute('data-offline');
  source.onerror = () => document.body.setAttribute('data-offline', '');
  addEventListener('pagehide', () => source.close());
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
