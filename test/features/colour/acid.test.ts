import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import type { PitchFrames } from '../../../node/dsp/pitch-frames.ts'
import { feature } from '../../../node/features/catalogue.ts'
import { measureAcid } from '../../../node/features/colour/acid.ts'
import { lineOf, slidesOf } from '../../../node/features/colour/acid-line.ts'
import { type AcidSettings, renderAcid } from '../../support/acid-line.ts'
import { addAt, hat, kick, noise, times } from '../../support/beats.ts'
import { evenOffsets, held, renderStack, sequence, szaboOffsets } from '../../support/saw-stacks.ts'
import { scaled, uglyInputs } from '../../support/signals.ts'

const sampleRate = 44_100
const tempo = 138
const sixteenth = 15 / tempo
const grid = { tempo, firstBeatSeconds: 0, confidence: 1 }
const acid = (over: Partial<AcidSettings> = {}) => renderAcid({ tempo, bars: 4, sampleRate, seed: 23, ...over })
const overall = (audio: Audio, withGrid = true) =>
  measureAcid(audio, { grid: withGrid ? grid : null, ranges: [] }).get('overall')!
const values = (audio: Audio) => overall(audio).values as Record<string, number | null>
const withDrums = ({ channels }: Audio): Audio => {
  const mix = channels[0]!.slice()
  const beat = 60 / tempo
  addAt(mix, sampleRate, times(0, mix.length / sampleRate, beat), late => kick(sampleRate, late), 0.8)
  addAt(mix, sampleRate, times(beat / 2, mix.length / sampleRate, beat), () => hat(sampleRate), 0.25)
  return { sampleRate, channels: [mix] }
}
const played = (offsets: readonly number[], cents: number, notes: readonly number[], gate: number) =>
  renderStack({
    stack: { offsets, cents },
    notes: sequence(
      Array.from({ length: 64 }, (_, i) => [notes[i % notes.length]!]),
      sixteenth,
      gate,
    ),
    seconds: 64 * sixteenth,
    sampleRate,
    seed: 6,
  })

describe('a line with a moving resonance', () => {
  test.each<[string, Partial<AcidSettings>]>([
    ['saw', {}],
    ['square', { wave: 'square', resonance: 3.2 }],
    ['high resonance, two octaves', { octaves: 2, resonance: 3.7, cutoffHz: 400 }],
    ['without slides and accents', { slides: 0, accentDb: 0 }],
  ])('%s: 0.6 or more, alone and with kick and hats', (_, over) => {
    const { audio } = acid(over)
    expect(values(audio).acidLine).toBeGreaterThanOrEqual(0.6)
    expect(values(withDrums(audio)).acidLine).toBeGreaterThanOrEqual(0.6)
  })

  test('a wider sweep reads wider, and about what the filter did', () => {
    const narrow = acid({ octaves: 1.2, cutoffHz: 500 })
    const wide = acid({ octaves: 3.2, cutoffHz: 250 })
    const read = [narrow, wide].map(line => values(line.audio).acidSweep!)
    expect(read[1]).toBeGreaterThan(read[0]! + 0.5)
    // Below the third harmonic a resonance is no more seen: the reading falls short of the cutoff's travel by up to half.
    expect(read[1]! / wide.sweepOctaves).toBeGreaterThan(0.5)
    expect(read[1]! / wide.sweepOctaves).toBeLessThan(1.3)
  })

  test('without resonance the same line scores next to nothing', () => {
    expect(values(acid({ resonance: 0.3 }).audio).acidLine).toBeLessThan(0.1)
  })

  test('accents of 6 dB read 6 dB, none read little', () => {
    // Notes differ in level by themselves as the filter and their pitch differ: 2 dB.
    expect(Math.abs(values(acid().audio).acidAccent! - 6)).toBeLessThan(2)
    expect(values(acid({ accentDb: 0 }).audio).acidAccent).toBeLessThan(2)
  })
})

describe('slides', () => {
  test('a line without slides has none, with many some', () => {
    expect(values(acid({ slides: 0 }).audio).acidGlides).toBe(0)
    expect(values(acid({ slides: 0.5, seed: 3 }).audio).acidGlides).toBeGreaterThan(1)
  })

  test('a jump is no slide', () => {
    expect(values(played([0], 0, [45, 48, 50, 57], 1)).acidGlides).toBe(0)
    expect(values(played([0], 0, [45, 46, 45, 47], 1)).acidGlides).toBe(0)
  })

  /** Frames with nothing but pitches, all voiced. */
  const frames = (semitones: readonly number[]) => {
    const hz = Float64Array.from(semitones, s => 110 * 2 ** (s / 12))
    const all = { count: hz.length, startSeconds: 0, hopSeconds: 0.0116, periodicity: hz.map(() => 1) }
    const pitches: PitchFrames = { ...all, hz, power: new Float32Array(hz.length), bins: 1, binHz: 10 }
    const voiced = semitones.map((_, t) => t)
    return slidesOf(pitches, { voiced, resonance: hz.map(() => Number.NaN), level: hz.map(() => 0) })
  }

  test('counted by hand', () => {
    expect(frames([0, 0, 0, 0, 5, 5, 5, 5])).toBe(0)
    expect(frames([0, 0, 0, 0, 2.5, 5, 5, 5])).toBe(0)
    expect(frames([0, 0, 0, 1, 2, 3, 4, 4.5, 4.8, 5, 5, 5])).toBe(1)
    expect(frames([5, 5, 5, 4, 3, 2, 1, 0.5, 0.2, 0, 0, 0])).toBe(1)
    // Two frames read an octave too high are still on their way.
    expect(frames([0, 0, 0, 1, 14, 15, 4, 4.5, 4.8, 5, 5, 5])).toBe(1)
    // There and back is a vibrato's way, not a slide's.
    expect(frames([0, 0, 0, 2, 4, 2, 0, 0, 0, 0])).toBe(0)
    expect(frames([])).toBe(0)
  })
})

describe('no acid line', () => {
  test.each<[string, () => Audio]>([
    ['plucks of one saw', () => played([0], 0, [57, 60, 64, 69], 0.5)],
    ['a supersaw arpeggio', () => played(szaboOffsets, 20, [57, 60, 64, 69], 0.9)],
    ['a detuned bass', () => played(evenOffsets(3), 12, [33, 33, 45, 33], 0.7)],
  ])('%s reads 0.3 or less', (_, make) => {
    expect(values(make()).acidLine).toBeLessThanOrEqual(0.3)
  })

  test('a held chord, and noise that has no pitch', () => {
    const chord = renderStack({
      stack: { offsets: szaboOffsets, cents: 20 },
      notes: held([57, 60, 64], 4),
      seconds: 4,
      sampleRate,
      seed: 2,
    })
    expect(values(chord).acidLine ?? 0).toBeLessThanOrEqual(0.3)
    const row = overall({ sampleRate, channels: [noise(4, sampleRate, 3, 0.3)] })
    expect(row.values.acidLine).toBeNull()
    expect(row.reasons.acidLine).toMatch(/pitched line/)
  })
})

describe('invariants', () => {
  test('gain and the channel it is on change nothing', () => {
    const { audio } = acid()
    const x = audio.channels[0]!
    const row = values(audio)
    // 32-bit samples: gains round differently.
    for (const channels of [
      [scaled(x, 0.05)],
      [x, x],
      [x, new Float32Array(x.length)],
      [new Float32Array(x.length), x],
    ])
      for (const id of ['acidLine', 'acidSweep', 'acidGlides', 'acidAccent'])
        expect(values({ sampleRate, channels })[id]).toBeCloseTo(row[id]!, 1)
  })

  test('the same at 48 and 96 kHz', () => {
    for (const rate of [48_000, 96_000])
      expect(values(acid({ sampleRate: rate }).audio).acidLine).toBeGreaterThanOrEqual(0.6)
  })

  test('without a grid the score stands, what counts bars does not', () => {
    const row = overall(acid().audio, false)
    expect(row.values.acidLine).toBeGreaterThanOrEqual(0.6)
    expect(row.values.acidGlides).toBeNull()
    expect(row.reasons.acidAccent).toMatch(/beat/)
  })

  test('a section with the line has it, one without has not, overall is the section with it', () => {
    const line = acid().audio.channels[0]!
    const other = played([0], 0, [57, 60, 64, 69], 0.5).channels[0]!
    const joined = Float32Array.from([...other, ...line])
    const at = other.length / sampleRate
    const rows = measureAcid(
      { sampleRate, channels: [joined] },
      {
        grid,
        ranges: [
          { key: 'breakdown', startSeconds: 0, endSeconds: at },
          { key: 'drop', startSeconds: at, endSeconds: joined.length / sampleRate },
        ],
      },
    )
    expect(rows.get('breakdown')!.values.acidLine).toBeLessThanOrEqual(0.3)
    expect(rows.get('drop')!.values.acidLine).toBeGreaterThanOrEqual(0.6)
    expect(rows.get('overall')).toBe(rows.get('drop'))
  })
})

test('a resonance is read where the harmonics were raised', () => {
  // One frame, repeated: harmonics of 100 Hz falling like a saw's, the eighth 12 dB up, its neighbours 10 dB.
  const bins = 513
  const binHz = 10
  const count = 6
  const power = new Float32Array(count * bins)
  for (let t = 0; t < count; t++)
    for (let k = 1; k <= 40; k++) power[t * bins + 10 * k] = (k === 8 ? 16 : Math.abs(k - 8) === 1 ? 10 : 1) / (k * k)
  const hz = new Float64Array(count).fill(100)
  const periodicity = new Float64Array(count).fill(0.8)
  const { resonance } = lineOf({ count, startSeconds: 0, hopSeconds: 0.01, hz, periodicity, power, bins, binHz })
  for (const octave of resonance) expect(2 ** octave).toBeCloseTo(800, 6)
})

describe('ugly inputs', () => {
  test.each(Object.entries(uglyInputs()))('%s: a value in range or a reason', (_, audio) => {
    for (const row of [overall(audio), overall(audio, false)])
      for (const id of ['acidLine', 'acidSweep', 'acidGlides', 'acidAccent'] as const) {
        const value = row.values[id]
        if (value === null || value === undefined) expect(row.reasons[id]).toBeTruthy()
        else {
          expect(value).toBeGreaterThanOrEqual(feature(id).range[0])
          expect(value).toBeLessThanOrEqual(feature(id).range[1])
        }
      }
  })
})
