/**
 * Plotly, fetched when a figure first needs it, or before that when the page is idle: it is several megabytes. Only for
 * figures that are compared and exported; live curves are drawn by LiveChart.
 */
import type * as Module from 'plotly.js-dist';

/** The library with the parts that its own types leave out. */
type Plotly = Omit<typeof Module, 'downloadImage'> & {
  Fx: { hover: (plot: HTMLElement, at: { xval: number }, subplots: string[]) => void };
  downloadImage: (
    plot: HTMLElement,
    options: { format: 'svg' | 'png'; filename: string; width: number; height: number; scale: number },
  ) => Promise<string>;
};

/** No logo, no button that would send the figure to a server, no bar of buttons: the page has its own. */
export const CONFIG: Partial<Module.Config> = {
  displaylogo: false,
  displayModeBar: false,
  showSendToCloud: false,
  plotlyServerURL: '',
  responsive: false,
  showTips: false,
};

/** Where Plotly would put its style sheet: it leaves that out where an element of this name says so. */
const STYLE_ID = 'plotly.js-style-global';

let loading: Promise<Plotly> | undefined;

/** Loads the library once. Rejects where its file cannot be had; the next call tries again. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Loads the library so that a later figure finds it there. A failure is told to that figure. */
export const warmPlotly = (): void => void loadPlotly().catch(() => undefined);

async function load(): Promise<Plotly> {
  // The security policy forbids inline styles. PlotlyChart brings the few rules that are needed, and the style sheet of the map
  // library inside Plotly is left out of the build (scripts/without-style-sheets.ts).
  if (document.getElementById(STYLE_ID) === null) {
    const mark = document.createElement('meta');
    mark.id = STYLE_ID;
    mark.className = 'no-inline-styles';
    document.head.append(mark);
  }
  const library = (await import('plotly.js-dist')) as unknown as Plotly & { default?: Plotly };
  return library.default ?? library;
}
