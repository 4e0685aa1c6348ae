/**
 * Acid line: rendered 303 lines against everything in a trance track that is none. Seeds here start at 300 (lines) and 61
 * (songs); the measure was tuned on lines below 250 and songs below 60.
 */
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import type { FeatureRow } from '../../../node/features/catalogue.ts'
import { measureAcid } from '../../../node/features/colour/acid.ts'
import { type AcidLine, renderAcid } from '../../../test/support/acid-line.ts'
import { addAt, hat, kick, random, times } from '../../../test/support/beats.ts'
import { evenOffsets, renderStack, sequence, szaboOffsets } from '../../../test/support/saw-stacks.ts'
import type { MeasureFamily, MeasureRow } from './row.ts'
import { percent } from './words.ts'

const sampleRate = 44_100
const tempo = 138
const bars = 4
const sixteenth = 15 / tempo
const grid = { tempo, firstBeatSeconds: 0, confidence: 1 }
const least = 0.6
const most = 0.3

export const acidRows: MeasureFamily = async () => {
  const lines = Array.from({ length: 24 }, (_, i) => drawn(300 + i))
  return [
    scoreRow(
      'Acid line alone',
      'rendered lines, seeds 300–323',
      lines.map(({ what, line }) => [what, overall(line.audio)]),
    ),
    scoreRow(
      'Acid line with kick and hats',
      'the same under drums',
      lines.map(({ what, line }, i) => [what, overall(withDrums(line.audio, 300 + i))]),
    ),
    await noAcidRow(),
    slideRow(lines),
    accentRow(lines),
  ]
}

const overall = (audio: Audio) => measureAcid(audio, { grid, ranges: [] }).get('overall')!

interface Drawn {
  readonly what: string
  readonly line: AcidLine
  readonly accentDb: number
}

/** A line with wave, filter, resonance, slides and accents drawn from the seed. */
function drawn(seed: number): Drawn {
  const next = random(seed)
  const between = (low: number, high: number) => low + (high - low) * next()
  const settings = {
    wave: next() < 0.5 ? ('saw' as const) : ('square' as const),
    cutoffHz: between(200, 500),
    octaves: between(1.5, 3.5),
    resonance: between(3, 3.9),
    decaySeconds: between(0.1, 0.3),
    accentDb: next() < 0.25 ? 0 : between(3, 9),
    slides: next() < 0.25 ? 0 : between(0.1, 0.4),
    midi: 33 + Math.floor(between(0, 12)),
  }
  const line = renderAcid({ ...settings, tempo, bars, sampleRate, seed })
  const { wave, cutoffHz, octaves, resonance, accentDb } = settings
  const what = `${seed} ${wave}, ${cutoffHz.toFixed(0)} Hz +${octaves.toFixed(1)} oct, resonance ${resonance.toFixed(1)}, ${line.glidesPerBar} slides per bar, accents ${accentDb.toFixed(1)} dB`
  return { what, line, accentDb }
}

function withDrums(audio: Audio, seed: number): Audio {
  const next = random(seed + 5)
  const mix = audio.channels[0]!.slice()
  const seconds = mix.length / sampleRate
  const beat = 4 * sixteenth
  addAt(mix, sampleRate, times(0, seconds, beat), late => kick(sampleRate, late), 0.6 + 0.3 * next())
  addAt(mix, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate), 0.15 + 0.15 * next())
  addAt(mix, sampleRate, times(0, seconds, sixteenth), () => hat(sampleRate, 9, 0.03), 0.08)
  return { sampleRate, channels: [mix] }
}

const scoreText = (row: FeatureRow) =>
  row.values.acidLine === null ? `null (${row.reasons.acidLine})` : row.values.acidLine!.toFixed(2)

function scoreRow(what: string, against: string, rows: readonly (readonly [string, FeatureRow])[]): MeasureRow {
  const isRight = (row: FeatureRow) => (row.values.acidLine ?? 0) >= least
  const right = rows.filter(([, row]) => isRight(row)).length
  return {
    what,
    against,
    bar: `score ${least} or more`,
    result: `${right} of ${rows.length}`,
    met: right === rows.length,
    cases: rows.map(([name, row]) => `${isRight(row) ? 'ok  ' : 'FAIL'}  ${name}: ${scoreText(row)}`),
  }
}

/** Tracks and mixes of generated songs, arpeggios, and pads through a slow resonant filter. */
async function noAcidRow(): Promise<MeasureRow> {
  const rows: [string, FeatureRow][] = []
  for (const seed of [61, 62, 63]) {
    const song = generateSong({ seed, length: 'short' })
    const { main, taps } = await createSimulatedSet(song.spec).capture()
    const beat = 60 / song.tempo
    const ranges = song.sections.map(({ type, startBeats, endBeats }) => ({
      key: type,
      startSeconds: startBeats * beat,
      endSeconds: endBeats * beat,
    }))
    const options = { grid: { tempo: song.tempo, firstBeatSeconds: 0, confidence: 1 }, ranges }
    for (const [scope, row] of measureAcid(main, options))
      if (scope !== 'overall') rows.push([`song ${seed}, ${scope}`, row])
    song.spec.tracks.forEach(({ name }, i) => {
      const tap = taps.get(`tracks ${i}`)
      if (tap && /lead|pad|pluck|arp|bass|sub|fx/i.test(name))
        rows.push([`song ${seed}, track ${name}`, measureAcid(tap, options).get('overall')!])
    })
  }
  for (const [what, audio] of arpeggios()) rows.push([what, overall(audio)])
  const isFalse = (row: FeatureRow) => (row.values.acidLine ?? 0) > most
  const alarms = rows.filter(([, row]) => isFalse(row)).length
  return {
    what: 'Acid line: false alarms',
    against: 'generated songs 61–63, whole and per track; arpeggios; a pad under a filter',
    bar: `score ${most} or less, or no answer`,
    result: `${alarms} of ${rows.length} above ${most}`,
    met: alarms === 0,
    cases: rows.map(([name, row]) => `${isFalse(row) ? 'FAIL' : 'ok  '}  ${name}: ${scoreText(row)}`),
  }
}

function arpeggios(): [string, Audio][] {
  const steps = (notes: readonly number[]) => Array.from({ length: 64 }, (_, i) => [notes[i % notes.length]!])
  const played = (offsets: readonly number[], notes: readonly number[], gate: number, seed: number) =>
    renderStack({
      stack: { offsets, cents: offsets.length > 1 ? 18 : 0 },
      notes: sequence(steps(notes), sixteenth, gate),
      seconds: 64 * sixteenth,
      sampleRate,
      seed,
    })
  return [
    ['arpeggio of one saw, legato', played([0], [45, 52, 57, 60], 1, 350)],
    ['arpeggio of one saw, short', played([0], [57, 60, 64, 69], 0.4, 351)],
    ['arpeggio of three voices', played(evenOffsets(3), [57, 64, 69, 72], 0.8, 352)],
    ['arpeggio of seven voices', played(szaboOffsets, [57, 60, 64, 69], 0.9, 353)],
    ['rolling bass', played([0], [33, 33, 33, 45], 0.7, 354)],
    ['a 303 without resonance', renderAcid({ tempo, bars, sampleRate, seed: 355, resonance: 0.4 }).audio],
  ]
}

/** What is said of slides beside the score: how many of those made are counted, and whether there are any where none was made. */
function slideRow(lines: readonly Drawn[]): MeasureRow {
  const cases = lines.map(({ what, line }) => ({
    what,
    made: line.glidesPerBar * bars,
    found: (overall(line.audio).values.acidGlides ?? 0) * bars,
  }))
  const made = cases.reduce((sum, c) => sum + c.made, 0)
  const found = cases.reduce((sum, c) => sum + Math.min(c.made, c.found), 0)
  const without = cases.filter(c => c.made === 0)
  const extra = without.filter(c => c.found > 0).length
  return {
    what: 'Acid slides',
    against: 'the same lines',
    bar: 'none where none was made',
    result: `${extra} of ${without.length} lines without slides have some; ${percent(found / made)} of ${made} slides counted`,
    met: extra === 0,
    cases: cases.map(c => `${c.what}: ${c.found.toFixed(0)} of ${c.made}`),
  }
}

function accentRow(lines: readonly Drawn[]): MeasureRow {
  const cases = lines.map(({ what, line, accentDb }) => ({
    what,
    made: accentDb,
    read: overall(line.audio).values.acidAccent ?? null,
  }))
  const answered = cases.filter(c => c.read !== null)
  const near = answered.filter(c => Math.abs(c.read! - c.made) <= 2).length
  return {
    what: 'Acid accents',
    against: 'the same lines',
    bar: 'reported: within 2 dB of the accent',
    result: `${near} of ${answered.length}`,
    met: null,
    cases: cases.map(c => `${c.what}: ${c.read?.toFixed(1) ?? 'null'} dB`),
  }
}
