/** Keys, scales, chord progressions and melodies. Pitches are MIDI note numbers. */
import { between, pick, type Random } from './random.ts'

export const noteNames = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const
export const midiToHz = (midi: number) => 440 * 2 ** ((midi - 69) / 12)

const scales = { minor: [0, 2, 3, 5, 7, 8, 10], major: [0, 2, 4, 5, 7, 9, 11] } as const

/** Scale degrees from zero; common in trance. The major ones start from IV or vi so that they lift. */
const progressions = {
  minor: [
    [0, 5, 2, 6],
    [0, 6, 5, 6],
    [5, 6, 0, 0],
    [0, 3, 5, 6],
    [0, 2, 6, 5],
    [5, 2, 6, 0],
    [0, 5, 3, 6],
  ],
  major: [
    [0, 4, 5, 3],
    [3, 4, 5, 5],
    [5, 3, 0, 4],
  ],
} as const

/** Onsets in sixteenths of a bar. */
const leadRhythms = [
  [0, 3, 6, 8, 11, 14],
  [0, 2, 3, 6, 8, 10, 12, 14],
  [0, 3, 6, 10, 12, 14],
  [0, 4, 6, 7, 10, 12, 14],
  [0, 3, 6, 9, 12, 14],
]

export interface MelodyNote {
  readonly bar: number
  readonly sixteenth: number
  readonly lengthSixteenths: number
  readonly midi: number
}

export interface Harmony {
  readonly key: string
  readonly mode: 'minor' | 'major'
  /** Pitch class of the tonic. */
  readonly tonic: number
  readonly barsPerChord: 1 | 2
  readonly progression: readonly number[]
  /** Fundamental of the kick, F1 to A#1 (44 to 58 Hz): the tonic where it lies there, else the fifth, else the fourth. */
  readonly kickMidi: number
  readonly melody: readonly MelodyNote[]
  readonly melodyBars: number
}

/** Lifts a pitch class into the octave that starts at `lowest`. */
export const inOctave = (pitch: number, lowest: number) => lowest + ((((pitch - lowest) % 12) + 12) % 12)

/** The pitch (relative to the tonic's octave, may exceed it) of a scale degree of any size. */
export function degreePitch(h: { tonic: number; mode: 'minor' | 'major' }, degree: number): number {
  const octave = Math.floor(degree / 7)
  return h.tonic + 12 * octave + scales[h.mode][degree - 7 * octave]!
}

export const degreeOfBar = (h: Harmony, bar: number) =>
  h.progression[Math.floor(bar / h.barsPerChord) % h.progression.length]!

export const chordPitches = (h: Harmony, bar: number) => {
  const degree = degreeOfBar(h, bar)
  return [degreePitch(h, degree), degreePitch(h, degree + 2), degreePitch(h, degree + 4)] as const
}

/** The chord's notes from `lowest` up, `count` of them, in close position. */
export function voicing(h: Harmony, bar: number, lowest: number, count: number): number[] {
  const first = chordPitches(h, bar)
    .map(pitch => inOctave(pitch, lowest))
    .sort((a, b) => a - b)
  return Array.from({ length: count }, (_, i) => first[i % 3]! + 12 * Math.floor(i / 3))
}

/** Chord root between E1 and D#2 (41 to 78 Hz): where a trance bass lives. */
export const bassMidi = (h: Harmony, bar: number) => inOctave(chordPitches(h, bar)[0], 28)

export function makeHarmony(random: Random): Harmony {
  const mode = random() < 0.85 ? 'minor' : 'major'
  const tonic = Math.floor(random() * 12)
  const progression = pick<readonly number[]>(random, progressions[mode])
  const barsPerChord = random() < 0.6 ? 2 : 1
  const base: Harmony = {
    key: `${noteNames[tonic]} ${mode}`,
    mode,
    tonic,
    barsPerChord,
    progression,
    kickMidi: [0, 7, 5].map(interval => inOctave(tonic + interval, 29)).find(midi => midi <= 34)!,
    melody: [],
    melodyBars: progression.length * barsPerChord,
  }
  return { ...base, melody: makeMelody(base, random) }
}

/** Chord tones on strong places, steps between, one rhythm for the whole theme. */
function makeMelody(h: Harmony, random: Random): MelodyNote[] {
  const rhythm = pick(random, leadRhythms)
  const lowest = Math.round(between(random, 66, 71))
  const notes: MelodyNote[] = []
  let last = lowest + 5
  for (let bar = 0; bar < h.melodyBars; bar++) {
    const chord = chordPitches(h, bar)
    rhythm.forEach((sixteenth, i) => {
      const next = rhythm[i + 1] ?? 16
      const candidates =
        sixteenth % 8 === 0 || random() < 0.5
          ? chord.map(pitch => inOctave(pitch, last - 5))
          : [-2, -1, 1, 2].map(step => nearestInScale(h, last + step))
      const inRange = candidates.filter(midi => midi >= lowest && midi <= lowest + 14)
      last = inRange.length > 0 ? pick(random, inRange) : inOctave(chord[0], lowest)
      notes.push({ bar, sixteenth, lengthSixteenths: Math.min(4, next - sixteenth), midi: last })
    })
  }
  return notes
}

function nearestInScale(h: Harmony, midi: number): number {
  for (const offset of [0, 1, -1]) {
    const relative = (((midi + offset - h.tonic) % 12) + 12) % 12
    if ((scales[h.mode] as readonly number[]).includes(relative)) return midi + offset
  }
  return midi
}
