/** Short spectra of mid and side over beats that have a kick: where ducking is looked for in a full mix. */
import { type Audio, stereoOf } from '../audio/audio.ts'
import { Fft, hann } from '../dsp/fft.ts'
import type { BeatGrid } from './analysis.ts'
import { decimated } from './excerpt.ts'
import { type BeatGroup, beatsPerGroup } from './kicked-bars.ts'

/** Spectra per beat: about 9 ms apart at 138 BPM. */
export const phases = 48
/** Frames of 15 to 32 ms: short against a recovery, long enough to tell the partials of a chord from their gaps. */
const frameSize = 256
/** Nothing below is asked of the mix: kick and bass. */
export const lowestHz = 400
/** Above, hats and claps take over. */
export const highestHz = 2800
/** Up to 0.31 of it nothing has folded back (dsp/decimate.ts). */
const lowestRate = 8600

export interface BeatSpectra {
  /** Bins of mid, then as many of side. */
  readonly bins: number
  readonly firstHz: number
  readonly stepHz: number
  /** One entry per group of four beats: which of the four have a kick. */
  readonly kicked: readonly (readonly boolean[])[]
  /** Power of bin k of channel c at phase p of beat i: power[((i · phases + p) · 2 + c) · bins + k]; i counts all beats of all groups. */
  readonly power: Float32Array
}

export function beatSpectra(
  audio: Audio,
  { tempo, firstBeatSeconds }: BeatGrid,
  groups: readonly BeatGroup[],
): BeatSpectra {
  const beat = 60 / tempo
  const halvings = Math.max(0, Math.floor(Math.log2(audio.sampleRate / lowestRate)))
  const step = 2 ** halvings
  const rate = audio.sampleRate / step
  const firstBin = Math.ceil((lowestHz * frameSize) / rate)
  const lastBin = Math.min(frameSize / 2 - 1, Math.floor((highestHz * frameSize) / rate))
  const bins = lastBin - firstBin + 1
  const power = new Float32Array(groups.length * beatsPerGroup * phases * 2 * bins)
  const fft = new Fft(frameSize)
  const window = hann(frameSize)
  const re = new Float64Array(frameSize)
  const im = new Float64Array(frameSize)
  const [left, right] = stereoOf(audio)
  const frames = beatsPerGroup * phases
  groups.forEach(({ first }, g) => {
    const start = firstBeatSeconds + first * beat
    // A frame of margin on both sides.
    const from = Math.floor(start * audio.sampleRate) - frameSize * step
    const length = Math.ceil((beatsPerGroup * beat * audio.sampleRate) / step) + 2 * frameSize
    const mid = decimated(left, right, 0.5, { from, length: length * step, halvings })
    const side = decimated(left, right, -0.5, { from, length: length * step, halvings })
    const origin = start * rate - from / step - frameSize / 2
    for (let m = 0; m < frames; m++) {
      const at = Math.round(origin + ((m + 0.5) / phases) * beat * rate)
      for (let n = 0; n < frameSize; n++) {
        const w = window[n]!
        re[n] = mid[at + n]! * w
        im[n] = side[at + n]! * w
      }
      fft.transform(re, im)
      let midAt = (g * frames + m) * 2 * bins
      let sideAt = midAt + bins
      for (let k = firstBin, j = frameSize - firstBin; k <= lastBin; k++, j--) {
        const a = re[k]! + re[j]!
        const b = im[k]! - im[j]!
        const c = im[k]! + im[j]!
        const d = re[j]! - re[k]!
        power[midAt++] = a * a + b * b
        power[sideAt++] = c * c + d * d
      }
    }
  })
  return {
    bins,
    firstHz: (firstBin * rate) / frameSize,
    stepHz: rate / frameSize,
    kicked: groups.map(group => group.kicked),
    power,
  }
}
