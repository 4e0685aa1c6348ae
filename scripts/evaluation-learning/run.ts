/**
 * `npm run evaluate -- --learning`: does "sounds like" mean anything (EVALUATION 2, similarity)? On generated styles with
 * labels, of which the metric sees other seeds and other producers than those it is judged on; and on a folder of real music.
 */
import { validateProfile } from '../../node/profile/validate-profile.ts'
import { judgeClusters, judgeSegments, judgeStyles, methodsOf, metricOf, type Print, type Verdict } from './judge.ts'
import { judgeTheJudge, referenceOf } from './judge-figures.ts'
import { type MeasuredTrack, measureStyleTrack } from './measured.ts'
import { MeasuredCache } from './measured-cache.ts'
import { hasMusic, measureRealMusic } from './real-music.ts'
import { styleNames } from './style-table.ts'

export interface LearningOptions {
  /** A fraction of the tracks: the short run. */
  readonly compact: boolean
  /** A folder of real music. */
  readonly corpus: string | null
}

/** Seeds from here on were never looked at while the vector and the metric were made; those of 200 to 299 were. */
const trainingSeed = 500
const testSeed = 600
/** The metric learns from producers 10 to 13 and is judged on 20 to 23. */
const trainingProducer = 10
const testProducer = 20
const producers = 4
/** `degraded`: of the test tracks, how many also ask with degraded copies of themselves, which is most of the work. */
const tracksPerStyle = {
  full: { training: 8, test: 16, degraded: 4 },
  compact: { training: 6, test: 8, degraded: 3 },
} as const
/** With flaws in their mix, for the judge: of each training track, and of each test track. */
const copies = { training: 2, test: 1 } as const

export const producerOf = (name: string) => name.split('#')[1]

interface Drawing {
  readonly seed: number
  readonly producer: number
  readonly degraded: number
  readonly copies: number
}

/** Tracks of all styles; every producer makes every style. */
export function styleTracks(
  perStyle: number,
  { seed, producer, degraded, copies: copiesEach }: Drawing,
  cache: MeasuredCache,
): MeasuredTrack[] {
  return Array.from({ length: perStyle }, (_, i) =>
    styleNames.map((style, s) => {
      const own = producer + ((i + s) % producers)
      const options = { degrade: i < degraded, copies: copiesEach }
      const key = JSON.stringify([style, seed + i, own, options.degrade, options.copies])
      const measured = cache.of(key, () => measureStyleTrack(style, seed + i, own, options))
      return { ...measured, name: `${style} ${seed + i} #${own}` }
    }),
  ).flat()
}

/** Prints the tables; true when every bar is met. */
export async function runLearning({ compact, corpus }: LearningOptions, print: Print): Promise<boolean> {
  const counts = compact ? tracksPerStyle.compact : tracksPerStyle.full
  const cache = new MeasuredCache(process.cwd())
  const training = styleTracks(
    counts.training,
    { seed: trainingSeed, producer: trainingProducer, degraded: 0, copies: copies.training },
    cache,
  )
  const test = styleTracks(
    counts.test,
    { seed: testSeed, producer: testProducer, degraded: counts.degraded, copies: copies.test },
    cache,
  )
  print(`Measured anew: ${Math.round(cache.spent)} s of CPU; the rest was known (out/evaluation-learning).`)
  const verdicts: Verdict[] = judgeGenerated(training, test, print)
  if (corpus === null || !(await hasMusic(corpus))) print('\nReal music: skipped, no folder was given (--corpus).')
  else {
    const tracks = await measureRealMusic(corpus, print)
    if (tracks.length < 5) print(`\nReal music: skipped, ${tracks.length} tracks that are long enough.`)
    else {
      // As Uplift answers with this library; and by what it learned from the generated styles.
      judgeSegments('Real music, own library', tracks, methodsOf(metricOf(tracks)), print)
      const [, learned] = Object.entries(methodsOf(metricOf(training)))[0]!
      judgeSegments('Real music, metric from generated styles', tracks, { 'Uplift (trained)': learned }, print)
    }
  }
  print('')
  for (const verdict of verdicts) {
    const { what, value, bar, atMost } = verdict
    const wanted =
      atMost === undefined
        ? `${verdict.least ? '≥' : '>'} ${bar.toFixed(2)}`
        : `${bar.toFixed(2)} to ${atMost.toFixed(2)}`
    print(`${isMet(verdict) ? 'met    ' : 'NOT MET'} ${what}: ${value.toFixed(3)} (bar ${wanted})`)
  }
  return verdicts.every(isMet)
}

export function judgeGenerated(
  training: readonly MeasuredTrack[],
  test: readonly MeasuredTrack[],
  print: Print,
): Verdict[] {
  const metric = metricOf(training)
  print(`Metric learned from ${training.length} generated tracks (other seeds, other producers than those below).`)
  const methods = methodsOf(metric)
  const verdicts = [
    ...judgeSegments('Segments of generated tracks', test, methods, print),
    ...judgeStyles(test, methods, (a, b) => producerOf(a.name) === producerOf(b.name), print),
  ]
  judgeClusters([...training, ...test], print)
  verdicts.push(...judgeCoverage(test, print), ...judgeTheJudge(training, test, print))
  return verdicts
}

/** A share that has to be above its bar, or within its two. */
const isMet = ({ value, bar, least, atMost }: Verdict) =>
  atMost === undefined ? (least ? value >= bar : value > bar) : value >= bar && value <= atMost

/** Share of the figures of tracks that lie inside the zones of the others: a p10 to p90 zone of many holds 0.8. */
function judgeCoverage(tracks: readonly MeasuredTrack[], print: Print): Verdict[] {
  const { coverage } = validateProfile(tracks.map(referenceOf))
  if (!coverage) return []
  const parts = coverage.parts.map(share => share.toFixed(2)).join(', ')
  print(
    `\nFigures of held-out drops inside the zones of the others: ${coverage.share.toFixed(2)} (of ${coverage.values}; by part ${parts})`,
  )
  return [{ what: 'coverage of held-out references', value: coverage.share, bar: 0.7, atMost: 0.9 }]
}
