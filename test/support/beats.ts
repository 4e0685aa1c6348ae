/** Signals for rhythm tests: kicks, hats, pads, ducking and whole arrangements with known times. Noise is seeded. */
import type { Audio } from '../../node/audio/audio.ts'
import type { SectionType } from '../../node/features/catalogue.ts'

/** Mulberry32: uniform in 0 … 1. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const mono = (signal: Float32Array, sampleRate: number): Audio => ({ sampleRate, channels: [signal] })

export const silence = (seconds: number, sampleRate: number) => new Float32Array(Math.round(seconds * sampleRate))

export function noise(seconds: number, sampleRate: number, seed = 1, gain = 0.1): Float32Array {
  const next = random(seed)
  return silence(seconds, sampleRate).map(() => gain * (2 * next() - 1))
}

export function add(target: Float32Array, sound: Float32Array, atSample: number, gain = 1): void {
  const from = Math.max(0, -atSample)
  const to = Math.min(sound.length, target.length - atSample)
  for (let n = from; n < to; n++) target[atSample + n]! += gain * sound[n]!
}

/** Adds a sound at each time; the sound is re-made at the exact sub-sample place. */
export function addAt(
  target: Float32Array,
  sampleRate: number,
  times: Iterable<number>,
  make: (lateSeconds: number) => Float32Array,
  gain = 1,
): void {
  for (const time of times) {
    const at = Math.ceil(time * sampleRate)
    add(target, make(at / sampleRate - time), at, gain)
  }
}

/** Decaying sine that sweeps from 220 Hz to 50 Hz, 0.5 ms attack. The first sample is `late` seconds after its start. */
export function kick(sampleRate: number, late = 0): Float32Array {
  return silence(0.3, sampleRate).map((_, n) => {
    const t = n / sampleRate + late
    const phase = 2 * Math.PI * (50 * t + (170 / 40) * (1 - Math.exp(-40 * t)))
    return Math.min(1, t / 0.0005) * Math.exp(-t / 0.12) * Math.sin(phase)
  })
}

/** One full-scale sample. */
export const click = () => Float32Array.of(1)

/** Noise burst above about 6 kHz. */
export function hat(sampleRate: number, seed = 7, seconds = 0.06): Float32Array {
  const next = random(seed)
  let x1 = 0
  let x2 = 0
  return silence(seconds, sampleRate).map((_, n) => {
    const x = 2 * next() - 1
    const y = (x - 2 * x1 + x2) / 4 // second difference: +12 dB per octave
    x2 = x1
    x1 = x
    return y * Math.exp(-n / sampleRate / (seconds / 4))
  })
}

/** Noise burst with a body at 190 Hz. */
export function snare(sampleRate: number, seed = 4): Float32Array {
  return noise(0.15, sampleRate, seed, 1).map((x, n) => {
    const t = n / sampleRate
    return 0.6 * (x * Math.exp(-t / 0.04) + Math.exp(-t / 0.05) * Math.sin(2 * Math.PI * 190 * t))
  })
}

/** Band-limited saw with a decaying or flat amplitude. */
export function saw(
  sampleRate: number,
  {
    hz,
    seconds,
    tau = Infinity,
    highestHz = 4000,
    phase = 0,
  }: { hz: number; seconds: number; tau?: number; highestHz?: number; phase?: number },
): Float32Array {
  const output = silence(seconds, sampleRate)
  for (let k = 1; k * hz < Math.min(highestHz, sampleRate / 2); k++) {
    const step = (2 * Math.PI * hz * k) / sampleRate
    for (let n = 0; n < output.length; n++) output[n]! += Math.sin(step * n + phase * k * k) / k
  }
  for (let n = 0; n < output.length; n++) {
    const t = n / sampleRate
    output[n]! *= Math.min(1, t / 0.002) * Math.min(1, (seconds - t) / 0.004) * Math.exp(-t / tau)
  }
  return output
}

/** Detuned saws: sustained, chordal, beating like a real supersaw. */
export function pad(seconds: number, sampleRate: number, seed = 3, notes = [220, 261.63, 329.63]): Float32Array {
  const next = random(seed)
  const output = silence(seconds, sampleRate)
  for (const note of notes)
    for (let voice = 0; voice < 3; voice++) {
      const hz = note * 2 ** ((voice - 1) / 100 + next() / 1200)
      let phase = next()
      const step = hz / sampleRate
      // PolyBLEP saw: cheap, and clean enough below 8 kHz.
      for (let n = 0; n < output.length; n++) {
        phase += step
        if (phase >= 1) phase -= 1
        let value = 2 * phase - 1
        if (phase < step) value -= (phase / step) * (2 - phase / step) - 1
        else if (phase > 1 - step) value -= ((phase - 1) / step + 1) ** 2
        output[n]! += 0.06 * value
      }
    }
  return output
}

export interface DuckShape {
  readonly depthDb: number
  readonly attackSeconds: number
  /** Time at the bottom before it recovers. */
  readonly holdSeconds?: number
  /** Time from the end of the hold to full recovery; the shape is a raised cosine in dB. */
  readonly recoverySeconds: number
}

/** Gain in dB at a time after the beat. */
export function duckDb(t: number, { depthDb, attackSeconds, holdSeconds = 0, recoverySeconds }: DuckShape): number {
  if (t < attackSeconds) return (-depthDb * t) / attackSeconds
  const u = (t - attackSeconds - holdSeconds) / recoverySeconds
  return u <= 0 ? -depthDb : u >= 1 ? 0 : -depthDb * (0.5 + 0.5 * Math.cos(Math.PI * u))
}

/** The signal with the ducking curve on every beat. */
export function duck(
  signal: Float32Array,
  sampleRate: number,
  { tempo, firstBeatSeconds, shape }: { tempo: number; firstBeatSeconds: number; shape: DuckShape },
): Float32Array {
  const beat = 60 / tempo
  return signal.map((x, n) => {
    const t = n / sampleRate - firstBeatSeconds
    return x * 10 ** (duckDb(t - beat * Math.floor(t / beat), shape) / 20)
  })
}

export function* times(from: number, to: number, step: number): Generator<number> {
  for (let k = 0; from + k * step < to; k++) yield from + k * step
}

/** Kick on every beat, open hat and bass between, pad under it: a plain drop. */
export function fourOnTheFloor({
  seconds,
  sampleRate,
  tempo,
  firstBeatSeconds,
  parts = ['kick', 'hat', 'bass', 'pad'],
}: {
  seconds: number
  sampleRate: number
  tempo: number
  firstBeatSeconds: number
  parts?: readonly ('kick' | 'hat' | 'bass' | 'pad')[]
}): Float32Array {
  const beat = 60 / tempo
  const output = parts.includes('pad') ? pad(seconds, sampleRate).map(x => 0.5 * x) : silence(seconds, sampleRate)
  if (parts.includes('kick'))
    addAt(output, sampleRate, times(firstBeatSeconds, seconds, beat), late => kick(sampleRate, late), 0.8)
  if (parts.includes('hat'))
    addAt(output, sampleRate, times(firstBeatSeconds + beat / 2, seconds, beat), () => hat(sampleRate), 0.3)
  if (parts.includes('bass')) {
    const note = saw(sampleRate, { hz: 55, seconds: 0.4 * beat, highestHz: 1200 })
    addAt(output, sampleRate, times(firstBeatSeconds + beat / 2, seconds, beat), () => note, 0.25)
  }
  return output
}

export interface DrumPattern {
  /** Beats from the bar line, each repeated every bar. */
  readonly kick?: readonly number[]
  readonly snare?: readonly number[]
  readonly hat?: readonly number[]
  readonly bass?: readonly number[]
  /** Where the second eighth of each beat falls; straight: 0.5. */
  readonly swing?: number
  readonly beatsPerBar?: number
}

/** Beats from … in steps over a bar of four. */
export const every = (step: number, from = 0, beats = 4) =>
  Array.from({ length: Math.round(beats / step) }, (_, k) => from + k * step)

/** A drum computer: the same bar again and again, every hit at its exact time. */
export function drums(
  { swing = 0.5, beatsPerBar = 4, ...parts }: DrumPattern,
  {
    seconds,
    sampleRate = 44_100,
    tempo,
    firstBeatSeconds = 0,
  }: { seconds: number; sampleRate?: number; tempo: number; firstBeatSeconds?: number },
): Float32Array {
  const output = silence(seconds, sampleRate)
  const beat = 60 / tempo
  const place = (hits: readonly number[] = [], make: (late: number) => Float32Array, gain: number) => {
    for (const hit of hits) {
      const swung = hit % 1 === 0.5 ? Math.floor(hit) + swing : hit
      addAt(output, sampleRate, times(firstBeatSeconds + swung * beat, seconds, beatsPerBar * beat), make, gain)
    }
  }
  const hatSound = hat(sampleRate)
  const snareSound = snare(sampleRate)
  const note = saw(sampleRate, { hz: 55, seconds: 0.2 * beat, highestHz: 1200 })
  place(parts.kick, late => kick(sampleRate, late), 0.8)
  place(parts.snare, () => snareSound, 0.4)
  place(parts.hat, () => hatSound, 0.25)
  place(parts.bass, () => note, 0.3)
  return output
}

export interface Part {
  readonly type: SectionType
  readonly bars: number
  /** What plays. `riser`: noise swelling over the part; `roll`: snares getting denser. */
  readonly plays: readonly ('kick' | 'bass' | 'hat' | 'pad' | 'lead' | 'riser' | 'roll')[]
}

/** Renders an arrangement; returns it with the times of its parts. */
export function arrange(
  parts: readonly Part[],
  {
    tempo,
    sampleRate,
    firstBeatSeconds = 0,
    seed = 1,
  }: { tempo: number; sampleRate: number; firstBeatSeconds?: number; seed?: number },
): { signal: Float32Array; sections: { type: SectionType; startSeconds: number; endSeconds: number }[] } {
  const beat = 60 / tempo
  const bar = 4 * beat
  const total = parts.reduce((sum, part) => sum + part.bars, 0)
  const signal = silence(firstBeatSeconds + total * bar, sampleRate)
  const next = random(seed)
  const padBar = pad(bar, sampleRate, seed + 1)
  const leadBar = pad(bar, sampleRate, seed + 2, [440, 523.25, 659.26])
  const bassNote = saw(sampleRate, { hz: 55, seconds: 0.22 * beat, highestHz: 1200 })
  const kickSound = kick(sampleRate)
  const hatSound = hat(sampleRate, seed + 3)
  const snare = noise(0.12, sampleRate, seed + 4, 1).map((x, n) => x * Math.exp(-n / sampleRate / 0.03))
  let at = firstBeatSeconds
  const sections = parts.map(({ type, bars, plays }) => {
    const end = at + bars * bar
    const place = (from: number, step: number, sound: Float32Array, gain: number) => {
      for (const time of times(from, end - 1e-6, step)) add(signal, sound, Math.round(time * sampleRate), gain)
    }
    if (plays.includes('kick')) place(at, beat, kickSound, 0.7)
    if (plays.includes('hat')) place(at + beat / 2, beat, hatSound, 0.25)
    if (plays.includes('bass')) for (const k of [1, 2, 3]) place(at + (k * beat) / 4, beat, bassNote, 0.2)
    if (plays.includes('pad')) place(at, bar, padBar, 0.5)
    if (plays.includes('lead')) place(at, bar, leadBar, 0.5)
    const from = Math.round(at * sampleRate)
    const to = Math.min(signal.length, Math.round(end * sampleRate))
    if (plays.includes('riser'))
      for (let n = from; n < to; n++) signal[n]! += 0.25 * ((n - from) / (to - from)) ** 2 * (2 * next() - 1)
    if (plays.includes('roll')) {
      const half = (at + end) / 2
      for (const time of times(at, half, beat)) add(signal, snare, Math.round(time * sampleRate), 0.15)
      for (const time of times(half, end - 1e-6, beat / 4)) add(signal, snare, Math.round(time * sampleRate), 0.2)
    }
    const section = { type, startSeconds: at, endSeconds: end }
    at = end
    return section
  })
  return { signal, sections }
}
