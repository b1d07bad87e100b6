// The trial's page: losses as they come, curves, the threshold, and the gallery of heat maps.
import { draw, histogram } from './charts.js';
import { gallery } from './gallery.js';

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/* ---- losses: what is recorded, then what heartbeats say until that is recorded too ---- */
const training = $('#training');
const trial = training?.dataset.trial;
const losses = new Map(); // metric -> [[step, value], ...] in order of steps
let rates = []; // [[step, steps a second], ...] as recorded
let learning = []; // [[step, learning rate], ...]
let checkpoint = 0; // newest published step
const published = new Set(); // steps with a checkpoint
let asked = -Infinity;

async function load() {
  asked = performance.now();
  const response = await fetch(`/api/v1/trials/${trial}/metrics?points=600`, { headers: { Accept: 'application/json' } });
  if (!response.ok) return;
  const { series = {}, checkpoints = [], publishedStep = 0 } = await response.json();
  checkpoint = Math.max(checkpoint, publishedStep);
  checkpoints.forEach(c => published.add(c.step));
  rates = pace(series['train/loss'] ?? []);
  learning = (series['train/learning_rate'] ?? []).map(p => [p.step, p.value]);
  for (const [name, points] of Object.entries(series)) {
    const known = points.map(p => [p.step, p.value]);
    const last = known.at(-1)?.[0] ?? 0;
    losses.set(name, [...known, ...(losses.get(name) ?? []).filter(p => p[0] > last)]);
  }
}

// Steps a second between points that lie some way apart: the time of single steps is all noise.
function pace(points) {
  const stride = Math.max(1, Math.ceil(points.length / 60));
  const far = points.filter((_, i) => i % stride === 0 || i === points.length - 1);
  return far
    .slice(1)
    .map((p, i) => [p.step, (1000 * (p.step - far[i].step)) / (p.at - far[i].at)])
    .filter(p => Number.isFinite(p[1]) && p[1] > 0);
}

function beat(progress) {
  if (!progress || progress.phase !== 'training') return;
  if (progress.checkpointStep) published.add(progress.checkpointStep);
  for (const [name, value] of Object.entries(progress.losses ?? {})) {
    const points = losses.get(name) ?? losses.set(name, []).get(name);
    if ((points.at(-1)?.[0] ?? 0) < progress.step) points.push([progress.step, value]);
  }
}

// Many checkpoints would be a fence: the newest is named, a few before it are drawn.
function marks() {
  const steps = [...published].sort((a, b) => a - b);
  const shown = steps.length > 12 ? steps.slice(-1) : steps;
  return shown.map((x, i) => ({ x, end: true, label: i === shown.length - 1 ? `checkpoint ${x.toLocaleString('en')}` : '' }));
}

function show() {
  const terms = all('#terms [data-metric]').map(e => e.dataset);
  const series = terms
    .map(t => ({ name: t.word, series: +t.series, points: (losses.get(t.metric) ?? []).filter(p => p[1] > 0) }))
    .filter(s => s.points.length);
  if (!series.length) return;
  const count = Math.max(...series.map(s => s.points.length));
  const drawn = $('#points');
  if (drawn) drawn.textContent = `${count.toLocaleString('en')} points drawn`;
  draw($('#loss-chart'), {
    x: { label: 'step', min: 0 },
    log: true,
    marks: marks(),
    series,
  });
  const small = (id, name, number, points, y) => points.length && draw($(id), { x: { label: 'step', min: 0 }, y, wide: 56, series: [{ name, series: number, points }] });
  small('#rate-chart', 'steps a second', 3, rates, { min: 0 });
  small('#learning-rate-chart', 'learning rate', 1, learning, {});
}

if (trial) {
  load().then(show, () => {});
  document.addEventListener('loupe:event', ({ detail }) => {
    const event = detail.data;
    if (event?.trial !== trial) return;
    beat(event.progress);
    const due = (event.progress?.checkpointStep ?? 0) > checkpoint || event.progress?.phase !== 'training';
    if (due && performance.now() - asked > 3000) load().then(show, () => {});
    else show();
  });
  document.addEventListener('loupe:refreshed', ({ detail }) => detail.id === 'training-body' && show());
}

// A trial that ends gets figures, curves and heat maps: the whole page is asked for again, once.
const head = $('#trial-head');
const before = head?.dataset.stateNow;
document.addEventListener('loupe:refreshed', () => {
  const now = head?.dataset.stateNow;
  if (before && now !== before && ['SUCCEEDED'].includes(now)) location.reload();
});

/* ---- curves ---- */
const curves = $('#curves');
async function curve(which) {
  const response = await fetch(curves.dataset[which], { headers: { Accept: 'application/json' } });
  if (!response.ok) return;
  const { x, y, points } = await response.json();
  const limit = which === 'pro' ? 0.3 : 1;
  const chance = which === 'pro' ? [] : [{ name: '', colour: 'text-3', dots: true, faint: true, points: [[0, 0], [1, 1]] }];
  draw($('#curve-chart'), {
    x: { label: x, min: 0, max: limit },
    y: { min: 0, max: 1 },
    series: [...chance, { name: y, series: 1, points: points.filter(p => p[0] <= limit) }],
  });
}
if (curves) {
  const buttons = all('.seg button', curves);
  const choose = button => {
    buttons.forEach(b => b.setAttribute('aria-pressed', b === button));
    curve(button.value).catch(() => {});
  };
  buttons.forEach(b => b.addEventListener('click', () => choose(b)));
  if (buttons.length) choose(buttons[0]);
}

/* ---- scores and the threshold ---- */
const thumbs = all('.thumb');
const items = thumbs.map(e => ({ element: e, ...e.dataset, value: +e.dataset.score }));
const slider = $('#threshold');
let threshold = +($('#scores')?.dataset.threshold ?? NaN);
const wrong = item => Number.isFinite(threshold) && (item.label === 'good') === item.value >= threshold;
const excess = item => (item.label === 'good' ? item.value - threshold : threshold - item.value);
const pictures = thumbs.length ? gallery($('#gallery'), items, wrong, excess) : null;

function classes() {
  const values = items.map(i => i.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const width = (high - low) / 30 || 1;
  const count = good => {
    const bins = Array(30).fill(0);
    items.filter(i => (i.label === 'good') === good).forEach(i => bins[Math.min(29, Math.floor((i.value - low) / width))]++);
    return bins;
  };
  return { from: low, to: high, bins: { good: count(true), bad: count(false) } };
}

function counts() {
  const bad = items.filter(i => i.label !== 'good');
  const good = items.filter(i => i.label === 'good');
  const tp = bad.filter(i => i.value >= threshold).length;
  const fp = good.filter(i => i.value >= threshold).length;
  const set = (name, value) => all(`[data-count="${name}"]`).forEach(e => (e.textContent = value));
  const share = (part, of) => (of ? `${((100 * part) / of).toFixed(1)} %` : '–');
  set('tp', tp);
  set('fn', bad.length - tp);
  set('fp', fp);
  set('tn', good.length - fp);
  set('wrong', bad.length - tp + fp);
  set('tpr', share(tp, bad.length));
  set('fpr', share(fp, good.length));
  set('f1', bad.length + tp + fp ? ((2 * tp) / (bad.length + tp + fp)).toFixed(3) : '–');
  set('t', String(+threshold.toPrecision(4)));
}

if (slider && items.length && Number.isFinite(threshold)) {
  const shape = classes();
  const at = value => Math.round(((value - shape.from) / (shape.to - shape.from || 1)) * 1000);
  const bars = () => histogram($('#histogram'), { ...shape, threshold, label: 'image score' });
  slider.value = at(threshold);
  slider.closest('.card').querySelectorAll('[hidden]').forEach(e => (e.hidden = false));
  slider.addEventListener('input', () => {
    threshold = shape.from + (slider.value / 1000) * (shape.to - shape.from);
    counts();
    bars();
  });
  slider.addEventListener('change', () => pictures?.again());
  bars();
}
