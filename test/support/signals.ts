/** Analytic test signals, and those that EBU Tech 3341 and Tech 3342 define in words. Noise is seeded. */
import type { Audio } from '../../node/audio/audio.ts'
import { random } from './beats.ts'

export const decibels = (db: number) => 10 ** (db / 20)

interface Tone {
  readonly hz: number
  readonly seconds: number
  readonly sampleRate: number
  readonly gain?: number
  /** Degrees. */
  readonly phase?: number
}

export function sine({ hz, seconds, sampleRate, gain = 1, phase = 0 }: Tone): Float32Array {
  const step = (2 * Math.PI * hz) / sampleRate
  const start = (phase * Math.PI) / 180
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, n) => gain * Math.sin(start + step * n))
}

/** Uniform white noise, −gain … gain. */
export function whiteNoise(length: number, seed: number, gain = 1): Float32Array {
  const next = random(seed)
  return Float32Array.from({ length }, () => gain * (2 * next() - 1))
}

/** Sines of one amplitude with random phases at equal steps in log frequency: equal power in every octave, as pink noise. */
export function pinkSines({ seconds, sampleRate, seed }: { seconds: number; sampleRate: number; seed: number }) {
  const next = random(seed)
  const x = new Float64Array(Math.round(seconds * sampleRate))
  const perOctave = 48
  for (let i = 0; ; i++) {
    const hz = 20 * 2 ** (i / perOctave)
    if (hz >= 20_000) return Float32Array.from(x)
    // A rotating phasor: a sine per sample and partial would take seconds.
    const step = (2 * Math.PI * hz) / sampleRate
    const start = 2 * Math.PI * next()
    const [stepRe, stepIm] = [Math.cos(step), Math.sin(step)]
    let re = 0.02 * Math.cos(start)
    let im = 0.02 * Math.sin(start)
    for (let n = 0; n < x.length; n++) {
      x[n] = x[n]! + re
      const turned = re * stepRe - im * stepIm
      im = re * stepIm + im * stepRe
      re = turned
    }
  }
}

export const scaled = (x: Float32Array, gain: number) => x.map(value => value * gain)

export function stereo(left: Float32Array, right: Float32Array, sampleRate: number): Audio {
  return { sampleRate, channels: [left, right] }
}

export const onBoth = (x: Float32Array, sampleRate: number) => stereo(x, x, sampleRate)

/** Linear fades of `length` samples at both ends, in place. */
export function fade<T extends Float32Array | Float64Array>(x: T, length: number): T {
  for (let n = 0; n < length; n++) {
    x[n] = (x[n]! * n) / length
    x[x.length - 1 - n] = (x[x.length - 1 - n]! * n) / length
  }
  return x
}

/** A 1 kHz sine whose level follows [dBFS, seconds] steps without a break in phase. */
export function steppedTone(steps: readonly (readonly [db: number, seconds: number])[], sampleRate: number) {
  const lengths = steps.map(([, seconds]) => Math.round(seconds * sampleRate))
  const x = new Float32Array(lengths.reduce((sum, length) => sum + length, 0))
  let n = 0
  steps.forEach(([db], i) => {
    const gain = decibels(db)
    for (const end = n + lengths[i]!; n < end; n++) x[n] = gain * Math.sin((2 * Math.PI * 1000 * n) / sampleRate)
  })
  return x
}

/** Tech 3341 cases 15 to 19: a sine of fs/divider, 3.2 s with 100 ms fades. */
export function truePeakTone(
  { divider, phase, gain }: { divider: number; phase: number; gain: number },
  sampleRate: number,
): Float32Array {
  return fade(sine({ hz: sampleRate / divider, seconds: 3.2, sampleRate, gain, phase }), Math.round(0.1 * sampleRate))
}

/**
 * Tech 3341 cases 20 to 23: made at four times the rate, one period of fs/4 at full scale within fs/6 at half scale,
 * low-passed to the Nyquist frequency of the final rate and decimated from sample `offset` (0 to 3).
 */
export function truePeakBurst(offset: number, sampleRate: number): Float32Array {
  const length = Math.round(3.2 * sampleRate) * 4
  const longPeriod = 24
  const shortPeriod = 16
  const burst = Math.round(length / 2 / longPeriod) * longPeriod
  const dense = Float64Array.from({ length }, (_, n) => {
    const after = n - burst
    if (after < 0) return 0.5 * Math.sin((2 * Math.PI * n) / longPeriod)
    if (after < shortPeriod) return Math.sin((2 * Math.PI * after) / shortPeriod)
    return 0.5 * Math.sin((2 * Math.PI * (after - shortPeriod)) / longPeriod)
  })
  fade(dense, Math.round(0.4 * sampleRate))
  const wing = 200
  const taps = Float64Array.from({ length: 2 * wing + 1 }, (_, i) => {
    const t = (i - wing) / 4
    const lobe = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t)
    return (lobe * (0.5 + 0.5 * Math.cos((Math.PI * (i - wing)) / (wing + 1)))) / 4
  })
  return Float32Array.from({ length: length / 4 }, (_, n) => {
    const centre = 4 * n + offset
    let sum = 0
    for (let i = Math.max(0, wing - centre); i <= 2 * wing && centre + i - wing < length; i++)
      sum += taps[i]! * dense[centre + i - wing]!
    return sum
  })
}

/** Audio that breaks careless code. Every value is a short signal on one or more channels. */
export function uglyInputs(): Record<string, Audio> {
  const at = (sampleRate: number) => onBoth(whiteNoise(sampleRate * 2, 3, 0.5), sampleRate)
  const tone = sine({ hz: 997, seconds: 4, sampleRate: 44_100, gain: 0.5 })
  const quiet = new Float32Array(44_100 * 4)
  return {
    'no samples': onBoth(new Float32Array(0), 44_100),
    silence: onBoth(quiet, 44_100),
    'one sample': onBoth(Float32Array.of(0.7), 44_100),
    '10 ms': onBoth(tone.slice(0, 441), 44_100),
    '500 ms': onBoth(tone.slice(0, 22_050), 44_100),
    DC: onBoth(new Float32Array(44_100 * 4).fill(0.5), 44_100),
    'left only': stereo(tone, quiet, 44_100),
    'right only': stereo(quiet, tone, 44_100),
    'opposite polarity': stereo(tone, scaled(tone, -1), 44_100),
    mono: { sampleRate: 44_100, channels: [tone] },
    'faint tone': onBoth(scaled(tone, 1e-5), 44_100),
    'below −120 dBFS': onBoth(scaled(tone, 1e-7), 44_100),
    'far over full scale': onBoth(scaled(tone, 4), 44_100),
    'full-scale square': onBoth(tone.map(Math.sign), 44_100),
    'loud, then silent': onBoth(Float32Array.from([...whiteNoise(88_200, 5), ...quiet]), 44_100),
    'sub only': onBoth(sine({ hz: 45, seconds: 4, sampleRate: 44_100 }), 44_100),
    'air only': onBoth(sine({ hz: 15_000, seconds: 4, sampleRate: 44_100 }), 44_100),
    '8 kHz rate': at(8000),
    '96 kHz rate': at(96_000),
    '192 kHz rate': at(192_000),
    '5.1': { sampleRate: 44_100, channels: Array.from({ length: 6 }, (_, c) => whiteNoise(88_200, c + 1, 0.3)) },
  }
}
