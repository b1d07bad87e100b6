// The form of a new experiment follows every change: what differs between arms, how many trials it makes, what is still
// wrong. Without this file its buttons do the same. (The form's own property "action" is hidden by its buttons of that name.)
import { morph } from './morph.js';

const form = document.getElementById('editor');
let running = null;
let wanted = false;

// form.action would be one of the buttons of that name.
async function follow() {
  if (running) {
    wanted = true;
    return;
  }
  const data = new FormData(form);
  data.set('action', 'refresh');
  running = new AbortController();
  try {
    const response = await fetch(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(data), signal: running.signal, headers: { Accept: 'text/html' } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const next = page.getElementById('editor');
      if (next && !wanted) morph(form, next);
    }
  } catch {
    // the server is away; the next change asks again
  } finally {
    running = null;
    if (wanted) {
      wanted = false;
      follow();
    }
  }
}

form.addEventListener('change', event => {
  if (!event.target.matches('[data-mine]')) follow();
});

// A summary that came with the page is where reading begins.
document.getElementById('problem-list')?.focus();

// A problem's link leads to its field, also where that is folded.
form.addEventListener('click', event => {
  const link = event.target.closest('.problems a[href^="#"]');
  if (!link) return;
  const field = document.getElementById(link.getAttribute('href').slice(1));
  if (!field) return;
  event.preventDefault();
  const fold = field.closest('.set.same') && document.getElementById('show-same');
  if (fold) fold.checked = true;
  field.focus();
  field.scrollIntoView({ block: 'center' });
});
