/** The page around a report: one file, no script, nothing loaded from anywhere. Dark on screen, light on paper. */
import { html, type Markup, type Piece } from './markup.ts'

const style = `
:root{color-scheme:dark;--bg:#12151a;--surface:#1a1e26;--raised:#222833;--line:#363e4c;--text:#e8ebf1;--muted:#a7b1c0;--after:#74d3e6;--before:#e0aa6e;--zone:#5f9a78;--zone-opacity:.34;--ok:#8fd6a3;--minor:#93bdf5;--warning:#ecbc62;--critical:#f4938a}
@media print{:root{color-scheme:light;--bg:#fff;--surface:#fff;--raised:#f3f4f6;--line:#c9ced6;--text:#14171c;--muted:#4b5563;--after:#05637a;--before:#9a5b12;--zone:#5f9a78;--zone-opacity:.28;--ok:#1d6b35;--minor:#1f4f96;--warning:#7a5200;--critical:#a3261b}body{font-size:10pt}main{padding:0!important}section,li.card,figure,tr{break-inside:avoid}details::details-content{display:block;content-visibility:visible;block-size:auto}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:1080px;margin:0 auto;padding:clamp(1rem,4vw,2.5rem)}
h1{font-size:clamp(1.5rem,4.5vw,2.1rem);line-height:1.2;margin:0 0 .35rem;letter-spacing:-.01em}
h2{font-size:1.25rem;margin:0 0 .3rem;letter-spacing:-.005em}
h3{font-size:1rem;margin:0 0 .4rem}
p{margin:.3rem 0 .7rem;max-width:80ch;text-wrap:pretty}
section{margin-top:2.6rem}
.muted,figcaption,dt{color:var(--muted)}
.small{font-size:.875rem}
.lead{font-size:1.0625rem;margin:.2rem 0 0}
.tiles{display:grid;gap:.8rem;grid-template-columns:repeat(4,minmax(0,1fr));margin-top:1.4rem}
@media(max-width:720px){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
.tile,.panel,li.card,figure{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:0}
.tile.wide{grid-column:1/-1}
.tile b{display:block;font-size:clamp(1.2rem,3.2vw,1.7rem);line-height:1.3;overflow-wrap:normal;font-weight:650;letter-spacing:-.02em}
.tile.wide b{font-size:2.6rem}
.tile svg{max-width:600px;margin-top:.4rem}
.was{color:var(--before);font-weight:500}
.now{color:var(--after)}
svg{display:block;overflow:visible;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
svg text{fill:var(--text)}svg .tick{fill:var(--muted)}
svg .grid{stroke:var(--line);stroke-width:1}
svg path.before,svg path.after{fill:none;stroke-linejoin:round;stroke-linecap:round}
svg path.before{stroke:var(--before);stroke-width:1.4;stroke-dasharray:5 3}
svg path.after{stroke:var(--after);stroke-width:2.4}
svg .zone{fill:var(--zone);fill-opacity:var(--zone-opacity);stroke:var(--zone);stroke-width:1}
svg .ring{fill:var(--surface);stroke:var(--before);stroke-width:2}
svg .dot{fill:var(--after)}
svg .move{stroke:var(--muted);stroke-width:1.2}
svg .rail{stroke:var(--line);stroke-width:6;stroke-linecap:round}
svg .fill{stroke:var(--after);stroke-width:6;opacity:.5}
svg .section rect{fill:#3a4352}svg .section .wash{opacity:.18}
svg .section.drop rect{fill:#2f6f80}svg .section.build rect{fill:#5a5a8c}svg .section.breakdown rect{fill:#4f6b4f}
@media print{svg .section rect{opacity:.35}svg .section .wash{opacity:.08}}
.scroll{overflow-x:auto}.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--after);outline-offset:2px}
.scroll.timeline svg{min-width:640px}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.2rem 0 .8rem;padding:0;list-style:none;font-size:.875rem;color:var(--muted)}
.legend li{display:flex;align-items:center;gap:.5rem}.legend svg{width:30px;height:12px;flex:none}
.grid{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}
@media(max-width:520px){.grid svg text{font-size:15px}.tile svg text{font-size:20px}}
figcaption{font-size:.875rem;margin-top:.4rem}
figure h3{margin-bottom:.5rem}
ol.cards,ul.plain{list-style:none;margin:.8rem 0 0;padding:0;display:grid;gap:.8rem}
.card header{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline;justify-content:space-between}
.card h3{font-size:1.0625rem;margin:0;flex:1 1 16rem}
dl{display:grid;grid-template-columns:minmax(6.5rem,max-content) 1fr;gap:.3rem 1.1rem;margin:.7rem 0 0;font-size:.9375rem}
dt,dd{margin:0}
@media(max-width:520px){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
.light{font-weight:600;white-space:nowrap}
.light.ok{color:var(--ok)}.light.minor{color:var(--minor)}.light.warning{color:var(--warning)}.light.critical{color:var(--critical)}
.story{display:grid;gap:.2rem 1.4rem;grid-template-columns:minmax(0,1fr) minmax(0,15rem);padding:.7rem 0;border-top:1px solid var(--line)}
@media(max-width:760px){.story{grid-template-columns:minmax(0,1fr)}}
.story p{margin:0}
.shares{list-style:none;margin:0;padding:0;font-size:.8125rem;color:var(--muted)}
.shares li{display:grid;grid-template-columns:minmax(0,1fr) 3.2rem;gap:0 .5rem}
.shares span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.shares b{text-align:right;font-weight:500}
.shares i{grid-column:1/-1;height:4px;border-radius:2px;background:var(--raised);margin-bottom:.3rem}.shares i i{display:block;background:var(--muted)}
.panel>p:last-child,.panel div>p:last-child{margin-bottom:0}
.category{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline;justify-content:space-between}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:right;padding:.3rem .7rem;border-top:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0}thead th{color:var(--muted);font-weight:500;border-top:0}tbody th{font-weight:400}
td.word{text-align:left}
table.matrix{width:auto}table.matrix th,table.matrix td{padding:.3rem .45rem;text-align:center}table.matrix tbody th{text-align:left;max-width:11rem;overflow:hidden;text-overflow:ellipsis}table.matrix thead th{max-width:5.5rem;overflow:hidden;text-overflow:ellipsis}table.matrix td{background:color-mix(in srgb,var(--critical) calc(var(--loss)*.6%),transparent)}
details{border-top:1px solid var(--line);padding:.55rem 0}.card details{margin-top:.7rem;padding-bottom:0}
summary{cursor:pointer;color:var(--text)}details>summary{color:var(--after)}
ul.notes{padding-left:1.1rem;margin:.4rem 0;max-width:80ch}ul.notes li{margin:.3rem 0}
footer{margin-top:2.6rem;padding-top:1rem;border-top:1px solid var(--line)}
`

// Even a bug cannot make the page ask the network for anything.
const policy = "default-src 'none'; style-src 'unsafe-inline'"

export interface PageOptions {
  readonly title: string
  /** When, as the page should print it. */
  readonly generatedAt: string
  readonly commit?: string
}

export function page({ title, generatedAt, commit }: PageOptions, body: Piece): string {
  const css: Markup = { markup: style }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<main>
${body}
<footer class="muted small">Made by Uplift, ${generatedAt}${commit !== undefined && `, commit ${commit}`}. One file: no scripts, nothing loaded from the network.</footer>
</main>
</body>
</html>
`.markup
}

/** A titled part of the page; nothing when it has no content. */
export const part = (title: string, about: Piece, content: Piece): Piece =>
  html`<section><h2>${title}</h2>${about !== null && html`<p class="muted">${about}</p>`}${content}</section>`
