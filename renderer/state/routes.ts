/** The addresses of the page: how a path becomes a route and a route a path. Pure; moving about is in router.svelte.ts. */

export type Route =
  | { page: 'runs' }
  | { page: 'trash' }
  | { page: 'new'; from?: string; fork?: string; preset?: string; dataset?: string }
  | { page: 'run'; id: string }
  | { page: 'compare'; runs: string[] }
  | { page: 'datasets' }
  | { page: 'dataset'; name: string }
  | { page: 'studies' }
  | { page: 'study'; ref: string }
  | { page: 'new-study'; copy?: string; preset?: string; runs?: string[] }
  | { page: 'not-found'; path: string };

/** Reads a path and query such as `/new?from=ID`; anything unknown is `not-found`. */
export function parseRoute(path: string): Route {
  const url = new URL(path, 'http://page');
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const argument = decode(parts[1] ?? '');
  const unknown: Route = { page: 'not-found', path };
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'index.html')) return { page: 'runs' };
  if (parts.length > 2 || argument === null) return unknown;
  if (parts.length === 2) {
    if (parts[0] === 'runs') return { page: 'run', id: argument };
    if (parts[0] === 'datasets') return { page: 'dataset', name: argument };
    if (parts[0] === 'studies')
      return argument === 'new' ? newStudy(url.searchParams) : { page: 'study', ref: argument };
    return unknown;
  }
  switch (parts[0]) {
    case 'runs':
      return { page: 'runs' };
    case 'trash':
      return { page: 'trash' };
    case 'new': {
      const from = url.searchParams.get('from');
      const fork = url.searchParams.get('fork');
      const preset = url.searchParams.get('preset');
      const dataset = url.searchParams.get('dataset');
      return {
        page: 'new',
        ...(from ? { from } : {}),
        ...(fork ? { fork } : {}),
        ...(preset ? { preset } : {}),
        ...(dataset ? { dataset } : {}),
      };
    }
    case 'compare':
      return { page: 'compare', runs: [...new Set(url.searchParams.getAll('run'))] };
    case 'datasets':
      return { page: 'datasets' };
    case 'studies':
      return { page: 'studies' };
    default:
      return unknown;
  }
}

/** What the editor of studies starts from: another study, a preset, or runs. */
function newStudy(query: URLSearchParams): Route {
  const [copy, preset] = [query.get('copy'), query.get('preset')];
  const runs = [...new Set(query.getAll('run'))];
  return {
    page: 'new-study',
    ...(copy ? { copy } : {}),
    ...(preset ? { preset } : {}),
    ...(runs.length > 0 ? { runs } : {}),
  };
}

/** The path of a route; `parseRoute(hrefOf(route))` is the route again. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'runs':
      return '/';
    case 'new': {
      const query = new URLSearchParams();
      if (route.from !== undefined) query.set('from', route.from);
      if (route.fork !== undefined) query.set('fork', route.fork);
      if (route.preset !== undefined) query.set('preset', route.preset);
      if (route.dataset !== undefined) query.set('dataset', route.dataset);
      return query.size > 0 ? `/new?${query}` : '/new';
    }
    case 'run':
      return `/runs/${encodeURIComponent(route.id)}`;
    case 'compare': {
      const query = new URLSearchParams(route.runs.map((id) => ['run', id]));
      return query.size > 0 ? `/compare?${query}` : '/compare';
    }
    case 'trash':
    case 'datasets':
    case 'studies':
      return `/${route.page}`;
    case 'study':
      return `/studies/${encodeURIComponent(route.ref)}`;
    case 'new-study': {
      const query = new URLSearchParams((route.runs ?? []).map((id) => ['run', id]));
      if (route.copy !== undefined) query.set('copy', route.copy);
      if (route.preset !== undefined) query.set('preset', route.preset);
      return query.size > 0 ? `/studies/new?${query}` : '/studies/new';
    }
    case 'dataset':
      return `/datasets/${encodeURIComponent(route.name)}`;
    case 'not-found':
      return route.path;
    default:
      return route satisfies never;
  }
}

/** Undoes percent-encoding; null where it is malformed. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
