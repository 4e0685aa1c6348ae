/** Slot occupancy: which tracks fill a band, by power and by loudness, and whether there is room in it. */
import { type ContiguousBand, contiguousBands, namedBandEdges } from '../../dsp/bands.ts'
import { hzToErbNumber } from '../../dsp/erb.ts'
import type { MaskingTally } from './masking-tally.ts'

export interface Occupant {
  readonly track: string
  /** Of the band's power and of its loudness (tracks alone), 0 to 1. */
  readonly powerShare: number
  readonly loudnessShare: number
}

export interface Slot {
  /** free: next to nothing sounds; owned: one part leads; shared: two or three; crowded: more at the same time. */
  readonly occupancy: 'free' | 'owned' | 'shared' | 'crowded'
  /** Parts that sound at the same time, layers as one, as the number of equally loud ones that would be as mixed; 0: free. */
  readonly voices: number
  /** Largest share of loudness first; below 2 % left out. */
  readonly occupants: readonly Occupant[]
}

/** Sones per ERB: a quiet background (a 1 kHz tone at 30 dB SPL has 0.1 at its own filter). */
const freeBelow = 0.1
/**
 * (Σ n)² / Σ n·n', n' with a part's layers: the number of different parts (Leinster & Cobbold 2012, order 2). A part with
 * another at a third of its loudness reads 1.6, three equal ones 3.
 */
const sharedFrom = 1.6
const crowdedFrom = 3
const leastShare = 0.02

export function slotsOf(tally: MaskingTally, names: readonly string[]): Record<ContiguousBand, Slot> {
  const slots = contiguousBands.map((band, b) => {
    const loudness = tally.bandLoudness[b]!
    const at = (track: number) => track * contiguousBands.length + b
    const power = names.reduce((sum, _, track) => sum + tally.bandPower[at(track)]!, 0)
    const occupants = names
      .map((track, i) => ({
        track,
        powerShare: power > 0 ? tally.bandPower[at(i)]! / power : 0,
        loudnessShare: loudness > 0 ? tally.alone(i, b) / loudness : 0,
      }))
      .filter(({ powerShare, loudnessShare }) => Math.max(powerShare, loudnessShare) >= leastShare)
      .sort((x, y) => y.loudnessShare - x.loudnessShare)
    const [low, high] = namedBandEdges[band]
    const perErb = loudness / tally.seconds / (hzToErbNumber(high) - hzToErbNumber(low))
    if (!(perErb >= freeBelow)) return [band, { occupancy: 'free', voices: 0, occupants: [] }] as const
    const voices = tally.bandCrowd[b]! / loudness
    const occupancy = voices >= crowdedFrom ? 'crowded' : voices >= sharedFrom ? 'shared' : 'owned'
    return [band, { occupancy, voices, occupants }] as const
  })
  return Object.fromEntries(slots) as Record<ContiguousBand, Slot>
}
