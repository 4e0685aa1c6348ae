/** What a sound is made of, as a page with plots: harmonics, envelope, cutoff. */
import { guidesOf, guideTitle } from '../synth/guide/guide.ts'
import { nearestRecipe } from '../synth/guide/recipes.ts'
import type { SynthSound } from '../synth/sound.ts'
import { html, type Piece } from './markup.ts'
import { type PageOptions, page, part } from './page.ts'
import { cutoffPlot, envelopePlot, harmonicsPlot } from './synth-plots.ts'
import { type SoundRows, soundRows } from './synth-rows.ts'
import { headline } from './synth-text.ts'

export function synthHtml(name: string, sound: SynthSound, options: Omit<PageOptions, 'title'>): string {
  const { oscillator } = sound
  const nearest = nearestRecipe(sound)
  return page(
    { title: `${name} · Uplift`, ...options },
    html`<header><h1>${name}</h1><p>${headline(sound)}</p></header>
${part('Harmonics', 'Measured (dots) and what waveform and filter would give (line), against the strongest, dB.', harmonicsPlot(sound))}
${part('Envelope', 'Level over time, measured and as attack, decay, sustain and release.', envelopePlot(sound))}
${sound.curves.cutoff.length > 1 && part('Filter cutoff over time', null, cutoffPlot(sound))}
${part(
  'What it is made of',
  'What is not sure enough is not named.',
  soundRows(sound).map(({ title, rows }) => html`<h3>${title}</h3>${table(rows)}`),
)}
${oscillator.alternatives.length > 0 && html`<p>Fits nearly as well: ${oscillator.alternatives.join('; ')}.</p>`}
${guidesOf(sound).map(guide => part(guideTitle(guide), null, html`<ul class="notes">${guide.settings.map(({ parameter, value, note }) => html`<li><b>${parameter}</b>: ${value}${note !== null && ` (${note})`}</li>`)}</ul>`))}
${nearest && part(`Nearest recipe: ${nearest.recipe.title}`, nearest.recipe.about, html`<ul class="notes">${nearest.recipe.steps.map(step => html`<li>${step}</li>`)}</ul>${nearest.differences.length > 0 && html`<p>Yours differs in ${nearest.differences.map(({ quantity, asks }) => `${quantity} (recipe: ${asks})`).join(', ')}.</p>`}`)}`,
  )
}

const table = (rows: SoundRows['rows']): Piece =>
  html`<table><tbody>${rows.map(([label, value, sure]) => html`<tr><th scope="row">${label}</th><td class="word">${value}</td><td class="word muted">${sure}</td></tr>`)}</tbody></table>`
