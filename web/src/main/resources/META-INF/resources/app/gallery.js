// The gallery of heat maps: sort, filter, look closely. Every picture is a link without this file.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/**
 * @param wrong tells whether an item is on the wrong side of the threshold of the moment
 * @param excess how far it is beyond the threshold on the side where it should not be; negative on its own side
 */
export function gallery(section, items, wrong, excess) {
  const thumbs = $('.thumbs', section);
  const inspect = $('#inspect', section);
  const base = $('#stage-image');
  const top = $('#stage-heat');
  const none = $('#stage-none');
  const stage = $('.stage', section);
  const beside = $('#stage-mask');
  const opacity = $('#opacity');
  let mode = 'overlay';
  let list = items;
  let current = 0;

  const byFile = (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);
  const orders = {
    wrong: (a, b) => wrong(b) - wrong(a) || excess(b) - excess(a) || byFile(a, b),
    score: (a, b) => b.value - a.value || byFile(a, b),
    low: (a, b) => a.value - b.value || byFile(a, b),
    file: byFile,
  };

  function arrange() {
    const only = $('#only').value;
    const chosen = list[current];
    list = items
      .filter(i => only === 'all' || (only === 'wrong' ? wrong(i) : i.label === only.slice('label:'.length)))
      .sort(orders[$('#sort').value]);
    items.forEach(i => (i.element.parentElement.hidden = true));
    for (const item of list) {
      const cell = item.element.parentElement;
      cell.hidden = false;
      thumbs.append(cell);
      let mark = $('.wrong', item.element);
      if (wrong(item) && !mark) {
        mark = document.createElement('span');
        mark.className = 'wrong';
        item.element.append(mark);
      }
      if (mark) {
        mark.hidden = !wrong(item);
        mark.textContent = item.label === 'good' ? 'alarm' : 'miss';
      }
    }
    current = Math.max(0, list.indexOf(chosen));
    $('#shown').textContent = list.length === items.length ? `${items.length} images` : `${list.length} of ${items.length}`;
  }

  function show() {
    const item = list[current];
    inspect.hidden = !item;
    items.forEach(i => i.element.removeAttribute('aria-current'));
    if (!item) return;
    item.element.setAttribute('aria-current', 'true');
    const missing = { image: !item.image && 'The object store does not answer.', overlay: !item.overlay && 'No heat map was kept for this image.', heat: !item.overlay && 'No heat map was kept for this image.', mask: !item.mask && (item.label === 'good' ? 'A good image has no mask.' : 'This image has no mask.'), side: !item.overlay && 'No heat map was kept for this image.' }[mode];
    none.hidden = !missing;
    none.textContent = missing || '';
    const under = mode === 'mask' ? item.mask : item.image || item.overlay;
    if (under && base.getAttribute('src') !== under) base.src = under;
    base.alt = `${item.file}, ${mode === 'mask' ? 'mask' : 'image'}`;
    const over = mode === 'overlay' || mode === 'heat' || mode === 'side' ? item.overlay : '';
    top.hidden = !over;
    if (over && top.getAttribute('src') !== over) top.src = over;
    top.style.opacity = mode === 'overlay' ? opacity.value / 100 : 1;
    const third = mode === 'side' ? item.mask : '';
    stage.classList.toggle('side', mode === 'side' && !missing);
    beside.hidden = !third;
    if (third && beside.getAttribute('src') !== third) beside.src = third;
    beside.alt = third ? `Mask of ${item.file}` : '';
    top.alt = over ? `Heat map of ${item.file}` : '';
    opacity.disabled = mode !== 'overlay';
    $('#file').textContent = item.file;
    $('#label').textContent = item.label;
    $('#score').textContent = String(+item.value.toPrecision(5));
    $('#at').textContent = `${current + 1} of ${list.length}`;
    const verdict = $('#verdict');
    verdict.textContent = wrong(item) ? (item.label === 'good' ? 'false alarm' : 'missed') : 'right';
    verdict.className = wrong(item) ? 'tag bad' : 'tag good';
    const raw = $('#raw');
    raw.replaceChildren();
    for (const [text, href] of [['anomaly map', item.raw], ['heat map', item.overlay], ['image', item.image]]) {
      if (!href) continue;
      const link = document.createElement('a');
      link.href = href;
      link.textContent = text;
      raw.append(link, ' ');
    }
    const next = list[current + 1];
    if (next?.overlay) new Image().src = next.overlay;
  }

  const go = step => {
    current = Math.max(0, Math.min(list.length - 1, current + step));
    show();
    if (thumbs.contains(document.activeElement)) list[current]?.element.focus();
    list[current]?.element.scrollIntoView({ block: 'nearest' });
  };
  const setMode = chosen => {
    mode = chosen;
    all('[data-mode]', section).forEach(e => e.setAttribute('aria-pressed', e.dataset.mode === mode));
    show();
  };

  items.forEach(item =>
    item.element.addEventListener('click', event => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      current = list.indexOf(item);
      show();
    }),
  );
  all('[data-mode]', section).forEach(e => e.addEventListener('click', () => setMode(e.dataset.mode)));
  all('[data-go]', section).forEach(e => e.addEventListener('click', () => go(+e.dataset.go)));
  const again = () => {
    arrange();
    show();
  };
  $('#only').addEventListener('change', again);
  $('#sort').addEventListener('change', again);
  opacity.addEventListener('input', show);
  const nudge = by => {
    opacity.value = +opacity.value + by;
    show();
  };
  const keys = { j: () => go(1), k: () => go(-1), 1: () => setMode('image'), 2: () => setMode('overlay'), 3: () => setMode('heat'), 4: () => setMode('mask'), 5: () => setMode('side'), '[': () => nudge(-10), ']': () => nudge(10) };
  // Single keys act only while the gallery has the focus: elsewhere they belong to whoever types or speaks.
  section.addEventListener('keydown', event => {
    if (event.target.matches('input:not([type="range"]), select, textarea') || event.metaKey || event.ctrlKey || event.altKey) return;
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  $('#gallery-tools').hidden = false;
  inspect.hidden = false;
  section.classList.add('looking');
  arrange();
  current = 0;
  setMode(mode);
  return { again };
}
