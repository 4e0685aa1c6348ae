/** Waveform and filter type of one note from frames over its body: which pair of models, moving or still, and how sure. */
import { powerToDb } from '../dsp/decibel.ts'
import { quantile } from '../dsp/statistics.ts'
import { type Frame, meanFrame, type Places } from './harmonics.ts'
import { type WaveformModel, waveformModels } from './models.ts'
import { CutoffReader, fitTimbre, type TimbreFit } from './timbre.ts'

export interface Timbre {
  readonly best: TimbreFit
  /** Best first, the best itself included; one per waveform, filter type and slope. */
  readonly fits: readonly TimbreFit[]
  /** The cutoff moves from frame to frame. */
  readonly moves: boolean
  /** The pulse width of each frame, where that alone explains the sound. */
  readonly pulseWidths: readonly number[] | null
  readonly mean: Frame
  /** Standard deviation of the strong harmonics' levels against each other, dB. */
  readonly wavering: number
}

/** Octaves between the lower and upper tenth of the frames' cutoffs from which they count as moving. */
const movingOctaves = 0.35

export function timbreOf(frames: readonly Frame[], places: Places, sampleRate: number): Timbre {
  const mean = meanFrame(frames)
  const still = fitTimbre([mean], places, sampleRate)
  const wavering = waveringOf(frames)
  const base = { mean, wavering, pulseWidths: null }
  if (places.f0 === null || wavering > 0.3) {
    const widths = places.f0 === null ? null : pulseWidthsOf(frames, places, sampleRate)
    const each = fitTimbre(frames, places, sampleRate)
    const best = each[0]!
    if (widths && wavering > 1.5 && widths.error < 1.5 && widths.error + 0.4 < best.cost)
      return { ...base, best: best, fits: each, moves: false, pulseWidths: widths.values }
    if (
      best.filter.type !== 'none' &&
      spreadOf(best.cutoffs) > movingOctaves &&
      best.cost + 0.3 < wavering + still[0]!.cost
    )
      return { ...base, best, fits: each, moves: true }
  }
  return { ...base, best: still[0]!, fits: still, moves: false }
}

function spreadOf(cutoffs: readonly (number | null)[]): number {
  const octaves = cutoffs.flatMap(hz => (hz === null ? [] : [Math.log2(hz)]))
  return octaves.length > 2 ? quantile(octaves, 0.9)! - quantile(octaves, 0.1)! : 0
}

/** The pulse width that fits each frame best without a filter, and the mean error, dB. */
function pulseWidthsOf(frames: readonly Frame[], places: Places, sampleRate: number) {
  const filter = { type: 'none', slopeDbPerOctave: 0, q: Math.SQRT1_2 } as const
  const pulses: WaveformModel[] = waveformModels.filter(({ waveform }) => waveform === 'pulse' || waveform === 'square')
  const readers = pulses.map(waveform => new CutoffReader({ waveform, filter }, places, sampleRate))
  const best = frames.map(frame => {
    const errors = readers.map(reader => reader.read(frame).errorDb)
    const error = Math.min(...errors)
    return { error, width: pulses[errors.indexOf(error)]!.pulseWidth ?? 0.5 }
  })
  return {
    values: best.map(({ width }) => width),
    error: best.reduce((sum, { error }) => sum + error, 0) / best.length,
  }
}

/** Of the eight strongest harmonics, their common level taken off. */
function waveringOf(frames: readonly Frame[]): number {
  const mean = meanFrame(frames).power
  const strong = [...mean.keys()].toSorted((a, b) => mean[b]! - mean[a]!).slice(0, 8)
  const loudest = mean[strong[0]!] ?? 0
  const used = strong.filter(i => mean[i]! > 0.001 * loudest)
  const rows = frames.map(({ power }) => {
    const levels = used.map(i => powerToDb(power[i]! + 1e-20))
    const common = powerToDb(used.reduce((sum, i) => sum + power[i]!, 1e-20))
    return levels.map(level => level - (used.length > 1 ? common : 0))
  })
  const deviations = used.map((_, j) => {
    const column = rows.map(row => row[j]!)
    const middle = column.reduce((sum, each) => sum + each, 0) / column.length
    return Math.sqrt(column.reduce((sum, each) => sum + (each - middle) ** 2, 0) / column.length)
  })
  return deviations.reduce((sum, each) => sum + each, 0) / Math.max(1, deviations.length)
}
