/** Work that can wait until a page has nothing else to do. */

/** Time in milliseconds that a page is given to come to rest after it can be used. */
const REST_MS = 2000;

/** Does `work` once, some time after now, when the browser is idle. Call the returned function if it is not wanted any more. */
export function whenIdle(work: () => void): () => void {
  let idle: number | undefined;
  const timer = setTimeout(() => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === 'function') idle = requestIdleCallback(() => work());
    else work();
  }, REST_MS);
  return () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
