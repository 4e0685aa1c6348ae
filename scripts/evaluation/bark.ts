/**
 * Levels in Zwicker's 24 Bark bands, from the waveform: what the planner never sees. Mid and side of a Hann-windowed FFT
 * without overlap, summed per section type. Nothing here is shared with the features but the transform itself.
 */
import { type Audio, frameCount, stereoOf } from '../../node/audio/audio.ts'
import { Fft, hann } from '../../node/dsp/fft.ts'
import type { Section } from '../../node/features/analysis.ts'
import type { SectionType } from '../../node/features/catalogue.ts'

/** Zwicker 1961, Hz. */
export const barkEdges = [
  0, 100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400, 5300, 6400,
  7700, 9500, 12_000, 15_500,
] as const
export const barkCount = barkEdges.length - 1

const frameSize = 4096
const binCount = frameSize / 2 + 1

export interface BarkLevels {
  /** Mean power per frame in each band, dB re full scale; −Infinity where nothing sounds. */
  readonly mid: Float64Array
  readonly side: Float64Array
}

export interface Spectra {
  readonly bark: ReadonlyMap<SectionType, BarkLevels>
  /** Magnitudes of mid and side, frame after frame, for spectral convergence. */
  readonly magnitudes: Float32Array
}

export function spectraOf(audio: Audio, sections: readonly Section[]): Spectra {
  const [left, right] = stereoOf(audio)
  const frames = Math.floor(frameCount(audio) / frameSize)
  const bandOfBin = bandsOfBins(audio.sampleRate)
  const magnitudes = new Float32Array(frames * 2 * binCount)
  const tallies = new Map<SectionType, { count: number; mid: Float64Array; side: Float64Array }>()
  const fft = new Fft(frameSize)
  const window = hann(frameSize)
  const re = new Float64Array(frameSize)
  const im = new Float64Array(frameSize)
  for (let frame = 0; frame < frames; frame++) {
    const from = frame * frameSize
    for (let n = 0; n < frameSize; n++) {
      re[n] = (window[n]! * (left[from + n]! + right[from + n]!)) / 2
      im[n] = (window[n]! * (left[from + n]! - right[from + n]!)) / 2
    }
    fft.transform(re, im)
    const seconds = (from + frameSize / 2) / audio.sampleRate
    const type = sections.find(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds)?.type
    const tally = type === undefined ? null : (tallies.get(type) ?? emptyTally())
    if (tally && type !== undefined) {
      tally.count++
      tallies.set(type, tally)
    }
    for (let k = 0; k < binCount; k++) {
      // Mid went in as the real part, side as the imaginary: the even and odd parts of the transform tell them apart.
      const mirrored = (frameSize - k) % frameSize
      const mid = ((re[k]! + re[mirrored]!) / 2) ** 2 + ((im[k]! - im[mirrored]!) / 2) ** 2
      const side = ((im[k]! + im[mirrored]!) / 2) ** 2 + ((re[k]! - re[mirrored]!) / 2) ** 2
      magnitudes[2 * (frame * binCount + k)] = Math.sqrt(mid)
      magnitudes[2 * (frame * binCount + k) + 1] = Math.sqrt(side)
      const band = bandOfBin[k]!
      if (!tally || band < 0) continue
      tally.mid[band]! += mid
      tally.side[band]! += side
    }
  }
  return {
    bark: new Map(
      [...tallies].map(([type, { count, mid, side }]) => [
        type,
        { mid: mid.map(power => levelDb(power / count)), side: side.map(power => levelDb(power / count)) },
      ]),
    ),
    magnitudes,
  }
}

const emptyTally = () => ({ count: 0, mid: new Float64Array(barkCount), side: new Float64Array(barkCount) })

/** Twice the power of the positive frequencies over N · Σ w²: the mean square of the windowed signal. */
const scale = 2 / (frameSize * hann(frameSize).reduce((sum, w) => sum + w * w, 0))
const levelDb = (power: number) => 10 * Math.log10(scale * power)

/** −1: above the last band. */
function bandsOfBins(sampleRate: number): Int8Array {
  return Int8Array.from({ length: binCount }, (_, k) => {
    const hz = (k * sampleRate) / frameSize
    return hz >= barkEdges[barkCount]! ? -1 : barkEdges.findLastIndex(edge => edge <= hz)
  })
}
