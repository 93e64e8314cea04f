import { expect, it } from 'vitest';
import { checkpointTable } from '../../../app/store/checkpoints.ts';
import { counterTable } from '../../../app/store/counter.ts';
import { datasetTable } from '../../../app/store/datasets.ts';
import { normTable } from '../../../app/store/norms.ts';
import { probeTable } from '../../../app/store/probes.ts';
import { closeDatabase, openDatabase } from '../../../app/store/open.ts';
import { queueTable } from '../../../app/store/queue.ts';
import { recorder } from '../../../app/store/recorder.ts';
import { runTable } from '../../../app/store/runs.ts';
import { seriesTable } from '../../../app/store/series.ts';
import { settingTable } from '../../../app/store/settings.ts';
import { temporaryFiles } from './support.ts';

const fresh = temporaryFiles();

/** Tables of a few rows that are meant to be read whole. */
const SMALL = /SCAN (host|dataset|setting|json_each|CONSTANT ROW)/;

it('no statement of the store reads a whole table that grows', () => {
  const { db } = openDatabase(fresh());
  const prepare = db.prepare.bind(db);
  const sources = new Set<string>();
  db.prepare = ((source: string) => {
    sources.add(source);
    return prepare(source);
  }) as typeof db.prepare;
  const counter = counterTable(db);
  runTable(db, counter);
  queueTable(db, counter);
  recorder(db, counter, {
    series: seriesTable(db),
    norms: normTable(db),
    checkpoints: checkpointTable(db),
    probes: probeTable(db),
  });
  datasetTable(db, counter);
  settingTable(db);
  expect(sources.size).toBeGreaterThan(40);
  for (const source of sources) {
    const named = Object.fromEntries([...source.matchAll(/@(\w+)/g)].map((match) => [match[1], null]));
    const places = source.split('?').length - 1;
    const parameters = places > 0 ? Array<null>(places).fill(null) : Object.keys(named).length > 0 ? [named] : [];
    const plan = prepare(`EXPLAIN QUERY PLAN ${source}`).all(...parameters) as { detail: string }[];
    for (const { detail } of plan)
      if (detail.startsWith('SCAN') && !SMALL.test(detail)) expect.unreachable(`${detail} in: ${source}`);
  }
  closeDatabase(db);
});
