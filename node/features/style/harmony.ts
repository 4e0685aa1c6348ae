/**
 * Harmony without key: how the pitch classes lie to each other, not which they are. The magnitudes of the chroma's Fourier
 * transform do not change when everything is transposed (k = 5 is how diatonic it is, k = 3 and 4 are augmented and
 * diminished, k = 6 whole-tone: E. Amiot, Music through Fourier Space, 2016).
 */
import { type Audio, frameCount } from '../../audio/audio.ts'
import { measureTonality, type Tonality, tonalSignal } from '../harmony/tonality.ts'
import type { TimeRange } from '../loudness.ts'

const harmonics = [1, 2, 3, 4, 5, 6] as const
/** Of the chroma, of the bass; how spread each is; how tuned, and how much tone there is. */
export const harmonySize = 2 * harmonics.length + 4
/** Six to seven bars: most progressions, at a third of the cost of the whole segment. */
const heardSeconds = 12

/** Of the middle of the segment. Leaves `out` as it is where nothing has a pitch. */
export function writeHarmony(audio: Audio, { startSeconds, endSeconds }: TimeRange, out: Float32Array): void {
  const middle = (startSeconds + endSeconds) / 2
  const half = Math.min(heardSeconds, endSeconds - startSeconds) / 2
  const at = (seconds: number) => Math.max(0, Math.min(frameCount(audio), Math.round(seconds * audio.sampleRate)))
  const channels = audio.channels.map(channel => channel.subarray(at(middle - half), at(middle + half)))
  writeTonality(measureTonality(tonalSignal({ sampleRate: audio.sampleRate, channels })), out)
}

export function writeTonality({ chroma, bass, tuningClarity, peaksPerSecond }: Tonality, out: Float32Array): void {
  if (!chroma.some(share => share > 0)) return
  out.set(magnitudes(chroma))
  out[2 * harmonics.length] = entropy(chroma)
  if (bass.some(share => share > 0)) {
    out.set(magnitudes(bass), harmonics.length)
    out[2 * harmonics.length + 1] = entropy(bass)
  }
  out[2 * harmonics.length + 2] = tuningClarity
  out[2 * harmonics.length + 3] = Math.log2(1 + peaksPerSecond)
}

function magnitudes(shares: readonly number[]): number[] {
  return harmonics.map(k => {
    let [re, im] = [0, 0]
    shares.forEach((share, n) => {
      re += share * Math.cos((2 * Math.PI * k * n) / 12)
      im -= share * Math.sin((2 * Math.PI * k * n) / 12)
    })
    return Math.hypot(re, im)
  })
}

/** Bits: 0 for one pitch class, log2(12) for all alike. */
const entropy = (shares: readonly number[]) =>
  shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0)
