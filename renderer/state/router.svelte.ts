/** Where the page is, kept in the address bar: works the same on http: and on app:. Not for the routes' form: routes.ts. */
import { hrefOf, parseRoute, type Route } from './routes.ts';

class Router {
  route: Route = $state.raw(parseRoute(here()));
  /** Grows with every move to another page, but not with changes of the query alone: focus follows it. */
  visits = $state(0);

  /** Starts to follow the back button and clicks on plain links; returns how to stop. */
  listen(): () => void {
    const back = (): void => void this.#show();
    const click = (event: MouseEvent): void => {
      const href = internalHref(event);
      if (href === null) return;
      event.preventDefault();
      this.go(href);
    };
    addEventListener('popstate', back);
    document.addEventListener('click', click);
    return () => {
      removeEventListener('popstate', back);
      document.removeEventListener('click', click);
    };
  }

  /** Goes to a route or path; `replace` leaves no entry behind for the back button. */
  go(to: Route | string, options: { replace?: boolean } = {}): void {
    const path = typeof to === 'string' ? to : hrefOf(to);
    if (path === here()) return;
    if (options.replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    const moved = this.#show();
    if (moved && !options.replace) scrollTo(0, 0);
  }

  #show(): boolean {
    const before = hrefOf(this.route).split('?')[0];
    this.route = parseRoute(here());
    const moved = hrefOf(this.route).split('?')[0] !== before;
    if (moved) this.visits++;
    return moved;
  }
}

export const router = new Router();

function here(): string {
  return location.pathname + location.search;
}

/** The path that an ordinary click on a link of this page leads to; null for everything that the browser should handle. */
function internalHref(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin)
    return null;
  if (link.pathname.startsWith('/api/') || (link.hash !== '' && link.pathname === location.pathname)) return null;
  return link.pathname + link.search;
}
