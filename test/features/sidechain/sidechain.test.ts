import { describe, expect, test } from 'vitest'
import { measureDuckDepth } from '../../../node/features/sidechain/sidechain.ts'
import {
  add,
  addAt,
  type DuckShape,
  duck,
  hat,
  kick,
  mono,
  noise,
  pad,
  random,
  saw,
  silence,
  times,
} from '../../support/beats.ts'

const sampleRate = 44_100
const tempo = 138
const beat = 60 / tempo
const grid = { tempo, firstBeatSeconds: 0, confidence: 1 }
const seconds = 64 * beat

const fast = { attackSeconds: 0.005, recoverySeconds: 0.18 }
const slow = { attackSeconds: 0.001, recoverySeconds: 0.3 }
const held = { attackSeconds: 0.02, holdSeconds: 0.05, recoverySeconds: 0.2 }

const ducked = (
  signal: Float32Array,
  shape: DuckShape,
  over: { tempo?: number; firstBeatSeconds?: number; rate?: number } = {},
) =>
  duck(signal, over.rate ?? sampleRate, {
    tempo: over.tempo ?? tempo,
    firstBeatSeconds: over.firstBeatSeconds ?? 0,
    shape,
  })

const longPad = pad(seconds, sampleRate, 5)
const longNoise = noise(seconds, sampleRate, 6)

describe('a sustained part reads the depth it was ducked with, within 0.5 dB', () => {
  // The bar is 0.8 dB. Nothing in the reading scales with depth, so half a dB holds from 2 to 10.
  const shapes = { fast, slow, held }
  test.each(
    [0, 2, 4, 6, 8, 10].flatMap(depthDb =>
      Object.keys(shapes).map(name => [depthDb, name as keyof typeof shapes] as const),
    ),
  )('%d dB, %s', (depthDb, name) => {
    for (const signal of [longPad, longNoise]) {
      const { depthDb: found } = measureDuckDepth(mono(ducked(signal, { ...shapes[name], depthDb }), sampleRate), grid)
      expect(Math.abs(found! - depthDb)).toBeLessThan(0.5)
    }
  })
})

describe.each([122.5, 128, 132.3, 145.7, 149.9])('at %d BPM, 48 kHz, off the start', bpm => {
  test('6 dB read 6 dB and none reads at most 1', () => {
    const signal = pad((48 * 60) / bpm, 48_000, Math.round(bpm))
    const over = { tempo: bpm, firstBeatSeconds: 0.27, rate: 48_000 }
    const at = { tempo: bpm, firstBeatSeconds: 0.27, confidence: 1 }
    const read = (depthDb: number) =>
      measureDuckDepth(mono(ducked(signal, { ...fast, depthDb }, over), 48_000), at).depthDb!
    expect(Math.abs(read(6) - 6)).toBeLessThan(0.8)
    expect(read(0)).toBeLessThan(1)
  })
})

test.each([1, 2, 3, 4, 5, 6])('an un-ducked pad of only four bars (seed %d) reads at most 1 dB', seed => {
  expect(measureDuckDepth(mono(pad(16 * beat, sampleRate, seed), sampleRate), grid).depthDb!).toBeLessThan(1)
})

test('chords that change on the bar line are not taken for ducking', () => {
  const signal = silence(seconds, sampleRate)
  const chords = [
    [220, 261.63, 329.63],
    [174.61, 220, 261.63],
    [196, 246.94, 293.66],
    [164.81, 196, 246.94],
  ]
  for (let bar = 0; bar < 16; bar++) {
    const chord = pad(4 * beat, sampleRate, 20 + bar, chords[bar % 4]!)
    chord.forEach((v, n) => {
      chord[n] = v * Math.min(1, n / 2205, (chord.length - n) / 2205) // 50 ms in and out
    })
    add(signal, chord, Math.round(bar * 4 * beat * sampleRate))
  }
  expect(measureDuckDepth(mono(signal, sampleRate), grid).depthDb!).toBeLessThan(1)
  // The bar is 0.8 dB; one phase at the bottom and a twelfth of the beat at the top read 0.79.
  expect(
    Math.abs(measureDuckDepth(mono(ducked(signal, { ...fast, depthDb: 6 }), sampleRate), grid).depthDb! - 6),
  ).toBeLessThan(0.7)
})

test('a part that is only on the sides is heard', () => {
  const left = ducked(longPad, { ...fast, depthDb: 6 })
  const { depthDb } = measureDuckDepth({ sampleRate, channels: [left, left.map(v => -v)] }, grid)
  expect(Math.abs(depthDb! - 6)).toBeLessThan(0.5)
})

test('a held sub with nothing above is read in the low band', () => {
  const sub = silence(seconds, sampleRate).map((_, n) => 0.5 * Math.sin((2 * Math.PI * 49 * n) / sampleRate))
  const { depthDb } = measureDuckDepth(mono(ducked(sub, { ...slow, depthDb: 6 }), sampleRate), grid)
  expect(Math.abs(depthDb! - 6)).toBeLessThan(0.8)
})

test.each([1, 2, 3, 4])('bars of different level do not disturb the reading (seed %d)', seed => {
  const next = random(seed)
  const gains = Array.from({ length: 4 }, () => 10 ** -next())
  const stepped = noise(16 * beat, sampleRate, seed).map(
    (v, n) => v * gains[Math.min(3, Math.floor(n / sampleRate / beat / 4))]!,
  )
  expect(measureDuckDepth(mono(stepped, sampleRate), grid).depthDb!).toBeLessThan(0.6)
})

test('gain and swapped channels change nothing', () => {
  const left = ducked(longPad, { ...fast, depthDb: 5 })
  const right = ducked(longNoise, { ...fast, depthDb: 5 })
  const reference = measureDuckDepth({ sampleRate, channels: [left, right] }, grid)
  const other = measureDuckDepth({ sampleRate, channels: [right.map(v => v / 8), left.map(v => v / 8)] }, grid)
  expect(other.depthDb!).toBeCloseTo(reference.depthDb!, 3)
})

test('delay and recovery tell a fast ducker from a held one', () => {
  const quick = measureDuckDepth(mono(ducked(longNoise, { ...fast, depthDb: 8 }), sampleRate), grid)
  const late = measureDuckDepth(mono(ducked(longNoise, { ...held, depthDb: 8 }), sampleRate), grid)
  expect(quick.delayMs!).toBeLessThan(25) // 5 ms of attack, then a flat bottom: found within 20 ms
  expect(late.delayMs!).toBeGreaterThan(20)
  expect(late.delayMs!).toBeLessThan(90)
  // The raised cosine has regained nine tenths after 0.795 of its length.
  expect(quick.delayMs! + quick.recoveryMs!).toBeCloseTo(5 + 0.795 * 180, -1.3)
  expect(late.delayMs! + late.recoveryMs!).toBeCloseTo(70 + 0.795 * 200, -1.3)
})

test('delay within 10 ms and recovery within 20 ms of the curve', () => {
  for (const [shape, bottom] of [
    [fast, 5],
    [held, 20],
  ] as const) {
    const { delayMs, recoveryMs } = measureDuckDepth(
      mono(ducked(longNoise, { ...shape, depthDb: 8 }), sampleRate),
      grid,
    )
    const hold = 'holdSeconds' in shape ? 1000 * shape.holdSeconds : 0
    expect(Math.abs(delayMs! - bottom)).toBeLessThan(10)
    // The raised cosine has regained nine tenths after 0.795 of its length; 20 ms as the bar says.
    expect(Math.abs(recoveryMs! - hold - 795 * shape.recoverySeconds)).toBeLessThan(20)
  }
})

test.each([1, 2, 3, 4])('the start of a held bottom is found on a pad that is ducked by 4 dB (seed %d)', seed => {
  const { delayMs, recoveryMs } = measureDuckDepth(
    mono(ducked(pad(seconds, sampleRate, seed), { ...held, depthDb: 4 }), sampleRate),
    grid,
  )
  // The lowest point itself lies anywhere in the 50 ms of the hold: the pad's own beating decides.
  expect(Math.abs(delayMs! - 20)).toBeLessThan(10)
  expect(Math.abs(recoveryMs! - 50 - 0.795 * 200)).toBeLessThan(0.2 * (50 + 0.795 * 200))
})

test('a ducker that skips every fourth beat is less regular than one that does not', () => {
  const every = ducked(longNoise, { ...fast, depthDb: 8 })
  const skipping = every.map((x, n) => (Math.floor(n / sampleRate / beat) % 4 === 3 ? longNoise[n]! : x))
  const regular = measureDuckDepth(mono(every, sampleRate), grid).regularity!
  const skipped = measureDuckDepth(mono(skipping, sampleRate), grid).regularity!
  expect(regular).toBeGreaterThan(0.85)
  // Depths 8, 8, 8, 0: their spread is 3.5 dB, 0.43 of 8.
  expect(skipped).toBeLessThan(0.65)
  expect(skipped).toBeGreaterThan(0.45)
  expect(measureDuckDepth(mono(longNoise, sampleRate), grid).regularity).toBeNull()
})

test('the curve is one beat long and follows the gain', () => {
  const { curve } = measureDuckDepth(mono(ducked(longNoise, { ...slow, depthDb: 10 }), sampleRate), grid)
  expect(curve.stepSeconds * curve.values.length).toBeCloseTo(beat, 9)
  const at = (t: number) => curve.values[Math.round(t / curve.stepSeconds)]!
  expect(at(0.151)).toBeCloseTo(-5, 0) // half-way through the raised cosine
  expect(at(0.4)).toBeCloseTo(0, 0)
})

test('only the given ranges count, and beats where the part pauses do not', () => {
  const half = 32 * beat
  const signal = noise(seconds + 30, sampleRate, 4, 0.0003)
  add(signal, longPad.subarray(0, Math.round(half * sampleRate)), 0)
  add(
    signal,
    ducked(longPad, { ...fast, depthDb: 8 }).subarray(0, Math.round(half * sampleRate)),
    Math.round(half * sampleRate),
  )
  const track = mono(signal, sampleRate)
  const read = (startSeconds: number, endSeconds: number) =>
    measureDuckDepth(track, grid, [{ startSeconds, endSeconds }]).depthDb!
  expect(read(0, half)).toBeLessThan(1)
  expect(Math.abs(read(half, seconds) - 8)).toBeLessThan(0.8)
  expect(Math.abs(read(half, seconds + 30) - 8)).toBeLessThan(0.8)
})

describe('parts that shape the beat themselves give null and say why', () => {
  const notes = (every: number, offset: number, length: number, tau: number, hz: (k: number) => number) => {
    const signal = silence(seconds, sampleRate)
    let k = 0
    for (const t of times(offset * beat, seconds, every * beat)) {
      const pitch = hz(k++)
      if (pitch > 0)
        add(
          signal,
          saw(sampleRate, { hz: pitch, seconds: length * beat, tau, highestHz: 3000 }),
          Math.round(t * sampleRate),
          0.3,
        )
    }
    return signal
  }
  const next = random(9)
  /** The pad on the sixteenths of a repeating pattern. */
  const gated = (pattern: string) =>
    longPad.map((v, n) => (pattern[Math.floor(n / sampleRate / (beat / 4)) % pattern.length] === 'x' ? v : 0.03 * v))
  const hats = silence(seconds, sampleRate)
  addAt(hats, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate), 0.3)
  const kicks = silence(seconds, sampleRate)
  addAt(kicks, sampleRate, times(0, seconds, beat), late => kick(sampleRate, late), 0.8)

  test.each([
    ['an off-beat bass', notes(1, 0.5, 0.45, Infinity, () => 55)],
    ['an off-beat bass that rings', notes(1, 0.5, 1, 0.3, () => 55)],
    ['a rolling bass', notes(0.25, 0, 0.2, Infinity, k => (k % 4 === 0 ? 0 : 55))],
    ['a pluck on the beat', notes(1, 0, 1, 0.1, () => 440)],
    ['plucked eighths', notes(0.5, 0, 0.5, 0.1, () => 440)],
    ['plucked sixteenths', notes(0.25, 0, 0.25, 0.06, () => 440)],
    ['a dotted pluck', notes(0.75, 0, 0.75, 0.08, () => 440)],
    ['random plucks', notes(0.25, 0, 0.25, 0.08, () => (next() < 0.5 ? 440 * 2 ** (Math.floor(12 * next()) / 12) : 0))],
    ['a pad held in the second half of each beat', longPad.map((v, n) => ((n / sampleRate / beat) % 1 < 0.5 ? 0 : v))],
    ['a pad chopped differently in each beat', gated('x-xx-xx-xx-x-x-x-xx-x-xxx-x-xx-x')],
    ['open hats', hats],
    ['kicks', kicks],
  ])('%s', (_, signal) => {
    for (const depthDb of [0, 6]) {
      const result = measureDuckDepth(mono(ducked(signal, { ...fast, depthDb }), sampleRate), grid)
      expect(result.depthDb).toBeNull()
      expect(result.reason).toMatch(/beat/)
      expect(result.delayMs).toBeNull()
    }
  })

  test('fewer than eight beats, and silence', () => {
    expect(
      measureDuckDepth(mono(longPad.subarray(0, Math.round(7.5 * beat * sampleRate)), sampleRate), grid).reason,
    ).toBe('Plays for fewer than 8 beats.')
    expect(measureDuckDepth(mono(silence(20, sampleRate), sampleRate), grid).depthDb).toBeNull()
    expect(measureDuckDepth(mono(new Float32Array(0), sampleRate), grid).depthDb).toBeNull()
  })
})
