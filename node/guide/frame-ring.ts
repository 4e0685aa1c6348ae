/**
 * The last frames of a tap, as sums: a ring of `short-term` length, so that momentary and short-term values cost the same
 * whatever was played before. A frame is the list of `tapMeters`.
 */
import { meterBands, tapMeterMs, tapMeters } from '../../device/protocol.ts'

/** Reports of a tap in a second. */
export const framesPerSecond = 1000 / tapMeterMs
/** ITU-R BS.1771: 400 ms and 3 s. */
const momentaryFrames = 400 / tapMeterMs
const shortTermFrames = 3000 / tapMeterMs

const width = tapMeters.length
const at = Object.fromEntries(tapMeters.map((name, i) => [name, i])) as Record<(typeof tapMeters)[number], number>
const bandAt = meterBands.map(band => at[`band ${band}`])

export type MeterBand = (typeof meterBands)[number]

/** Means over some frames; levels in dB full scale, null where there is no energy. */
export interface Level {
  /** LUFS, ungated; pre-fader on a track: what its tap hears. */
  readonly loudness: number | null
  /** Mid channel, mean square, dB. */
  readonly bands: Readonly<Record<MeterBand, number | null>>
  /** −1 to 1; null: one channel is silent. */
  readonly correlation: number | null
}

/** Sums of frames, in the order of `tapMeters`, and how many. */
export interface FrameSum {
  readonly sums: Float64Array
  readonly count: number
}

export class FrameRing {
  readonly #frames = new Float64Array(shortTermFrames * width)
  readonly #sums = new Float64Array(width)
  #next = 0
  #count = 0

  /** Refuses what is no frame: returns false and keeps nothing of it. */
  write(frame: readonly number[]): boolean {
    if (!isFrame(frame)) return false
    this.#frames.set(frame, this.#next * width)
    this.#next = (this.#next + 1) % shortTermFrames
    this.#count = Math.min(shortTermFrames, this.#count + 1)
    return true
  }

  /** Over 400 ms; null before so much has been heard. */
  momentary(): Level | null {
    return this.#level(momentaryFrames)
  }

  /** Over 3 s; null before so much has been heard. */
  shortTerm(): Level | null {
    return this.#level(shortTermFrames)
  }

  /** Highest sample of the last 3 s, dBFS; null: silence, or nothing heard. */
  peak(): number | null {
    let peak = 0
    for (let i = 0; i < this.#count; i++) {
      peak = Math.max(peak, this.#frames[i * width + at.peakLeft]!, this.#frames[i * width + at.peakRight]!)
    }
    return peak > 0 ? 20 * Math.log10(peak) : null
  }

  reset(): void {
    this.#next = 0
    this.#count = 0
  }

  #level(frames: number): Level | null {
    if (this.#count < frames) return null
    // The same each time: five times a second for every tap, new ones would keep the garbage collector busy.
    const sums = this.#sums.fill(0)
    for (let back = 1; back <= frames; back++) {
      const from = ((this.#next - back + shortTermFrames) % shortTermFrames) * width
      for (let i = 0; i < width; i++) sums[i]! += this.#frames[from + i]!
    }
    return levelOf({ sums, count: frames })
  }
}

/** A list of the right length, finite, and with nothing negative but the product of left and right. */
export const isFrame = (frame: readonly number[]): boolean =>
  frame.length === width && frame.every((value, i) => Number.isFinite(value) && (value >= 0 || i === at.lr))

/** Of a frame by itself, LUFS; −Infinity for silence. */
export const frameLoudness = (frame: readonly number[]): number => loudnessOf(frame[at.kPower]!)

export function levelOf({ sums, count }: FrameSum): Level {
  const mean = (i: number) => sums[i]! / count
  const loudness = loudnessOf(mean(at.kPower))
  const [ll, rr, lr] = [mean(at.ll), mean(at.rr), mean(at.lr)]
  const bands: Partial<Record<MeterBand, number | null>> = {}
  for (let i = 0; i < meterBands.length; i++) {
    const power = mean(bandAt[i]!)
    bands[meterBands[i]!] = power > 0 ? 10 * Math.log10(power) : null
  }
  return {
    loudness: Number.isFinite(loudness) ? loudness : null,
    bands: bands as Level['bands'],
    // Rounding of three independent means may carry it a hair beyond.
    correlation: ll > 0 && rr > 0 ? Math.max(-1, Math.min(1, lr / Math.sqrt(ll * rr))) : null,
  }
}

/** ITU-R BS.1770-4, eq. 2; `kPower`: both channels summed. */
const loudnessOf = (kPower: number) => -0.691 + 10 * Math.log10(kPower)
