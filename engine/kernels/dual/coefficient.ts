/** Dual kernels: small formulas on one number a channel, group or unit. Values come from the shared ones. */
import type { CoefficientKernels } from '../interface/coefficient.ts';
import { coefficientKernels as shared, unbiasedDeviation } from '../shared/coefficient.ts';
import { dual, dualOrNull } from './tensor.ts';

export const coefficientKernels: CoefficientKernels = {
  broadcast(x, out, size) {
    shared.broadcast(x, out, size);
    dual(out).tangent.fill(dual(x).tangent[0]!, 0, size);
  },
  total(x, out, size) {
    shared.total(x, out, size);
    let tangent = 0;
    for (let i = 0; i < size; i++) tangent += dual(x).tangent[i]!;
    dual(out).tangent[0] = tangent;
  },
  quotient(a, b, out, size) {
    const [p, q, to] = [dualOrNull(a), dual(b), dual(out)];
    for (let i = 0; i < size; i++) {
      const value = (p ? p.data[i]! : 1) / q.data[i]!;
      to.tangent[i] = ((p ? p.tangent[i]! : 0) - value * q.tangent[i]!) / q.data[i]!;
      to.data[i] = value;
    }
  },
  weightedSum(a, x, b, y, out, size) {
    const [p, u, q, v, to] = [dualOrNull(a), dual(x), dualOrNull(b), dualOrNull(y), dual(out)];
    for (let i = 0; i < size; i++) {
      const first = (p ? p.tangent[i]! * u.data[i]! : 0) + (p ? p.data[i]! : 1) * u.tangent[i]!;
      const second = v ? (q ? q.tangent[i]! * v.data[i]! : 0) + (q ? q.data[i]! : 1) * v.tangent[i]! : 0;
      const summand = v ? (q ? q.data[i]! : 1) * v.data[i]! : 0;
      to.data[i] = (p ? p.data[i]! : 1) * u.data[i]! + summand;
      to.tangent[i] = first + second;
    }
  },
  groupGradientCoefficients(inverse, sumG, sumGXhat, n, size) {
    const f = dual(inverse);
    for (const sums of [dual(sumG), dual(sumGXhat)])
      for (let i = 0; i < size; i++)
        sums.tangent[i] = -(f.tangent[i]! * sums.data[i]! + f.data[i]! * sums.tangent[i]!) / n;
    shared.groupGradientCoefficients(inverse, sumG, sumGXhat, n, size);
  },
  unitLengths(meanSquare, n, lengths, size) {
    shared.unitLengths(meanSquare, n, lengths, size);
    const [from, to] = [dual(meanSquare), dual(lengths)];
    for (let i = 0; i < size; i++) to.tangent[i] = (n * from.tangent[i]!) / (2 * to.data[i]!);
  },
  lengthSlope(g, sumDwV, lengths, slope, size) {
    const [a, s, l, to] = [dual(g), dual(sumDwV), dual(lengths), dual(slope)];
    for (let i = 0; i < size; i++) {
      const [length, product] = [l.data[i]!, -a.data[i]! * s.data[i]!];
      const productTangent = -(a.tangent[i]! * s.data[i]! + a.data[i]! * s.tangent[i]!);
      to.tangent[i] = (productTangent - (3 * product * l.tangent[i]!) / length) / length ** 3;
    }
    shared.lengthSlope(g, sumDwV, lengths, slope, size);
  },
  deviationFactor(variance, n, eps, factor, size) {
    shared.deviationFactor(variance, n, eps, factor, size);
    const [v, to] = [dual(variance), dual(factor)];
    for (let i = 0; i < size; i++) to.tangent[i] = -(to.data[i]! ** 2) * deviationTangent(v.data[i]!, v.tangent[i]!, n);
  },
  deviationGradient(variance, n, factor, sumDw, sumDwW, size) {
    const [v, f, first, second] = [dual(variance), dual(factor), dual(sumDw), dual(sumDwW)];
    for (let i = 0; i < size; i++) {
      const s = unbiasedDeviation(v.data[i]!, n);
      const ds = deviationTangent(v.data[i]!, v.tangent[i]!, n);
      first.tangent[i] = -(f.tangent[i]! * first.data[i]! + f.data[i]! * first.tangent[i]!) / n;
      second.tangent[i] = s === 0 ? 0 : -(second.tangent[i]! - (second.data[i]! * ds) / s) / ((n - 1) * s);
    }
    shared.deviationGradient(variance, n, factor, sumDw, sumDwW, size);
  },
};

/** The tangent of the unbiased deviation; 0 where the deviation itself is 0 and has no derivative. */
function deviationTangent(variance: number, tangent: number, n: number): number {
  const s = unbiasedDeviation(variance, n);
  return s === 0 ? 0 : (tangent * n) / (n - 1) / (2 * s);
}
