/**
 * Serves the built page from a folder, the same way in the browser and in the desktop window, and holds the headers
 * that every answer of either door carries.
 */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';

/** What a page of ours may do: load its own files, talk to its own origin, nothing else. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
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
 * Serves files below `folder`. Addresses of pages get index.html: those without a file extension, and whatever a browser
 * wants to show as a page (a dataset may be called "a.csv").
 */
export function createPageFiles(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Pages can only be read.');
    const path = pathBelow(new URL(request.url).pathname);
    const asset = path !== null && extname(path) !== '' ? await resolveBelow(folder, path) : null;
    if (asset !== null) return send(request, asset, path!);
    if (!wantsPage(request)) {
      if (path === null) return text(400, 'This address is not one of Normscope.');
      if (extname(path) !== '') return text(404, 'There is no such file.');
    }
    const page = await resolveBelow(folder, 'index.html');
    if (page !== null) return send(request, page, 'index.html');
    return text(503, 'The page has not been built yet. Stop Normscope, run "npm run build", and start it again.');
  };
}

const wantsPage = (request: Request): boolean =>
  request.headers.get('sec-fetch-mode') === 'navigate' || (request.headers.get('accept') ?? '').includes('text/html');

function send(request: Request, file: { path: string; size: number }, name: string): Response {
  const headers = {
    'content-type': TYPES[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': String(file.size),
    // Names below assets/ hold a hash of the contents; everything else may change with the next version.
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.method === 'HEAD') return new Response(null, { headers });
  return new Response(Readable.toWeb(createReadStream(file.path)) as unknown as ReadableStream, { headers });
}

/** Decodes a URL path piece by piece; null for anything that could leave the folder. */
function pathBelow(pathname: string): string | null {
  const pieces: string[] = [];
  for (const piece of pathname.split('/')) {
    if (piece === '') continue;
    let name: string;
    try {
      name = decodeURIComponent(piece);
    } catch {
      return null;
    }
    if (name.startsWith('.') || /[/\\:\0]/.test(name)) return null;
    pieces.push(name);
  }
  return pieces.join('/');
}

/** The real file, when it is one and lies in the folder (a link that leads out does not). */
async function resolveBelow(folder: string, path: string): Promise<{ path: string; size: number } | null> {
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, path));
    const facts = await stat(real);
    return real.startsWith(root + sep) && facts.isFile() ? { path: real, size: facts.size } : null;
  } catch {
    return null;
  }
}
