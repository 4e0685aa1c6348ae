/** The tempi of a piece in order: stretches that disagree with the tempo of the whole may be steady in one of their own. */
import type { OnsetCurves } from '../../dsp/onset.ts'
import { coarseTempo, combined, refinedTempo, regularityOf } from './tempo.ts'

const stretchSeconds = 16
const least = { salience: 8, steadiness: 0.85 } as const
/** Stretches that fit the whole's tempo at least this well are not looked at any closer. */
const fitting = 0.6
/** Two readings of one tempo differ by less. */
const sameTempo = 0.01
/** Simple ratios between readings of one beat. */
const ratios = [1, 2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3, 4 / 3, 3 / 4] as const

/** BPM, each steady in two neighbouring stretches of 16 s at least; readings of one beat in simple ratios count once. */
export function steadyTempi(onsets: OnsetCurves, bpm: number): number[] {
  const { full, low, hopSeconds } = onsets
  const length = Math.round(stretchSeconds / hopSeconds)
  const found: number[] = []
  let before: number | null = null
  for (let from = 0; from + length <= full.length; from += length >> 1) {
    const stretch = { hopSeconds, full: full.subarray(from, from + length), low: low.subarray(from, from + length) }
    const here = tempoOf(stretch, bpm)
    const isSteady = here !== null && before !== null && isSame(here, before)
    if (isSteady && !found.some(other => ratios.some(ratio => isSame(here, other * ratio)))) found.push(here)
    before = here
  }
  return found
}

const isSame = (a: number, b: number) => Math.abs(a / b - 1) < sameTempo

function tempoOf(stretch: OnsetCurves, bpm: number): number | null {
  const curve = combined(stretch)
  if (!curve) return null
  const { steadiness: fit } = regularityOf(curve, stretch.hopSeconds, bpm)
  if (fit >= fitting) return bpm
  const coarse = coarseTempo(stretch)
  if (!coarse) return null
  const own = refinedTempo(curve, stretch.hopSeconds, coarse.bpm)
  const { steadiness, salience } = regularityOf(curve, stretch.hopSeconds, own)
  return steadiness >= least.steadiness && salience >= least.salience ? own : null
}
