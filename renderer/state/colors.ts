/** Design tokens as values that canvas drawing understands, and those of run colours. Components use `var(--name)`. */
import type { RunInk } from '../../app/view/styles.ts';

let probe: HTMLElement | null = null;

/**
 * The colour a token has now, as `rgb(...)`. Asks a hidden element, because a token's own text is `light-dark(a, b)`.
 * Call it again after {@link onThemeChange}.
 */
export function cssColor(token: `--${string}`): string {
  if (probe === null) {
    probe = document.createElement('span');
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

/** The token of a run's colour, for {@link cssColor}. */
export const inkToken = (ink: RunInk): `--run-${RunInk}` => `--run-${ink}`;

/** A run's colour as a CSS value. */
export const inkColor = (ink: RunInk): string => `var(--run-${ink})`;

/** Calls back whenever light and dark change places, by the system or by `data-theme`; returns how to stop. */
export function onThemeChange(callback: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(callback);
  media.addEventListener('change', callback);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', callback);
    observer.disconnect();
  };
}
