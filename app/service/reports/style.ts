/** The style sheet of a report: a short paper, light and dark, on paper too. Colours of series: app/view/styles.ts. */
import { SHAPE_RULES } from './svg/shapes.ts';

/** Everything inside the page's one style element. */
export const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#fff,#16171a);--ink:light-dark(#1a1b1e,#ececee);--soft:light-dark(#4b4e55,#b6b9c1);
--faint:light-dark(#666a72,#9397a1);--line:light-dark(#dcdcd7,#34363c);--grid:light-dark(#ebebe8,#26282d);--accent:light-dark(#3f51b5,#a3b0ff);
--surface:light-dark(#f7f7f5,#1c1d21);--sans:system-ui,-apple-system,'Segoe UI',sans-serif;
--serif:Charter,'Bitstream Charter','Iowan Old Style','Palatino Linotype','Source Serif 4',Georgia,serif;
--mono:ui-monospace,'SF Mono','Cascadia Mono','DejaVu Sans Mono',monospace}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;padding:4rem 1.5rem 6rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif);font-variant-numeric:oldstyle-nums}
main{max-width:47.5rem;margin:0 auto}
header{margin-bottom:2.5rem}
h1{font-size:2.1rem;line-height:1.2;font-weight:600;letter-spacing:-.012em;margin:0 0 .6rem;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.35rem;line-height:1.3;font-weight:600;margin:3.25rem 0 .75rem}
h3{font-size:1.0625rem;font-weight:600;margin:2rem 0 .5rem}
p,li{margin:0 0 1rem;max-width:38rem;text-wrap:pretty;overflow-wrap:anywhere}
ul{margin:0 0 1rem;padding-left:1.2rem}
li{margin-bottom:.5rem}
.lead{font-size:1.1875rem;line-height:1.55}
.meta,.note{color:var(--faint);font:.8125rem/1.5 var(--sans)}
.meta{margin:0}
code,pre{font-family:var(--mono);font-size:.8em}
td code,th code{color:var(--soft);font-size:.75rem}
.hash{overflow-wrap:anywhere}
pre{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:1rem;overflow-x:auto;line-height:1.5;font-size:.75rem;margin:.75rem 0 1.25rem}
a{color:var(--accent)}
figure{margin:2rem 0 2.5rem}
figure>svg{display:block;width:100%;height:auto;overflow:visible}
figcaption{font:.875rem/1.5 var(--sans);color:var(--soft);margin-top:.5rem;max-width:44rem;overflow-wrap:anywhere}
figcaption b{color:var(--ink);font-weight:600}
details{margin:.6rem 0;font-family:var(--sans);font-size:.875rem}
summary{cursor:pointer;color:var(--accent);width:fit-content;padding:.15rem 0}
summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:3px}
.scroll{overflow-x:auto;margin:1.25rem 0}
table{border-collapse:collapse;font:.8125rem/1.45 var(--sans);font-variant-numeric:tabular-nums lining-nums;width:100%}
caption{text-align:left;color:var(--faint);padding-bottom:.5rem}
thead th{border-bottom:1px solid var(--soft);vertical-align:bottom}
th,td{text-align:left;padding:.36rem 1rem .36rem 0;vertical-align:top;font-weight:400;overflow-wrap:break-word}
table.few{table-layout:fixed}
table.few th:first-child{width:32%}
thead th{font-weight:600}
tbody tr{border-bottom:1px solid var(--line)}
th[scope=row]{color:var(--soft);min-width:11rem}
.number{text-align:right;padding-right:0;padding-left:1.25rem;min-width:6.5rem}
.arms .number{min-width:0;padding-left:.8rem}
.arms th[scope=row]{min-width:7rem}
.key{vertical-align:-2px}
.best{font-size:.6875rem;color:var(--accent);letter-spacing:.02em}
svg text{font-variant-numeric:tabular-nums lining-nums}
svg .tick,svg .axis,svg .label{font-size:11px}
svg .label{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
${SHAPE_RULES}
@media (max-width:40rem){body{padding:2rem 1rem 4rem}h1{font-size:1.65rem}figure{overflow-x:auto}figure>svg{min-width:34rem}}
@media print{:root{color-scheme:light}body{padding:0;font-size:10.5pt}main{max-width:none}h2,h3{break-after:avoid}figure,tr{break-inside:avoid}.scroll{overflow:visible}a{color:inherit}@page{margin:18mm}}
`;
