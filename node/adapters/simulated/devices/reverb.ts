/**
 * Reverb: eight delay lines fed back through a Hadamard matrix (J.-M. Jot, 1991), and six early echoes. Assumed
 * (device/FACTS.md): noise comes out as loud as it went in at a Decay Time of 1.2 s and 0 dB; the input filters are of
 * second order, Input Width octaves apart; the diffusion's high cut is one pole per pass; Stereo Image scales the wet side
 * signal. Spin, chorus, Shape, Diffusion, Scale and Density are not simulated, Freeze must be off.
 */
import { designBiquad } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { type Effect, runSections, type Stereo } from './effect.ts'
import { requireNeutral } from './unmodelled.ts'

/** Mutually prime lengths at 44.1 kHz and Room Size 100, 29 to 71 ms. */
const lineFrames = [1277, 1429, 1619, 1811, 2063, 2347, 2687, 3137]
/** Early echoes: seconds at Room Size 100, gain, side. */
const echoes = [
  { seconds: 0.0043, gain: 0.55, side: 0 },
  { seconds: 0.0077, gain: 0.5, side: 1 },
  { seconds: 0.0121, gain: 0.42, side: 1 },
  { seconds: 0.0168, gain: 0.36, side: 0 },
  { seconds: 0.0229, gain: 0.28, side: 0 },
  { seconds: 0.0283, gain: 0.25, side: 1 },
] as const
const referenceSeconds = 1.2
/** Rooms of other sizes scale by the third root of Room Size, which counts cubic metres. */
const roomScale = (size: number) => Math.cbrt(size / 100)

type Value = (parameter: string) => number

export function reverb(value: Value): Effect | null {
  const wet = value('Dry/Wet') / 100
  if (wet === 0) return null
  requireNeutral('Reverb', value, { 'Freeze On': 0 })
  const image = value('Stereo Image') / 100
  return (signal, { sampleRate }) => {
    const entering: Stereo = [signal[0].slice(), signal[1].slice()]
    filterInput(entering, value, sampleRate)
    const tail = diffuse(entering, value, sampleRate)
    addEchoes(tail, entering, value, sampleRate)
    for (let n = 0; n < signal[0].length; n++) {
      const mid = (tail[0][n]! + tail[1][n]!) / 2
      const side = (image * (tail[0][n]! - tail[1][n]!)) / 2
      signal[0][n] = (1 - wet) * signal[0][n]! + wet * (mid + side)
      signal[1][n] = (1 - wet) * signal[1][n]! + wet * (mid - side)
    }
  }
}

function filterInput(signal: Stereo, value: Value, sampleRate: number): void {
  const reach = 2 ** (value('Input Width') / 2)
  const hz = value('Input Freq')
  const q = Math.SQRT1_2
  runSections(signal, [
    ...(value('In Lo Cut On') === 1 ? [designBiquad({ type: 'highpass', hz: hz / reach, q }, sampleRate)] : []),
    ...(value('In Hi Cut On') === 1 ? [designBiquad({ type: 'lowpass', hz: hz * reach, q }, sampleRate)] : []),
  ])
}

/** Loss of one pass through a line for a fall of 60 dB in `seconds`. */
const passGain = (frames: number, seconds: number, sampleRate: number) => 10 ** ((-3 * frames) / (seconds * sampleRate))

function diffuse([left, right]: Stereo, value: Value, sampleRate: number): Stereo {
  const size = (roomScale(value('Room Size')) * sampleRate) / 44_100
  const lines = lineFrames.map(frames => new Float32Array(Math.max(8, Math.round(frames * size))))
  const seconds = value('Decay Time') / 1000
  const gains = lines.map(line => passGain(line.length, seconds, sampleRate))
  // Each side feeds four lines and hears four: their noise adds up to 1 / (1 − g²) of its power.
  const references = lines.map(line => 1 - passGain(line.length, referenceSeconds, sampleRate) ** 2)
  const level = dbToGain(value('Diffuse Level')) * Math.sqrt(references.reduce((a, b) => a + b) / lines.length / 4)
  const isCut = value('Diff. Hi On') === 1
  const damping = isCut ? Math.exp((-2 * Math.PI * value('Diff. Hi Freq')) / sampleRate) : 0
  // A shelf keeps a share of what is above its corner.
  const kept = isCut && value('Diff. Hi Type') === 0 ? value('HiShelf Gain') : 0
  const predelay = Math.round((value('Predelay') / 1000) * sampleRate)
  const outLeft = new Float32Array(left.length)
  const outRight = new Float32Array(left.length)
  const at = new Int32Array(8)
  const lowpass = new Float64Array(8)
  const v = new Float64Array(8)
  for (let n = 0; n < left.length; n++) {
    for (let i = 0; i < 8; i++) v[i] = lines[i]![at[i]!]!
    outLeft[n] = level * (v[0]! - v[2]! + v[4]! - v[6]!)
    outRight[n] = level * (v[1]! - v[3]! + v[5]! - v[7]!)
    hadamard(v)
    const inLeft = n >= predelay ? left[n - predelay]! : 0
    const inRight = n >= predelay ? right[n - predelay]! : 0
    for (let i = 0; i < 8; i++) {
      const line = lines[i]!
      const passed = v[i]! * gains[i]!
      const low = passed + damping * (lowpass[i]! - passed)
      lowpass[i] = Math.abs(low) < 1e-15 ? 0 : low
      line[at[i]!] = low + kept * (passed - low) + (i % 2 === 0 ? inLeft : inRight)
      at[i] = at[i]! + 1 === line.length ? 0 : at[i]! + 1
    }
  }
  return [outLeft, outRight]
}

/** In place, lossless. */
function hadamard(v: Float64Array): void {
  for (let span = 1; span < 8; span <<= 1) {
    for (let i = 0; i < 8; i += span << 1) {
      for (let j = i; j < i + span; j++) {
        const a = v[j]!
        const b = v[j + span]!
        v[j] = a + b
        v[j + span] = a - b
      }
    }
  }
  for (let i = 0; i < 8; i++) v[i] = v[i]! / Math.sqrt(8)
}

function addEchoes(wet: Stereo, [left, right]: Stereo, value: Value, sampleRate: number): void {
  const level = dbToGain(value('Reflect Level'))
  const scale = roomScale(value('Room Size'))
  for (const { seconds, gain, side } of echoes) {
    const late = Math.round((scale * seconds + value('Predelay') / 1000) * sampleRate)
    const channel = wet[side]
    for (let n = late; n < channel.length; n++) {
      channel[n] = channel[n]! + (level * gain * (left[n - late]! + right[n - late]!)) / 2
    }
  }
}
