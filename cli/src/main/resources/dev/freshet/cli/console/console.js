'use strict';

const EVERY_MILLIS = 5000;
const HOUR = 3600000;
/** Ages that people know, in seconds. */
const AGES = [1, 10, 60, 600, 3600, 6 * 3600, 86400, 7 * 86400, 30 * 86400];
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
const took = millis => millis < 10000 ? `${(millis / 1000).toFixed(1)} s` : span(millis / 1000);
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

/** From some time before the boundary to some time after now; the tail goes on for days. */
function showAxis(article, d, now) {
  const s = d.status;
  const boundary = Date.parse(s.historyDataAsOf);
  const ingested = s.completeUntil ? Math.max(boundary, Math.min(now, Date.parse(s.completeUntil))) : boundary;
  const tailEnd = Date.parse(s.tailEndsAt);
  const shown = Math.max(now - boundary, 6 * HOUR);
  const start = boundary - shown * 0.5;
  const end = boundary + shown * 1.25;
  const place = t => (Math.min(t, end) - start) / (end - start) * 100;
  const axis = article.querySelector('.axis');
  axis.replaceChildren();
  const part = (className, from, to) => {
    const bar = element('i', className);
    bar.style.left = `${place(from)}%`;
    bar.style.width = `${Math.max(0, place(to) - place(from))}%`;
    axis.append(bar);
  };
  const ticks = article.querySelector('.ticks');
  ticks.replaceChildren();
  const tick = (t, text, className) => {
    const label = element('span', className, text);
    label.style.left = `${place(t)}%`;
    ticks.append(label);
  };
  part('history', start, boundary);
  part('hot', boundary, ingested);
  part('raw', ingested, now);
  part('ahead', now, tailEnd);
  part('now', now, now);
  tick(boundary, `boundary ${s.boundary.slice(5)}`, 'boundary');
  for (let day = boundary + 24 * HOUR; now - boundary < 8 * 24 * HOUR && day < now - shown * 0.1; day += 24 * HOUR) {
    part('day', day, day);
    tick(day, at(day, d.zone).slice(0, 5), 'day');
  }
  tick(now, 'now');
  axis.setAttribute('aria-label', `history until ${s.boundary}, then intraday and raw files until now`);
}

function showLegend(article, d) {
  const s = d.status;
  const legend = article.querySelector('.legend');
  legend.replaceChildren();
  const entries = [['history', `history: ${counted(s.historyRows, 'row')}`]];
  if (d.ingests) entries.push(['hot', `hot: ${files(sum(s.hot, 'files'))}, ${bytes(sum(s.hot, 'bytes'))}, ingested since`]);
  entries.push(['raw', `raw: ${files(sum(s.tail, 'files'))}, ${bytes(sum(s.tail, 'bytes'))}, read by each live query`]);
  entries.push(['ahead', `tail: ready for files until ${at(s.tailEndsAt, d.zone)}`]);
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
  tile('live also reads raw', bytes(sum(s.tail, 'bytes')), files(sum(s.tail, 'files')));
  tile('late files', count(sum(s.late, 'files')), s.late.length ? `of ${days(s.late)}: the next run ingests them` : 'none is waiting', s.late.length > 0);
  tile('changed files', count(sum(s.changed, 'files')), s.changed.length ? `of ${days(s.changed)}: history keeps what it ingested` : 'none', s.changed.length > 0);
  const unread = s.setAside.length + sum(s.notRead, 'files');
  tile('not read', files(unread), s.setAside.length ? `${s.setAside.length} set aside` : '', unread > 0);
  s.lines.forEach(l => tile(`rejects of ${l.landed}`, count(l.rejects), `of ${counted(l.rows + l.rejects, 'line')}`, l.rejects * 100 > l.rows + l.rejects));
  article.querySelector('.expected').textContent = d.expected === undefined ? '' : `${d.expected[0].toUpperCase()}${d.expected.slice(1)}.`;
}

/** What was found, and why. @param found pairs of a reason and its examples */
function list(box, found) {
  box.hidden = found.length === 0;
  box.querySelector('dl').replaceChildren(...found.flatMap(([reason, examples]) => [element('dt', '', reason), ...examples.map(([from, text]) => {
    const example = element('dd');
    if (from) example.append(element('small', '', from));
    example.append(element('code', '', text));
    return example;
  })]));
}

function showRejects(article, d) {
  list(article.querySelector('.rejects'), d.rejects.map(({reason, lines, samples}) => [`${counted(lines, 'line')}: ${reason}`,
    samples.map(({landed, file, line}) => [`${landed} ${file.split('/').pop()}`, line])]));
}

function showUnread(article, d) {
  list(article.querySelector('.unread'), [...d.status.setAside.map(({file, reason}) => [`set aside: ${reason}`, [['', file]]]),
    ...d.status.notRead.map(some => [`${files(some.files)}: ${some.text}`, some.first.map(path => ['', path])])]);
}

function showPlot(article, d) {
  const box = article.querySelector('.lag');
  box.hidden = d.ages.length === 0;
  if (box.hidden) return;
  const hours = [...new Set(d.ages.map(([, hour]) => hour))].sort((a, b) => a - b);
  const series = command => hours.map(hour => {
    const found = d.ages.find(([c, h]) => c === command && h === hour);
    return found ? Math.max(AGES[0], found[2]) : null;
  });
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
  const time = seconds => at(seconds * 1000, d.zone);
  const line = (label, name) => ({label, stroke: color(name), width: 2, spanGaps: true, value, points: {size: 4, fill: color(name)}});
  new uPlot({
    width: target.clientWidth, height: 190,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), d.zone === 'Z' ? 'UTC' : d.zone),
    scales: {x: {range: (u, first, last) => [Math.min(first, last - 6 * 3600), last]}, y: {distr: 3, log: 10, range: (u, least, most) => [AGES.findLast(age => age <= least) ?? AGES[0], AGES.find(age => age > most) ?? most]}},
    axes: [{...axis, values: (u, splits) => splits.map(s => time(s).endsWith('00:00') ? time(s).slice(0, 5) : time(s).slice(6))},
      {...axis, size: 60, splits: (u, i, least, most) => AGES.filter(age => age >= least && age <= most), filter: (u, splits) => splits,
        values: (u, splits) => splits.map(span)}],
    series: [{label: 'hour', value: (u, v) => v == null ? '–' : time(v)}, line('T-1', '--history'), line('ingested', '--hot')],
  }, data, target);
}

/** The three longest steps. */
function longest(run) {
  return [...run.steps].sort(([, a], [, b]) => b - a).slice(0, 3).filter(([, millis]) => millis * 20 > run.millis)
    .map(([step, millis]) => `${step} ${took(millis)}`).join(', ');
}

function showRuns(article, d) {
  article.querySelector('.runs').hidden = d.runs.length === 0;
  article.querySelector('.runs tbody').replaceChildren(...d.runs.map(run => {
    const row = element('tr');
    row.append(element('td', '', at(run.startedAt, d.zone)), element('td', '', run.command), element('td', 'number', took(run.millis)),
      element('td', '', longest(run)), element('td', 'number', count(run.files)), element('td', 'number', bytes(run.bytes)),
      element('td', 'number', count(run.rows)), element('td', 'number', count(run.rejects)),
      element('td', run.error ? 'error wide' : '', run.error || (run.boundary ? `boundary ${run.boundary}` : 'ok')));
    return row;
  }));
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
let state = {datasets: []};
const draw = () => state.datasets.forEach(d => show(d, Date.parse(state.now)));

async function refresh() {
  const read = document.getElementById('read');
  try {
    state = await (await fetch('datasets')).json();
    draw();
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
addEventListener('resize', draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
refresh();
