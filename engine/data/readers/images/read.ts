/** A dataset from a folder of images of one size, or brought to one size, with a class for each sub-folder. */
import { BYTE_VALUES } from '../../container.ts';
import { DataError } from '../../data-error.ts';
import { counted, formatCount } from '../../../words/numbers.ts';
import { classCounts, featureCount, sharedFloat32, sharedInt32, type UnhashedDataset } from '../../dataset.ts';
import { decodeImage, looksLikeImage, readImageHeader } from '../../images/decode.ts';
import { toGrey, type Picture, type PictureHeader } from '../../images/picture.ts';
import { areaResizer } from '../../images/resize.ts';
import { followed, type Follow } from '../follow.ts';
import type { ReadOptions } from '../formats.ts';
import { samplePictures } from '../sample-pictures.ts';
import { scarceClasses } from '../scarce-classes.ts';
import { MAX_BYTES, type Reader, type ReadSource, type SourceFile } from '../source.ts';
import { MAX_SIDE } from './format.ts';
import { labelImages, type LabelledImages } from './labels.ts';

/**
 * Looks at the header of every image; pixels are decoded only when the dataset is built. 8 bits become value / 255, 16
 * bits value / 65,535. Throws DataError for files that are no images, and where classes cannot be found out.
 */
async function readImageFolder(
  files: readonly SourceFile[],
  options: ReadOptions,
  follow: Follow,
): Promise<ReadSource> {
  const { images, labels: names, warnings } = labelImages(files, options);
  const pace = followed(follow);
  const headers: PictureHeader[] = [];
  for (const image of images) {
    headers.push(readImageHeader(image));
    await pace(headers.length, images.length);
  }
  const [first] = headers as [PictureHeader];
  const { resize } = options;
  if (resize?.some((side) => !Number.isInteger(side) || side < 1 || side > MAX_SIDE) === true)
    throw new DataError(`resize is ${resize.join('x')}; width and height must be whole numbers from 1 to ${MAX_SIDE}.`);
  const other = headers.findIndex(({ width, height }) => width !== first.width || height !== first.height);
  const [width, height] = resize ?? [first.width, first.height];
  const grey = options.grey === true || headers.every(({ channels }) => channels === 1);
  const shape = grey ? [height, width] : [3, height, width];
  const classes = inOrder([...new Set(names)]);
  const position = new Map(classes.map((name, i) => [name, i]));
  const labels = sharedInt32(images.length);
  names.forEach((name, i) => (labels[i] = position.get(name)!));

  const info = {
    ...{ name: '', task: 'classification' as const, samples: images.length, shape, classes, features: [] },
    source: sourceOf(images, headers, options),
  };
  const counts = classCounts({ info, labels });
  const values = info.samples * featureCount(info);
  const problems = [
    ...(other >= 0 && resize === undefined ? [differentSizes(images, headers, other)] : []),
    ...(classes.length < 2 ? [`All images have the class ${classes[0]}; at least two classes are needed.`] : []),
    ...(values > MAX_BYTES
      ? [
          `${counted(images.length, 'image')} of ${shape.join(' x ')} are ${formatCount(values)} numbers, more than the ` +
            `${formatCount(MAX_BYTES)} that fit. Resize them, for example to 32x32.`,
        ]
      : []),
  ];
  const writer = createWriter(grey, { width, height });
  const scratch = new Float32Array(featureCount(info));
  const read = (sample: number): Float32Array => {
    writer(decodeImage(images[sample]!), scratch, 0);
    return scratch;
  };
  const transparent = headers.filter(({ alpha }) => alpha).length;
  const mixed = !grey && headers.some(({ channels }) => channels === 1);
  return {
    preview: {
      ...{ format: 'images', info, classCounts: counts, columns: [], arrays: [], problems },
      values: {
        stored: first.max === 255 ? '8 bits a channel' : '16 bits a channel',
        divisor: first.max,
        range: [0, 1],
      },
      pictures: other >= 0 && resize === undefined ? null : samplePictures({ info, labels, read }),
      warnings: [
        ...warnings,
        ...(transparent > 0
          ? [
              `${counted(transparent, 'image has', 'images have')} transparency, which is dropped: the colours beneath it remain.`,
            ]
          : []),
        ...(mixed ? ['Some images are grey, others coloured: all become coloured.'] : []),
        ...scarceClasses(classes, counts),
      ],
      options: { ...options, format: 'images', grey },
    },
    build: async (name): Promise<UnhashedDataset> => {
      const features = sharedFloat32(values);
      const size = featureCount(info);
      const step = followed(follow);
      for (const [i, image] of images.entries()) {
        writer(decodeImage(image), features, i * size);
        await step(i + 1, images.length);
      }
      return { info: { ...info, name }, features, labels, targets: new Float32Array(0) };
    },
  };
}

export const imagesReader: Reader = {
  looksLike: (files) => files.some(({ bytes }) => looksLikeImage(bytes)),
  read: readImageFolder,
};

/** Whole numbers in their order, anything else as text. */
const inOrder = (names: string[]): string[] =>
  names.every((name) => /^\d{1,9}$/.test(name))
    ? names.sort((a, b) => Number(a) - Number(b))
    : names.sort((a, b) => (a < b ? -1 : 1));

function differentSizes(images: readonly SourceFile[], headers: readonly PictureHeader[], other: number): string {
  const size = (i: number): string => `${images[i]!.name} has ${headers[i]!.width} x ${headers[i]!.height} pixels`;
  return `${size(0)}, but ${size(other)}. Bring all to one size: resize them, for example to 32x32.`;
}

function sourceOf(
  images: LabelledImages['images'],
  headers: readonly PictureHeader[],
  { resize, grey }: ReadOptions,
): string {
  const kinds = [
    ...new Set(images.map(({ name }) => name.replace(/.*\./, '').toUpperCase().replace('JPG', 'JPEG'))),
  ].sort();
  const changes = [
    ...(resize === undefined ? [] : [`resized to ${resize.join('x')}`]),
    ...(grey === true && headers.some(({ channels }) => channels === 3) ? ['made grey'] : []),
  ];
  return [`images, ${kinds.join(' and ')}`, ...changes].join(', ');
}

/** Writes an image as numbers from 0 to 1, channel first, in the size that all have. Rounded to whole levels once resized. */
function createWriter(grey: boolean, to: { width: number; height: number }) {
  const resizers = new Map<string, ReturnType<typeof areaResizer>>();
  return (decoded: Picture, out: Float32Array, at: number): void => {
    const picture = grey ? toGrey(decoded) : decoded;
    const { width, height, channels, max } = picture;
    let pixels: ArrayLike<number> = picture.pixels;
    if (width !== to.width || height !== to.height) {
      const key = `${width} ${height} ${channels}`;
      let resize = resizers.get(key);
      if (resize === undefined) {
        // Photos come in countless sizes; only a few are worth keeping.
        if (resizers.size >= 8) resizers.clear();
        resizers.set(key, (resize = areaResizer(picture, to, channels)));
      }
      pixels = resize(picture.pixels);
    }
    const size = to.width * to.height;
    for (let plane = 0; plane < (grey ? 1 : 3); plane++)
      for (let i = 0; i < size; i++) {
        const level = Math.round(pixels[i * channels + (channels === 1 ? 0 : plane)]!);
        out[at + plane * size + i] = max === 255 ? BYTE_VALUES[level]! : level / max;
      }
  };
}
