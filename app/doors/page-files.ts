/**
 * Serves the built page from a folder, the same way in the browser and in the desktop window, and holds the headers
 * that every answer of either door carries.
 */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { texts } from '../../engine/words/words.ts';

const t = texts('pages', {
  onlyRead: 'Pages can only be read.',
  otherAddress: 'This address is not one of Normscope.',
  noFile: 'There is no such file.',
  notBuilt: 'The page has not been built yet. Stop Normscope, run "npm run build", and start it again.',
});

/** What a page of ours may do: load its own files, talk to its own origin, nothing else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:", // not for people: a header
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Record<string, string> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** The same answer with the headers that protect the page. */
export function secured(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

const text = (status: number, message: string): Response =>
  new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

/**
 * Serves files below `folder`. Only files that a look into the folder finds can be named, so no address leads out of it.
 * Addresses of pages get index.html: those without a file extension, and whatever a browser wants to show as a page (a
 * dataset may be called "a.csv").
 */
export function createPageFiles(folder: string): (request: Request) => Promise<Response> {
  let known = new Set<string>();
  const read = async (path: string): Promise<Buffer<ArrayBuffer> | null> => {
    // Whoever rebuilds the page while it is served gets the new files.
    if (!known.has(path)) known = new Set(await filesIn(folder));
    return known.has(path) ? readFile(join(folder, path)).catch(() => null) : null;
  };
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, t.onlyRead);
    const path = decode(new URL(request.url).pathname);
    const asset = path !== null && extname(path) !== '' ? await read(path) : null;
    if (asset !== null) return send(request, asset, path!);
    if (!wantsPage(request)) {
      if (path === null) return text(400, t.otherAddress);
      if (extname(path) !== '') return text(404, t.noFile);
    }
    const page = await read('index.html');
    if (page !== null) return send(request, page, 'index.html');
    return text(503, t.notBuilt);
  };
}

const wantsPage = (request: Request): boolean =>
  request.headers.get('sec-fetch-mode') === 'navigate' || (request.headers.get('accept') ?? '').includes('text/html');

function send(request: Request, contents: Buffer<ArrayBuffer>, name: string): Response {
  const headers = {
    'content-type': TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream',
    'content-length': String(contents.length),
    // Names below assets/ hold a hash of the contents; everything else may change with the next version.
    // not for people: a header
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  return new Response(request.method === 'HEAD' ? null : contents, { headers });
}

/** The path of an address without its leading slash; null where it is malformed or looks like an attempt to leave. */
function decode(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname.slice(1));
    return /(^|[/\\])\.|[\\\0]/.test(path) ? null : path;
  } catch {
    return null;
  }
}

/** Paths of all ordinary files in a folder (links are none), relative to it; empty where there is no folder. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const found = entries.map((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(folder, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}
