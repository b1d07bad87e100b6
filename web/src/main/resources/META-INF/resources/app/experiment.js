// Training losses of every trial of one category, one thin line a seed.
import { draw } from './charts.js';

const chart = document.getElementById('curve-chart');
const chosen = document.getElementById('curve-category');
const trials = [...document.querySelectorAll('[data-trial]')].map(e => e.dataset);
const points = new Map();

async function load(trial) {
  const response = await fetch(`/api/v1/trials/${trial}/metrics?name=train%2Floss&points=300`, { headers: { Accept: 'application/json' } });
  if (!response.ok) return [];
  const { series } = await response.json();
  return (series?.['train/loss'] ?? []).map(p => [p.step, p.value]);
}

async function show() {
  const category = chosen?.value ?? trials[0]?.category;
  const here = trials.filter(t => t.category === category);
  await Promise.all(
    here.map(async t => {
      try {
        points.set(t.trial, await load(t.trial));
      } catch {
        // the server is away; the next event asks again
      }
    }),
  );
  const series = here
    .map(t => ({ name: `${t.arm}, seed ${t.seed}`, series: +t.series, points: (points.get(t.trial) ?? []).filter(p => p[1] > 0) }))
    .filter(s => s.points.length);
  if (series.length) draw(chart, { label: 'Training loss', x: { label: 'step', min: 0 }, log: true, series });
  else chart.firstElementChild && (chart.firstElementChild.textContent = 'No step is recorded yet.');
}

chosen?.addEventListener('change', show);
let asked = 0;
document.addEventListener('loupe:refreshed', () => {
  if (performance.now() - asked < 5000) return;
  asked = performance.now();
  show();
});
show();
