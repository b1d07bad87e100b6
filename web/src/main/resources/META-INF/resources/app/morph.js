// Makes an element like a newer rendering of itself and touches only what differs: focus, selection, open menus and
// running animations stay. Children are paired by id, else by position and name.
const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? '') === (b.id ?? '');

function attributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // what scripts and people have set is theirs: an open disclosure, a drawn chart, the verbs of a dialog
    if (!to.hasAttribute(name) && name !== 'open' && !name.startsWith('_')) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value && !(name === 'open' && from.localName === 'details')) from.setAttribute(name, value);
  }
}

function control(from, to) {
  if (from === document.activeElement || from.hasAttribute('data-mine')) return;
  if (from.localName === 'input' && (from.type === 'checkbox' || from.type === 'radio')) from.checked = to.hasAttribute('checked');
  else if (from.localName === 'input' || from.localName === 'textarea') {
    const value = from.localName === 'input' ? (to.getAttribute('value') ?? '') : to.textContent;
    if (from.value !== value) from.value = value;
  } else if (from.localName === 'select') {
    const chosen = [...to.options].find(o => o.hasAttribute('selected')) ?? to.options[0];
    if (chosen && from.value !== chosen.value) from.value = chosen.value;
  }
}

export function morph(from, to) {
  if (from.nodeType === Node.TEXT_NODE || from.nodeType === Node.COMMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.hasAttribute('data-keep')) return;
  attributes(from, to);
  let at = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    let match = at;
    if (wanted.id && !(at && same(at, wanted))) {
      match = [...from.childNodes].find(node => node.id === wanted.id && same(node, wanted)) ?? null;
      if (match) from.insertBefore(match, at);
    }
    if (match && same(match, wanted)) {
      morph(match, wanted);
      at = match.nextSibling;
    } else {
      from.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  control(from, to);
}
