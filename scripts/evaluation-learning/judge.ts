/** The tables: segments found again, clean and degraded; styles; clusters. Beside chance, plain MFCCs, and the profile's figures. */

import { stream } from '../../node/adapters/demo-song/random.ts'
import { adjustedRandIndex, clusterPoints, leastPoints } from '../../node/profile/clusters.ts'
import { fitMetric, type Metric } from '../../node/profile/metric.ts'
import type { Interval } from '../evaluation/bootstrap.ts'
import { degradationNames } from './degrade.ts'
import {
  type IsSameArtist,
  type Share,
  type StyleQuery,
  segmentChance,
  segmentRetrieval,
  styleChance,
  stylePrecision,
} from './figures.ts'
import type { MeasuredTrack } from './measured.ts'
import { embeddingMethod, embeddingOf, type Method, mfccMethod, statisticsMethod, styleHalf } from './methods.ts'

export type Print = (line: string) => void

/** A figure and what it has to reach. */
export interface Verdict {
  readonly what: string
  readonly value: number
  readonly interval?: Interval | null
  /** null: only reported, beside another. */
  readonly bar: number | null
  /** Reaching the bar is enough ("≥"); otherwise it must be passed (">"). */
  readonly least?: boolean
  /** The bar is a range: its upper end. */
  readonly atMost?: number
}

export const metricOf = (tracks: readonly MeasuredTrack[], augment = true): Metric =>
  fitMetric(
    tracks.flatMap(({ name, excerpts }) => excerpts.map(({ style }) => ({ vector: style.vector, track: name }))),
    { augment },
  )

/** The ways that are compared, ours first. `tracks` is what the metric may learn from. */
export function methodsOf(metric: Metric): Readonly<Record<string, Method>> {
  return {
    [`Uplift (${metric.kind})`]: embeddingMethod(metric),
    ...(metric.kind === 'trained' ? { 'Uplift (z-scores)': styleHalf(metric) } : {}),
    "the profile's figures": statisticsMethod,
    'MFCC statistics': mfccMethod,
  }
}

export const shareText = ({ share, interval }: Share) =>
  `${share.toFixed(2)}${interval ? ` [${interval.low.toFixed(2)}–${interval.high.toFixed(2)}]` : ''}`

/** P@1 and hit@5 of the same track, for each degradation of the query. The verdicts are on the first method. */
export function judgeSegments(
  title: string,
  tracks: readonly MeasuredTrack[],
  methods: Readonly<Record<string, Method>>,
  print: Print,
): Verdict[] {
  const segments = tracks.reduce((sum, { excerpts }) => sum + excerpts.length, 0)
  const chance = segmentChance(tracks)
  print(`\n${title}: ${tracks.length} tracks, ${segments} segments, one query a track`)
  print(`by chance P@1 ${chance.first.toFixed(2)}, hit@5 ${chance.hit.toFixed(2)}`)
  const verdicts: Verdict[] = []
  Object.entries(methods).forEach(([name, method], m) => {
    const found = segmentRetrieval(tracks, method)
    for (const degradation of degradationNames) {
      const { first, hit } = found(degradation)
      print(`  ${name.padEnd(24)} ${degradation.padEnd(22)} P@1 ${shareText(first)}  hit@5 ${shareText(hit)}`)
      const bar = degradation === 'clean' ? 0.9 : 0.8
      const { share: value, interval } = hit
      if (m === 0) verdicts.push({ what: `${title}: hit@5 ${degradation}`, value, interval, bar, least: true })
    }
  })
  return verdicts
}

/** Whole tracks, then the degraded drop of a track against the drops of the others. */
export function judgeStyles(
  tracks: readonly MeasuredTrack[],
  methods: Readonly<Record<string, Method>>,
  isSameArtist: IsSameArtist,
  print: Print,
): Verdict[] {
  const labels = new Set(tracks.map(({ style }) => style)).size
  print(`\nStyle P@5: ${tracks.length} tracks, ${labels} styles, tracks of the query's producer left out`)
  print(`by chance ${styleChance(tracks, isSameArtist).toFixed(2)}`)
  const verdicts: Verdict[] = []
  const drops = tracks.map(track => ({
    ...track,
    excerpts: track.excerpts.filter(({ section }) => section === 'drop'),
  }))
  Object.entries(methods).forEach(([name, method], m) => {
    const whole = stylePrecision(tracks, method, isSameArtist)(({ excerpts }) => excerpts)
    print(`  ${name.padEnd(24)} ${'whole tracks'.padEnd(22)} ${shareText(whole)}`)
    const { share: value, interval } = whole
    verdicts.push({ what: m === 0 ? 'style P@5' : `style P@5 by ${name}`, value, interval, bar: m === 0 ? 0.7 : null })
    const ofDrop = stylePrecision(drops, method, isSameArtist)
    for (const degradation of degradationNames) {
      const query: StyleQuery = ({ degraded }) => (degraded[degradation] ? [degraded[degradation]] : null)
      const share = ofDrop(query)
      print(`  ${name.padEnd(24)} ${`drops, ${degradation}`.padEnd(22)} ${shareText(share)}`)
    }
  })
  return verdicts
}

/** Of so many styles each, a library. */
const mixtures = [
  ['uplifting', 'progressive', 'tech', 'psy', 'acid'],
  ['uplifting', 'progressive', 'psy'],
  ['uplifting', 'psy'],
  ['uplifting'],
] as const

/** The styles that Uplift finds in a library of these, against the labels. */
export function judgeClusters(all: readonly MeasuredTrack[], print: Print): void {
  print('\nStyles found in a library by how it sounds, against the labels (adjusted Rand index, chance 0)')
  for (const names of mixtures) {
    const tracks = all.filter(({ style }) => names.some(name => name === style))
    const labels: readonly (string | null)[] = names
    const truth = tracks.map(({ style }) => labels.indexOf(style))
    const { clusters, count, stability } = clusterPoints(embeddingOf(tracks.map(({ excerpts }) => excerpts)).points())
    print(
      `  ${tracks.length} tracks of ${names.length}: found ${count}, index ${adjustedRandIndex(truth, clusters).toFixed(2)}, stability ${stability?.toFixed(2) ?? 'none'}`,
    )
  }
  judgeOneStyle(all, print)
}

/** Drawn from each style, so many times; each draw holds two thirds of its tracks. */
const drawsEach = 4

/** How often several styles are found where there is one. */
function judgeOneStyle(all: readonly MeasuredTrack[], print: Print): void {
  const random = stream(1, 'one style')
  const names = [...new Set(all.map(({ style }) => style))]
  const counts = names.flatMap(name => {
    const tracks = all.filter(({ style }) => style === name)
    return Array.from({ length: drawsEach }, () => {
      const drawn = tracks.filter(() => random() < 2 / 3)
      return {
        size: drawn.length,
        count: clusterPoints(embeddingOf(drawn.map(({ excerpts }) => excerpts)).points()).count,
      }
    }).filter(({ size }) => size >= leastPoints)
  })
  if (counts.length === 0) {
    print(`  of one style: not drawn: no style has enough tracks for ${leastPoints} to be drawn`)
    return
  }
  const invented = counts.filter(({ count }) => count > 1).length
  const sizes = counts.map(({ size }) => size)
  print(
    `  ${counts.length} draws of one style, ${Math.min(...sizes)} to ${Math.max(...sizes)} tracks: several styles found in ${invented}`,
  )
}
