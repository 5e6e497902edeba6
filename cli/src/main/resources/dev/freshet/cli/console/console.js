'use strict';

const EVERY_MILLIS = 5000;
const UNITS = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
const PRESETS = {
  'rows by route': d => `SELECT served_from, count(*) AS "rows"\nFROM ${d.view}\nGROUP BY 1\nORDER BY 1`,
  'rows by landing day': d => `SELECT landed_on, count(*) AS "rows"\nFROM ${d.view}\nGROUP BY 1\nORDER BY 1 DESC\nLIMIT 20`,
  'some rows of the newest day': d => `SELECT *\nFROM ${d.view}\nWHERE landed_on = (SELECT max(landed_on) FROM ${d.view})\nLIMIT 10`,
  'rejected lines of raw files': d => `SELECT landed_on, reason, file, line\nFROM ${d.rejectsView}\nWHERE served_from = 'tail'\nLIMIT 20`,
  'rejects by reason': d => `SELECT reason, count(*) AS lines, min(line) AS example\nFROM ${d.rejectsView}\nGROUP BY 1\nORDER BY 2 DESC`,
};
const shown = new Map();

function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  const unit = UNITS.findIndex(([, size]) => s >= size);
  if (unit < 0) return '0 s';
  const [name, size] = UNITS[unit];
  const rest = unit + 1 < UNITS.length ? Math.floor(s % size / UNITS[unit + 1][1]) : 0;
  return `${Math.floor(s / size)} ${name}` + (rest && s < 10 * size ? ` ${rest} ${UNITS[unit + 1][0]}` : '');
}
const bytes = n => n < 1e3 ? `${n} B` : n < 1e6 ? `${(n / 1e3).toFixed(1)} kB` : n < 1e9 ? `${(n / 1e6).toFixed(1)} MB` : `${(n / 1e9).toFixed(2)} GB`;
const count = n => n.toLocaleString('en');
const counted = (n, what) => `${count(n)} ${what}${n === 1 ? '' : 's'}`;
const files = n => counted(n, 'file');
const days = partitions => partitions.map(each => each.landed).join(', ');
const sum = (partitions, key) => partitions.reduce((total, each) => total + each[key], 0);
function at(instant, zone) {
  return new Date(instant).toLocaleString('sv', {timeZone: zone === 'Z' ? 'UTC' : zone}).slice(5, 16);
}
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function showAxis(article, d, now) {
  const s = d.status;
  const boundary = Date.parse(s.historyDataAsOf);
  const ingested = s.completeUntil ? Math.max(boundary, Math.min(now, Date.parse(s.completeUntil))) : boundary;
  const end = Math.max(now, Date.parse(s.tailEndsAt));
  const start = boundary - (end - boundary) / 2;
  const place = t => (t - start) / (end - start) * 100;
  const axis = article.querySelector('.axis');
  axis.replaceChildren();
  const part = (className, from, to) => {
    const bar = element('i', className);
    bar.style.left = `${place(from)}%`;
    bar.style.width = `${place(to) - place(from)}%`;
    axis.append(bar);
  };
  part('history', start, boundary);
  part('hot', boundary, ingested);
  part('raw', ingested, now);
  part('ahead', now, end);
  const line = element('i', 'now');
  line.style.left = `${place(now)}%`;
  axis.append(line);
  axis.setAttribute('aria-label', `history until ${s.boundary}, then intraday and raw files until now`);
  const ticks = article.querySelector('.ticks');
  ticks.replaceChildren();
  for (const [t, text, className] of [[boundary, `boundary ${s.boundary}`], [now, 'now'], [end, `tail ends ${at(end, d.zone)}`, 'last']]) {
    const tick = element('span', className, text);
    tick.style.left = `${place(t)}%`;
    ticks.append(tick);
  }
}

function showLegend(article, d) {
  const s = d.status;
  const legend = article.querySelector('.legend');
  legend.replaceChildren();
  const entries = [['history', `history: ${counted(s.historyRows, 'row')}`]];
  if (d.ingests) entries.push(['hot', `hot: ${files(sum(s.hot, 'files'))}, ${bytes(sum(s.hot, 'bytes'))}, ingested since`]);
  entries.push(['raw', `raw: ${files(sum(s.tail, 'files'))}, ${bytes(sum(s.tail, 'bytes'))}, read by each live query`]);
  entries.push(['ahead', 'tail, ready for files to come']);
  for (const [name, text] of entries) {
    const item = element('li');
    item.append(element('i', name), text);
    legend.append(item);
  }
}

function showTiles(article, d, now) {
  const s = d.status;
  const tiles = article.querySelector('.tiles');
  tiles.replaceChildren();
  const tile = (name, value, detail, isBad) => {
    const box = element('div', isBad ? 'bad' : '');
    const text = element('dd', '', value);
    if (detail) text.append(element('small', '', detail));
    box.append(element('dt', '', name), text);
    tiles.append(box);
  };
  tile('T-1 is complete up to', at(s.historyDataAsOf, d.zone), `${span((now - Date.parse(s.historyDataAsOf)) / 1000)} ago`);
  if (s.completeUntil) tile('ingested up to', at(s.completeUntil, d.zone), `${span((now - Date.parse(s.completeUntil)) / 1000)} ago`);
  tile('T-1 reads at most', bytes(s.historyBytes), `${files(s.historyFiles)} of Parquet, no raw file`);
  tile('a live query also reads raw', bytes(sum(s.tail, 'bytes')), files(sum(s.tail, 'files')));
  tile('late files', count(sum(s.late, 'files')), s.late.length ? `of ${days(s.late)}: the next run ingests them` : 'none is waiting', s.late.length > 0);
  tile('changed files', count(sum(s.changed, 'files')), s.changed.length ? `of ${days(s.changed)}: history keeps what it ingested` : 'none', s.changed.length > 0);
  const unread = s.setAside.length + sum(s.notRead, 'files');
  tile('not read', files(unread), s.setAside.length ? `${s.setAside.length} set aside` : '', unread > 0);
  s.lines.forEach(l => tile(`rejects of ${l.landed}`, count(l.rejects), `of ${counted(l.rows + l.rejects, 'line')}`, l.rejects * 100 > l.rows + l.rejects));
}

function fill(box, rows) {
  box.hidden = rows.length === 0;
  box.querySelector('tbody').replaceChildren(...rows.map(cells => {
    const row = element('tr');
    row.append(...cells);
    return row;
  }));
}

function showRejects(article, d) {
  fill(article.querySelector('.rejects'), d.rejects.flatMap(({reason, lines, samples}) => samples.map((sample, i) => {
    const file = element('td', '', sample.file.split('/').pop());
    file.title = sample.file;
    return [element('td', 'number', i ? '' : count(lines)), element('td', 'reason', i ? '' : reason), element('td', '', sample.landed), file,
      element('td', 'line', sample.line)];
  })));
}

function showUnread(article, d) {
  fill(article.querySelector('.unread'), [
    ...d.status.setAside.map(({file, reason}) => [element('td', 'number', '1'), element('td', 'reason', `set aside: ${reason}`), element('td', 'line', file)]),
    ...d.status.notRead.map(some => [element('td', 'number', count(some.files)), element('td', 'reason', some.text),
      element('td', 'line', some.first.join('\n') + (some.files > some.first.length ? '\n…' : ''))]),
  ]);
}

function showPlot(article, d) {
  const box = article.querySelector('.lag');
  box.hidden = d.ages.length < 2;
  if (box.hidden) return;
  const hours = [...new Set(d.ages.map(([, hour]) => hour))].sort((a, b) => a - b);
  const series = command => hours.map(hour => (d.ages.find(([c, h]) => c === command && h === hour) || [])[2] ?? null);
  const data = [hours, series('run'), series('ingest')];
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(name).trim();
  const target = box.querySelector('.plot');
  const key = JSON.stringify(data) + target.clientWidth + color('--ink');
  if (target.dataset.key === key) return;
  target.dataset.key = key;
  target.replaceChildren();
  const value = (u, v) => v == null ? '–' : span(v);
  const axis = {stroke: color('--quiet'), grid: {stroke: color('--line'), width: 1}, ticks: {stroke: color('--line'), width: 1}};
  new uPlot({
    width: target.clientWidth, height: 180,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), d.zone === 'Z' ? 'UTC' : d.zone),
    scales: {y: {distr: 3, log: 10}},
    axes: [axis, {...axis, size: 70, values: (u, splits) => splits.map(v => v == null ? '' : span(v))}],
    series: [{}, {label: 'T-1', stroke: color('--history'), width: 2, spanGaps: true, value},
      {label: 'ingested', stroke: color('--hot'), width: 2, spanGaps: true, value}],
  }, data, target);
}

function showRuns(article, d) {
  fill(article.querySelector('.runs'), d.runs.map(run => [
    element('td', '', at(run.startedAt, d.zone)), element('td', '', run.command), element('td', 'number', span(run.millis / 1000)),
    element('td', 'number', count(run.files)), element('td', 'number', bytes(run.bytes)), element('td', 'number', count(run.rows)),
    element('td', 'number', count(run.rejects)), element('td', run.error ? 'error wide' : '', run.error || (run.boundary ? `boundary ${run.boundary}` : 'ok')),
  ]));
}

function show(d, now) {
  let article = shown.get(d.schema + '.' + d.dataset);
  if (!article) {
    article = document.getElementById('dataset').content.cloneNode(true).querySelector('article');
    article.querySelector('h2').textContent = `${d.schema}.${d.dataset}`;
    document.getElementById('datasets').append(article);
    shown.set(d.schema + '.' + d.dataset, article);
  }
  const problem = article.querySelector('.error');
  const unpublished = d.status && !d.status.boundary;
  problem.textContent = d.error || (unpublished ? 'Not published yet: run ./freshet run' : '');
  problem.hidden = problem.textContent === '';
  article.querySelector('.body').hidden = !problem.hidden;
  if (!problem.hidden) return;
  showAxis(article, d, now);
  showLegend(article, d);
  showTiles(article, d, now);
  article.querySelector('.warnings').replaceChildren(...d.status.warnings.map(warning => element('li', '', warning)));
  showPlot(article, d);
  showRejects(article, d);
  showUnread(article, d);
  showRuns(article, d);
}

let datasets = [];

async function refresh() {
  const read = document.getElementById('read');
  try {
    const state = await (await fetch('datasets')).json();
    state.datasets.forEach(d => show(d, Date.parse(state.now)));
    read.textContent = `read at ${new Date(state.now).toLocaleTimeString('sv')}`;
    offer(state.datasets.filter(d => d.view));
  } catch (e) {
    read.textContent = `cannot reach the console's process: ${e.message}`;
  }
  setTimeout(refresh, EVERY_MILLIS);
}

function offer(some) {
  const isFirst = datasets.length === 0 && some.length > 0;
  datasets = some;
  if (!isFirst) return;
  document.getElementById('question').hidden = false;
  document.getElementById('of').replaceChildren(...some.map((d, i) => new Option(`${d.schema}.${d.dataset}`, i)));
  document.getElementById('preset').replaceChildren(...Object.keys(PRESETS).map(name => new Option(name)));
  preset();
}

function preset() {
  const d = datasets[document.getElementById('of').value];
  document.getElementById('sql').value = PRESETS[document.getElementById('preset').value](d);
}

async function ask(section, sql) {
  const box = section.querySelector('div');
  box.replaceChildren(element('p', '', 'running…'));
  try {
    const reply = await fetch('answer', {method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({sql, freshness: section.dataset.freshness})});
    if (!reply.ok) throw new Error(await reply.text());
    const answer = await reply.json();
    if (answer.error) throw new Error(answer.error);
    const table = element('table');
    const head = element('tr');
    answer.columns.forEach(name => head.append(element('th', '', name)));
    table.append(head);
    for (const row of answer.rows) {
      const line = element('tr');
      row.forEach(cell => line.append(element('td', typeof cell === 'number' ? 'number' : '', cell === null ? 'NULL'
        : typeof cell === 'object' ? JSON.stringify(cell) : String(cell).slice(0, 300))));
      table.append(line);
    }
    const scroll = element('div', 'scroll');
    scroll.append(table);
    box.replaceChildren(element('p', '', `${counted(answer.rowCount, 'row')}, ${count(answer.millis)} ms`),
      scroll, ...answer.warnings.map(text => element('p', '', text)));
  } catch (e) {
    box.replaceChildren(element('p', 'error', e.message));
  }
}

document.querySelector('form').addEventListener('submit', event => {
  event.preventDefault();
  const sql = document.getElementById('sql').value;
  document.querySelectorAll('.answer').forEach(section => ask(section, sql));
});
document.getElementById('of').addEventListener('change', preset);
document.getElementById('preset').addEventListener('change', preset);
refresh();
