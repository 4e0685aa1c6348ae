/** The bars of EVALUATION 1, and whether a run meets them; main figures with bootstrap intervals. */
import { bootstrap } from './bootstrap.ts'
import { fixed, percent } from './columns.ts'
import { controlFigures, type Figures, figuresOf, share } from './figures.ts'
import { type AnyResult, isDetectable, type TargetName } from './result.ts'

export interface Verdict {
  readonly words: string
  readonly met: boolean
}

/** Results of one song are drawn together; a song and its master are one song. */
export const bySong = (results: readonly AnyResult[]): AnyResult[][] => {
  const songs = new Map<string, AnyResult[]>()
  for (const result of results) {
    const song = result.song.replace(/, master$/, '')
    songs.set(song, [...(songs.get(song) ?? []), result])
  }
  return [...songs.values()]
}

export function verdictsFor(target: TargetName, results: readonly AnyResult[]): Verdict[] {
  const f = figuresOf(results)
  const songs = bySong(results)
  const withInterval = (words: (x: number) => string, figure: (f: Figures) => number) => {
    const interval = bootstrap(songs, sample => figure(figuresOf(sample)))
    const range = interval ? ` [${words(interval.low)} to ${words(interval.high)}]` : ''
    return `${words(figure(f))}${range}`
  }
  const judged = results.filter(isDetectable)
  const loop = controlFigures(judged, 'loop')
  const peer = controlFigures(judged, 'peer')
  const both: Verdict[] = [
    {
      words: `median gap reduction ${withInterval(percent, x => x.reductionMedian)} (bar: above 50 %, aim 75 %)`,
      met: f.reductionMedian > 0.5,
    },
    {
      words: `pooled gap reduction ${withInterval(percent, x => x.pooledReduction)}; worst ${percent(f.reductionWorst)} (aim: worst 30 %)`,
      met: f.pooledReduction > 0.5,
    },
    { words: `wrong directions ${f.wrong} (bar: 0)`, met: f.wrong === 0 },
    {
      words: `precision ${withInterval(percent, x => x.precision)} of the fixes offered lower the held-out distance alone (bar: 80 %, aim 95 %)`,
      met: f.precision > 0.8,
    },
    {
      words: `scenarios with a broken guard ${f.guardsBroken} of ${f.detectable} (bar: 0)`,
      met: f.guardsBroken === 0,
    },
    { words: `offered again on the repaired set: ${f.unsettled} of ${f.detectable} (bar: 0)`, met: f.unsettled === 0 },
    {
      words: `held-out distance falls in ${percent(loop.heldOutFalls)} of the scenarios (bar: 80 %)`,
      met: loop.heldOutFalls >= 0.8,
    },
    {
      words: `pooled reduction ${percent(loop.pooled)} against ${percent(peer.pooled)} of the peer's rule (bar: more)`,
      met: loop.pooled > peer.pooled,
    },
    {
      words: `moves, median ${fixed(f.moves, 0)} (aim: 6); the first three bring ${percent(f.firstThree)} (aim: 80 %)`,
      met: true,
    },
  ]
  // Cause and amount are judged against the twin, where the true answer is known; a profile's zone may be reached by other
  // moves, so there the reduction and the harm are judged (EVALUATION 1).
  if (target === 'profile') return both
  return [
    ...both,
    { words: `right cause first ${withInterval(percent, x => x.cause)} (bar: 80 %, aim 95 %)`, met: f.cause >= 0.8 },
    { words: `amount, median error ${fixed(f.amountMedian)} dB (bar: 1.5, aim 0.5)`, met: f.amountMedian <= 1.5 },
    {
      words: `prediction, median error ${fixed(f.predictionDb, 3)} dB and ${fixed(f.predictionSigma, 3)} σ (bar: 1, aim 0.3)`,
      met: f.predictionDb <= 1 && !(f.predictionSigma > 1),
    },
  ]
}

/** Of several faults at once: how many were found. Reported, without a bar of its own. */
export function severalAtOnce(results: readonly AnyResult[]): string | null {
  const several = results.filter(isDetectable).filter(({ faults }) => faults > 1)
  if (several.length === 0) return null
  const { found, cause } = figuresOf(several)
  const all = share(several.map(result => result.found === result.faults))
  return `several faults at once: ${percent(found)} of the faults found, all of them in ${percent(all)}; a right one first in ${percent(cause)}`
}
