// The chart of home: weeks of done against planned, in the colours of the theme, drawn anew when the theme changes.
const host = document.getElementById('trend');
const weeks = JSON.parse(document.getElementById('trend-data').textContent);

function draw() {
  const style = getComputedStyle(document.documentElement);
  const token = name => style.getPropertyValue(`--wc-${name}`).trim();
  const last = weeks.length - 1;
  const chart = echarts.getInstanceByDom(host) ?? echarts.init(host, null, { renderer: 'svg' });
  chart.setOption({
    animation: false,
    grid: { left: 34, right: 14, top: 10, bottom: 24 },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: 'axis', backgroundColor: token('raised'), borderColor: token('line-2'), textStyle: { color: token('ink'), fontSize: 12 },
      formatter: points => `${points[0].axisValue}那一周<br>${points.map(point => `${point.seriesName}${point.value}项`).join('，')}` },
    xAxis: { type: 'category', data: weeks.map(week => week.word), boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: token('line-2') } }, axisLabel: { color: token('faint'), fontSize: 12, interval: Math.max(0, Math.ceil(weeks.length / 5) - 1), alignMaxLabel: 'right', alignMinLabel: 'left' } },
    yAxis: { minInterval: 1, splitNumber: 3, axisLabel: { color: token('faint'), fontSize: 12 }, splitLine: { lineStyle: { color: token('line') } } },
    series: [
      { name: '计划', type: 'line', data: weeks.map(week => week.planned), symbol: 'none', itemStyle: { color: token('faint') }, lineStyle: { color: token('faint'), width: 1.5, type: [5, 4] } },
      { name: '完成', type: 'line', data: weeks.map(week => week.done), symbol: 'circle', symbolSize: (value, point) => (point.dataIndex === last ? 8 : 0), itemStyle: { color: token('data') }, lineStyle: { color: token('data'), width: 2.5 }, areaStyle: { color: token('data'), opacity: .07 } },
    ],
  }, true);
  return chart;
}

draw();
new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
addEventListener('resize', () => draw().resize());
