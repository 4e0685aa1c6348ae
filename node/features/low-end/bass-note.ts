/** The bass's fundamental: the note with the most power between the kicks. */
import { spectrumSize } from './low-beats.ts'

export interface BassNote {
  readonly hz: number
  /** Share of the power of all notes that is this one's. */
  readonly confidence: number
}

const lowestHz = 28
const highestHz = 250
/** A partial this far below the strongest still makes it the fundamental, where the others are its multiples: −10 dB. */
const strongPartial = 0.1
const semitone = (hz: number) => Math.round(12 * Math.log2(hz / 440))

/** `spectra`: power spectra of the part of each beat to read, as `partSpectrum` gives them. */
export function bassNote(spectra: readonly Float64Array[], sampleRate: number): BassNote | null {
  const notes = new Map<number, { power: number; weighted: number }>()
  let all = 0
  for (const power of spectra) {
    const found = fundamental(power, sampleRate / spectrumSize)
    if (!found) continue
    const key = semitone(found.hz)
    const note = notes.get(key) ?? { power: 0, weighted: 0 }
    // The root of the power: how long and often a note sounds counts as much as how loud it is.
    const weight = Math.sqrt(found.power)
    notes.set(key, { power: note.power + weight, weighted: note.weighted + weight * found.hz })
    all += weight
  }
  let best: { power: number; weighted: number } | null = null
  for (const note of notes.values()) if (!best || note.power > best.power) best = note
  return best ? { hz: best.weighted / best.power, confidence: Math.min(0.95, best.power / all) } : null
}

function fundamental(power: Float64Array, hzPerBin: number): { hz: number; power: number } | null {
  const from = Math.max(1, Math.ceil(lowestHz / hzPerBin))
  const to = Math.min(power.length - 2, Math.floor(highestHz / hzPerBin))
  let strongest = 0
  for (let k = from; k <= to; k++) strongest = Math.max(strongest, power[k]!)
  if (!(strongest > 0)) return null
  // The lowest strong peak: harmonics lie above it.
  for (let k = from; k <= to; k++) {
    const p = power[k]!
    if (p < strongPartial * strongest || p < power[k - 1]! || p < power[k + 1]!) continue
    const a = Math.log(power[k - 1]! + 1e-300)
    const b = Math.log(p)
    const c = Math.log(power[k + 1]! + 1e-300)
    const curvature = a - 2 * b + c
    const shift = curvature < 0 ? (0.5 * (a - c)) / curvature : 0
    return { hz: (k + shift) * hzPerBin, power: p }
  }
  return null
}
