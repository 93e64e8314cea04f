/**
 * Elementary functions with the same bits on every machine: only +, -, *, / are used, which IEEE 754 rounds in one way,
 * while Math.log, Math.sin and Math.cos may differ in the last bit between engines. For random numbers and generated
 * data, whose hashes must be equal everywhere; not for the training loop.
 */

const words = new DataView(new ArrayBuffer(8));

/** ln(x) for a normal positive x, within about 2e-16 relative: exponent apart, then the series of 2 artanh. */
export function naturalLogarithm(x: number): number {
  words.setFloat64(0, x);
  const high = words.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  words.setUint32(0, (high & 0x000f_ffff) | 0x3ff0_0000);
  let mantissa = words.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const zz = z * z;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * zz + 1 / k;
  return exponent * Math.LN2 + 2 * z * sum;
}

const HALF_PI = Math.PI / 2;

/** Sine and cosine of an angle in radians (up to some thousands), within about 1e-13: quadrant apart, then Taylor. */
export function sineCosine(angle: number): { sin: number; cos: number } {
  const quadrant = Math.round(angle / HALF_PI);
  const r = angle - quadrant * HALF_PI;
  const rr = r * r;
  let sin = 0;
  let cos = 0;
  for (let k = 18; k >= 2; k -= 2) {
    cos = (1 + cos) * (-rr / (k * (k - 1)));
    sin = (1 + sin) * (-rr / (k * (k + 1)));
  }
  sin = r * (1 + sin);
  cos = 1 + cos;
  switch (((quadrant % 4) + 4) % 4) {
    case 0:
      return { sin, cos };
    case 1:
      return { sin: cos, cos: -sin };
    case 2:
      return { sin: -sin, cos: -cos };
    default:
      return { sin: -cos, cos: sin };
  }
}
