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

/** Name that this version of Plotly gives the map library's style sheet. */
const MAP_STYLE = '9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53';

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
  // Plotly, and the map library inside it, leave their inline style sheets out where elements of these names exist; the
  // security policy forbids inline styles, and PlotlyChart brings the few rules that are needed.
  for (const id of ['plotly.js-style-global', MAP_STYLE]) {
    if (document.getElementById(id) !== null) continue;
    const mark = document.createElement('meta');
    mark.id = id;
    mark.className = 'no-inline-styles';
    document.head.append(mark);
  }
  const library = (await import('plotly.js-dist')) as unknown as Plotly & { default?: Plotly };
  return library.default ?? library;
}
