/**
 * Ten classes of drawn digits, 28 x 28, values k / 255: a stand-in for scanned handwriting that needs no download. Each
 * sample takes one way of writing a digit, moves its points, bends, turns, shears, stretches and shifts it, and draws it
 * with a pen of some width on noisy paper. Difficulty is tuned to that of MNIST for the networks trained here.
 */
import { sineCosine } from '../../exact-math.ts';
import { stream, type Random } from '../../random.ts';
import { BYTE_VALUES } from '../container.ts';
import { sharedFloat32, sharedInt32 } from '../dataset.ts';
import { GLYPHS, type GlyphPoint } from './glyphs.ts';
import { drawLine, smoothCurve, type Point } from './pen.ts';

const SIDE = 28;
const PIXELS = SIDE * SIDE;

// Lengths in shares of the height of a digit, angles in radians; standard deviations of normal distributions.
const POINT_JITTER = 0.04;
const ROTATION = 0.14;
const SHEAR = 0.18;
const STRETCH = 0.13;
const SHIFT = 1.1; // pixels
const BEND = 0.05;
const NOISE = 0.16; // largest change of a pixel

/** Draws `samples` digits from a seed, classes in turn; order of the classes and everything else are fixed by the seed. */
export function generateDigits(samples: number, seed: number): { features: Float32Array; labels: Int32Array } {
  const random = stream(seed, 'digits');
  const features = sharedFloat32(samples * PIXELS);
  const labels = sharedInt32(samples);
  const picture = new Float64Array(PIXELS);
  for (let i = 0; i < samples; i++) {
    const digit = i % 10;
    labels[i] = digit;
    picture.fill(0);
    drawDigit(picture, digit, random);
    expose(picture, features.subarray(i * PIXELS, (i + 1) * PIXELS), random);
  }
  return { features, labels };
}

function drawDigit(picture: Float64Array, digit: number, random: Random): void {
  const ways = GLYPHS[digit]!;
  const place = placement(random);
  const radius = 0.75 + 0.95 * random.uniform();
  const softness = 1 + 0.5 * random.uniform();
  for (const stroke of ways[random.int(ways.length)]!)
    drawLine(picture, SIDE, smoothCurve(stroke.map((point) => place(point))), radius, softness);
}

/** Where a hand puts the points of one digit: jitter of each point, then one bend and one affine map for all. */
function placement(random: Random): (point: GlyphPoint) => Point {
  const turn = sineCosine(ROTATION * random.normal());
  const shear = SHEAR * random.normal();
  const height = 20 * stretch(random);
  const width = 0.82 * 20 * stretch(random);
  const shiftX = 13.5 + SHIFT * random.normal();
  const shiftY = 13.5 + SHIFT * random.normal();
  const bendX = BEND * random.normal();
  const bendY = BEND * random.normal();
  const phase = 2 * Math.PI * random.uniform();
  const jitter = POINT_JITTER * (0.5 + random.uniform());
  return ([glyphX, glyphY, corner]) => {
    const x = glyphX - 0.5 + jitter * random.normal();
    const y = glyphY - 0.5 + jitter * random.normal();
    const bentX = (x + bendX * sineCosine(5 * y + phase).sin) * width;
    const bentY = (y + bendY * sineCosine(5 * x + phase).cos) * height;
    const slanted = bentX - shear * bentY;
    return {
      x: shiftX + turn.cos * slanted - turn.sin * bentY,
      y: shiftY + turn.sin * slanted + turn.cos * bentY,
      corner: corner === true,
    };
  };
}

/** A factor around 1, never so far from it that nothing is left of a digit. */
const stretch = (random: Random): number => Math.max(0.6, Math.min(1.25, 1 + STRETCH * random.normal()));

/** Turns ink into numbers: darkness of the pen, grain of the paper, rounding to bytes as a scanner does. */
function expose(picture: Float64Array, into: Float32Array, random: Random): void {
  const darkness = 0.75 + 0.25 * random.uniform();
  for (let i = 0; i < PIXELS; i++) {
    // The sum of two bytes has a triangular distribution around 255.
    const bits = random.int(0x1_0000);
    const grain = NOISE * (((bits & 0xff) + (bits >>> 8)) / 255 - 1);
    const value = picture[i]! * darkness + grain;
    into[i] = BYTE_VALUES[Math.max(0, Math.min(255, Math.round(value * 255)))]!;
  }
}
