/**
 * Who may talk to the loopback server. Other programs and other web pages on this machine can reach its port too, so
 * every request must show a secret and come from our own page (or from a script that holds the secret).
 *
 * A browser gets the secret through a link that works once and leaves a cookie; scripts send it as a bearer token. Both
 * live as long as the process.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { messages, type Message } from '../../../engine/words/words.ts';

export type Verdict =
  | { allow: true }
  /** The one-time link was used: set this cookie and go to the start page. */
  | { allow: 'enter'; cookie: string }
  | { allow: false; status: 401 | 403 | 415; message: Message };

const ACCESS = messages('access', {
  'other-address': 'Open Normscope under the address that it printed.',
  'other-page': 'Requests from other pages are not accepted.',
  'no-origin': 'This request does not say where it comes from.',
  'content-type': 'Send JSON (content-type: application/json) or an upload (multipart/form-data).',
  'not-let-in': 'This browser was not let in. Open the link that Normscope printed; each works once.',
});

const secret = (): string => randomBytes(32).toString('base64url');

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const refuse = (status: 401 | 403 | 415, message: Message): Verdict => ({ allow: false, status, message });

/** Keeps the secrets of one server on one port of this machine. */
export class Access {
  /** For scripts: `Authorization: Bearer <token>`. */
  readonly token = secret();
  readonly #port: number;
  readonly #session = secret();
  #link: string | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /** True while a link is out that nobody has used. */
  get hasOpenLink(): boolean {
    return this.#link !== null;
  }

  /** A link that lets one browser in, once. The one before it ends. */
  newLink(): string {
    this.#link = secret();
    return `http://127.0.0.1:${this.#port}/?token=${this.#link}`;
  }

  /** Decides about a request, in the order: right address, right origin, right secret, right kind of body. */
  judge(request: Request): Verdict {
    const hosts = [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
    const host = request.headers.get('host') ?? '';
    // A foreign name that resolves to this machine (DNS rebinding) shows in the Host header.
    if (!hosts.includes(host)) return refuse(403, ACCESS['other-address']());

    const origin = request.headers.get('origin');
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const bearer = this.#bearer(request);
    if (origin !== null && origin !== `http://${host}`) return refuse(403, ACCESS['other-page']());
    if (!reads && origin === null && !bearer) return refuse(403, ACCESS['no-origin']());
    if (!bearer && fromOtherPage(request)) return refuse(403, ACCESS['other-page']());

    if (!bearer && !this.#hasSession(request)) return this.#useLink(request, reads);
    if (!reads && request.method !== 'DELETE' && !hasAcceptedBody(request))
      return refuse(415, ACCESS['content-type']());
    return { allow: true };
  }

  #bearer(request: Request): boolean {
    const header = request.headers.get('authorization') ?? '';
    // not for people: a header
    return header.startsWith('Bearer ') && same(header.slice(7).trim(), this.token);
  }

  /** The port is in the name because cookies are shared by all ports of a host. */
  get #cookieName(): string {
    return `normscope-${this.#port}`;
  }

  #hasSession(request: Request): boolean {
    const cookies = (request.headers.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
    return cookies.some((cookie) => same(cookie, `${this.#cookieName}=${this.#session}`));
  }

  #useLink(request: Request, reads: boolean): Verdict {
    const { pathname, searchParams } = new URL(request.url);
    const given = searchParams.get('token');
    if (!reads || pathname !== '/' || given === null || this.#link === null || !same(given, this.#link))
      return refuse(401, ACCESS['not-let-in']());
    this.#link = null;
    // not for people: a header
    return { allow: 'enter', cookie: `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict` };
  }
}

/** True for subresources and scripts of another site; opening a link from elsewhere is allowed. */
function fromOtherPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return (site === 'cross-site' || site === 'same-site') && request.headers.get('sec-fetch-mode') !== 'navigate';
}

function hasAcceptedBody(request: Request): boolean {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  return type === 'application/json' || type === 'multipart/form-data';
}
