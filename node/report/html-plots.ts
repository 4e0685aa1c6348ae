/** The plots of a page: what goes into each, per section, with captions and legend. */
import { contiguousBands } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import { type FeatureId, type Scope, thirdOctaveIds } from '../features/catalogue.ts'
import type { Profile } from '../profile/profile.ts'
import { measuredScopes, outside, zoneOf } from './facts.ts'
import { html, type Markup, type Piece } from './markup.ts'
import { part } from './page.ts'
import { bandPlot, niceRange, type SpectrumPoint, spectrumPlot, timelinePlot } from './plots.ts'
import { capitalize, featureList, formatFeature, formatValue, inScope, scopeLabel, targetName } from './words.ts'

/** One measurement, or the two ends of a loop. */
export interface Ends {
  readonly before: Analysis | null
  readonly after: Analysis
  readonly profile: Profile | null
}

const sample = (content: Markup) => html`<svg viewBox="0 0 30 12" aria-hidden="true">${content}</svg>`
const lineSample = (kind: string) => sample(html`<path class="${kind}" d="M1 6L29 6"/>`)
const zoneSample = sample(html`<rect class="zone" x="1" y="1" width="28" height="10"/>`)

/** `range`: whether one is drawn at all. */
const legend = ({ before, profile }: Ends, kind: 'lines' | 'dots', range: boolean) => {
  const percentiles = profile?.kind === 'prior' || profile?.kind === 'twin' ? '' : ', 10th to 90th percentile'
  const lines = kind === 'lines'
  const now = lines ? lineSample('after') : sample(html`<circle class="dot" cx="15" cy="6" r="4.5"/>`)
  const was = lines ? lineSample('before') : sample(html`<circle class="ring" cx="15" cy="6" r="4"/>`)
  return html`<ul class="legend">${before !== null && html`<li>${was}before</li>`}<li>${now}${before ? 'after' : 'this mix'}</li>${profile !== null && range && html`<li>${zoneSample}range of ${targetName(profile.kind)}${percentiles}</li>`}</ul>`
}

/** BS.1770's absolute gate, LUFS. */
const quietest = -70

export function timelinePart(ends: Ends): Piece {
  const { before, after } = ends
  const about = 'Short-term loudness, LUFS (EBU Tech 3341, 3 s), over the sections of the track.'
  const sounds = [before, after].some(each => each?.shortTerm.values.some(value => value > quietest))
  if (!sounds)
    return part('Loudness over time', about, html`<p>Nothing above ${formatValue('LUFS', quietest)} to draw.</p>`)
  const plot = timelinePlot({
    id: 'timeline',
    seconds: after.seconds,
    sections: after.sections,
    before: before?.shortTerm ?? null,
    after: after.shortTerm,
  })
  return part(
    'Loudness over time',
    about,
    html`${legend(ends, 'lines', false)}<figure class="scroll timeline" tabindex="0" role="group" aria-label="Loudness over time, scrolls sideways">${plot}</figure>`,
  )
}

const pointOf = ({ before, after, profile }: Ends, scope: Scope, id: FeatureId): SpectrumPoint => ({
  before: before?.rows[scope]?.values[id] ?? null,
  after: after.rows[scope]?.values[id] ?? null,
  zone: zoneOf(profile, scope, id),
})

const figuresOf = (points: readonly SpectrumPoint[]) =>
  points
    .flatMap(({ before, after, zone }) => [before, after, zone?.low ?? null, zone?.high ?? null])
    .filter(value => value !== null)

const hasZones = (plots: readonly { readonly points: readonly SpectrumPoint[] }[]) =>
  plots.some(({ points }) => points.some(({ zone }) => zone !== null))

/** In words: which of these are outside, before and after. */
function outsideWords(ends: Ends, scope: Scope, ids: readonly FeatureId[]): string {
  const wrong = (analysis: Analysis) =>
    ids.filter(id => {
      const value = analysis.rows[scope]?.values[id]
      const zone = zoneOf(ends.profile, scope, id)
      return typeof value === 'number' && zone !== null && outside(id, zone, value) !== 0
    })
  if (!ids.some(id => zoneOf(ends.profile, scope, id))) return 'The profile has no range for these figures.'
  const measured = [ends.before, ends.after].filter(analysis => analysis !== null)
  if (measured.every(analysis => wrong(analysis).length === 0))
    return `Inside the range${ends.before ? ' before and after' : ''}.`
  const list = (analysis: Analysis) => {
    const found = featureList(wrong(analysis))
    return found.length > 0 ? found.join(', ') : 'nothing'
  }
  const now = `Outside the range${ends.before ? ' after' : ''}: ${list(ends.after)}.`
  return ends.before ? `Outside the range before: ${list(ends.before)}. ${now}` : now
}

/** dB below the loudest that a spectrum shows. */
const shownDb = 60

const spectraOf = (ends: Ends) =>
  measuredScopes(ends.after).map(scope => ({ scope, points: thirdOctaveIds.map(id => pointOf(ends, scope, id)) }))

/** dB from bottom to top of every section's spectrum; null: nothing is drawn. */
export function spectrumRange(ends: Ends): readonly [number, number] | null {
  const figures = spectraOf(ends).flatMap(({ points }) => figuresOf(points))
  if (figures.length === 0) return null
  const loudest = Math.max(...figures)
  return niceRange([loudest, ...figures.map(value => Math.max(value, loudest - shownDb))], 10)
}

export function spectrumPart(ends: Ends): Piece {
  const all = spectraOf(ends)
  const range = spectrumRange(ends)
  if (range === null) return null
  const plots = all.map(({ scope, points }) => {
    const words = outsideWords(ends, scope, thirdOctaveIds)
    const plot = spectrumPlot({
      id: `spectrum-${scope}`,
      title: `Spectrum ${inScope(scope)}`,
      description: `Third-octave levels against the mid-range, dB. ${words}`,
      points,
      range,
    })
    return html`<figure><h3>${capitalize(scopeLabel(scope))}</h3>${plot}<figcaption>${words}</figcaption></figure>`
  })
  return part(
    'Spectrum per section',
    'Third octaves, dB against the mid-range, so that loudness plays no part.',
    html`${legend(ends, 'lines', hasZones(all))}<div class="grid">${plots}</div>`,
  )
}

const shortLabels = ['Sub', 'Bass', 'Low-m.', 'Mid', 'Pres.', 'Brill.', 'Air']
const widthIds = contiguousBands.map(band => `width${capitalize(band)}` as FeatureId)

export function widthPart(ends: Ends): Piece {
  const all = measuredScopes(ends.after).map(scope => ({
    scope,
    points: widthIds.map((id, i) => ({ label: shortLabels[i]!, ...pointOf(ends, scope, id) })),
  }))
  const figures = all.flatMap(({ points }) => figuresOf(points))
  if (figures.length === 0) return null
  const range = niceRange(figures, 10)
  const plots = all.map(({ scope, points }) => {
    const words = outsideWords(ends, scope, widthIds)
    const values = widthIds.map(
      id => `${featureList([id])[0]} ${formatFeature(id, ends.after.rows[scope]?.values[id] ?? null)}`,
    )
    const plot = bandPlot({
      id: `width-${scope}`,
      title: `Width per band ${inScope(scope)}`,
      description: `${values.join(', ')}. ${words}`,
      points,
      range,
      step: 10,
    })
    return html`<figure><h3>${capitalize(scopeLabel(scope))}</h3>${plot}<figcaption>${words}</figcaption></figure>`
  })
  return part(
    'Stereo width per section',
    'Side against mid, dB: 0 dB is as much side as mid, −30 dB is mono. In sub and bass only too wide is a fault.',
    html`${legend(ends, 'dots', hasZones(all))}<div class="grid">${plots}</div>`,
  )
}
