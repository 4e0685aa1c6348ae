/**
 * Sums over the moments of a scope: loudness of every track alone and in the mix, and what it loses to every other. A track
 * is judged together with its layers: their common loudness and its loss are shared out by excitation.
 */
import { contiguousBands, namedBandEdges } from '../../dsp/bands.ts'
import { filterCount, filterNumbers, filterStep, hzToErbNumber } from '../../dsp/erb.ts'
import { specificLoudness, specificPartialLoudness } from '../../dsp/partial-loudness.ts'
import { type SectionType, sectionTypes } from '../catalogue.ts'
import type { Hearing } from './hearing.ts'
import type { Layer } from './layers.ts'

const bandCount = contiguousBands.length

/** Share of each auditory filter's width that lies in each contiguous band: [filter · 7 + band]. */
const bandShare = Float64Array.from({ length: filterCount * bandCount }, (_, n) => {
  const number = filterNumbers[Math.floor(n / bandCount)]!
  const [low, high] = namedBandEdges[contiguousBands[n % bandCount]!]
  const from = Math.max(number - filterStep / 2, hzToErbNumber(low))
  const to = Math.min(number + filterStep / 2, hzToErbNumber(high))
  return Math.max(0, to - from) / filterStep
})
/** A filter lies in at most two bands: the lower one. */
const lowerBand = Int32Array.from({ length: filterCount }, (_, i) =>
  Math.min(
    bandCount - 2,
    contiguousBands.findIndex((__, b) => bandShare[i * bandCount + b]! > 0),
  ),
)

/** A track sounds while its loudness is at least this share of its loudest moment in the section type (33 dB below). */
const soundingShare = 0.1

/** All sums are sone-seconds (of power: mean square times seconds). */
export class MaskingTally {
  seconds = 0
  /** Per track: seconds in which it sounds, shared with its layers (two layers of one part count as one). */
  readonly sounding: Float64Array
  /** [track · 7 + band] */
  readonly bandPower: Float64Array
  /** Per band: loudness of all tracks alone, and that times how many sound at the same time. */
  readonly bandLoudness = new Float64Array(bandCount)
  readonly bandCrowd = new Float64Array(bandCount)
  readonly #tracks: number
  /** [track · filterCount + filter] */
  readonly #alone: Float64Array
  readonly #inMix: Float64Array
  /** [(masked · tracks + masker) · filterCount + filter] */
  readonly #loss: Float64Array
  readonly #aloneTogether: Float64Array

  private constructor(tracks: number) {
    this.#tracks = tracks
    this.sounding = new Float64Array(tracks)
    this.bandPower = new Float64Array(tracks * bandCount)
    this.#alone = new Float64Array(tracks * filterCount)
    this.#inMix = new Float64Array(tracks * filterCount)
    this.#loss = new Float64Array(tracks * tracks * filterCount)
    this.#aloneTogether = new Float64Array(tracks * tracks)
  }

  /** One tally per section type that has moments. */
  static of(hearing: Hearing, layers: readonly Layer[]): Map<SectionType, MaskingTally> {
    const { moments, excitation } = hearing
    const total = new Float64Array(moments.count * filterCount)
    for (const own of excitation) for (let n = 0; n < own.length; n++) total[n]! += own[n]!
    const parts = excitation.map((_, track) => [
      track,
      ...layers.flatMap(({ a, b }) => (a === track ? [b] : b === track ? [a] : [])),
    ])
    const voices = parts.map(tracks => sumOfPatterns(tracks.map(track => excitation[track]!)))
    const alone = excitation.map((own, track) => {
      const voice = voices[track]!
      return own.map((e, n) =>
        e > 0 ? filterStep * specificLoudness(voice[n]!, n % filterCount) * (e / voice[n]!) : 0,
      )
    })
    const sounding = alone.map(own => soundingMoments(own, hearing))
    const tallies = new Map<SectionType, MaskingTally>()
    for (let t = 0; t < moments.count; t++) {
      const type = moments.type[t]!
      const tally = tallies.get(type) ?? new MaskingTally(excitation.length)
      tallies.set(type, tally)
      tally.#add(t, { hearing, parts, voices, alone, total, sounding })
    }
    return tallies
  }

  static sum(tallies: readonly MaskingTally[]): MaskingTally {
    const sum = new MaskingTally(tallies[0]!.#tracks)
    for (const each of tallies) {
      sum.seconds += each.seconds
      const from = each.#sums()
      sum.#sums().forEach((into, s) => {
        for (let n = 0; n < into.length; n++) into[n]! += from[s]![n]!
      })
    }
    return sum
  }

  /** Loudness of a track alone, in one band or in all filters; of a layer its share of the layers' loudness. */
  alone(track: number, band?: number): number {
    return inBand(this.#alone, track * filterCount, band)
  }

  inMix(track: number): number {
    return inBand(this.#inMix, track * filterCount)
  }

  /** What `masked` loses to `masker`. */
  loss(masked: number, masker: number, band?: number): number {
    return inBand(this.#loss, (masked * this.#tracks + masker) * filterCount, band)
  }

  /** Loudness of `masked` alone in the moments when `masker` sounds as well. */
  aloneTogether(masked: number, masker: number): number {
    return this.#aloneTogether[masked * this.#tracks + masker]!
  }

  #sums = () => [
    this.sounding,
    this.bandPower,
    this.bandLoudness,
    this.bandCrowd,
    this.#alone,
    this.#inMix,
    this.#loss,
    this.#aloneTogether,
  ]

  #add(t: number, { hearing, parts, voices, alone, total, sounding }: Scene): void {
    const { moments, excitation, power } = hearing
    const seconds = moments.seconds[t]!
    const at = t * filterCount
    this.seconds += seconds
    const count = this.#tracks
    const losses = this.#loss
    const bands = alone.map(() => new Float64Array(bandCount))
    for (const [track, own] of alone.entries()) {
      let whole = 0
      if (sounding[track]![t] === 1) this.sounding[track]! += seconds / parts[track]!.length
      const ownBands = bands[track]!
      const ownParts = parts[track]!
      for (let i = 0; i < filterCount; i++) {
        const loudness = own[at + i]!
        if (loudness <= 0) continue
        const voice = voices[track]![at + i]!
        // Float32 sums in another order: a hair that is no sound.
        const rest = total[at + i]! - voice
        const noise = rest > 1e-6 * voice ? rest : 0
        const together = specificLoudness(voice, i)
        const inMix = (loudness * specificPartialLoudness(voice, noise, i, together)) / together
        this.#alone[track * filterCount + i]! += seconds * loudness
        this.#inMix[track * filterCount + i]! += seconds * inMix
        whole += loudness
        const b = lowerBand[i]!
        ownBands[b]! += loudness * bandShare[i * bandCount + b]!
        ownBands[b + 1]! += loudness * bandShare[i * bandCount + b + 1]!
        if (noise === 0) continue
        const perExcitation = (seconds * (loudness - inMix)) / noise
        for (let m = 0, n = track * count * filterCount + i; m < count; m++, n += filterCount) {
          if (!ownParts.includes(m)) losses[n]! += perExcitation * excitation[m]![at + i]!
        }
      }
      for (let m = 0; m < this.#tracks; m++) {
        if (sounding[m]![t] === 1) this.#aloneTogether[track * this.#tracks + m]! += seconds * whole
      }
    }
    for (let b = 0; b < bandCount; b++) {
      let all = 0
      let alike = 0
      for (const [track, own] of bands.entries()) {
        all += own[b]!
        for (const part of parts[track]!) alike += own[b]! * bands[part]![b]!
      }
      if (alike <= 0) continue
      this.bandLoudness[b]! += seconds * all
      this.bandCrowd[b]! += (seconds * all * all ** 2) / alike
    }
    for (const [track, own] of power.entries()) {
      for (let b = 0; b < bandCount; b++) {
        this.bandPower[track * bandCount + b]! += seconds * own[t * bandCount + b]!
      }
    }
  }
}

interface Scene {
  readonly hearing: Hearing
  /** Per track: itself and its layers. */
  readonly parts: readonly (readonly number[])[]
  /** Per track: excitation of itself and its layers, [moment · filterCount + filter]; `total`: of everything. */
  readonly voices: readonly Float32Array[]
  readonly total: Float64Array
  /** Per track: sones per filter, [moment · filterCount + filter]. */
  readonly alone: readonly Float32Array[]
  /** Per track and moment: 1 while it sounds. */
  readonly sounding: readonly Uint8Array[]
}

function sumOfPatterns(patterns: readonly Float32Array[]): Float32Array {
  if (patterns.length === 1) return patterns[0]!
  const sum = new Float32Array(patterns[0]!.length)
  for (const pattern of patterns) for (let n = 0; n < sum.length; n++) sum[n]! += pattern[n]!
  return sum
}

function soundingMoments(alone: Float32Array, { moments }: Hearing): Uint8Array {
  const loudness = Float64Array.from({ length: moments.count }, (_, t) =>
    sumOf(alone.subarray(t * filterCount, (t + 1) * filterCount)),
  )
  const out = new Uint8Array(moments.count)
  for (const type of sectionTypes) {
    let loudest = 0
    for (let t = 0; t < moments.count; t++) if (moments.type[t] === type) loudest = Math.max(loudest, loudness[t]!)
    if (loudest === 0) continue
    for (let t = 0; t < moments.count; t++) {
      if (moments.type[t] === type && loudness[t]! >= soundingShare * loudest) out[t] = 1
    }
  }
  return out
}

function sumOf(values: Float32Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n]!
  return sum
}

function inBand(values: Float64Array, from: number, band?: number): number {
  let sum = 0
  for (let i = 0; i < filterCount; i++) {
    sum += values[from + i]! * (band === undefined ? 1 : bandShare[i * bandCount + band]!)
  }
  return sum
}
