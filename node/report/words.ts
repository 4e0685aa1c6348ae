/** Value + unit → words: the one place where numbers become the sentences that text, HTML, panel and device show. */
import { thirdOctaveNominals } from '../dsp/bands.ts'
import { type FeatureId, feature, featureIds, type Scope, thirdOctaveIds, type Unit } from '../features/catalogue.ts'
import { noteNames } from '../features/harmony/harmony.ts'
import type { Contribution, Gap, Severity } from '../gap/gap.ts'
import type { ProfileKind } from '../profile/profile.ts'

const minus = '−'
export const notMeasured = 'not measured'

const decimals: Record<Unit, number> = {
  LUFS: 1,
  LU: 1,
  dBTP: 1,
  dB: 1,
  'dB/oct': 1,
  'dB/bar': 2,
  BPM: 1,
  Hz: 0,
  cents: 0,
  ms: 0,
  octaves: 1,
  voices: 0,
  'per bar': 1,
  '%': 0,
  correlation: 2,
  score: 2,
}
const suffix = (unit: Unit) => (unit === 'correlation' || unit === 'score' ? '' : ` ${unit}`)
/** Relative figures: a plus says as much as a minus. */
const relativeUnits: readonly Unit[] = ['dB', 'dBTP', 'dB/oct', 'dB/bar', 'cents']

/** A number with the typographic minus; what rounds to zero carries no sign. */
export function formatNumber(value: number, digits: number, signed = false): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? minus : signed ? '+' : ''}${text}`
}

const isFigure = (value: number | null): value is number => value !== null && Number.isFinite(value)

/** "−12.3 LUFS", "+2.8 dB", "138.0 BPM", "45 %". A report never fails on a figure: what is not finite is not measured. */
export function formatValue(unit: Unit, value: number | null, signed = relativeUnits.includes(unit)): string {
  return isFigure(value) ? `${formatNumber(value, decimals[unit], signed)}${suffix(unit)}` : notMeasured
}

/** Absolute scales differ in relative units (EBU Tech 3341: LU), percentages by points. */
const differenceUnits: Partial<Record<Unit, string>> = { LUFS: ' LU', dBTP: ' dB', '%': ' points' }

/** A difference, always with its sign. */
export function formatDeviation(unit: Unit, value: number | null): string {
  if (!isFigure(value)) return notMeasured
  return `${formatNumber(value, decimals[unit], true)}${differenceUnits[unit] ?? suffix(unit)}`
}

/** "G♯0 −12 cents": the nearest note (440 Hz is an A), octaves as Live's piano roll numbers them: middle C is C3. */
export function noteWords(hz: number): string {
  const exact = 69 + 12 * Math.log2(hz / 440)
  const note = Math.round(exact)
  const cents = formatNumber(100 * (exact - note), 0, true)
  return `${noteNames[((note % 12) + 12) % 12]!.replace('#', '♯')}${Math.floor(note / 12) - 2}${cents === '0' ? '' : ` ${cents} cents`}`
}

/** A level against another takes its plus; a size that only grows from zero (crest factor, fold loss) does not. */
function isSigned(id: FeatureId): boolean {
  const { unit, category } = feature(id)
  if (unit === 'dB') return category === 'spectrum' || id.startsWith('width') || id === 'kickOverBass'
  if (unit === 'cents') return id !== 'supersawDetune'
  return relativeUnits.includes(unit) || category === 'arrangement'
}

export function formatFeature(id: FeatureId, value: number | null): string {
  if (isFigure(value) && id.endsWith('Fundamental')) return `${formatNumber(value, 1)} Hz (${noteWords(value)})`
  return formatValue(feature(id).unit, value, isSigned(id))
}

/** "−2.0 to +1.1 dB"; one value where the zone has no width. */
export function formatRange(id: FeatureId, { low, high }: { readonly low: number; readonly high: number }): string {
  const { unit } = feature(id)
  const [from, to] = [low, high].map(value => formatNumber(value, decimals[unit], isSigned(id)))
  return from === to ? formatFeature(id, low) : `${from} to ${to}${suffix(unit)}`
}

export const formatShare = (share: number) => formatValue('%', 100 * share)
export const formatHz = (hz: number) => (hz >= 1000 ? `${hz / 1000} kHz` : `${hz} Hz`)

/** "3:07". */
export function formatTime(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

export const scopeLabel = (scope: Scope) => (scope === 'overall' ? 'the whole track' : `the ${scope}`)
export const inScope = (scope: Scope) => `${scope === 'overall' ? 'over' : 'in'} ${scopeLabel(scope)}`
/** "Bass level, drop": for tables. */
export const placeLabel = (id: FeatureId, scope: Scope) =>
  `${feature(id).label}, ${scope === 'overall' ? 'whole track' : scope}`
export const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What more and less of a feature sound like. */
function directions(id: FeatureId): readonly [more: string, less: string] {
  const { unit, category } = feature(id)
  if (id.startsWith('width')) return ['wider', 'narrower']
  if (id.startsWith('monoFoldLoss')) return ['more', 'less']
  if (id === 'bassMononess') return ['more mono', 'less mono']
  if (id === 'crestFactor' || id === 'peakToLoudnessRatio') return ['more dynamic', 'less dynamic']
  switch (unit) {
    case 'LUFS':
      return ['louder', 'quieter']
    case 'dB':
      return category === 'spectrum' ? ['louder', 'quieter'] : ['higher', 'lower']
    case 'LU':
      return ['larger', 'smaller']
    case 'dB/oct':
      return ['brighter', 'darker']
    case 'BPM':
      return ['faster', 'slower']
    case 'correlation':
      return ['more correlated', 'less correlated']
    case 'score':
      return ['clearer', 'weaker']
    case 'voices':
    case 'per bar':
      return ['more', 'fewer']
    case 'octaves':
      return ['wider', 'narrower']
    case 'ms':
      return ['later', 'earlier']
    case 'dB/bar':
      return ['steeper', 'flatter']
    case 'dBTP':
    case '%':
    case 'Hz':
    case 'cents':
      return ['higher', 'lower']
  }
}

/** "louder" for a positive deviation of a level, "narrower" for a negative one of a width. */
export const directionWord = (id: FeatureId, deviation: number) => directions(id)[deviation < 0 ? 1 : 0]

/** Who the references are, and how their range is introduced. */
const targets: Record<ProfileKind, { readonly name: string; readonly range: string }> = {
  learned: { name: 'your references', range: 'they' },
  demo: { name: 'the demo references', range: 'they' },
  prior: { name: 'the prior', range: "the prior's range" },
  twin: { name: 'the healthy original', range: 'the original' },
}

export const targetName = (kind: ProfileKind) => targets[kind].name

/** A difference without its sign, for a word to carry it: "4.2 dB", "45 points". */
export const formatAmount = (id: FeatureId, difference: number) =>
  formatDeviation(feature(id).unit, Math.abs(difference)).replace('+', '')

/** For a comparison without a listed gap; figures less than 1 σ outside are not listed, and are not called inside. */
export const noGapWords = (distance: number, kind: ProfileKind) =>
  `every scored figure is inside the range of ${targetName(kind)}${distance > 0 ? ', or less than 1 σ outside' : ''}.`

/** "4.2 dB louder than your references". */
export function deviationWords(id: FeatureId, deviation: number, kind: ProfileKind): string {
  return `${formatAmount(id, deviation)} ${directionWord(id, deviation)} than ${targets[kind].name}`
}

/** "Rolling Bass carries 61 %, Kick 27 %." Stereo features are about the side signal. "" where no track carries it. */
export function contributorWords(id: FeatureId, contributors: readonly Contribution[]): string {
  const [first, second] = contributors
  if (!first || feature(id).gap === 'material') return ''
  const of = feature(id).category === 'stereo' ? ' of the side signal' : ''
  const also = second && second.share >= 0.25 ? `, ${second.track} ${formatShare(second.share)}` : ''
  return `${first.track} carries ${formatShare(first.share)}${of}${also}.`
}

/** "Bass level in the drop: 4.2 dB louder than your references (+3.1 dB; they: −2.0 to +1.1 dB, median −1.1 dB). …" */
export function gapSentence(gap: Gap, kind: ProfileKind): string {
  const { feature: id, scope, value, low, high, median, deviation, contributors } = gap
  const range = formatRange(id, { low, high })
  const middle = low === high ? '' : `, median ${formatFeature(id, median)}`
  const figures = `${formatFeature(id, value)}; ${targets[kind].range}: ${range}${middle}`
  const sentence = `${feature(id).label} ${inScope(scope)}: ${deviationWords(id, deviation, kind)} (${figures}).`
  return [sentence, contributorWords(id, contributors)].filter(Boolean).join(' ')
}

export type Light = Severity | 'ok'
/** As words, and as marks that need no colour. Below `minor` there is still something to gain: a suggestion. */
export const severityWords: Record<Light, { readonly word: string; readonly label: string; readonly mark: string }> = {
  critical: { word: 'critical', label: 'CRITICAL', mark: '▲' },
  warning: { word: 'warning', label: 'WARNING', mark: '◆' },
  minor: { word: 'minor', label: 'SUGGESTION', mark: '○' },
  ok: { word: 'ok', label: 'OK', mark: '●' },
}

const runsOf = (indices: readonly number[]) =>
  indices.reduce<number[][]>((runs, index) => {
    const last = runs.at(-1)
    if (last && last.at(-1)! === index - 1) last.push(index)
    else runs.push([index])
    return runs
  }, [])

/** Labels in the catalogue's order; neighbouring third octaves as one: "80 to 160 Hz third octaves". */
export function featureList(ids: readonly FeatureId[]): string[] {
  const thirds = runsOf(thirdOctaveIds.flatMap((id, i) => (ids.includes(id) ? [i] : []))).map(run => {
    const [from, to] = [formatHz(thirdOctaveNominals[run[0]!]!), formatHz(thirdOctaveNominals[run.at(-1)!]!)]
    if (run.length === 1) return `${from} third octave`
    const sameUnit = from.split(' ')[1] === to.split(' ')[1]
    return `${sameUnit ? from.split(' ')[0] : from} to ${to} third octaves`
  })
  const isThird = (id: FeatureId) => (thirdOctaveIds as readonly FeatureId[]).includes(id)
  return [...featureIds.filter(id => ids.includes(id) && !isThird(id)).map(id => feature(id).label), ...thirds]
}

/** Features by scope: "Bass level, 80 to 160 Hz third octaves in the drop; Bass width in the build". */
export function featuresByScope(items: readonly { readonly feature: FeatureId; readonly scope: Scope }[]): string {
  return [...new Set(items.map(item => item.scope))]
    .map(scope => {
      const labels = featureList(items.filter(item => item.scope === scope).map(item => item.feature))
      return `${labels.join(', ')} ${inScope(scope)}`
    })
    .join('; ')
}
