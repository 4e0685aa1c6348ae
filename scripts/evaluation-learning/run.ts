/**
 * `npm run evaluate -- --learning`: does "sounds like" mean anything (EVALUATION 2, similarity)? On generated styles with
 * labels, of which the metric sees other seeds and other producers than those it is judged on; and on a folder of real music.
 * What was measured stays on disk: a run that was broken off goes on where it was.
 */
import { validateProfile } from '../../node/profile/validate-profile.ts'
import type { Figure } from '../figures.ts'
import { judgeClusters, judgeSegments, judgeStyles, methodsOf, metricOf, type Print, type Verdict } from './judge.ts'
import { judgeTheJudge, referenceOf } from './judge-figures.ts'
import { measureAll, patchesOfAll } from './measure-all.ts'
import { fewestSeconds, type MeasureJob } from './measure-job.ts'
import type { MeasuredTrack } from './measured.ts'
import { MeasuredCache } from './measured-cache.ts'
import { judgeNetwork } from './network-figures.ts'
import { judgeReal } from './real-figures.ts'
import { realTracks } from './real-music.ts'
import { materialOf, producerOf } from './tracks.ts'

export interface LearningOptions {
  /** A fraction of the tracks: the short run. */
  readonly compact: boolean
  /** A folder of real music. */
  readonly corpus: string | null
  /** Of the project. */
  readonly root: string
  /** The file of evaluate.ts: what a worker is started with. */
  readonly program: string
  /** How far it is, now and then. */
  readonly onLine: Print
}

/** Prints the tables; `passed` when every bar is met. */
export async function runLearning(
  { compact, corpus, root, program, onLine }: LearningOptions,
  print: Print,
): Promise<{ readonly passed: boolean; readonly figures: readonly Figure[] }> {
  const material = materialOf(compact ? 'compact' : 'full')
  const [training, test] = await measuredOf([material.training, material.test], { root, program }, onLine)
  onLine('the tables')
  const verdicts = judgeGenerated(training!, test!, print)
  const cache = new MeasuredCache(root)
  const isSameProducer = (a: MeasuredTrack, b: MeasuredTrack) => producerOf(a.name) === producerOf(b.name)
  if (compact) print('\nGenerated tracks: whether a network helps is asked in the full run only.')
  else {
    const last = producerOf(test!.at(-1)!.name)
    const patches = patchesOfAll(material.test, root)
    const isHeldOut = (i: number) => producerOf(test![i]!.name) === last
    await judgeNetwork(
      'Generated tracks',
      { tracks: test!, patches, isHeldOut, isSameArtist: isSameProducer },
      { cache, key: `generated ${test!.length}`, print, onLine },
    )
  }
  if (corpus === null) print('\nReal music: no folder was given (--corpus).')
  else await judgeCorpus(corpus, training!, { cache, root, program, print, onLine })
  print('')
  const figures = verdicts.map(figureOf)
  for (const { what, value, bar, met } of figures)
    if (bar !== undefined) print(`${met ? 'met    ' : 'NOT MET'} ${what}: ${value} (bar ${bar})`)
  return { passed: figures.every(({ met }) => met !== false), figures }
}

function figureOf({ what, value, interval, bar, least, atMost }: Verdict): Figure {
  const range = interval && { interval: `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}` }
  const figure = { group: 'Generated tracks', what, value: value.toFixed(3), ...range }
  if (bar === null) return { ...figure, met: null }
  if (atMost !== undefined)
    return { ...figure, bar: `${bar.toFixed(2)} to ${atMost.toFixed(2)}`, met: value >= bar && value <= atMost }
  return { ...figure, bar: `${least ? '≥' : '>'} ${bar.toFixed(2)}`, met: least ? value >= bar : value > bar }
}

/** Of each list its tracks; all are measured together. */
async function measuredOf(
  lists: readonly (readonly MeasureJob[])[],
  place: Pick<LearningOptions, 'root' | 'program'>,
  onLine: Print,
) {
  const tracks = await measureAll(lists.flat(), place, ({ done, total, secondsLeft }) =>
    onLine(
      `measured ${done} of ${total} tracks${secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft / 60)} min left`}`,
    ),
  )
  const starts = lists.map((_, i) => lists.slice(0, i).reduce((sum, { length }) => sum + length, 0))
  return lists.map(({ length }, i) => tracks.slice(starts[i], starts[i]! + length))
}

async function judgeCorpus(
  folder: string,
  training: readonly MeasuredTrack[],
  {
    cache,
    root,
    program,
    print,
    onLine,
  }: Pick<LearningOptions, 'root' | 'program' | 'onLine'> & { cache: MeasuredCache; print: Print },
): Promise<void> {
  const real = await realTracks(folder, true)
  const jobs = real.map(({ job }) => job)
  const [measured] = await measuredOf([jobs], { root, program }, onLine)
  const all = measured!.map((track, i) => ({ ...track, style: real[i]!.style }))
  const isLong = (i: number) => all[i]!.excerpts.length > 0
  for (const [i, { name }] of all.entries())
    if (!isLong(i)) print(`  ${name}: silent, or shorter than ${fewestSeconds} s; left out`)
  const tracks = all.filter((_, i) => isLong(i))
  const artistOf = new Map(real.map(({ job, artist }) => [job.title, artist]))
  judgeReal(tracks, training, artistOf, print)
  const patches = patchesOfAll(jobs, root).filter((_, i) => isLong(i))
  await judgeNetwork(
    'Real music',
    {
      tracks,
      patches,
      isHeldOut: i => i % 4 === 3,
      isSameArtist: (a, b) => artistOf.get(a.name) === artistOf.get(b.name),
    },
    { cache, key: `real ${jobs.map(({ hash }) => hash.slice(0, 8)).join(' ')}`, print, onLine },
  )
}

export function judgeGenerated(
  training: readonly MeasuredTrack[],
  test: readonly MeasuredTrack[],
  print: Print,
): Verdict[] {
  const metric = metricOf(training)
  print(`Metric learned from ${training.length} generated tracks (other seeds, other producers than those below).`)
  const methods = methodsOf(metric)
  const asking = test.filter(({ degraded }) => Object.keys(degraded).length > 0)
  const verdicts = [
    ...judgeSegments('Segments of generated tracks', test, methods, print),
    ...judgeStyles(test, methods, (a, b) => producerOf(a.name) === producerOf(b.name), print),
  ]
  print(`(${asking.length} tracks ask with degraded copies of themselves.)`)
  judgeClusters([...training, ...test], print)
  verdicts.push(...judgeCoverage(test, print), ...judgeTheJudge(training, test, print))
  return verdicts
}

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
