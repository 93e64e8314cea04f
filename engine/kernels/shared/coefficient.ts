/** Small formulas on one number a channel, group or unit, for the reference and the fast kernels. */
import type { CoefficientKernels } from '../interface/coefficient.ts';

/** The unbiased deviation of n numbers, from their biased variance. */
export const unbiasedDeviation = (variance: number, n: number): number => Math.sqrt((variance * n) / (n - 1));

export const coefficientKernels: CoefficientKernels = {
  broadcast(x, out, size) {
    out.data.fill(x.data[0]!, 0, size);
  },
  total({ data: x }, out, size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[i]!;
    out.data[0] = sum;
  },
  quotient(a, { data: b }, { data: out }, size) {
    const numerator = a?.data;
    for (let i = 0; i < size; i++) out[i] = (numerator ? numerator[i]! : 1) / b[i]!;
  },
  weightedSum(a, { data: x }, b, y, { data: out }, size) {
    const [p, q, second] = [a?.data, b?.data, y?.data];
    for (let i = 0; i < size; i++) {
      const summand = second ? (q ? q[i]! : 1) * second[i]! : 0;
      out[i] = (p ? p[i]! : 1) * x[i]! + summand;
    }
  },
  groupGradientCoefficients({ data: inverse }, { data: sumG }, { data: sumGXhat }, n, size) {
    for (let i = 0; i < size; i++) {
      sumG[i] = -(inverse[i]! * sumG[i]!) / n;
      sumGXhat[i] = -(inverse[i]! * sumGXhat[i]!) / n;
    }
  },
  unitLengths({ data: meanSquare }, n, { data: lengths }, size) {
    for (let i = 0; i < size; i++) lengths[i] = Math.sqrt(n * meanSquare[i]!);
  },
  lengthSlope({ data: g }, { data: sumDwV }, { data: lengths }, { data: slope }, size) {
    for (let i = 0; i < size; i++) {
      const dg = sumDwV[i]! / lengths[i]!;
      slope[i] = (-g[i]! * dg) / lengths[i]! ** 2;
    }
  },
  deviationFactor({ data: variance }, n, eps, { data: factor }, size) {
    for (let i = 0; i < size; i++) factor[i] = 1 / (unbiasedDeviation(variance[i]!, n) + eps);
  },
  deviationGradient({ data: variance }, n, { data: factor }, { data: sumDw }, { data: sumDwW }, size) {
    for (let i = 0; i < size; i++) {
      const s = unbiasedDeviation(variance[i]!, n);
      sumDw[i]! *= -factor[i]! / n;
      sumDwW[i] = s === 0 ? 0 : -sumDwW[i]! / ((n - 1) * s);
    }
  },
};
