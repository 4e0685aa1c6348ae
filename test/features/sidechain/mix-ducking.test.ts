import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { stereoOf } from '../../../node/audio/audio.ts'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import type { BeatGrid } from '../../../node/features/analysis.ts'
import type { Scope } from '../../../node/features/catalogue.ts'
import type { TimeRange } from '../../../node/features/loudness.ts'
import { fitDip } from '../../../node/features/sidechain/duck-dip.ts'
import { measureMixDucking } from '../../../node/features/sidechain/mix-ducking.ts'
import { add, addAt, type DuckShape, duck, hat, kick, noise, pad, saw, silence, times } from '../../support/beats.ts'
import { uglyInputs } from '../../support/signals.ts'

const sampleRate = 44_100
const tempo = 138
const beat = 60 / tempo
const grid: BeatGrid = { tempo, firstBeatSeconds: 0, confidence: 1 }
const seconds = 48 * beat
const shape = { attackSeconds: 0.005, holdSeconds: 0.02, recoverySeconds: 0.18 }

const chords = [
  [220, 261.63, 329.63, 440, 523.25],
  [174.61, 220, 261.63, 349.23, 523.25],
  [196, 246.94, 293.66, 392, 587.33],
]
/** Four bars of each chord, different on both sides. */
const wide = [0, 1].map(side => {
  const signal = silence(seconds, sampleRate)
  chords.forEach((chord, k) => {
    add(signal, pad(16 * beat, sampleRate, 10 * k + side, chord), Math.round(16 * k * beat * sampleRate))
  })
  return signal
})

const drums = silence(seconds, sampleRate)
addAt(drums, sampleRate, times(0, seconds, beat), late => kick(sampleRate, late), 0.8)
addAt(drums, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate), 0.3)
const clap = noise(0.15, sampleRate, 5, 1).map((x, n) => x * Math.exp(-n / sampleRate / 0.04))
addAt(drums, sampleRate, times(beat, seconds, 2 * beat), () => clap, 0.15)
const bass = silence(seconds, sampleRate)
const note = saw(sampleRate, { hz: 55, seconds: 0.4 * beat, highestHz: 1200 })
addAt(bass, sampleRate, times(beat / 2, seconds, beat), () => note, 0.25)

const ducked = (signal: Float32Array, depthDb: number, over: Partial<DuckShape> = {}) =>
  duck(signal, sampleRate, { tempo, firstBeatSeconds: 0, shape: { ...shape, ...over, depthDb } })

const mix = (depthDb: number, over: Partial<DuckShape> = {}): Audio => ({
  sampleRate,
  channels: wide.map(side => ducked(side, depthDb, over).map((x, n) => x + drums[n]! + bass[n]!)),
})

const measure = (
  audio: Audio,
  options: { grid?: BeatGrid | null; ranges?: ReadonlyMap<Scope, readonly TimeRange[]> } = {},
) =>
  measureMixDucking(audio, {
    grid: options.grid === undefined ? grid : options.grid,
    envelopes: envelopesOf(stereoOf(audio), audio.sampleRate),
    ...(options.ranges ? { ranges: options.ranges } : {}),
  })
const overall = (audio: Audio) => measure(audio).get('overall')!
const depthOf = (audio: Audio) => overall(audio).row.values.duckDepth

describe('a pad under kick, claps, hats and bass reads the depth it was ducked with', () => {
  // EVALUATION 2: ±1.5 dB on a full mix, and at most 1 dB where nothing is ducked.
  test.each([2, 4, 6, 8, 10])('%d dB', depthDb => {
    expect(Math.abs(depthOf(mix(depthDb))! - depthDb)).toBeLessThan(1.5)
  })

  test('0 dB reads at most 1, without a delay or a recovery', () => {
    const { row } = overall(mix(0))
    expect(row.values.duckDepth!).toBeLessThanOrEqual(1)
    expect(row.values.duckDelay).toBeNull()
    expect(row.reasons.duckRecovery).toBe('ducks by less than 1.5 dB')
  })

  test('in mono as well', () => {
    const [left, right] = mix(6).channels
    expect(
      Math.abs(depthOf({ sampleRate, channels: [left!.map((x, n) => 0.5 * (x + right![n]!))] })! - 6),
    ).toBeLessThan(1.5)
  })
})

describe('loud claps are not taken for gain, in stereo or mono: no depth, or the right one', () => {
  // As loud as the kick, and the same every time: its spectrum meets the chords' by chance.
  test.each([1, 2, 3, 4, 5])('clap %d, on every beat and on every other', seed => {
    const loud = noise(0.15, sampleRate, seed, 1).map((x, n) => x * Math.exp(-n / sampleRate / 0.04))
    for (const every of [1, 2]) {
      const claps = silence(seconds, sampleRate)
      addAt(claps, sampleRate, times(every === 2 ? beat : 0, seconds, every * beat), () => loud, 0.8)
      const [left, right] = mix(8).channels.map(x => x.map((v, n) => v + claps[n]!))
      for (const channels of [[left!, right!], [left!.map((x, n) => 0.5 * (x + right![n]!))]]) {
        const found = depthOf({ sampleRate, channels })
        if (found !== null) expect(Math.abs(found! - 8)).toBeLessThan(1.5)
      }
    }
  })

  test('on every other beat the depth is read all the same', () => {
    const claps = silence(seconds, sampleRate)
    addAt(claps, sampleRate, times(beat, seconds, 2 * beat), () => clap, 0.8)
    const found = depthOf({ sampleRate, channels: mix(8).channels.map(x => x.map((v, n) => v + claps[n]!)) })
    expect(Math.abs(found! - 8)).toBeLessThan(1.5)
  })
})

test('a longer recovery reads longer, and a regular ducker reads regular', () => {
  const short = overall(mix(8)).row.values
  const long = overall(mix(8, { recoverySeconds: 0.3 })).row.values
  // The raised cosine has regained nine tenths of its dB after 0.795 of its length: 95 ms between the two.
  expect(long.duckRecovery! - short.duckRecovery!).toBeGreaterThan(40)
  expect(short.duckDelay!).toBeLessThan(80)
  expect(short.duckRegularity!).toBeGreaterThan(0.6)
})

test('gain, swapped channels and shifted beats change nothing', () => {
  const audio = mix(6)
  const reference = depthOf(audio)!
  const [left, right] = audio.channels
  expect(depthOf({ sampleRate, channels: [right!, left!] })!).toBeCloseTo(reference, 6)
  expect(depthOf({ sampleRate, channels: [left!, right!].map(x => x.map(v => v / 16)) })!).toBeCloseTo(reference, 3)
  // Not a whole number of samples of the lower rate: frames are placed to 45 µs, so a tenth of a dB is room enough.
  const late = 1003
  const shifted = [left!, right!].map(x => Float32Array.from({ length: x.length + late }, (_, n) => x[n - late] ?? 0))
  const moved = measure(
    { sampleRate, channels: shifted },
    { grid: { ...grid, firstBeatSeconds: late / sampleRate } },
  ).get('overall')!
  expect(Math.abs(moved.row.values.duckDepth! - reference)).toBeLessThan(0.3)
})

test('bars without a kick on their last beat are read on the other three', () => {
  const three = silence(seconds, sampleRate)
  for (const place of [0, 1, 2])
    addAt(three, sampleRate, times(place * beat, seconds, 4 * beat), late => kick(sampleRate, late), 0.8)
  const { row } = overall({ sampleRate, channels: wide.map(side => ducked(side, 6).map((x, n) => x + three[n]!)) })
  expect(Math.abs(row.values.duckDepth! - 6)).toBeLessThan(1.5)
  expect(row.values.duckRegularity!).toBeGreaterThan(0.6)
})

test('the curve is one beat long', () => {
  const { curve } = overall(mix(6))
  expect(curve!.stepSeconds * curve!.values.length).toBeCloseTo(beat, 9)
  expect(curve!.values.every(Number.isFinite)).toBe(true)
})

test('each section reads its own depth', () => {
  const half = 24 * beat
  const cut = Math.round(half * sampleRate)
  const deep = mix(8)
  const none = mix(0)
  const audio: Audio = {
    sampleRate,
    channels: [0, 1].map(c => Float32Array.from(deep.channels[c]!, (x, n) => (n < cut ? none.channels[c]![n]! : x))),
  }
  const rows = measure(audio, {
    ranges: new Map<Scope, readonly TimeRange[]>([
      ['build', [{ startSeconds: 0, endSeconds: half }]],
      ['drop', [{ startSeconds: half, endSeconds: seconds }]],
      ['breakdown', [{ startSeconds: 0, endSeconds: 2 * beat }]],
    ]),
  })
  expect(rows.get('build')!.row.values.duckDepth!).toBeLessThanOrEqual(1)
  // Six bars only: the noise of the reading is a third higher than over twelve.
  expect(Math.abs(rows.get('drop')!.row.values.duckDepth! - 8)).toBeLessThan(2)
  expect(rows.get('breakdown')!.row.values.duckDepth).toBeNull()
  expect(rows.has('overall')).toBe(true)
})

describe('no depth, and why', () => {
  const both = (x: Float32Array): Audio => ({ sampleRate, channels: [x, x] })

  test('without a grid, and with too few kicks', () => {
    expect(measure(mix(6), { grid: null }).get('overall')!.row.reasons.duckDepth).toBe('no steady beat')
    const [left, right] = wide
    expect(overall({ sampleRate, channels: [left!, right!] }).row.reasons.duckDepth).toMatch(/fewer than four bars/)
  })

  test('drums alone, drums and an off-beat bass', () => {
    expect(depthOf(both(drums))).toBeNull()
    expect(depthOf(both(drums.map((x, n) => x + bass[n]!)))).toBeNull()
  })

  test.each(Object.entries(uglyInputs()))('%s', (_, audio) => {
    for (const { row } of measure(audio).values())
      for (const value of Object.values(row.values)) expect(value === null || Number.isFinite(value)).toBe(true)
  })
})

describe('the fit of a dip', () => {
  test('is the dip itself when there is one', () => {
    const levels = Float64Array.of(1, 0.8, 0.3, 0.2, 0.2, 0.4, 0.9, 1)
    const { level, first, last, fit } = fitDip(levels)
    expect([level, first, last]).toEqual([0.2, 3, 4])
    expect(Array.from(fit)).toEqual(Array.from(levels))
  })

  test('is no worse than any other fall and rise (slow search on a coarse grid)', () => {
    const levels = Float64Array.of(0.5, 1, 0, 0.5, 0, 1)
    const error = (fit: ArrayLike<number>) => levels.reduce((sum, x, n) => sum + (x - fit[n]!) ** 2, 0)
    const steps = [0, 0.25, 0.5, 0.75, 1]
    let least = Infinity
    const search = (fit: number[], rises: boolean): void => {
      if (fit.length === levels.length) {
        least = Math.min(least, error(fit))
        return
      }
      for (const x of steps) {
        const last = fit.at(-1)
        if (last === undefined || x === last) search([...fit, x], rises)
        else if (x > last) search([...fit, x], true)
        else if (!rises) search([...fit, x], false)
      }
    }
    search([], false)
    expect(error(fitDip(levels).fit)).toBeLessThanOrEqual(least + 1e-12)
  })
})
