/** An analysis as a page of plain text. */
import { contiguousBands } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import { type Category, type FeatureId, feature, featureIds, type Scope } from '../features/catalogue.ts'
import { type Comparison, type Gap, type Severity, severityOf } from '../gap/gap.ts'
import { type Profile, type ProfileKind, provenance } from '../profile/profile.ts'
import {
  barsOf,
  categories,
  gapsIn,
  groupBy,
  lightOf,
  mainScope,
  outside,
  unmeasured,
  type Zone,
  zoneOf,
} from './facts.ts'
import {
  block,
  columns,
  join,
  lightColours,
  type Paint,
  padEnd,
  painter,
  printableData,
  rangeBar,
  type TextOptions,
  wrap,
} from './layout.ts'
import {
  capitalize,
  featureList,
  featuresByScope,
  formatAmount,
  formatFeature,
  formatNumber,
  formatRange,
  formatShare,
  formatTime,
  formatValue,
  gapSentence,
  inScope,
  noGapWords,
  severityWords,
} from './words.ts'

export const priorNote = 'Learn a profile from your own references to be measured against your own taste.'
const listed = 12

export function analysisText(
  analysis: Analysis,
  comparison: Comparison | null,
  profile: Profile | null,
  { color }: TextOptions,
): string {
  const paint = painter(color)
  const page = printableData({ analysis, comparison, profile })
  const { channels, sampleRate, seconds, name, warnings } = page.analysis
  const layout = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`
  return join([
    [paint('bold', name), `${formatTime(seconds)}, ${sampleRate / 1000} kHz, ${layout}`],
    warnings.flatMap(warning => wrap(warning, `${paint('yellow', 'Warning:')} `)),
    block(paint, 'Loudness and dynamics', figures(paint, page, 'overall', loudnessIds)),
    block(paint, 'Sections', sectionLines(page.analysis)),
    ...sectionBlocks(paint, page),
    block(paint, 'Tempo and beat', tempoLines(paint, page)),
    block(paint, 'Key', keyLines(page.analysis)),
    block(paint, 'Arrangement', figures(paint, page, 'overall', idsOf('arrangement'))),
    block(paint, 'Not measured', unmeasuredLines(page.analysis)),
    ...(page.comparison && page.profile ? comparisonLines(paint, page.comparison, page.profile) : []),
  ])
}

interface Page {
  readonly analysis: Analysis
  readonly profile: Profile | null
}

const idsOf = (...wanted: readonly Category[]) => featureIds.filter(id => wanted.includes(feature(id).category))
const loudnessIds = idsOf('loudness', 'dynamics')
const bandIds = idsOf('spectrum').filter(id => !id.startsWith('third'))
const stereoIds = featureIds.filter(id => id.startsWith('width') || id === 'bassMononess')

/** Label, value and where it lies against the range; rows without a value are left to "Not measured". */
function figures(paint: Paint, page: Page, scope: Scope, ids: readonly FeatureId[], bars = false): string[] {
  const rows = ids.flatMap(id => {
    const value = page.analysis.rows[scope]?.values[id]
    if (typeof value !== 'number') return []
    const label = [feature(id).label, formatFeature(id, value)]
    const zone = zoneOf(page.profile, scope, id)
    const confidence = page.analysis.rows[scope]?.confidence?.[id]
    const sure = confidence === undefined ? [] : [`${formatShare(confidence)} sure`]
    if (!zone) return [[...label, ...(bars ? [''] : []), ...sure]]
    return [[...label, ...(bars ? [rangeBar(value, zone)] : []), [place(paint, id, zone, value), ...sure].join(', ')]]
  })
  return columns(rows, [1])
}

function place(paint: Paint, id: FeatureId, zone: Zone, value: number): string {
  const out = outside(id, zone, value)
  const amount = formatAmount(id, out)
  const range = `(${formatRange(id, zone)})`
  if (Number.parseFloat(amount) === 0) return `ok ${range}`
  const severity = severityOf(Math.abs(out) / zone.sigma)
  const words = `${amount} ${out > 0 ? 'above' : 'below'}`
  return `${severity ? paint(lightColours[severity], words) : words} ${range}`
}

function sectionLines(analysis: Analysis): string[] {
  const { sections, grid, rows, sectionSource } = analysis
  if (sections.length === 0) return ['  None found: figures are for the whole track.']
  const sources = { locators: "Live's locators", declared: 'as you said', detected: 'detected, a guess' }
  const table = sections.map(section => {
    const { type, startSeconds, endSeconds } = section
    const bars = barsOf(section, grid)
    const loudness = rows[type]?.values.sectionLoudness ?? null
    return [
      type,
      bars === null ? '–' : String(bars),
      formatTime(startSeconds),
      formatTime(endSeconds),
      loudness === null ? '–' : formatValue('LUFS', loudness),
    ]
  })
  const titles = ['Section', 'Bars', 'From', 'To', 'Loudness (all of its type)']
  return [...columns([titles, ...table], [1, 2, 3]), `  Source: ${sources[sectionSource]}.`]
}

/** What is told for one section: the drop, where there is one. */
function sectionBlocks(paint: Paint, page: Page): (readonly string[])[] {
  const scope = mainScope(page.analysis)
  if (!scope) return []
  const where = inScope(scope)
  const of = (category: Category) => figures(paint, page, scope, idsOf(category))
  const legend = page.profile?.scopes[scope] ? [`  Bars: [==|==] is the range and its median, o is this mix.`] : []
  return [
    block(paint, `Band balance ${where} (against the mid-range)`, [
      ...figures(paint, page, scope, bandIds, true),
      ...legend,
    ]),
    block(paint, `Stereo ${where}`, [
      ...figures(paint, page, scope, stereoIds, true),
      ...columns([['Correlation, sub to air', correlations(page.analysis, scope)]]),
    ]),
    block(paint, `Kick and bass ${where}`, of('low end')),
    block(paint, `Side-chain ${where}`, of('sidechain')),
    block(paint, `Trance colour ${where}`, of('trance colour')),
  ]
}

const correlations = (analysis: Analysis, scope: Scope) =>
  contiguousBands
    .map(band => analysis.rows[scope]?.values[`correlation${capitalize(band)}` as FeatureId] ?? null)
    .map(value => (value === null ? '–' : formatValue('correlation', value)))
    .join('  ')

function tempoLines(paint: Paint, page: Page): string[] {
  const { grid } = page.analysis
  const certainty = grid
    ? columns([['Beat grid certainty', formatValue('%', 100 * grid.confidence)]])
    : ['  No beat grid found.']
  return [...figures(paint, page, 'overall', idsOf('rhythm')), ...certainty]
}

/** "F# minor (11A), 87 % sure; next A major (11B) 8 %. Tuned +3 cents from 440 Hz." */
function keyLines({ harmony }: Analysis): string[] {
  if (!harmony) return []
  if (harmony.key === null) return wrap(`Not found: ${harmony.reason}.`, '  ')
  const { key, camelot, confidence, second, secondOpinion, tuningCents } = harmony
  const other = secondOpinion === null ? '' : ` essentia says ${secondOpinion === key ? 'the same' : secondOpinion}.`
  const words = `${key} (${camelot}), ${formatShare(confidence)} sure; next ${second.key} (${second.camelot}), ${formatShare(second.confidence)}.${other} A is ${formatValue('cents', tuningCents)} from 440 Hz.`
  return wrap(words, '  ')
}

const unmeasuredLines = (analysis: Analysis) =>
  [...unmeasured(analysis)].flatMap(([reason, items]) =>
    wrap(`${capitalize(reason)}: ${featuresByScope(items)}.`, '  '),
  )

const tagged = (paint: Paint, severity: Severity, text: string) => {
  const { label } = severityWords[severity]
  return wrap(text, `  ${paint(lightColours[severity], padEnd(label, 11))}`)
}

export const gapLines = (paint: Paint, gaps: readonly Gap[], kind: ProfileKind) => [
  ...gaps.slice(0, listed).flatMap(gap => tagged(paint, gap.severity, gapSentence(gap, kind))),
  ...(gaps.length > listed ? [`  … and ${gaps.length - listed} smaller ones.`] : []),
]

function comparisonLines(paint: Paint, comparison: Comparison, profile: Profile): (readonly string[])[] {
  const { kind } = profile
  const lights = categories.flatMap(category => {
    const score = comparison.categories[category]
    if (score === undefined) return []
    const gaps = gapsIn(comparison, category)
    const light = lightOf(gaps)
    const { mark, word } = severityWords[light]
    const count = gaps.length === 0 ? '' : `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`
    return [[capitalize(category), formatNumber(score, 0), paint(lightColours[light], `${mark} ${word}`), count]]
  })
  const notScored = [...groupBy(comparison.notScored, item => item.reason)].flatMap(([reason, items]) =>
    wrap(`${featureList(items.map(item => item.feature)).join(', ')} (${reason}).`, '  '),
  )
  const scored = comparison.objective.terms.length > 0
  return [
    [
      paint(
        'bold',
        scored ? `Score ${formatNumber(comparison.score, 0)} of 100` : 'No score: nothing here is in the profile',
      ),
      ...wrap(`Compared with ${provenance(profile)}, as a ${comparison.stage}.`),
      ...(kind === 'prior' ? wrap(priorNote) : []),
      ...columns(lights, [1]),
    ],
    block(
      paint,
      'Gaps in the mix, worst first',
      comparison.gaps.length > 0
        ? gapLines(paint, comparison.gaps, kind)
        : scored
          ? wrap(`None: ${noGapWords(comparison.distance.total, kind)}`, '  ')
          : [],
    ),
    block(
      paint,
      'Material (tempo, sounds, arrangement: yours to decide, never scored)',
      gapLines(paint, comparison.material, kind),
    ),
    block(paint, 'Not scored', notScored),
  ]
}
