/** What the tracks say about the mix: who masks whom, who fills which band, who gives way to the kick. */
import { contiguousBands } from '../dsp/bands.ts'
import type { Analysis, TrackDucking } from '../features/analysis.ts'
import { type Scope, scopes } from '../features/catalogue.ts'
import type { Masking, ScopeMasking } from '../features/masking/masking.ts'
import { measuredScopes } from './facts.ts'
import { html, type Markup, type Piece } from './markup.ts'
import { part } from './page.ts'
import { duckPlot, niceRange } from './plots.ts'
import { duckingWords, maskingPairWords, playbackWords, slotWords } from './track-words.ts'
import { capitalize, formatShare, formatValue, inScope, scopeLabel } from './words.ts'

/** Level over one beat, per section, as far as something sustained is heard. */
export function duckingPart(analysis: Analysis, tracks: readonly TrackDucking[] | null): Piece {
  const curves = measuredScopes(analysis).flatMap(scope => {
    const curve = analysis.ducking[scope]
    return curve && curve.values.length > 0 ? [{ scope, curve }] : []
  })
  const list =
    tracks !== null &&
    tracks.length > 0 &&
    html`<h3 style="margin-top:1rem">Per track</h3><ul class="notes">${tracks.map(track => html`<li>${duckingWords(track)}</li>`)}</ul>`
  if (curves.length === 0) {
    const reason = analysis.rows[measuredScopes(analysis)[0] ?? 'overall']?.reasons.duckDepth
    if (!reason && !list) return null
    return part('Side-chain', null, html`${reason ? html`<p>Not measured on the mix: ${reason}.</p>` : null}${list}`)
  }
  const range = niceRange([0, ...curves.flatMap(({ curve }) => [...curve.values])], 3)
  const plots = curves.map(({ scope, curve }) => {
    const { duckDepth, duckDelay, duckRecovery } = analysis.rows[scope]?.values ?? {}
    const figures = [
      ['depth', formatValue('dB', duckDepth ?? null, false)],
      ['lowest', typeof duckDelay === 'number' ? `${formatValue('ms', duckDelay)} after the kick` : null],
      ['back after', typeof duckRecovery === 'number' ? formatValue('ms', duckRecovery) : null],
    ] as const
    const words = capitalize(figures.flatMap(([name, text]) => (text === null ? [] : [`${name} ${text}`])).join(', '))
    return html`<figure><h3>${capitalize(scopeLabel(scope))}</h3>${duckPlot({
      id: `ducking-${scope}`,
      title: `Level over one beat ${inScope(scope)}`,
      description: words,
      curve,
      range,
    })}<figcaption>${words}.</figcaption></figure>`
  })
  return part(
    'Side-chain',
    'Level of what sounds on between the kicks, over one beat, dB; all beats of a section folded on one.',
    html`<div class="grid">${plots}</div>${list}`,
  )
}

/** Tracks in the matrix; more would not be read. */
const mostTracks = 12
const strongest = 3

export function maskingPart(masking: Masking | null): Piece {
  if (!masking) return null
  const shown = scopes.filter(scope => (masking.scopes[scope]?.tracks.length ?? 0) > 0)
  if (shown.length === 0) return null
  return part(
    'Masking between tracks',
    `How much of a track’s loudness the others take away, where and when both sound. ${playbackWords(masking.playback)}`,
    html`<div class="plain" style="display:grid;gap:.8rem">${shown.map((scope, i) => scopePiece(scope, masking.scopes[scope]!, i === 0))}</div>`,
  )
}

function scopePiece(scope: Scope, found: ScopeMasking, open: boolean): Markup {
  const clarity = found.mixClarity === null ? (found.reason ?? 'not measured') : formatShare(found.mixClarity / 100)
  const top = found.pairs.slice(0, strongest)
  const body = html`${top.length > 0 && html`<ul class="notes">${top.map(pair => html`<li>${maskingPairWords(pair)}</li>`)}</ul>`}${matrixPiece(scope, found)}<h3 style="margin-top:1rem">Who fills which band</h3><ul class="notes">${contiguousBands.map(band => html`<li>${slotWords(band, found.slots[band])}</li>`)}</ul>`
  return html`<div class="panel"><div class="category"><h3>${capitalize(scopeLabel(scope))}</h3><span class="muted">mix clarity ${clarity}</span></div><details${open && html` open`}><summary>Matrix and bands</summary>${body}</details></div>`
}

/** Rows are masked by columns; the figure is the share of the row's loudness that is lost. */
function matrixPiece(scope: Scope, { pairs, tracks }: ScopeMasking): Piece {
  const shown = [...tracks]
    .sort((a, b) => b.loudnessAlone - a.loudnessAlone)
    .slice(0, mostTracks)
    .map(({ track }) => track)
  const lossOf = (masked: string, masker: string) =>
    pairs.find(pair => pair.masked === masked && pair.masker === masker)?.lossShare ?? null
  const rows = shown.map(masked => {
    const cells = shown.map(masker => {
      if (masked === masker) return html`<td aria-hidden="true"></td>`
      const loss = lossOf(masked, masker)
      return loss === null
        ? html`<td><span class="muted">·</span></td>`
        : html`<td style="--loss:${Math.min(100, 100 * loss)}">${formatShare(loss)}</td>`
    })
    return html`<tr><th scope="row" title="${masked}">${masked}</th>${cells}</tr>`
  })
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Masking matrix ${inScope(scope)}, scrolls sideways"><table class="matrix"><caption class="muted small">Rows are masked by columns; a dot is too little to list.</caption><thead><tr><th scope="col"></th>${shown.map(track => html`<th scope="col" title="${track}">${track}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}
