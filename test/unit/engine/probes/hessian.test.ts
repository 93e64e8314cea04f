/** Hessian-vector products against central differences of the gradient, identities, and a rectifier worked out by hand. */
import { describe, expect, it } from 'vitest';
import { dot, norm } from '../../../../engine/probes/hessian/operator.ts';
import { hessianRefusal } from '../../../../engine/probes/hessian/refusal.ts';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import { hessianProblem, move, normals, openHessian, product } from '../../../support/hessian.ts';
import { NETWORKS, type Network } from '../../../support/every-layer.ts';

const H = 1e-5;
const cases = NETWORKS.flatMap((network) =>
  (['batch', 'running', 'precise'] as const).map((statistics) => ({
    ...{ network, statistics },
    title: `${network.name}, ${statistics}`,
  })),
);
const mlp = NETWORKS.find(({ name }) => name === 'dense, {"type":"batch"}')!;

describe('products with the Hessian', () => {
  it.each(cases)('are symmetric and linear: $title', ({ network, statistics }) => {
    const hessian = openHessian(hessianProblem(network, statistics));
    const [u, v] = [normals(hessian.size, 1), normals(hessian.size, 2)];
    const [hu, hv] = [product(hessian, u), product(hessian, v)];
    const scale = norm(u) * norm(hv);
    expect(scale).toBeGreaterThan(1e-3);
    expect(Math.abs(dot(u, hv) - dot(v, hu)) / scale).toBeLessThan(1e-12);
    const both = product(
      hessian,
      u.map((value, i) => 2 * value - v[i]!),
    );
    for (let i = 0; i < both.length; i++) both[i]! -= 2 * hu[i]! - hv[i]!;
    expect(norm(both) / scale).toBeLessThan(1e-13);
    expect(hessian.products).toBe(3);
  });

  it.each(cases.filter(({ network }) => network.smooth))(
    'agree with central differences of the gradient: $title',
    ({ network, statistics }) => {
      const hessian = openHessian(hessianProblem(network, statistics, { batches: 2 }));
      const v = normals(hessian.size, 3);
      const exact = product(hessian, v);
      move(hessian, v, H);
      const above = hessian.gradient();
      move(hessian, v, -2 * H);
      const below = hessian.gradient();
      const difference = exact.map((value, i) => value - (above[i]! - below[i]!) / (2 * H));
      expect(norm(difference) / norm(exact)).toBeLessThan(1e-6);
    },
  );

  it('are those of a rectifier by hand', () => {
    // With a = relu(w1 x), three outputs w2 a and targets t: L = sum (w2 a - t)^2 / 3, so that where w1 x > 0
    // d2L/dw1^2 = 2/3 sum (w2 x)^2, d2L/dw2^2 = 2/3 a^2, d2L/dw1dw2 = 2/3 x (2 w2 a - t); and all are 0 where w1 x < 0.
    const network: Network = {
      ...{ name: 'by hand', shape: [1], smooth: false, loss: 'mean-squared-error' },
      model: { kind: 'mlp', hidden: [1], activation: 'relu', normalization: { type: 'none' } },
    };
    const problem = hessianProblem(network, 'batch', { rows: 1 });
    const hessian = openHessian(problem);
    expect(hessian.parameters.map(({ name }) => name)).toEqual([
      ...['dense1.weight', 'dense1.bias', 'dense2.weight', 'dense2.bias'],
    ]);
    for (const { value } of hessian.parameters) value.data.fill(0);
    const w2 = [0.7, -1.1, 0.4];
    hessian.parameters[2]!.value.data.set(w2);
    const [batch] = problem.batches;
    batch!.x.data[0] = 1.3;
    batch!.labels[0] = 0;
    // Rows and columns of the first weight, and of the first one behind the rectifier.
    const block = (): number[][] => [0, 2].map((i) => [0, 2].map((j) => product(hessian, unit(hessian.size, i))[j]!));

    hessian.parameters[0]!.value.data[0] = 2;
    const a = 2.6;
    const mixed = (2 / 3) * 1.3 * (2 * 0.7 * a - 1);
    const wanted = [w2.reduce((sum, w) => sum + (2 / 3) * (w * 1.3) ** 2, 0), mixed, mixed, (2 / 3) * a * a];
    block()
      .flat()
      .forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-14));

    hessian.parameters[0]!.value.data[0] = -2;
    expect(block().flat()).toEqual([0, 0, 0, 0]);
  });

  it('are the mean over batches, weighted by their samples', () => {
    const problem = hessianProblem(mlp, 'batch', { batches: 3 });
    const v = normals(openHessian(problem).size, 4);
    const together = product(openHessian(problem), v);
    const apart = problem.batches.map((batch) => product(openHessian({ ...problem, batches: [batch] }), v));
    for (let i = 0; i < v.length; i++)
      expect(Math.abs(together[i]! - apart.reduce((sum, of) => sum + of[i]! / 3, 0))).toBeLessThan(1e-14);
  });

  it('leave frozen parameters out, and everything as it was', () => {
    const problem = hessianProblem(mlp, 'batch');
    const before = openHessian(problem).gradient();
    problem.model.parameters[0]!.trainable = false;
    const hessian = openHessian(problem);
    expect(hessian.size).toBe(before.length - problem.model.parameters[0]!.size);
    product(hessian, normals(hessian.size, 1));
    expect(hessian.gradient()).toEqual(before.slice(problem.model.parameters[0]!.size));
    expect(hessian.loss()).toBeGreaterThan(0);
  });

  it('are refused where they are not finite or not there', () => {
    const problem = hessianProblem(mlp, 'batch');
    problem.model.parameters[0]!.value.data[0] = Infinity;
    const hessian = openHessian(problem);
    expect(() => product(hessian, normals(hessian.size, 1))).toThrow('Choose an earlier step');
    expect(() => hessian.gradient()).toThrow('The Hessian is not finite');
    const refusal = (normalization: object, statistics: 'batch' | 'running') =>
      hessianRefusal(RunSpec.parse({ model: { normalization } as never }).model, statistics);
    expect(refusal({ type: 'switchable' }, 'batch')).toMatch('Hessian of switchable normalization is not available');
    expect(refusal({ type: 'decorrelated-batch' }, 'running')).toMatch('decorrelated batch normalization');
    expect(refusal({ type: 'batch', gradient: 'detached' }, 'batch')).toMatch('Choose running statistics');
    expect(refusal({ type: 'batch', gradient: 'detached' }, 'running')).toBeNull();
    expect(refusal({ type: 'layer' }, 'batch')).toBeNull();
  });
});

const unit = (size: number, i: number): Float64Array => {
  const e = new Float64Array(size);
  e[i] = 1;
  return e;
};
