'use strict';

const results = JSON.parse(document.getElementById('results').textContent);
const MB = 1e6;
/** Readers in all suites, by the colour that they have in the style. */
const COLOURS = {'t-1': '--t-1', 'T-1': '--t-1', ingest: '--ingest', live: '--live', plain: '--live', gz: '--other', zst: '--ingest', iceberg: '--other'};
const STEPS = 7;
const plots = [];

const number = (n, digits = 0) => n.toLocaleString('en', {minimumFractionDigits: digits, maximumFractionDigits: digits});
/** With three digits, and without zeros at the end of a fraction. */
const short = n => n.toLocaleString('en', {maximumFractionDigits: n === 0 ? 0 : Math.max(0, Math.min(3, 2 - Math.floor(Math.log10(Math.abs(n)))))});
const counted = (n, what) => `${number(n)} ${what}${n === 1 ? '' : 's'}`;
const millis = n => number(n, n < 10 ? 1 : 0);
const megabytes = bytes => `${short(bytes / MB)} MB`;
const times = n => number(n, 2);
const unique = list => [...new Set(list)];
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const median = list => quantile(list, 0.5);
function quantile(list, q) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  return sorted[Math.floor(at)] + (sorted[Math.ceil(at)] - sorted[Math.floor(at)]) * (at % 1);
}
/** Of several that are as frequent, one in the middle. */
function mostFrequent(list) {
  const times = each => list.filter(other => other === each).length;
  const most = Math.max(...unique(list).map(times));
  const all = unique(list).filter(each => times(each) === most).sort((a, b) => a - b);
  return all[Math.floor((all.length - 1) / 2)];
}
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The third word of the command, unless the result says it. The command alone is the suite of live queries. */
function suiteOf(result) {
  const word = result.command.split(' ')[2];
  return result.suite ?? (word === undefined || word.startsWith('-') ? 'live' : word);
}

/** A bar behind a number, as long as the number's part of the column's largest. */
const bar = (text, value) => ({text, value});

function table(box, head, rows) {
  const text = cell => cell?.text ?? String(cell ?? '');
  const isNumber = column => rows.every(row => /^([-+~]?[\d.,]+( [%×]| MB)?)?$/.test(text(row[column])));
  const largest = head.map((_, column) => Math.max(...rows.map(row => row[column]?.value ?? 0)));
  const made = element('table');
  const top = element('tr');
  const className = column => [isNumber(column) ? 'number' : '', largest[column] > 0 ? 'barred' : ''].join(' ').trim();
  head.forEach((name, column) => top.append(element('th', className(column), name)));
  made.append(top);
  for (const row of rows) {
    const line = element('tr');
    head.forEach((_, column) => {
      const cell = element('td', className(column), text(row[column]));
      if (row[column]?.value !== undefined) cell.style.setProperty('--part', `${row[column].value / largest[column] * 100}%`);
      if (row[column]?.bad) cell.classList.add('bad');
      line.append(cell);
    });
    made.append(line);
  }
  const scroll = element('div', 'scroll');
  scroll.append(made);
  const markdown = element('details');
  markdown.append(element('summary', '', 'as Markdown'), element('pre', '', markdownOf(head, rows.map(row => head.map((_, i) => text(row[i]))))));
  box.append(scroll, markdown);
}

function markdownOf(head, rows) {
  const widths = head.map((name, i) => Math.max(name.length, 3, ...rows.map(row => row[i].length)));
  const line = cells => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

function legend(box, entries) {
  const list = element('ul', 'legend');
  for (const [name, variable] of entries) {
    const item = element('li');
    const dot = element('i');
    dot.style.background = `var(${variable})`;
    item.append(dot, name);
    list.append(item);
  }
  box.append(list);
}

/**
 * Points, and the lines that were fitted to them, on two logarithmic axes.
 * @param series pairs of x and y by name, with the function that was fitted, if any
 */
function plot(grid, title, xLabel, yLabel, series) {
  const box = element('div', 'plot');
  box.append(element('h4', '', title));
  const canvas = element('div');
  box.append(canvas);
  grid.append(box);
  plots.push(() => draw(canvas, xLabel, yLabel, series));
}

/** Some numbers between the smallest and the largest, so that a fitted line is drawn as the curve that it is. */
function between(xs) {
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  return Array.from({length: 33}, (_, i) => least * (most / least) ** (i / 32));
}

/** The numbers on a logarithmic axis: 1, 2 and 5 of each power of ten; of many, only the powers. */
function marks(least, most) {
  const marks = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
    (most / least > 300 ? [1] : [1, 2, 5]).forEach(digit => marks.push(digit * 10 ** power));
  }
  return marks.filter(mark => mark >= least && mark <= most);
}

function draw(box, xLabel, yLabel, series) {
  box.replaceChildren();
  const measured = series.flatMap(s => s.points.map(([x]) => x));
  const xs = unique([...measured, ...between(measured)]).sort((a, b) => a - b);
  const data = [xs];
  const lines = [{}];
  for (const s of series) {
    const stroke = colour(s.colour);
    const byX = new Map(s.points);
    data.push(xs.map(x => byX.get(x) ?? null));
    lines.push({stroke, paths: s.fit ? () => null : undefined, spanGaps: true, width: 1.5, points: {show: true, size: 7, fill: stroke, stroke}});
    if (s.fit) {
      data.push(xs.map(x => Math.max(s.fit(x), 0.1)));
      lines.push({stroke, width: 1.5, points: {show: false}});
    }
  }
  const axis = {stroke: colour('--quiet'), grid: {stroke: colour('--line'), width: 1}, ticks: {stroke: colour('--line'), width: 1}, font: '11px system-ui, sans-serif',
    labelFont: '11px system-ui, sans-serif', splits: (_, axis, least, most) => marks(least, most), filter: (_, all) => all, values: (_, all) => all.map(short)};
  new uPlot({
    width: box.clientWidth, height: 250, legend: {show: false}, cursor: {show: false},
    scales: {x: {time: false, distr: 3, range: (_, least, most) => [least / 1.2, most * 1.2]}, y: {distr: 3, range: (_, least, most) => [least / 1.3, most * 1.3]}},
    axes: [{...axis, label: xLabel, labelSize: 20, size: 32}, {...axis, label: yLabel, labelSize: 20, size: 52}],
    series: lines,
  }, data, box);
}

/** Rows of parts. @param rows name, parts by name, and what all of them are */
function stacks(box, names, variables, rows) {
  const grid = element('div', 'stacked');
  for (const [name, parts, all] of rows) {
    const stack = element('div', 'stack');
    const sum = names.reduce((total, part) => total + (parts[part] ?? 0), 0);
    names.forEach((part, i) => {
      const piece = element('i');
      piece.style.background = `var(${variables[i]})`;
      piece.style.width = `${(parts[part] ?? 0) / sum * 100}%`;
      piece.title = `${part}: ${short(parts[part] ?? 0)}`;
      stack.append(piece);
    });
    grid.append(element('span', '', name), stack, element('span', '', all));
  }
  box.append(grid);
  legend(box, names.map((name, i) => [name, variables[i]]));
}

const LABELS = {'t-1': 'T-1', live: 'live', ingest: 'live with intraday ingest', iceberg: 'Iceberg table by trino-jdbc'};
/** Of Trino, for text. */
const SPLIT_MEGABYTES = 32;
const at = (points, wanted) => points.filter(point => Object.entries(wanted).every(([key, value]) => point[key] === value));

/** A size without the last line's bytes, which differ from day to day. */
const size = point => Number((point.bytes / MB).toPrecision(2));

/** How many megabytes would take as long if all cores were busy to the end: one core reads one split at a time. */
function evenMegabytes(reader, codec, mb, files, cores) {
  if (reader !== 'live') return mb;
  const splits = Math.ceil(files) * (codec === 'plain' ? Math.ceil(mb / files / SPLIT_MEGABYTES) : 1);
  return mb * Math.ceil(splits / cores) * cores / splits;
}

/** What was fitted for a reader, a question and a codec, as a function of megabytes and files. */
function fitted(result, reader, question, codec, key) {
  const [m] = at(result.model ?? [], {reader, question, codec});
  if (!m) return undefined;
  return key === 'cpuMillis' ? (mb, files) => m.baseCpuMillis + m.cpuMillisPerMegabyte * mb + m.cpuMillisPerFile * files
    : (mb, files) => m.baseMillis + m.millisPerMegabyte * evenMegabytes(reader, codec, mb, files, result.cores ?? 1) + m.millisPerFile * files;
}

function showScan(box, result) {
  const points = result.points.map(point => ({...point, size: size(point)}));
  const readers = ['iceberg', 't-1', 'live', 'ingest'].filter(reader => points.some(point => point.reader === reader));
  const questions = unique(points.map(point => point.question));
  const codec = points.some(point => point.codec === 'plain') ? 'plain' : points[0].codec;
  const plain = points.filter(point => point.codec === codec);
  const files = mostFrequent(plain.map(point => point.files));
  const mb = mostFrequent(plain.map(point => point.size));
  const grid = (title, make, entries) => {
    const plotted = element('div', 'plots');
    questions.forEach(question => make(plotted, question));
    if (plotted.children.length === 0) return;
    box.append(element('h3', '', title));
    legend(box, entries);
    box.append(plotted);
  };
  const entries = readers.map(reader => [LABELS[reader], COLOURS[reader]]);
  const byReader = (plotted, question, fixed, key, xLabel, yLabel, x, fit) => {
    const series = readers.map(reader => {
      const line = fitted(result, reader, question, codec, key);
      return {name: LABELS[reader], colour: COLOURS[reader], points: at(plain, {reader, question, ...fixed}).map(point => [x(point), point[key]]), fit: line && (value => fit(line, value))};
    }).filter(s => s.points.length > 1);
    if (series.length > 0) plot(plotted, question, xLabel, yLabel, series);
  };
  const landed = 'raw JSON landed today, MB';
  if (result.model?.length > 0) box.append(element('p', '', 'Points are measured, lines are fitted to them.'));
  grid(`Latency against landed bytes, in ${counted(files, 'file')}`, (plotted, question) => byReader(plotted, question, {files}, 'medianMillis', landed, 'latency, ms', point => point.bytes / MB,
    (line, value) => line(value, files)), entries);
  grid(`Latency against files, with ${short(mb)} MB in all`, (plotted, question) => byReader(plotted, question, {size: mb}, 'medianMillis', 'files landed today', 'latency, ms', point => point.files,
    (line, value) => line(mb, value)), entries);
  grid(`CPU time of a query against landed bytes, in ${counted(files, 'file')}`, (plotted, question) => byReader(plotted, question, {files}, 'cpuMillis', landed, 'CPU time, ms', point => point.bytes / MB,
    (line, value) => line(value, files)), entries);
  grid('Live queries on compressed files', (plotted, question) => {
    const series = unique(points.map(point => point.codec)).map(each => ({name: each, colour: COLOURS[each] ?? '--other',
      points: at(points, {reader: 'live', question, codec: each, files}).map(point => [point.rows / 1000, point.medianMillis])})).filter(s => s.points.length > 1);
    if (series.length > 1) plot(plotted, question, 'rows landed today, thousands', 'latency, ms', series);
  }, unique(points.map(point => point.codec)).map(each => [each, COLOURS[each] ?? '--other']));

  box.append(element('h3', '', `What a query takes and costs, in ${counted(files, 'file')}`));
  const rows = [];
  for (const question of questions) {
    for (const each of unique(at(plain, {question, files}).map(point => point.size)).sort((a, b) => a - b)) {
      const of = reader => at(plain, {question, files, size: each, reader})[0];
      for (const point of readers.map(of).filter(Boolean)) {
        rows.push([question, `${short(each)} MB`, LABELS[point.reader], bar(millis(point.medianMillis), point.medianMillis), millis(point.p95Millis),
          of('t-1') ? times(point.medianMillis / of('t-1').medianMillis) : '', bar(number(point.cpuMillis / 1000, 2), point.cpuMillis), number(point.readBytes / MB, 1)]);
      }
    }
  }
  table(box, ['question', 'landed', 'reader', 'p50, ms', 'p95, ms', 'to T-1', 'CPU, s', 'read, MB'], rows);
  if (result.model?.length > 0) {
    box.append(element('h3', '', 'What was fitted: a + b × MB + c × files, and how far it misses what it was not fitted on'));
    table(box, ['reader', 'question', 'codec', 'a, ms', 'b, ms/MB', 'c, ms/file', 'CPU a, ms', 'CPU b, ms/MB', 'CPU c, ms/file', 'error p50', 'error p95', 'held back'], result.model.map(m => [
      LABELS[m.reader] ?? m.reader, m.question, m.codec, number(m.baseMillis), short(m.millisPerMegabyte), short(m.millisPerFile), number(m.baseCpuMillis), short(m.cpuMillisPerMegabyte),
      short(m.cpuMillisPerFile), m.heldBack ? `${number(m.medianError * 100)} %` : '', m.heldBack ? `${number(m.p95Error * 100)} %` : '', m.heldBack ? number(m.heldBack) : '']));
  }
}

function showLive(box, result) {
  const find = (ratio, contender) => at(result.rows, {megabytes: ratio.megabytes, question: ratio.question, contender})[0];
  table(box, ['raw JSON', 'question', 'live, ms', 'T-1, ms', 'trino-jdbc, ms', 'live / T-1', 'T-1 / trino-jdbc', 'spread of live'], result.ratios.map(ratio => {
    const [live, t1, plain] = ['live', 't-1', 'trino-jdbc'].map(contender => find(ratio, contender));
    return [`${ratio.megabytes} MB`, ratio.question, bar(millis(live.p50Millis), live.p50Millis), millis(t1.p50Millis), millis(plain.p50Millis), times(ratio.liveToT1), times(ratio.t1ToTrinoJdbc),
      result.rounds > 1 ? `${number(live.spreadPercent)} %` : ''];
  }));
}

function showIntraday(box, result) {
  const readers = {'T-1': '--t-1', live: '--ingest', 'live without': '--live'};
  const grid = element('div', 'plots');
  const named = point => point.landed.replace(/.* in /, 'in ');
  for (const shape of unique(result.points.map(named))) {
    const points = result.points.filter(point => named(point) === shape);
    if (points.length < 2) continue;
    for (const question of unique(points.flatMap(point => point.figures.map(figure => figure.question)))) {
      plot(grid, `${question}, ${shape}`, 'raw JSON landed today, MB', 'latency, ms', Object.entries(readers).map(([reader, variable]) => ({name: reader, colour: variable,
        points: points.map(point => [point.bytes / MB, at(point.figures, {question})[0].millis[reader]])})));
    }
  }
  if (grid.children.length > 0) {
    box.append(grid);
    legend(box, Object.entries(readers));
  }
  table(box, ['landed today', 'question', 'T-1, ms', 'live, ms', 'live without, ms', 'p95 of live', 'live / T-1', 'live without / live'], result.points.flatMap(point => point.figures.map(figure => [point.landed,
    figure.question, ...Object.keys(readers).map(reader => bar(millis(figure.millis[reader]), figure.millis[reader])), millis(quantile(figure.roundsMillis.live, 0.95)), times(figure.liveToT1),
    times(figure.withoutToLive)])));
  box.append(element('h3', '', 'Ingests'));
  table(box, ['landed today', 'ingest of', 'times', 'p50, s', 'p95, s', 'batch, CPU s/GB', 'Trino, CPU s/GB'], result.points.flatMap(point => point.ingests.map(each => [point.landed, each.of,
    number(each.seconds.samples), times(each.seconds.p50), times(each.seconds.p95), number(each.batchCpuPerGb, 1), number(each.trinoCpuPerGb, 1)])));
  box.append(element('h3', '', 'From landed to visible'));
  table(box, ['landed today', 'times', 'p50, ms', 'p95, ms'], result.points.map(point => [point.landed, number(point.visibleMillis.samples), millis(point.visibleMillis.p50), millis(point.visibleMillis.p95)]));
}

function showHistory(box, result) {
  const readers = unique(result.tails.flatMap(tail => tail.figures.map(figure => figure.reader)));
  table(box, ['landed today', 'question', 'predicate on', ...readers.flatMap(reader => reader === 'iceberg' ? ['iceberg, ms'] : [`${reader}, ms`, 'to iceberg'])],
    result.tails.flatMap(tail => unique(tail.figures.map(figure => `${figure.question} ${figure.by}`)).map(name => {
      const [question, by] = name.split(' ');
      return [`${tail.megabytes} MB`, question, by, ...readers.flatMap(reader => {
        const [figure] = at(tail.figures, {question, by, reader});
        return reader === 'iceberg' ? [millis(figure.millis)] : [millis(figure.millis), bar(times(figure.toIceberg), figure.toIceberg)];
      })];
    })));
}

function showTail(box, result) {
  table(box, ['form', 'question', 'ms', 'least', 'most', 'to openx_json'], result.figures.map(figure => [figure.form, figure.question, bar(millis(figure.millis), figure.millis), millis(figure.leastMillis),
    millis(figure.mostMillis), times(figure.toOpenx)]));
}

/** The results of 2026-11-29 have the value alone. */
const settingOf = run => run.setting ?? `reconcile: ${run.reconcile}`;

function showTransform(box, result) {
  for (const data of result.data) {
    box.append(element('h3', '', `${data.variant}: ${number(data.bytes / MB, 1)} MB of JSON, ${number(data.lines)} lines in ${number(data.files)} files`));
    table(box, ['writes', 'warm, CPU s/GB', 'to first', 'spread', 'warm, s', 'MB/s', 'cold, CPU s/GB', 'to first', 'cold, s', 'peak MB'], data.figures.map(({contender, warm, cold}) => [contender,
      bar(number(warm.cpuPerGb, 1), warm.cpuPerGb), times(warm.toFirst), `${number(warm.spreadPercent)} %`, times(warm.seconds), number(warm.mbPerSecond), bar(number(cold.cpuPerGb, 1), cold.cpuPerGb),
      times(cold.toFirst), times(cold.seconds), number(warm.peakMb)]));
    if (data.runs.length === 0) continue;
    box.append(element('h3', '', 'Whole runs of the batch'));
    table(box, ['run', 'batch, CPU s/GB', 'Trino, CPU s/GB', 'spread', 's', 'peak MB of the batch'], data.runs.map(run => [settingOf(run), bar(number(run.batchCpuPerGb, 1), run.batchCpuPerGb),
      bar(number(run.trinoCpuPerGb, 1), run.trinoCpuPerGb), `${number(run.spreadPercent)} %`, number(run.seconds, 1), number(run.peakMb)]));
    const staged = data.runs.filter(run => run.stepSeconds);
    if (staged.length === 0) continue;
    const sums = {};
    staged.forEach(run => Object.entries(run.stepSeconds).forEach(([step, seconds]) => sums[step] = (sums[step] ?? 0) + seconds));
    const large = Object.keys(sums).sort((a, b) => sums[b] - sums[a]).slice(0, STEPS);
    const steps = Object.keys(sums).filter(step => large.includes(step));
    box.append(element('h3', '', 'Where the time of a whole run goes'));
    stacks(box, [...steps, 'all else, with the start of the process'], [...steps.map((_, i) => `--step${i + 1}`), '--rest'], staged.map(run => {
      const parts = Object.fromEntries(steps.map(step => [step, run.stepSeconds[step] ?? 0]));
      parts['all else, with the start of the process'] = Math.max(0, run.seconds - steps.reduce((sum, step) => sum + parts[step], 0));
      return [settingOf(run), parts, `${number(run.seconds, 1)} s`];
    }));
    table(box, ['run', ...steps.map(step => `${step}, s`), 'all, s'], staged.map(run => [settingOf(run), ...steps.map(step => times(run.stepSeconds[step] ?? 0)), times(run.seconds)]));
  }
}

function showGrowth(box, result) {
  const rows = [['one of the first days, ms', 'firstDayMillis'], ['one of the last days, ms', 'lastDayMillis'], ['idle run, ms', 'idleRunMillis'], ['plan, ms', 'planMillis'], ['status, ms', 'statusMillis'],
    ['status --all, ms', 'statusAllMillis'], ['ledger of a day, ms', 'ledgerMillis'], ['run with a late file, ms', 'lateFileMillis'], ['its Iceberg metadata, bytes', 'lateFileMetadataBytes'],
    ['its ledger, bytes', 'lateFileLedgerBytes']];
  table(box, ['', ...result.histories.map(history => `${number(history.days)} days`)], rows.map(([name, key]) => [name, ...result.histories.map(history => number(history[key]))]));
  const day = result.day;
  box.append(element('h3', '', `A day of ${number(day.files)} files, CPU time of the batch`));
  table(box, ['listed, ms', 'compared, ms', 'recorded, ms', 'ingested, ms', 'status, ms'], [[day.listedMillis, day.comparedMillis, day.recordedMillis, day.ingestedMillis, day.statusMillis].map(n => number(n))]);
}

function showCutOver(box, result) {
  const classes = Object.keys(result.results[0].ways[0].byClass);
  const wrong = ['--step2', '--step4', '--step5', '--step6', '--step7', '--rest'];
  const sum = (each, is) => each.ways.reduce((all, way) => all + way.byClass[is], 0);
  stacks(box, classes, ['--good', ...wrong], result.results.map(each => [`${each.pattern}, ${number(each.cutOvers)} cut-overs`, Object.fromEntries(classes.map(is => [is, sum(each, is)])),
    `${number(sum(each, 'correct'))} of ${number(each.ways.reduce((all, way) => all + way.reads, 0))} correct`]));
  table(box, ['pattern', 'asked', 'reads', ...classes, 'p50, ms'], result.results.flatMap(each => each.ways.map(way => [each.pattern, way.way, number(way.reads),
    ...classes.map(is => ({text: number(way.byClass[is]), bad: is !== 'correct' && way.byClass[is] > 0})), millis(way.p50Millis)])));
  table(box, ['pattern', 'cut-overs', 'repairs', 'rollbacks', 'files', 'late', 'batch run, ms', 'gate, ms', 'flip, ms'], result.results.map(each => [each.pattern, number(each.cutOvers), number(each.repairs),
    number(each.rollbacks), number(each.files), number(each.lateFiles), number(each.times.batch), number(each.times.gate), number(each.times.flip)]));
}

function showGateway(box, result) {
  const measures = unique(result.figures.map(figure => figure.measure));
  table(box, ['CPU time of the caller, ns', ...measures], unique(result.figures.map(figure => figure.layer)).map(layer => [layer, ...measures.map(measure => {
    const [figure] = at(result.figures, {measure, layer});
    if (Math.abs(figure.overBareNanos) < 0.05 && layer !== 'bare') return '0.0';
    return layer === 'bare' ? number(figure.nanos, 1) : `${figure.overBareNanos < 0 ? '' : '+'}${number(figure.overBareNanos, 1)}`;
  })]));
}

function showPlanning(box, result) {
  const grid = element('div', 'plots');
  const columns = unique(result.figures.map(figure => figure.columns));
  if (unique(result.figures.map(figure => figure.branches)).length > 1) {
    plot(grid, 'EXPLAIN SELECT * of the live view', 'branches: history, and each day of the tail', 'ms', columns.map((n, i) => ({name: `${n} columns`, colour: `--step${i + 1}`,
      points: at(result.figures, {columns: n}).map(figure => [figure.branches, figure.liveMillis])})));
    box.append(grid);
    legend(box, columns.map((n, i) => [`${n} columns`, `--step${i + 1}`]));
  }
  table(box, ['columns', 'branches', 'T-1, ms', 'live, ms', 'spread of live'], result.figures.map(figure => [number(figure.columns), number(figure.branches), millis(figure.t1Millis),
    bar(millis(figure.liveMillis), figure.liveMillis), `${number(figure.spreadPercent)} %`]));
}

function showStart(box, result) {
  table(box, ['command', 's', 'CPU, s', 'spread'], result.figures.map(figure => [figure.started, bar(times(figure.seconds), figure.seconds), times(figure.cpuSeconds), `${number(figure.spreadPercent)} %`]));
}

const SECTIONS = [
  ['scan', 'What freshness costs', 'The same question to T-1, to the live view that scans today’s raw files, and to the live view with intraday ingest.', showScan],
  ['live', 'Live, T-1 and plain trino-jdbc', 'live / T-1 is the cost of scan on query, T-1 / trino-jdbc that of the driver.', showLive],
  ['intraday', 'Live queries with and without intraday ingest', 'As much JSON is in history as landed today.', showIntraday],
  ['history', 'Queries about past days', 'Such a query needs no raw file: it should take as long as on the Iceberg table.', showHistory],
  ['tail', 'Forms of reading raw JSON', 'What the rules cost, next to Trino’s own JSON reader.', showTail],
  ['transform', 'The batch', 'CPU seconds for 10⁹ bytes of raw JSON, next to other writers of the same rows.', showTransform],
  ['cutover', 'Cut-overs', 'Every answer is compared with what had landed by then.', showCutOver],
  ['gateway', 'What the driver costs', 'What each layer adds to a driver that answers from memory.', showGateway],
  ['planning', 'Planning', 'What Trino takes to plan a query, before it reads anything.', showPlanning],
  ['growth', 'Long histories', 'The cost of a run should depend on what has changed, not on how long history is.', showGrowth],
  ['start-up', 'Short commands', 'From the start of the process to its end.', showStart],
];

function provenance(file, result) {
  const host = result.host;
  const from = element('p', 'from', `${file}: ${result.date.replace('T', ' ').replace('Z', ' UTC')}, ${host.cpu}, ${host.cores} cores, ${host.memoryGib} GiB, ${host.os}, load ${host.load} at the start; `
    + [result.trino && result.trino !== 'none' ? `Trino ${result.trino}${result.where ? ` (${result.where})` : ''}` : '', `JDK ${result.jdk}`, result.release ? `Freshet ${result.release}` : ''].filter(Boolean).join(', ') + '.');
  from.append(element('code', '', result.command));
  return from;
}

for (const [suite, title, about, show] of SECTIONS) {
  const own = results.filter(({result}) => suiteOf(result) === suite);
  if (own.length === 0) continue;
  const section = element('section');
  section.id = suite;
  section.append(element('h2', '', title), element('p', '', about));
  for (const {file, result} of own) {
    section.append(provenance(file, result));
    show(section, result);
  }
  document.querySelector('main').append(section);
  const link = element('a', '', title);
  link.href = `#${suite}`;
  document.querySelector('nav').append(link);
}

const drawAll = () => plots.forEach(each => each());
addEventListener('resize', drawAll);
addEventListener('beforeprint', () => { document.documentElement.classList.add('printed'); drawAll(); });
addEventListener('afterprint', () => { document.documentElement.classList.remove('printed'); drawAll(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
drawAll();
