/** What the built WebAssembly module exports; the sources are in ./assembly. Addresses are bytes, sizes count numbers. */
export interface KernelExports {
  readonly ARENA_START: WebAssembly.Global;
  /** Must be called before any other kernel. */
  initialize(): void;
  fusesMultiplyAdd(x: number): number;

  fill(x: number, value: number, size: number): void;
  copy(from: number, to: number, size: number): void;
  gatherRows(source: number, indices: number, rows: number, columns: number, out: number): void;

  multiply(
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    transposed: number,
    bias: number,
    c: number,
    m: number,
    n: number,
    k: number,
  ): void;
  sumRows(x: number, out: number, rows: number, columns: number): void;

  sigmoid(x: number, y: number, size: number): void;
  sigmoidBackward(y: number, dy: number, dx: number, size: number): void;
  tanh(x: number, y: number, size: number, amplitude: number, slope: number): void;
  tanhBackward(y: number, dy: number, dx: number, size: number, amplitude: number, ratio: number): void;
  relu(x: number, y: number, size: number): void;
  reluBackward(x: number, dy: number, dx: number, size: number): void;

  columnMoments(x: number, mean: number, variance: number, rows: number, columns: number): void;
  inverseDeviation(variance: number, eps: number, inverse: number, columns: number): void;
  standardize(x: number, mean: number, inverse: number, xhat: number, rows: number, columns: number): void;
  affine(x: number, gamma: number, beta: number, y: number, rows: number, columns: number): void;
  affineGradient(dy: number, xhat: number, sumDy: number, sumDyXhat: number, rows: number, columns: number): void;
  standardizeGradient(
    dy: number,
    xhat: number,
    gamma: number,
    inverse: number,
    sumDy: number,
    sumDyXhat: number,
    dx: number,
    rows: number,
    columns: number,
  ): void;
  updateRunning(running: number, batch: number, keep: number, take: number, columns: number): void;

  softmaxCrossEntropy(logits: number, labels: number, out: number, rows: number, classes: number): number;
  softmaxCrossEntropyGradient(probabilities: number, labels: number, out: number, rows: number, classes: number): void;
  meanSquaredError(y: number, target: number, size: number): number;
  meanSquaredErrorGradient(y: number, target: number, dy: number, size: number): void;
  countCorrect(scores: number, labels: number, rows: number, classes: number): number;

  sgdMomentum(
    parameter: number,
    gradient: number,
    velocity: number,
    rate: number,
    momentum: number,
    size: number,
  ): void;
  sgd(parameter: number, gradient: number, rate: number, size: number): void;

  sumOfSquares(x: number, size: number): number;
  allFinite(x: number, size: number): number;
}
