import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ApiError, createClient } from '../../../app/api/client.ts';
import { createHandler, type HandlerOptions } from '../../../app/api/handler.ts';
import { unzip } from '../../../engine/data/readers/zip.ts';
import { AppError } from '../../../app/errors.ts';
import type { Finding } from '../../../app/contract/diagnosis.ts';
import { memoryWorkbench } from '../../support/workbench.ts';

const ORIGIN = 'http://127.0.0.1:1';

function open(options: HandlerOptions = {}) {
  const workbench = memoryWorkbench();
  const logged: unknown[] = [];
  const handler = createHandler(workbench, { log: (error) => logged.push(error), ...options });
  const client = createClient((input, init) => handler(new Request(input, init)), ORIGIN);
  const ask = (path: string, init?: RequestInit) => handler(new Request(ORIGIN + path, init));
  const post = (path: string, body: string, type = 'application/json') =>
    ask(path, { method: 'POST', body, headers: { 'content-type': type } });
  return { workbench, handler, client, ask, post, logged };
}

const errorOf = async (response: Response): Promise<{ code: string; message: string; issues: unknown[] }> =>
  ((await response.json()) as { error: { code: string; message: string; issues: unknown[] } }).error;

describe('client and handler', () => {
  it('carry runs both ways, non-finite numbers included', async () => {
    const { client, workbench } = open();
    const made = await client.runs.create({ spec: { name: 'first', training: { steps: 10 } }, seeds: [1, 2] });
    expect(made.map((run) => run.spec.seed)).toEqual([1, 2]);
    const id = made[0]!.id;
    workbench.touch(id, {
      summary: { 'validation.loss': Number.NaN, x: Number.POSITIVE_INFINITY },
      sparkline: [0.1, Number.NEGATIVE_INFINITY],
      scaling: { method: 'standardize', shift: [Number.NaN], factor: [1], zeroVariance: 0 },
    });
    const list = await client.runs.list({ text: 'first', status: ['queued', 'running'], trash: false });
    expect(list.runs).toEqual(workbench.changesSince(0).runs.map(({ id }) => rowOf(workbench, id)));
    expect(list.cursor).toBe(3);
    const detail = await client.runs.get(id);
    expect(detail).toEqual(workbench.runs.get(id));
    expect(detail.summary).toEqual({ 'validation.loss': Number.NaN, x: Number.POSITIVE_INFINITY });
  });

  it('steer, edit and throw away runs', async () => {
    const { client, workbench } = open();
    const [run] = await client.runs.create({ spec: { name: 'a b/c?' } });
    expect((await client.runs.pause('a b/c?')).status).toBe('paused');
    expect((await client.runs.resume(run!.id)).status).toBe('running');
    expect((await client.runs.stop(run!.id)).status).toBe('stopped');
    expect((await client.runs.update(run!.id, { note: 'seen', tags: ['x'] })).note).toBe('seen');
    expect((await client.runs.list({ tag: 'x' })).runs).toHaveLength(1);
    await expect(client.runs.purge([run!.id])).rejects.toMatchObject({ code: 'conflict' });
    expect((await client.runs.trash([run!.id]))[0]!.trashedAt).toBe(1);
    expect((await client.runs.list({ trash: true })).runs).toHaveLength(1);
    expect((await client.runs.restore([run!.id]))[0]!.trashedAt).toBeNull();
    await client.runs.trash([run!.id]);
    expect(await client.runs.purge([run!.id])).toBe(1);
    expect(workbench.runs.list()).toEqual([]);
    expect(await client.runs.estimate({ name: 'x' })).toMatchObject({
      seconds: 2.5,
      probes: [{ moments: 2, total: 1 }],
    });
  });

  it('carry series and norm records bit for bit', async () => {
    const { client } = open();
    const [run] = await client.runs.create({ spec: {} });
    const points = await client.runs.series(run!.id, 'train.loss');
    expect([...points.steps]).toEqual([0, 10, 20, 30]);
    expect([...points.values]).toEqual([0.5, Number.NaN, Number.POSITIVE_INFINITY, -0]);
    expect([...(await client.runs.series(run!.id, 'train.loss', 10)).steps]).toEqual([20, 30]);
    const norm = await client.runs.norm(run!.id, 'norm1', 'gamma');
    expect(norm).toMatchObject({ layer: 'norm1', field: 'gamma', channels: 2 });
    expect([...norm.steps]).toEqual([0, 10]);
    expect([...norm.values]).toEqual([1, 2, Number.NaN, 4]);
  });

  it('say what went wrong', async () => {
    const { client, workbench } = open();
    const [run] = await client.runs.create({ spec: { name: 'first' } });
    const finding: Finding = {
      ...{ kind: 'diverged', severity: 'bad', text: 'It diverged.', remedy: 'Do less.', step: 3, layer: 'dense1' },
      ...{ numbers: { loss: Number.NaN, gradientNorm: 1e30 }, figure: 'curves' },
    };
    workbench.runs.diagnose = () => ({ step: 3, findings: [finding] });
    expect(await client.runs.diagnosis(run!.id)).toEqual({ step: 3, findings: [finding] });
    await expect(client.runs.diagnosis('nowhere')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('compare runs and export files', async () => {
    const { client, ask } = open();
    const runs = await client.runs.create({ spec: {}, seeds: [1, 2] });
    const ids = runs.map((run) => run.id);
    const comparison = await client.compare(ids, { metric: 'validation.loss', target: 0.5 });
    expect(comparison.spec[0]!.values).toEqual([{ missing: false, value: 1 }, { missing: true }]);
    expect(comparison.metrics[0]!.values).toEqual([0.5, Number.NaN, null]);
    const file = await ask(client.exportUrl(ids, 'csv').slice(ORIGIN.length));
    expect(await file.text()).toBe(`csv\n${ids.join('')}`);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="runs-quoted-.csv"; filename*=UTF-8''runs%20%E2%80%9Cquoted%E2%80%9D.csv`,
    );
  });

  it('give a run to another program: one file, or a folder as an archive', async () => {
    const { client, ask, workbench } = open();
    const [run] = await client.runs.create({ spec: {} });
    const refused = client.exportModel(run!.id, 'safetensors');
    await expect(refused).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/no checkpoint/) });
    workbench.touch(run!.id, { step: 5 });
    const { name, contents } = await client.exportModel(run!.id, 'safetensors');
    expect([name, contents.type, await contents.text()]).toEqual([
      'w.safetensors',
      'application/x-model',
      'safetensors',
    ]);
    expect((await client.exportModel(run!.id, 'onnx', { fold: true })).name).toBe('w-folded.onnx');
    const folder = await client.exportModel(run!.id, 'pytorch');
    const archive = unzip({ name: folder.name, bytes: new Uint8Array(await folder.contents.arrayBuffer()) });
    expect(folder.name).toBe('ünder.zip');
    expect(archive.map((file) => [file.name, new TextDecoder().decode(file.bytes)])).toEqual([
      ['ünder/a', 'pytorch'],
      ['ünder/b', 'pytorch'],
    ]);
    const wrong = await ask(`/api/runs/${run!.id}/model?format=keras`);
    expect(wrong.status).toBe(400);
    expect((await errorOf(wrong)).message).toContain('format');
    expect((await ask('/api/runs/none/model?format=pytorch')).status).toBe(404);
  });

  it('carry datasets: samples, histograms, previews, imports', async () => {
    const { client } = open();
    const [dataset] = await client.datasets.list();
    expect(await client.datasets.get(dataset!.name)).toEqual(dataset);
    const sample = await client.datasets.sample(dataset!.name, 3);
    expect([...sample.features]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
    expect([...sample.labels]).toEqual([0, 1, 0]);
    expect(sample.targets).toHaveLength(0);
    const histogram = await client.datasets.histogram(dataset!.name, { scaling: { method: 'range', low: 0, high: 1 } });
    expect(histogram.after.edges).toEqual([-1, Number.NaN]);
    const files = [new File(['a,b\n1,2\n'], 'ä.csv'), new File(['xy'], 'b.csv')];
    const preview = await client.datasets.preview(files, { header: true, label: 'b' });
    expect(preview.info.source).toBe('ä.csv: 8 bytes, b.csv: 2 bytes');
    expect(preview.options).toEqual({ format: 'csv', header: true, label: 'b' });
    expect(await client.datasets.add('mine', files)).toMatchObject({ name: 'mine', samples: 2 });
    await client.datasets.remove('mine');
    await expect(client.datasets.remove(dataset!.name)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('follow an import by its name, with paths for names, and stop it', async () => {
    const { client, workbench } = open();
    expect(await client.datasets.progress('none')).toEqual({ done: 0, total: 0 });
    await client.datasets.stop('none');
    let names: string[] = [];
    let begun: () => void = () => undefined;
    const atWork = new Promise<void>((resolve) => (begun = resolve));
    workbench.datasets.add = (_name, files, _options, follow) =>
      new Promise((_, reject) => {
        names = files.map(({ name }) => name);
        follow?.onProgress?.(3, 8);
        follow?.signal?.addEventListener('abort', () => reject(new AppError('conflict', 'It was stopped.')));
        begun();
      });
    const adding = client.datasets.add('mine', [new File(['x'], '1.png')], {}, { job: 'a', paths: ['cats/1.png'] });
    const refused = expect(adding).rejects.toMatchObject({ code: 'conflict', message: 'It was stopped.' });
    await atWork;
    expect(names).toEqual(['cats/1.png']);
    expect(await client.datasets.progress('a')).toEqual({ done: 3, total: 8 });
    await client.datasets.stop('a');
    await refused;
    expect(await client.datasets.progress('a')).toEqual({ done: 0, total: 0 });
  });

  it('carry many files as one', async () => {
    const { client } = open();
    const contents = [
      { name: 'cats/1.png', size: 2 },
      { name: 'dogs/1.png', size: 3 },
    ];
    const preview = await client.datasets.preview([new File(['abcde'], 'files')], {}, { contents });
    expect(preview.info.source).toBe('cats/1.png: 2 bytes, dogs/1.png: 3 bytes');
    const short = client.datasets.preview([new File(['abcd'], 'files')], {}, { contents });
    await expect(short).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('tell about the program', async () => {
    const { client } = open();
    expect((await client.status()).version).toBe('1.2.3');
    expect((await client.presets()).map(({ name }) => name)).toContain('paper-mlp-bn');
    expect(await client.specSchema()).toHaveProperty('properties.training');
    expect(await client.settings.set({ workers: 5 })).toEqual({ workers: 5 });
    expect(await client.settings.get()).toEqual({ workers: 5 });
  });
});

const rowOf = (workbench: ReturnType<typeof memoryWorkbench>, id: string) => {
  const { note, kernels, parameters, layers, scaling, samples, versions, machine, series, norms, bytes, ...rest } =
    workbench.runs.get(id);
  const { parent, checkpoint, ...row } = rest;
  void [
    note,
    kernels,
    parameters,
    layers,
    scaling,
    samples,
    versions,
    machine,
    series,
    norms,
    bytes,
    parent,
    checkpoint,
  ];
  return row;
};

describe('refusals', () => {
  it('name the field, in the body and in the query', async () => {
    const { client, post, ask } = open();
    const error = await client.runs.create({ spec: { training: { batchSize: 0 } } }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'invalid-input', issues: [{ path: 'training.batchSize' }] });
    const seeds = await errorOf(await post('/api/runs', '{"spec":{},"seeds":[1.5]}'));
    expect(seeds).toMatchObject({ code: 'invalid-input', issues: [{ path: 'seeds.0' }] });
    const status = await ask('/api/runs?status=sleeping');
    expect(status.status).toBe(400);
    expect((await errorOf(status)).message).toContain('status');
    const settings = await ask('/api/settings', {
      ...{ method: 'PUT', body: '{"worker":3}', headers: { 'content-type': 'application/json' } },
    });
    expect((await errorOf(settings)).message).toContain('worker');
  });

  it('answer JSON for people, whatever is wrong', async () => {
    const { ask, post } = open();
    const cases: [Response, number, string][] = [
      [await ask('/api/nothing'), 404, 'There is no GET /api/nothing'],
      [await ask('/api/runs/none'), 404, 'There is no run'],
      [await post('/api/runs', '{"spec": '), 400, 'cannot be read'],
      [await post('/api/runs', 'spec=1', 'text/plain'), 400, 'content type'],
      [await post('/api/datasets/preview', '{}'), 400, 'content type'],
      [await post('/api/runs', `{"spec":{"name":"${'x'.repeat(1 << 20)}"}}`), 413, '1 MiB'],
    ];
    for (const [response, status, text] of cases) {
      expect(response.status, text).toBe(status);
      expect((await errorOf(response)).message).toContain(text);
    }
  });

  it('refuse uploads that are too large or hold nothing', async () => {
    const { client } = open({ uploadLimit: 2 << 20 });
    const big = new File([new Uint8Array(3 << 20)], 'big.csv');
    await expect(client.datasets.preview([big])).rejects.toMatchObject({ code: 'too-large' });
    await expect(client.datasets.preview([new File([new Uint8Array(1 << 20)], 'ok.csv')])).resolves.toBeDefined();
    await expect(client.datasets.preview([])).rejects.toThrow('Choose at least one file');
    const wrong = { label: -1 };
    await expect(client.datasets.preview([big.slice(0, 1) as File], wrong)).rejects.toMatchObject({
      issues: [{ path: 'label' }],
    });
  });

  it('keep the inside of unforeseen errors inside', async () => {
    const { workbench, ask, logged } = open();
    workbench.status = () => {
      throw new TypeError('secret of line 12');
    };
    const response = await ask('/api/status');
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain('secret');
    expect(text).not.toContain('.ts');
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'internal' } });
    expect(logged).toMatchObject([{ message: 'secret of line 12' }]);
    workbench.status = () => {
      throw new AppError('database', 'The database is damaged.');
    };
    expect(await errorOf(await ask('/api/status'))).toMatchObject({ message: 'The database is damaged.' });
    expect(logged).toHaveLength(1);
  });

  it('are understood by the client when something else answers', async () => {
    const page = createClient(async () => new Response('<h1>no</h1>', { status: 401 }));
    await expect(page.status()).rejects.toMatchObject({ code: 'unauthorized' });
    const gone = createClient(async () => Promise.reject(new TypeError('fetch failed')));
    await expect(gone.status()).rejects.toMatchObject({ code: 'unavailable', message: /still running/ });
  });
});

describe('the API document', () => {
  it('lists every route that exists, and nothing else', async () => {
    const { ask } = open();
    const document = (await (await ask('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string; responses: object }>>;
      components: { schemas: Record<string, unknown> };
    };
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual(routesInSources().sort());
    for (const methods of Object.values(document.paths))
      for (const route of Object.values(methods)) expect(route.summary).toBeTruthy();
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['RunRow', 'RunDetail', 'Comparison', 'Error']),
    );
  });
});

/** Method and path of each createRoute in the sources, so that a route without documentation is noticed. */
function routesInSources(): string[] {
  const folder = new URL('../../../app/api/routes/', import.meta.url);
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    return [...text.matchAll(/method: '(\w+)',\s*path: ['`]([^'`]+)['`]/g)].flatMap(([, method, path]) =>
      path!.includes('${action}')
        ? ['pause', 'resume', 'stop'].map((a) => `${method} /api${path!.replace('${action}', a)}`)
        : path!.includes('${where}')
          ? ['trash', 'restore'].map((w) => `${method} /api${path!.replace('${where}', w)}`)
          : [`${method} /api${path}`],
    );
  });
}
