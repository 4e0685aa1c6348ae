/** The bars of EVALUATION 1, and whether a run meets them; main figures with bootstrap intervals. */
import type { Figure } from '../figures.ts'
import { bootstrap } from './bootstrap.ts'
import { fixed, percent } from './columns.ts'
import { controlFigures, type Figures, figuresOf, share } from './figures.ts'
import { type AnyResult, isControlled, isDetectable, type TargetName } from './result.ts'

/** Without a bar of its own (`met: null`) it is only reported. */
export type Verdict = Omit<Figure, 'group'>

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
  /** The figure in words, and its interval over songs. */
  const told = (words: (x: number) => string, figure: (f: Figures) => number) => {
    const interval = bootstrap(songs, sample => figure(figuresOf(sample)))
    return {
      value: words(figure(f)),
      ...(interval ? { interval: `${words(interval.low)} to ${words(interval.high)}` } : {}),
    }
  }
  const judged = results.filter(isDetectable)
  const loop = controlFigures(judged, 'loop')
  // Controls are made on a share of the scenarios: the loop is compared on the same ones.
  const controlled = judged.filter(isControlled)
  const peer = controlFigures(controlled, 'peer')
  const both: Verdict[] = [
    {
      what: 'median gap reduction',
      ...told(percent, x => x.reductionMedian),
      n: f.detectable,
      bar: 'above 50 %',
      aim: '75 %',
      met: f.reductionMedian > 0.5,
      aimMet: f.reductionMedian >= 0.75,
    },
    {
      what: 'pooled gap reduction',
      ...told(percent, x => x.pooledReduction),
      bar: 'above 50 %',
      met: f.pooledReduction > 0.5,
    },
    {
      what: 'worst gap reduction',
      value: percent(f.reductionWorst),
      aim: '30 %',
      met: null,
      aimMet: f.reductionWorst >= 0.3,
    },
    { what: 'wrong directions', value: String(f.wrong), bar: '0', met: f.wrong === 0 },
    {
      what: 'precision',
      ...told(percent, x => x.precision),
      against: 'the held-out distance falls when the fix is applied alone',
      bar: 'above 80 %',
      aim: '95 %',
      met: f.precision > 0.8,
      aimMet: f.precision >= 0.95,
    },
    {
      what: 'scenarios with a broken guard',
      value: `${f.guardsBroken} of ${f.detectable}`,
      bar: '0',
      met: f.guardsBroken === 0,
    },
    {
      what: 'offered again on the repaired set',
      value: `${f.unsettled} of ${f.detectable}`,
      bar: '0',
      met: f.unsettled === 0,
    },
    {
      what: 'held-out distance falls',
      value: `${percent(loop.heldOutFalls)} of the scenarios`,
      bar: '80 %',
      met: loop.heldOutFalls >= 0.8,
    },
    {
      what: "pooled reduction by the closest peer's rule",
      value: percent(peer.pooled),
      n: controlled.length,
      bar: 'less than ours',
      met: controlled.length === 0 ? null : controlFigures(controlled, 'loop').pooled > peer.pooled,
    },
    {
      what: 'pooled reduction by random moves of the same kinds and sizes',
      value: percent(controlFigures(controlled, 'random').pooled),
      n: controlled.length,
      met: null,
    },
    { what: 'moves, median', value: fixed(f.moves, 0), aim: '6', met: null, aimMet: f.moves <= 6 },
    {
      what: 'share of the reduction by the first three moves',
      value: percent(f.firstThree),
      aim: '80 %',
      met: null,
      aimMet: f.firstThree >= 0.8,
    },
  ]
  // Cause and amount are judged against the twin, where the true answer is known; a profile's zone may be reached by other
  // moves, so there the reduction and the harm are judged (EVALUATION 1).
  if (target === 'profile') return both
  return [
    ...both,
    {
      what: 'right cause first',
      ...told(percent, x => x.cause),
      bar: '80 %',
      aim: '95 %',
      met: f.cause >= 0.8,
      aimMet: f.cause >= 0.95,
    },
    {
      what: 'amount, median error',
      value: `${fixed(f.amountMedian)} dB`,
      bar: '1.5 dB',
      aim: '0.5 dB',
      met: f.amountMedian <= 1.5,
      aimMet: f.amountMedian <= 0.5,
    },
    {
      what: 'prediction, median error',
      value: `${fixed(f.predictionDb, 3)} dB, ${fixed(f.predictionSigma, 3)} σ`,
      bar: '1',
      aim: '0.3',
      met: f.predictionDb <= 1 && !(f.predictionSigma > 1),
      aimMet: f.predictionDb <= 0.3 && !(f.predictionSigma > 0.3),
    },
  ]
}

/** Of several faults at once: how many were found. Reported, without a bar of its own. */
export function severalAtOnce(results: readonly AnyResult[]): Verdict | null {
  const several = results.filter(isDetectable).filter(({ faults }) => faults > 1)
  if (several.length === 0) return null
  const { found, cause } = figuresOf(several)
  const all = share(several.map(result => result.found === result.faults))
  return {
    what: 'several faults at once',
    value: `${percent(found)} of the faults found, all of them in ${percent(all)}; a right one first in ${percent(cause)}`,
    n: several.length,
    met: null,
  }
}
