/** The same music as somebody else would have it: quieter, equalised, filtered, noisy, squashed, faster. */
import { mulberry32 } from '../../node/adapters/demo-song/random.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { Biquad, designBiquad, type FilterSettings } from '../../node/dsp/biquad.ts'

type Change = (audio: Audio) => Audio

const each =
  (change: (channel: Float32Array, audio: Audio) => Float32Array): Change =>
  audio => ({ ...audio, channels: audio.channels.map(channel => change(channel, audio)) })

const filtered = (...settings: readonly FilterSettings[]) =>
  each((channel, { sampleRate }) => {
    const copy = channel.slice()
    for (const each of settings) new Biquad(designBiquad(each, sampleRate)).process(copy)
    return copy
  })

const rms = (x: Float32Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length)

/** Varispeed: tempo and pitch together, as on a turntable (Catmull-Rom interpolation). */
function faster(channel: Float32Array, ratio: number): Float32Array {
  return Float32Array.from({ length: Math.floor((channel.length - 3) / ratio) }, (_, n) => {
    const place = n * ratio + 1
    const i = Math.floor(place)
    const t = place - i
    const [a, b, c, d] = [channel[i - 1]!, channel[i]!, channel[i + 1]!, channel[i + 2]!]
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
  })
}

export const degradations: Readonly<Record<string, Change>> = {
  clean: audio => audio,
  'gain −12 dB': each(channel => channel.map(x => x * 10 ** (-12 / 20))),
  'mud +8 dB at 280 Hz': filtered({ type: 'bell', hz: 280, q: 0.9, gainDb: 8 }),
  'low-pass 4 kHz': filtered({ type: 'lowpass', hz: 4000, q: 0.54 }, { type: 'lowpass', hz: 4000, q: 1.31 }),
  'noise −20 dB': each((channel, { channels }) => {
    const random = mulberry32(channels.indexOf(channel) + 1)
    const gain = rms(channel) * 10 ** (-20 / 20) * Math.sqrt(3)
    return channel.map(x => x + gain * (2 * random() - 1))
  }),
  'squashed by 9 dB': each(channel => {
    const drive = 10 ** (9 / 20)
    const peak = channel.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9)
    return channel.map(x => peak * Math.tanh((drive * x) / peak))
  }),
  'speed +6 %': each(channel => faster(channel, 1.06)),
}
export const degradationNames = Object.keys(degradations)
