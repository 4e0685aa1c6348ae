/** Stacks of detuned saws with known voices, cents and places: the truth of the supersaw measures. Phases are seeded. */

import { addVoice } from '../../node/adapters/demo-song/oscillators.ts'
import { shape, silence } from '../../node/adapters/demo-song/sound.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { random } from './beats.ts'

/** Offsets of a seven-voice stack relative to the outermost (A. Szabo, "How to Emulate the Super Saw", 2010, table 1). */
export const szaboOffsets = [-1, -0.571, -0.178, 0, 0.181, 0.565, 0.977] as const

/** −1 … 1 in equal steps; a single voice is in the middle. */
export const evenOffsets = (voices: number) =>
  voices === 1 ? [0] : Array.from({ length: voices }, (_, i) => -1 + (2 * i) / (voices - 1))

export interface Stack {
  /** Offsets of the voices relative to the outermost. */
  readonly offsets: readonly number[]
  /** Cents of the outermost voice. */
  readonly cents: number
  /** 0 mono, 1 outer voices hard left and right. */
  readonly spread?: number
  /** Level of the outer voices relative to the middle one. */
  readonly sides?: number
}

export interface StackNote {
  readonly midi: number
  readonly startSeconds: number
  readonly seconds: number
}

export interface StackPart {
  readonly stack: Stack
  readonly notes: readonly StackNote[]
  readonly seconds: number
  readonly sampleRate: number
  readonly seed: number
  /** Cents that the whole instrument is out of tune. */
  readonly tuning?: number
  readonly attack?: number
  readonly release?: number
}

/** Notes played by one instrument, stereo. */
export function renderStack(part: StackPart): Audio {
  const { stack, notes, seconds, sampleRate, seed, tuning = 0, attack = 0.005, release = 0.02 } = part
  const { offsets, cents, spread = 0, sides = 1 } = stack
  const next = random(seed)
  const left = new Float32Array(Math.round(seconds * sampleRate))
  const right = new Float32Array(left.length)
  for (const note of notes) {
    const sound = silence(2, Math.ceil((note.seconds + 5 * release) * sampleRate))
    offsets.forEach((offset, i) => {
      const hz = 440 * 2 ** ((note.midi - 69) / 12 + (offset * cents + tuning) / 1200)
      const angle = ((offset * spread * (i % 2 === 0 ? 1 : -1) + 1) * Math.PI) / 4
      const gain = (1 - (1 - sides) * Math.abs(offset)) / 3
      const phase = next()
      addVoice(sound, { hz, phase, gainLeft: gain * Math.cos(angle), gainRight: gain * Math.sin(angle) }, sampleRate)
    })
    shape(sound, { attack, decay: 1, sustain: 1, gate: note.seconds, release }, sampleRate)
    const at = Math.round(note.startSeconds * sampleRate)
    for (let n = 0; n < sound[0]!.length && at + n < left.length; n++) {
      left[at + n]! += 0.3 * sound[0]![n]!
      right[at + n]! += 0.3 * sound[1]![n]!
    }
  }
  return { sampleRate, channels: [left, right] }
}

/** One chord or note held for the whole length. */
export const held = (midi: readonly number[], seconds: number): StackNote[] =>
  midi.map(note => ({ midi: note, startSeconds: 0, seconds: seconds - 0.1 }))

/** A chord per bar, or a note per step: `steps` of equal length, each a list of notes. */
export const sequence = (steps: readonly (readonly number[])[], stepSeconds: number, gate = 0.95): StackNote[] =>
  steps.flatMap((notes, i) => notes.map(midi => ({ midi, startSeconds: i * stepSeconds, seconds: gate * stepSeconds })))
