/** Where a track plays: its level per bar, and stretches of the bars that count. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import type { BeatGrid } from '../../features/analysis.ts'
import { beatsPerBar } from '../../features/rhythm/downbeat.ts'

export interface ActiveBars {
  readonly barSeconds: number
  /** Start of bar 0, at or after 0. */
  readonly firstSeconds: number
  /** Mean power of each bar over all channels. */
  readonly powers: Float64Array
  /** Indices of the bars in which the track plays, ascending; empty: silent. */
  readonly active: readonly number[]
}

/** Bars this far below the loud ones are tails and bleed. */
const belowLoud = 1e-3
/** −75 dBFS: dither and noise floors lie below. */
const silentPower = 3e-8
/** Every fourth sample tells a bar's power within 0.1 dB. */
const stride = 4
/** Without a beat grid. */
const defaultBarSeconds = 2

export function activeBars(audio: Audio, grid: BeatGrid | null): ActiveBars {
  const [left, right] = stereoOf(audio)
  const beat = grid ? 60 / grid.tempo : defaultBarSeconds / beatsPerBar
  const barSeconds = beatsPerBar * beat
  const origin = grid ? grid.firstBeatSeconds + (grid.downbeat ?? 0) * beat : 0
  const firstSeconds = origin - Math.floor(origin / barSeconds) * barSeconds
  const length = left.length / audio.sampleRate
  const count = Math.max(1, Math.floor((length - firstSeconds) / barSeconds))
  const powers = Float64Array.from({ length: count }, (_, bar) => {
    const from = Math.round((firstSeconds + bar * barSeconds) * audio.sampleRate)
    const to = Math.round((firstSeconds + (bar + 1) * barSeconds) * audio.sampleRate)
    return meanPower(left, right, from, to)
  })
  const loud = powers.slice().sort()[Math.floor(0.9 * count)]!
  // A single hit in a long song is not at the ninetieth percentile of its bars.
  const floor = Math.max(silentPower, belowLoud * (loud > silentPower ? loud : Math.max(...powers)))
  return { barSeconds, firstSeconds, powers, active: [...powers.keys()].filter(bar => powers[bar]! >= floor) }
}

function meanPower(left: Float32Array, right: Float32Array, from: number, to: number): number {
  const end = Math.min(left.length, to)
  let sum = 0
  let count = 0
  for (let n = Math.max(0, from); n < end; n += stride) {
    sum += left[n]! * left[n]! + right[n]! * right[n]!
    count += 2
  }
  return count > 0 ? sum / count : 0
}

export interface Stretch {
  readonly fromSeconds: number
  readonly toSeconds: number
}

const mostStretches = 4
const barsPerStretch = 4

/** Up to four stretches of four bars, spread over what is active: as much as it takes to hear what a track does. */
export function stretchesOf({ barSeconds, firstSeconds, active }: ActiveBars): Stretch[] {
  const starts: number[] = []
  for (const bar of active) if (starts.length === 0 || bar >= starts.at(-1)! + barsPerStretch) starts.push(bar)
  const count = Math.min(mostStretches, starts.length)
  return Array.from({ length: count }, (_, i) => {
    const bar = starts[Math.floor(((i + 0.5) * starts.length) / count)]!
    const fromSeconds = firstSeconds + bar * barSeconds
    return { fromSeconds, toSeconds: fromSeconds + barsPerStretch * barSeconds }
  })
}
