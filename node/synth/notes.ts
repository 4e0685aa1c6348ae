/**
 * Notes of an isolated part: stretches of sound between silences and re-attacks, with their pitch. Short gaps between
 * stretches of one pitch are a gate, not new notes: nothing in the sound tells the two apart.
 */
import { gainToDb } from '../dsp/decibel.ts'
import { median } from '../dsp/statistics.ts'
import { levelsOf } from './level.ts'
import { pitchOf } from './pitch.ts'
import { PieceReader } from './spectrum.ts'

export interface Note {
  readonly startSeconds: number
  /** Where the sound has died away. */
  readonly endSeconds: number
  /** null: no pitch (noise, drums, chords). */
  readonly hz: number | null
  /** How much of the sound its harmonics are, 0 to 1. */
  readonly explained: number
  /** RMS, linear. */
  readonly level: number
}

const hopSeconds = 0.005
/** Below the loudest moment; a tail under it is not worth measuring. */
const quietDb = -50
const longestGateSeconds = 0.12
const shortestSeconds = 0.04
/** A rise this large within `riseSeconds` after a fall is a new attack. */
const riseDb = 9
const riseSeconds = 0.03
const least = 0.55
const sameSemitones = 0.5
const pieceSeconds = 0.35

export function notesOf(channels: readonly Float32Array[], sampleRate: number): Note[] {
  const { values } = levelsOf(channels, sampleRate, { windowSeconds: 0.01, hopSeconds })
  const loudest = values.reduce((most, each) => Math.max(most, each), 0)
  if (!(loudest > 0)) return []
  const levels = values.map(value => (value > 0 ? gainToDb(value / loudest) : -200))
  const stretches = stretchesOf(levels).filter(({ from, to }) => (to - from) * hopSeconds >= shortestSeconds)
  const notes = stretches.flatMap(({ from, to }) =>
    bySteps(channels, sampleRate, { startSeconds: from * hopSeconds, endSeconds: to * hopSeconds }),
  )
  return merged(notes)
}

/** Indices [from, to) of the stretches above the threshold, cut at re-attacks. */
function stretchesOf(levels: Float64Array): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  const back = Math.round(riseSeconds / hopSeconds)
  let from = -1
  let top = -200
  for (let i = 0; i <= levels.length; i++) {
    const here = levels[i] ?? -200
    if (here > quietDb && from < 0) {
      from = i
      top = here
    } else if (here <= quietDb && from >= 0) {
      found.push({ from, to: i })
      from = -1
    } else if (from >= 0) {
      top = Math.max(top, here)
      const dip = levels.subarray(Math.max(from, i - back), i).reduce((low, each) => Math.min(low, each), 0)
      if (here - dip >= riseDb && i - from > 3 * back && dip < top - riseDb) {
        const cut = levels.subarray(i - back, i).indexOf(dip) + i - back
        if (cut > from) found.push({ from, to: cut })
        from = Math.max(from, cut)
        top = here
      }
    }
  }
  return found
}

/** Cuts a stretch where its pitch steps to another that stays. */
function bySteps(
  channels: readonly Float32Array[],
  sampleRate: number,
  { startSeconds, endSeconds }: { readonly startSeconds: number; readonly endSeconds: number },
): Note[] {
  const stepSeconds = 0.12
  const whole = {
    startSeconds,
    endSeconds,
    level: rmsOf(channels, sampleRate, startSeconds, endSeconds),
    ...pitched(channels, sampleRate, startSeconds, endSeconds),
  }
  const count = Math.floor((endSeconds - startSeconds) / stepSeconds)
  if (count < 4) return [whole]
  const pitches = Array.from({ length: count }, (_, i) =>
    pitched(channels, sampleRate, startSeconds + i * stepSeconds, startSeconds + (i + 1) * stepSeconds),
  )
  const cuts: number[] = []
  let held: number[] = []
  for (let i = 0; i < count; i++) {
    const here = pitches[i]!.hz
    const next = pitches[i + 1]?.hz ?? here
    const before = median(held)
    if (here !== null && next !== null && before !== null && held.length >= 2) {
      const moved = Math.abs(semitones(here / before))
      // Octaves are more often a misreading of a moving filter than a note.
      if (moved > 0.6 && Math.abs(moved - 12) > 0.5 && Math.abs(semitones(next / here)) < 0.3) {
        cuts.push(startSeconds + i * stepSeconds)
        held = []
      }
    }
    if (here !== null) held.push(here)
  }
  if (cuts.length === 0) return [whole]
  return [startSeconds, ...cuts].map((start, i) => {
    const end = cuts[i] ?? endSeconds
    return {
      startSeconds: start,
      endSeconds: end,
      level: rmsOf(channels, sampleRate, start, end),
      ...pitched(channels, sampleRate, start, end),
    }
  })
}

/** The pitch of the loudest `pieceSeconds` between two times. */
function pitched(channels: readonly Float32Array[], sampleRate: number, start: number, end: number) {
  const seconds = Math.min(pieceSeconds, end - start)
  const reader = new PieceReader(Math.max(256, Math.round(seconds * sampleRate)), sampleRate)
  // The first pieces hold the attack of a pluck, later ones the sustain of a pad: the loudest is the best heard.
  const starts = [start, start + (end - start - seconds) * 0.33, start + (end - start - seconds) * 0.66]
  const pieces = starts.map(at => reader.read(channels, Math.round(at * sampleRate)))
  const power = pieces.map(piece => piece.between(20, piece.highestHz))
  const pitch = pitchOf(pieces[power.indexOf(Math.max(...power))]!)
  const explained = pitch?.explained ?? 0
  return { hz: pitch && explained >= least ? pitch.hz : null, explained }
}

function rmsOf(channels: readonly Float32Array[], sampleRate: number, start: number, end: number): number {
  let sum = 0
  const [from, to] = [Math.round(start * sampleRate), Math.round(end * sampleRate)]
  for (const x of channels) for (let n = from; n < Math.min(to, x.length); n++) sum += x[n]! ** 2
  return Math.sqrt(sum / Math.max(1, (to - from) * channels.length))
}

const semitones = (ratio: number) => 12 * Math.log2(ratio)

function merged(notes: readonly Note[]): Note[] {
  const result: Note[] = []
  for (const note of notes) {
    const last = result.at(-1)
    const near = last && note.startSeconds - last.endSeconds <= longestGateSeconds
    const same =
      last && (note.hz === null || last.hz === null || Math.abs(semitones(note.hz / last.hz)) < sameSemitones)
    if (last && near && same) {
      const better = note.explained > last.explained ? note : last
      result[result.length - 1] = { ...better, startSeconds: last.startSeconds, endSeconds: note.endSeconds }
    } else result.push(note)
  }
  return result
}
