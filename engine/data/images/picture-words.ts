/** What is said of a file that is no image, or a damaged one: each completes the sentence "FILE ...". */
import { messages, say, type Message } from '../../words/words.ts';

export const PICTURES = messages('data.image', {
  unusable: ({ file, why }: { file: string; why: Message }) =>
    `${file} ${say(why)}. Replace the file, or leave it out.`,
  empty: 'is empty (0 bytes)',
  'no-image': 'is no PNG, JPEG, PGM or PPM image',
  'no-size': ({ width, height }: { width: number; height: number }) =>
    `is damaged: it declares ${width} x ${height} pixels`,
  'too-large': ({ width, height }: { width: number; height: number }) =>
    `declares ${width} x ${height} pixels; at most 100 million can be read`,
  'jpeg-no-marker': ({ at }: { at: number }) => `is damaged: there is no marker at byte ${at}`,
  'jpeg-truncated': ({ bytes }: { bytes: number }) => `is truncated: it ends at byte ${bytes}, before its size`,
  'jpeg-rare': 'is a JPEG of a rare kind (lossless, arithmetic or 12 bits). Save it as PNG',
  'jpeg-components': ({ components }: { components: number }) =>
    `is a JPEG of ${components} components (CMYK). Save it as RGB`,
  'jpeg-undecodable': ({ why }: { why: string }) => `is damaged: its JPEG data cannot be decoded (${why})`,
  'png-no-colour': ({ colour }: { colour: number }) =>
    `is damaged: a pixel has colour ${colour}, which its palette lacks`,
  'png-no-filter': ({ filter }: { filter: number }) =>
    `is damaged: a line has filter ${filter}, which PNG does not have`,
  'png-unpackable': 'is truncated or damaged: its pixels cannot be unpacked',
  'png-too-few': ({ found, expected }: { found: number; expected: number }) =>
    `is truncated: it has ${found} of ${expected} bytes of pixels`,
  'png-check-sum': ({ part, at }: { part: string; at: number }) =>
    `is damaged: the check sum of its ${part} part (byte ${at}) is wrong`,
  'png-no-size': 'is damaged: it does not begin with its size',
  'png-truncated': ({ bytes }: { bytes: number }) => `is truncated: it ends at byte ${bytes}, before its end mark`,
  'png-header-length': ({ bytes }: { bytes: number }) => `is damaged: its header has ${bytes} bytes instead of 13`,
  'png-colour-type': ({ type, depth }: { type: number; depth: number }) =>
    `is damaged: its header declares colour type ${type} with ${depth} bits`,
  'pnm-no-number': ({ at }: { at: number }) => `is truncated or damaged: a number is missing at byte ${at}`,
  'pnm-largest': ({ largest }: { largest: number }) => `is damaged: it declares ${largest} as its largest value`,
  'pnm-truncated': ({ found, expected }: { found: number; expected: number }) =>
    `is truncated: it has ${found} bytes instead of ${expected}`,
  'pnm-above-largest': ({ value, largest }: { value: number; largest: number }) =>
    `is damaged: it holds the value ${value}, above its largest, ${largest}`,
});
