/**
 * Spectrum of a segment at equal loudness: third-octave levels in dB relative to the segment's loudness, their spread and flux
 * over half bars, and the shape of the whole as cepstral coefficients (the discrete cosine transform of the levels).
 */
import { type BandStatistics, thirdOctaveNominals, thirdOctaves } from '../../dsp/bands.ts'
import type { Block } from './blocks.ts'
import { spreadOf } from './spread.ts'

/** Below 31.5 Hz there is rumble, and hardly ever music. */
const first = thirdOctaveNominals.indexOf(31.5)
const bands = thirdOctaves.slice(first)
/** 31.5 to 200 Hz are the low end, 250 Hz to 16 kHz the tone. */
export const lowBandCount = thirdOctaveNominals.indexOf(250) - first
export const toneBandCount = bands.length - lowBandCount
/** Neighbouring third octaves move together: their spread and flux are taken for three at a time (an octave). */
const bandsPerGroup = 3
const lowGroups = Math.floor(lowBandCount / bandsPerGroup)
const toneGroups = Math.floor(toneBandCount / bandsPerGroup)
export const cepstralCount = 8

/** Levels, then spread and flux of each group. */
export const lowEndSize = lowBandCount + 2 * lowGroups
/** Levels, spread and flux of each group, cepstral means, cepstral spreads. */
export const toneSize = toneBandCount + 2 * toneGroups + 2 * cepstralCount
/** Where in the tone's part the cepstral means begin: they follow from the levels of both parts. */
export const cepstralOffset = toneBandCount + 2 * toneGroups

/** A band this far below the loudness is not heard: what is under it is noise floor or nothing, dB. */
export const levelFloorDb = -70

/** `loudness` of the segment in LUFS. Writes into the low end's and the tone's part of a style vector. */
export function writeTone(
  blocks: readonly Block[],
  loudness: number,
  { lowEnd, tone }: { readonly lowEnd: Float32Array; readonly tone: Float32Array },
): void {
  const levels = blocks.map(block => levelsOf(block.bands, loudness))
  const series = (from: number, to: number) =>
    spreadOf(
      levels.map(row => {
        let sum = 0
        for (let i = from; i < to; i++) sum += row[i]!
        return sum / (to - from)
      }),
    )
  const means = Float64Array.from(bands, (_, i) => series(i, i + 1).mean)
  writeGroups(lowEnd, means.subarray(0, lowBandCount), lowGroups, i => series(...groupAt(0, i)))
  writeGroups(tone, means.subarray(lowBandCount), toneGroups, i => series(...groupAt(lowBandCount, i)))
  tone.set(cepstrum(means), cepstralOffset)
  const cepstra = levels.map(cepstrum)
  for (let k = 0; k < cepstralCount; k++)
    tone[cepstralOffset + cepstralCount + k] = spreadOf(cepstra.map(row => row[k]!)).deviation
}

/** Coefficients 1 to 8 of levels in dB, 31.5 Hz to 16 kHz (orthonormal DCT-II). */
export function cepstrum(levels: ArrayLike<number>): Float64Array {
  const { length } = levels
  return Float64Array.from({ length: cepstralCount }, (_, k) => {
    let sum = 0
    for (let i = 0; i < length; i++) sum += levels[i]! * Math.cos((Math.PI * (k + 1) * (i + 0.5)) / length)
    return sum * Math.sqrt(2 / length)
  })
}

const groupAt = (offset: number, group: number) =>
  [offset + group * bandsPerGroup, offset + (group + 1) * bandsPerGroup] as const

function writeGroups(
  out: Float32Array,
  means: Float64Array,
  groups: number,
  seriesOf: (group: number) => { readonly deviation: number; readonly flux: number },
): void {
  out.set(means)
  for (let i = 0; i < groups; i++) {
    const { deviation, flux } = seriesOf(i)
    out[means.length + i] = deviation
    out[means.length + groups + i] = flux
  }
}

function levelsOf({ mm, ss }: BandStatistics, loudness: number): Float64Array {
  return Float64Array.from(bands, ({ from, to }) => {
    let power = 0
    for (let k = from; k < to; k++) power += 2 * (mm[k]! + ss[k]!)
    return power > 0 ? Math.max(levelFloorDb, 10 * Math.log10(power) - loudness) : levelFloorDb
  })
}
