/** Every study of the gallery is what it says: it expands, its criterion names its arms, and its runs give what it measures. */
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../engine/data/dataset.ts';
import { findBuiltIn } from '../../../../engine/data/generators/registry.ts';
import { loadKernels } from '../../../../engine/kernels/load.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { RunSpec, type ProbeSpec } from '../../../../engine/spec/schema.ts';
import { StudySpec } from '../../../../engine/spec/schema/study.ts';
import { armsOf } from '../../../../engine/spec/schema/study-criterion.ts';
import { expandStudy, type StudyPlan } from '../../../../engine/study/expand.ts';
import { findGalleryStudy, GALLERY, type GalleryStudy } from '../../../../engine/study/gallery/index.ts';
import { createTraining } from '../../../../engine/train.ts';

const planOf = ({ spec }: GalleryStudy): StudyPlan => {
  const expanded = expandStudy(spec);
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.issues));
  return expanded.plan;
};

const loaded = new Map<string, Dataset>();
const dataset = (name: string): Dataset => {
  const set = loaded.get(name) ?? findBuiltIn(name)!.generate();
  loaded.set(name, set);
  return set;
};

/** Steps of all runs of a study. */
const stepsOf = (study: GalleryStudy): number =>
  planOf(study).cells.reduce((sum, { spec }) => sum + spec.training.steps, 0) * study.spec.seeds.length;

describe('the gallery', () => {
  it('has both sizes of each claim, under names of their own', () => {
    expect(new Set(GALLERY.map(({ name }) => name)).size).toBe(GALLERY.length);
    for (const { id } of GALLERY)
      expect(
        GALLERY.filter((other) => other.id === id).map(({ size }) => size),
        id,
      ).toEqual(['quick', 'full']);
    expect(findGalleryStudy('c1-faster-sigmoid-quick')?.id).toBe('C1');
    expect(findGalleryStudy('c1')).toBeUndefined();
  });

  it.each(GALLERY.map((study) => [study.name, study] as const))(
    '%s is complete and names only its arms',
    (_, study) => {
      expect(StudySpec.parse(study.spec)).toEqual(study.spec);
      const { arms } = planOf(study);
      const { measures, criterion, baseline } = study.spec;
      const known =
        measures.length === 1 ? arms : arms.flatMap((arm) => measures.map(({ name }) => `${arm} | ${name}`));
      for (const arm of armsOf(criterion!)) expect(known).toContain(arm);
      if (baseline !== null) expect(arms).toContain(baseline);
      expect(study.spec.seeds.length).toBeGreaterThanOrEqual(3);
      for (const text of [study.claim, study.assessment, study.experiment, study.expectation, study.next])
        expect(text.trim().length).toBeGreaterThan(20);
      expect(study.sources.length).toBeGreaterThan(0);
    },
  );

  it('has quick studies of few steps', () => {
    for (const study of GALLERY.filter(({ size }) => size === 'quick'))
      expect(stepsOf(study), study.name).toBeLessThanOrEqual(250_000);
  });

  it.each(GALLERY.filter(({ size }) => size === 'quick').map((study) => [study.name, study] as const))(
    'runs of %s give what it measures',
    async (_, study) => {
      const { spec } = planOf(study).cells.at(-1)!;
      const measured = study.spec.measures.flatMap(({ value, relative }) => [
        value.of,
        ...(relative ? [relative.to.of] : []),
      ]);
      const found = await namesOf(spec, study);
      for (const name of measured) expect(found).toContain(name.replace(/@(\d+|end)$/, ''));
      // A probe that is asked for at a moment is taken at that moment.
      for (const name of measured) {
        const [, type, moment] = /^probe\.([a-z-]+)\..*@(\d+|end)$/.exec(name) ?? [];
        if (type === undefined) continue;
        const moments = spec.probes.filter((probe) => probe.type === type).flatMap(({ at }) => at.map(String));
        expect(moments, name).toContain(moment);
      }
    },
  );
});

/** Names of the series, metrics and numbers of probes that a run of one step has. */
async function namesOf(whole: RunSpec, study: GalleryStudy): Promise<string[]> {
  const probes = whole.probes.map((probe) => ({ ...probe, at: ['end'] }));
  const once = { ...whole.training, steps: 1 };
  const spec = RunSpec.parse({ ...whole, probes, training: once, seed: study.spec.seeds[0] });
  const data = dataset(spec.data.dataset);
  const training = createTraining({ spec, dataset: data, kernels: await loadKernels() });
  training.advance();
  const ending = training.advance()!;
  const series = training.take().flatMap((event) => (event.type === 'series' ? [event.name] : []));
  const names = [...series, ...Object.keys(ending.summary)];
  const checkpoint = training.checkpoint()!;
  for (const probe of spec.probes) {
    const record = await runProbe({ spec, dataset: data, checkpoint }, small(probe), { progress: () => undefined });
    expect(record.problem).toBeNull();
    names.push(...Object.keys(record.numbers).map((name) => `probe.${probe.type}.${name}`));
  }
  return names;
}

/** The same probe on few samples. */
const small = (probe: ProbeSpec): ProbeSpec =>
  'samples' in probe ? { ...probe, samples: Math.min(50, probe.samples) } : probe;
