/**
 * `npm run evaluate -- --learning`: does "sounds like" mean anything (EVALUATION 2, similarity)? On generated styles with
 * labels, of which the metric sees other seeds and other producers than those it is judged on; and on a folder of real music.
 */
import { judgeClusters, judgeSegments, judgeStyles, methodsOf, metricOf, type Print, type Verdict } from './judge.ts'
import { type MeasuredTrack, measureStyleTrack } from './measured.ts'
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
  full: { training: 12, test: 12, degraded: 6 },
  compact: { training: 6, test: 8, degraded: 3 },
} as const

export const producerOf = (name: string) => name.split('#')[1]

/** Tracks of all styles; every producer makes every style. */
export function styleTracks(
  perStyle: number,
  { seed, producer, degraded }: { readonly seed: number; readonly producer: number; readonly degraded: number },
): MeasuredTrack[] {
  return Array.from({ length: perStyle }, (_, i) =>
    styleNames.map((style, s) => {
      const own = producer + ((i + s) % producers)
      return { ...measureStyleTrack(style, seed + i, own, { degrade: i < degraded }), name: `${style} ${seed + i} #${own}` }
    }),
  ).flat()
}

/** Prints the tables; true when every bar is met. */
export async function runLearning({ compact, corpus }: LearningOptions, print: Print): Promise<boolean> {
  const counts = compact ? tracksPerStyle.compact : tracksPerStyle.full
  const training = styleTracks(counts.training, { seed: trainingSeed, producer: trainingProducer, degraded: 0 })
  const test = styleTracks(counts.test, { seed: testSeed, producer: testProducer, degraded: counts.degraded })
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
  for (const { what, value, bar } of verdicts)
    print(`${value >= bar ? 'met    ' : 'NOT MET'} ${what}: ${value.toFixed(2)} (bar ${bar.toFixed(2)})`)
  return verdicts.every(({ value, bar }) => value >= bar)
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
  judgeClusters([...training, ...test], metric, print)
  return verdicts
}
