// Charts with the page's own tokens: an arm or term keeps its colour and its dash wherever it is drawn. ECharts draws on
// a canvas; what a chart says also stands in the page as text or table.
const probe = document.createElement('span');
probe.hidden = true;
document.documentElement.append(probe);

/** The colour of a token in the theme of the moment. */
export function token(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const DASHES = { 1: 'solid', 2: [5, 3], 3: [8, 3, 2, 3], 4: [2, 3], 5: [2, 3], 6: 'solid', 7: [5, 3], 8: [8, 3, 2, 3] };
export const number = v => (v === 0 ? '0' : Math.abs(v) >= 1e6 || Math.abs(v) < 1e-3 ? v.toExponential(2) : Math.abs(v) >= 1000 ? Math.round(v).toLocaleString('en') : String(+v.toPrecision(4)));

function tooltip(title, rows) {
  const box = document.createElement('div');
  box.className = 'tip-in';
  const head = document.createElement('b');
  head.textContent = title;
  box.append(head);
  for (const [name, value] of rows) {
    const line = document.createElement('span');
    line.textContent = name;
    const figure = document.createElement('b');
    figure.textContent = value;
    line.append(figure);
    box.append(line);
  }
  return box;
}

const axis = extra => ({
  axisLine: { lineStyle: { color: token('line-strong') } },
  axisTick: { show: false },
  axisLabel: { color: token('text-3'), fontSize: 11, hideOverlap: true, formatter: number },
  splitLine: { lineStyle: { color: token('grid') } },
  nameTextStyle: { color: token('text-2'), fontSize: 11 },
  ...extra,
});

// Logarithms are drawn on a plain axis whose ticks stand at 1, 2 and 5: a loss seldom spans whole decades.
function logTicks(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const ticks = [];
  for (let d = Math.floor(low) - 1; d <= Math.ceil(high) + 1; d++) for (const m of [1, 2, 5]) ticks.push(Math.log10(m) + d);
  const first = ticks.findLastIndex(t => t <= low + 1e-9);
  const last = ticks.findIndex(t => t >= high - 1e-9);
  const shown = ticks.slice(Math.max(0, first), last + 1);
  const sparse = shown.length > 9 ? shown.filter(t => Math.abs(t - Math.round(t)) < 1e-9) : shown;
  return { min: shown[0], max: shown.at(-1) === shown[0] ? shown[0] + 1 : shown.at(-1), ticks: sparse.length > 1 ? sparse : shown };
}

const logAxis = ({ min, max, ticks }) =>
  axis({
    type: 'value',
    min,
    max,
    axisLabel: { color: token('text-3'), fontSize: 11, customValues: ticks, formatter: v => number(10 ** v) },
    axisTick: { show: false, customValues: ticks },
    splitLine: { lineStyle: { color: token('grid') }, customValues: ticks },
  });

function options(chart) {
  const compact = matchMedia('(max-width: 640px)').matches;
  const series = chart.series.map((s, i) => ({
    type: 'line',
    name: s.name,
    data: chart.log ? s.points.map(([x, y]) => [x, Math.log10(y)]) : s.points,
    showSymbol: s.points.length === 1,
    symbolSize: 5,
    silent: true,
    animation: false,
    sampling: 'lttb',
    lineStyle: { width: s.faint ? 1 : 1.6, type: s.dots ? [1.5, 3] : DASHES[s.series] ?? 'solid', opacity: s.faint ? 0.7 : 1 },
    color: s.colour ? token(s.colour) : token(`series-${((s.series - 1) % 4) + 1}`),
    emphasis: { disabled: true },
    ...(i === 0 && chart.marks?.length
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            data: chart.marks.map(m => ({
              xAxis: m.x,
              lineStyle: { color: token(m.kind === 'bad' ? 'attention' : m.kind === 'good' ? 'succeeded' : 'line-strong'), type: [2, 3], width: 1 },
              label: { show: !!m.label && !compact, formatter: m.label ?? '', color: token(m.kind === 'bad' ? 'attention' : 'text-3'), fontSize: 11, position: 'end', distance: 4, align: m.end ? 'right' : 'center' },
            })),
          },
        }
      : {}),
  }));
  const decades = chart.log && logTicks(series.flatMap(s => s.data.map(p => p[1])));
  const value = v => (chart.log ? 10 ** v : v);
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: chart.wide ?? 48, right: 14, top: chart.marks?.some(m => m.label) ? 24 : 10, bottom: 36 },
    xAxis: axis({ type: 'value', min: chart.x.min ?? 'dataMin', max: chart.x.max ?? 'dataMax', name: chart.x.label, nameLocation: 'middle', nameGap: 22, splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: token('line-strong') } }, axisLabel: { color: token('text-3'), fontSize: 11, hideOverlap: true, formatter: number, showMaxLabel: chart.x.max === undefined ? false : null } }),
    yAxis: decades ? logAxis(decades) : axis({ type: 'value', min: chart.y?.min, max: chart.y?.max, scale: true, splitNumber: 5 }),
    tooltip: {
      trigger: 'axis',
      appendTo: document.body,
      className: 'tip chart-tip',
      backgroundColor: 'transparent',
      borderWidth: 0,
      padding: 0,
      extraCssText: 'box-shadow:none',
      axisPointer: { type: 'line', lineStyle: { color: token('text-3'), type: 'solid' }, animation: false },
      transitionDuration: 0,
      formatter: points => tooltip(`${chart.x.label} ${number(points[0]?.axisValue ?? 0)}`, points.filter(p => p.value?.[1] != null && !chart.series[p.seriesIndex]?.dots).map(p => [p.seriesName, number(value(p.value[1]))])),
    },
    series,
  };
}

const drawn = new Map();
function render(element) {
  const { instance, chart } = drawn.get(element);
  instance.setOption(chart.options?.() ?? options(chart), { notMerge: true });
}

/** Draws, or draws again with new data; the element's own text is replaced. */
export function draw(element, chart) {
  if (!globalThis.echarts || !element) return;
  let entry = drawn.get(element);
  if (!entry) {
    element.replaceChildren();
    entry = { instance: echarts.init(element, null, { renderer: 'canvas' }) };
    drawn.set(element, entry);
    new ResizeObserver(() => entry.instance.resize()).observe(element);
  }
  entry.chart = chart;
  render(element);
}

/** Bars over classes, stacked, with a movable line; for the histogram of scores. */
export function histogram(element, { bins, from, to, threshold, label }) {
  draw(element, {
    options: () => {
      const width = (to - from) / bins.good.length || 1;
      const at = i => from + (i + 0.5) * width;
      const bars = (name, counts, colour) => ({
        type: 'custom',
        name,
        silent: true,
        animation: false,
        data: counts.map((count, i) => [at(i), count, name === 'good' ? 0 : bins.good[i]]),
        renderItem: (_, api) => {
          const [x0, y0] = api.coord([api.value(0) - width / 2, api.value(2)]);
          const [x1, y1] = api.coord([api.value(0) + width / 2, api.value(2) + api.value(1)]);
          return { type: 'rect', shape: { x: x0 + 0.5, y: y1, width: Math.max(1, x1 - x0 - 1), height: y0 - y1 }, style: { fill: colour, opacity: 0.8 } };
        },
        encode: { x: 0, y: 1 },
      });
      const top = Math.max(1, ...bins.good.map((g, i) => g + bins.bad[i]));
      return {
        backgroundColor: 'transparent',
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        grid: { left: 34, right: 10, top: 14, bottom: 36 },
        xAxis: axis({ type: 'value', min: from, max: to, name: label, nameLocation: 'middle', nameGap: 22, splitLine: { show: false } }),
        yAxis: axis({ type: 'value', min: 0, max: top, minInterval: 1, splitNumber: 3 }),
        series: [
          {
            ...bars('good', bins.good, token('succeeded')),
            markLine: { silent: true, symbol: ['none', 'triangle'], symbolSize: 8, symbolRotate: 180, animation: false, label: { show: false }, lineStyle: { color: token('text'), type: 'solid', width: 1.5 }, data: [{ xAxis: threshold }] },
          },
          bars('defective', bins.bad, token('attention')),
        ],
      };
    },
  });
}

const again = () => drawn.forEach((_, element) => render(element));
document.addEventListener('loupe:theme', again);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
