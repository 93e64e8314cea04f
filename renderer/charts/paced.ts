/** Things that are worth doing now and then, not at each change: fetching and drawing while a run trains. */

/**
 * Calls `action` at once, then at most every `ms` milliseconds however often it is asked to; the last request is never
 * lost. `stop` forgets a waiting one.
 */
export function paced(ms: number, action: () => void): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const fire = (): void => {
    timer = undefined;
    last = performance.now();
    action();
  };
  return {
    ask: () => {
      if (timer === undefined) timer = setTimeout(fire, Math.max(0, last + ms - performance.now()));
    },
    stop: () => clearTimeout(timer),
  };
}

/** Calls back with whether the element is in view or close to it; returns how to stop. */
export function watchVisible(node: Element, callback: (visible: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => callback(entries.at(-1)?.isIntersecting ?? false), {
    rootMargin: '400px',
  });
  observer.observe(node);
  return () => observer.disconnect();
}
