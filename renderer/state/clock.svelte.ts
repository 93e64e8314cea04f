/** The present, to the half minute: what relative times are counted from, so that "2 min. ago" does not grow stale. */
class Clock {
  now = $state(Date.now());

  /** Starts ticking; returns how to stop. */
  start(): () => void {
    const timer = setInterval(() => (this.now = Date.now()), 30_000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
