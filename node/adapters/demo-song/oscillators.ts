/**
 * Band-limited sawtooth from wavetables, one table per half octave of harmonics: no partial ever lies above Nyquist.
 * Pulse waves are the difference of two saws.
 */
import type { Random } from './random.ts'
import type { Sound } from './sound.ts'

const tableSize = 4096
const tables = new Map<number, Float32Array>()

/** saw(φ) = −(2/π) Σ sin(2πkφ)/k for k up to `harmonics`, rising from −1 to 1. One guard point for interpolation. */
function sawTable(harmonics: number): Float32Array {
  const known = tables.get(harmonics)
  if (known) return known
  const sine = Float64Array.from({ length: tableSize }, (_, n) => Math.sin((2 * Math.PI * n) / tableSize))
  const sum = new Float64Array(tableSize)
  for (let k = 1; k <= harmonics; k++) {
    // A cosine taper over the top of the series keeps the Gibbs overshoot small.
    const gain = ((-2 / Math.PI) * Math.cos((Math.PI * 0.45 * k) / harmonics) ** 0.5) / k
    for (let n = 0, i = 0; n < tableSize; n++, i = (i + k) & (tableSize - 1)) sum[n] = sum[n]! + gain * sine[i]!
  }
  const table = new Float32Array(tableSize + 1)
  for (let n = 0; n <= tableSize; n++) table[n] = sum[n & (tableSize - 1)]!
  tables.set(harmonics, table)
  return table
}

function tableFor(hz: number, sampleRate: number): Float32Array {
  const allowed = Math.max(1, Math.min(700, Math.floor((0.47 * sampleRate) / hz)))
  return sawTable(Math.max(1, Math.floor(2 ** (Math.floor(Math.log2(allowed) * 2) / 2))))
}

export interface Voice {
  readonly hz: number
  readonly gainLeft: number
  readonly gainRight: number
  /** Starting phase in cycles. */
  readonly phase: number
  /** 0: saw; otherwise a pulse of this width, 0 to 1. */
  readonly pulse?: number
}

/** Adds one oscillator to a mono or stereo sound. */
export function addVoice(into: Sound, voice: Voice, sampleRate: number): void {
  const { hz, gainLeft, gainRight, phase, pulse = 0 } = voice
  const table = tableFor(hz, sampleRate)
  addSaw(into, { table, step: hz / sampleRate, phase, gainLeft, gainRight })
  if (pulse > 0)
    addSaw(into, { table, step: hz / sampleRate, phase: phase + pulse, gainLeft: -gainLeft, gainRight: -gainRight })
}

function addSaw(
  into: Sound,
  saw: Omit<Voice, 'hz' | 'pulse'> & { readonly table: Float32Array; readonly step: number },
): void {
  const { table, step, gainLeft, gainRight } = saw
  const left = into[0]!
  const right = into[1]
  let at = (saw.phase - Math.floor(saw.phase)) * tableSize
  const advance = step * tableSize
  for (let n = 0; n < left.length; n++) {
    const i = at | 0
    const a = table[i]!
    const y = a + (table[i + 1]! - a) * (at - i)
    left[n] = left[n]! + gainLeft * y
    if (right) right[n] = right[n]! + gainRight * y
    at += advance
    if (at >= tableSize) at -= tableSize
  }
}

/** Detune positions of a seven-voice supersaw relative to the outermost (A. Szabo, "How to Emulate the Super Saw", 2010). */
const supersawOffsets = [-1, -0.571, -0.178, 0, 0.181, 0.565, 0.977]

export interface Unison {
  readonly hz: number
  /** Cents of the outermost voice. */
  readonly detuneCents: number
  /** 0 mono, 1 outer voices hard left and right. */
  readonly spread: number
  /** Level of the side voices relative to the centre one. */
  readonly sides: number
}

/** Seven detuned saws with free-running phases. */
export function addSupersaw(into: Sound, u: Unison, sampleRate: number, random: Random): void {
  supersawOffsets.forEach((offset, i) => {
    const pan = offset * u.spread * (i % 2 === 0 ? 1 : -1)
    const gain = (offset === 0 ? 1 : u.sides) / 3
    const hz = u.hz * 2 ** ((offset * u.detuneCents) / 1200)
    const angle = ((pan + 1) * Math.PI) / 4
    addVoice(
      into,
      { hz, gainLeft: gain * Math.cos(angle), gainRight: gain * Math.sin(angle), phase: random() },
      sampleRate,
    )
  })
}

/** A sine of constant frequency, added with per-channel gains equal. */
export function addSine(into: Sound, hz: number, gain: number, sampleRate: number, phase = 0): void {
  for (const x of into)
    for (let n = 0; n < x.length; n++) x[n] = x[n]! + gain * Math.sin(2 * Math.PI * (phase + (hz * n) / sampleRate))
}
