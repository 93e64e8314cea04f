/**
 * Plotly, fetched when a page first needs it: it is several megabytes. Only for figures that are compared and exported;
 * live curves are drawn by LiveChart.
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

let loading: Promise<Plotly> | undefined;

/** Loads the library once. Rejects where its file cannot be had; the next call tries again. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Plotly> {
  // Plotly leaves its inline style sheet out where an element of this name and class exists; the security policy
  // forbids inline styles, and PlotlyChart brings the few rules that it needs.
  if (document.getElementById('plotly.js-style-global') === null) {
    const mark = document.createElement('meta');
    mark.id = 'plotly.js-style-global';
    mark.className = 'no-inline-styles';
    document.head.append(mark);
  }
  const library = (await import('plotly.js-dist')) as unknown as Plotly & { default?: Plotly };
  return library.default ?? library;
}
