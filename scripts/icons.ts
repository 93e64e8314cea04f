/**
 * `node scripts/icons.ts`: draws packaging/icon.svg in all sizes that installers want, with a Chromium, and packs them for
 * Windows (.ico) and macOS (.icns). The results are committed; run it after changing the drawing.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium, installHint } from './find-chromium.ts';

const folder = new URL('../packaging/', import.meta.url);
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Type codes of PNG entries in an Apple icon; @2x ones hold twice the pixels of their name. */
const ICNS_TYPES: [code: string, size: number][] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];

async function draw(svg: string): Promise<Map<number, Buffer>> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(`Drawing needs a Chromium. Install one: ${installHint()}`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const images = new Map<number, Buffer>();
    for (const size of SIZES) {
      await page.setViewportSize({ width: size, height: size });
      const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
      await page.setContent(
        `<style>body { margin: 0 } img { display: block; width: ${size}px; height: ${size}px }</style><img src="${image}">`,
        { waitUntil: 'load' },
      );
      images.set(size, await page.screenshot({ omitBackground: true }));
    }
    return images;
  } finally {
    await browser.close();
  }
}

/** A Windows icon: a directory of entries, then the PNG files themselves. */
function ico(images: Map<number, Buffer>): Buffer {
  const header = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = header.length;
  const files = ICO_SIZES.map((size, i) => {
    const png = images.get(size)!;
    const entry = 6 + 16 * i;
    // 0 stands for 256.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
    return png;
  });
  return Buffer.concat([header, ...files]);
}

/** An Apple icon: entries of a type code, a length and a PNG file. */
function icns(images: Map<number, Buffer>): Buffer {
  const entry = (code: string, contents: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(code, 'latin1');
    head.writeUInt32BE(contents.length + 8, 4);
    return Buffer.concat([head, contents]);
  };
  return entry('icns', Buffer.concat(ICNS_TYPES.map(([code, size]) => entry(code, images.get(size)!))));
}

const images = await draw(await readFile(new URL('icon.svg', folder), 'utf8'));
await rm(new URL('icons/', folder), { recursive: true, force: true });
await mkdir(new URL('icons/', folder), { recursive: true });
for (const [size, png] of images) await writeFile(new URL(`icons/${size}x${size}.png`, folder), png);
await writeFile(new URL('icon.ico', folder), ico(images));
await writeFile(new URL('icon.icns', folder), icns(images));
console.log(`Icons written to ${fileURLToPath(folder)}`);
