/** Short spectra of mid and side over beats that have a kick: where ducking is looked for in a full mix. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import type { ComplexTransform } from '../../dsp/complex-transform.ts'
import { hann } from '../../dsp/fft.ts'
import { kernels } from '../../dsp/kernels/kernels.ts'
import type { BeatGrid } from '../analysis.ts'
import { decimated } from '../low-end/excerpt.ts'
import type { BeatGroup } from '../low-end/kicked-bars.ts'
import { beatsPerBar } from '../rhythm/downbeat.ts'

/** Spectra per beat: about 9 ms apart at 138 BPM. */
export const phases = 48
/** Frames of 15 to 24 ms: short against a recovery, long enough to tell partials from their gaps. */
const frameSize = 256
/**
 * Below, the partials of a chord are few and beat slowly: sixteen bars read 2 to 5 dB of it as gain (400 to 1600 Hz), a
 * half of one dB here. And no kick, bass or body of a clap comes up here.
 */
export const lowestHz = 1600
/** Above, hats and claps take over. */
export const highestHz = 3400
/** Up to 0.31 of it nothing has folded back (dsp/decimate.ts). */
const lowestRate = 10_900

export interface BeatSpectra {
  /** Bins of mid, then as many of side. */
  readonly bins: number
  readonly firstHz: number
  readonly stepHz: number
  /** Which of the four beats have a kick. */
  readonly kicked: readonly boolean[]
  /** Power of bin k of channel c at phase p of beat i: power[((i · phases + p) · 2 + c) · bins + k]. */
  readonly power: Float32Array
}

/** A function that gives the spectra of four beats; what they share is made once. */
export function beatSpectraOf(audio: Audio, { tempo, firstBeatSeconds }: BeatGrid): (group: BeatGroup) => BeatSpectra {
  const beat = 60 / tempo
  const halvings = Math.max(0, Math.floor(Math.log2(audio.sampleRate / lowestRate)))
  const step = 2 ** halvings
  const rate = audio.sampleRate / step
  const firstBin = Math.ceil((lowestHz * frameSize) / rate)
  const lastBin = Math.min(frameSize / 2 - 1, Math.floor((highestHz * frameSize) / rate))
  const bins = lastBin - firstBin + 1
  const transform = kernels().complexTransform(frameSize)
  const window = Float32Array.from(hann(frameSize))
  const [left, right] = stereoOf(audio)
  const isMono = left === right
  const frames = beatsPerBar * phases
  return ({ first, kicked }) => {
    const power = new Float32Array(frames * 2 * bins)
    const start = firstBeatSeconds + first * beat
    // A frame of margin on both sides.
    const from = Math.floor(start * audio.sampleRate) - frameSize * step
    const length = Math.ceil((beatsPerBar * beat * audio.sampleRate) / step) + 2 * frameSize
    const mid = decimated(left, right, 0.5, { from, length: length * step, halvings })
    const side = isMono
      ? new Float32Array(length)
      : decimated(left, right, -0.5, { from, length: length * step, halvings })
    const origin = start * rate - from / step - frameSize / 2
    for (let m = 0; m < frames; m++) {
      const at = Math.round(origin + ((m + 0.5) / phases) * beat * rate)
      windowed(mid, at, window, transform.re)
      windowed(side, at, window, transform.im)
      transform.transform()
      writePowers(transform, { firstBin, bins, into: power, at: m * 2 * bins })
    }
    return { bins, firstHz: (firstBin * rate) / frameSize, stepHz: rate / frameSize, kicked, power }
  }
}

function windowed(x: Float32Array, from: number, window: Float32Array, into: Float32Array | Float64Array): void {
  for (let n = 0; n < window.length; n++) into[n] = x[from + n]! * window[n]!
}

interface Place {
  readonly firstBin: number
  readonly bins: number
  readonly into: Float32Array
  readonly at: number
}

/** Takes the two real signals, one in each part, apart again: powers of mid, then of side. */
function writePowers({ outRe, outIm }: ComplexTransform, { firstBin, bins, into, at }: Place): void {
  for (let k = 0, i = firstBin, j = frameSize - firstBin; k < bins; k++, i++, j--) {
    const a = outRe[i]! + outRe[j]!
    const b = outIm[i]! - outIm[j]!
    const c = outIm[i]! + outIm[j]!
    const d = outRe[j]! - outRe[i]!
    into[at + k] = a * a + b * b
    into[at + bins + k] = c * c + d * d
  }
}
