import { describe, expect, test } from 'vitest'
import { measureRhythm } from '../../../node/features/rhythm/rhythm.ts'
import {
  add,
  addAt,
  arrange,
  click,
  type DrumPattern,
  drums,
  every,
  fourOnTheFloor,
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

/** Distance to the nearest beat of the truth, seconds. */
function offBeat(foundSeconds: number, { tempo, firstBeatSeconds }: { tempo: number; firstBeatSeconds: number }) {
  const beats = ((foundSeconds - firstBeatSeconds) * tempo) / 60
  return Math.abs(beats - Math.round(beats)) * (60 / tempo)
}

/** Enough for kicks, snares and hats below 8 kHz, at a third of the work. */
const rate = 16_000
const tempi = [122.5, 128, 132.3, 138, 140, 145.7, 149.9]
const offsets = [0, 0.037, 0.1, 0.21, 0.3, 0.38, 0.43]

describe('kick on every beat', () => {
  test.each(tempi.map((tempo, k) => [tempo, offsets[k]!, k % 2 ? 48_000 : 44_100] as const))(
    'kick, off-beat hat and bass at %d BPM, first kick at %d s, %d Hz: tempo within 0.01, beat within 5 ms',
    (tempo, firstBeatSeconds, sampleRate) => {
      const signal = fourOnTheFloor({
        seconds: 32,
        sampleRate,
        tempo,
        firstBeatSeconds,
        parts: ['kick', 'hat', 'bass'],
      })
      const { grid, fourOnTheFloor: score } = measureRhythm(mono(signal, sampleRate))
      expect(Math.abs(grid!.tempo - tempo)).toBeLessThan(0.01)
      expect(offBeat(grid!.firstBeatSeconds, { tempo, firstBeatSeconds })).toBeLessThan(0.005) // the bar is 10 ms
      expect(score!).toBeGreaterThan(0.9)
    },
  )

  test.each(tempi)('a click track of 20 s at %d BPM: tempo within 0.01, beat within 2 ms', tempo => {
    const signal = silence(20, 44_100)
    addAt(signal, 44_100, times(0.17, 20, 60 / tempo), click, 0.5)
    const { grid } = measureRhythm(mono(signal, 44_100))
    expect(Math.abs(grid!.tempo - tempo)).toBeLessThan(0.01)
    expect(offBeat(grid!.firstBeatSeconds, { tempo, firstBeatSeconds: 0.17 })).toBeLessThan(0.002)
  })

  test.each(
    tempi.flatMap(tempo => [
      [['kick', 'hat', 'bass', 'pad'], tempo] as const,
      [['kick', 'bass', 'pad'], tempo] as const,
    ]),
  )('eight seconds of %s at %d BPM: tempo within 0.1, beat within 10 ms', (parts, tempo) => {
    const signal = fourOnTheFloor({ seconds: 8, sampleRate: 44_100, tempo, firstBeatSeconds: 0.21, parts })
    const { grid } = measureRhythm(mono(signal, 44_100))
    expect(Math.abs(grid!.tempo - tempo)).toBeLessThan(0.1)
    expect(offBeat(grid!.firstBeatSeconds, { tempo, firstBeatSeconds: 0.21 })).toBeLessThan(0.01)
  })

  test('a soft kick under a dense pad is still found within 10 ms', () => {
    const signal = fourOnTheFloor({
      seconds: 20,
      sampleRate: 44_100,
      tempo: 138,
      firstBeatSeconds: 0.1,
      parts: ['kick', 'pad'],
    })
    add(signal, pad(20, 44_100, 8, [440, 523.25, 659.26]), 0, 0.8)
    const { grid } = measureRhythm(mono(signal, 44_100))
    expect(offBeat(grid!.firstBeatSeconds, { tempo: 138, firstBeatSeconds: 0.1 })).toBeLessThan(0.01)
  })

  test('a soft kick in a whole dense drop is found within 10 ms and 0.06 BPM, although nothing else starts with it', () => {
    const part = { type: 'drop', bars: 16, plays: ['kick', 'bass', 'hat', 'pad', 'lead'] } as const
    for (const firstBeatSeconds of [0, 0.35]) {
      const { signal } = arrange([part], { tempo: 138, sampleRate: 44_100, firstBeatSeconds })
      const { grid } = measureRhythm(mono(signal, 44_100))
      expect(Math.abs(grid!.tempo - 138)).toBeLessThan(0.06)
      expect(offBeat(grid!.firstBeatSeconds, { tempo: 138, firstBeatSeconds })).toBeLessThan(0.01)
    }
  })

  test('hats that play 8 ms late for half of the song do not bend the grid', () => {
    const tempo = 136
    const beat = 60 / tempo
    const signal = silence(100, 44_100)
    addAt(signal, 44_100, times(0.008, 50, beat / 2), () => hat(44_100), 0.3)
    addAt(signal, 44_100, times(112 * beat, 100, beat), late => kick(44_100, late), 0.8)
    const { grid } = measureRhythm(mono(signal, 44_100))
    expect(Math.abs(grid!.tempo - tempo)).toBeLessThan(0.006)
    const lastBeat = grid!.firstBeatSeconds + 220 * (60 / grid!.tempo)
    expect(offBeat(lastBeat, { tempo, firstBeatSeconds: 0 })).toBeLessThan(0.005)
  })

  test('five minutes keep their tempo to a thousandth', () => {
    const signal = silence(300, 16_000)
    addAt(signal, 16_000, times(0.4, 300, 60 / 138.46), late => kick(16_000, late), 0.5)
    const { grid } = measureRhythm(mono(signal, 16_000))
    expect(Math.abs(grid!.tempo - 138.46)).toBeLessThan(0.001)
  })

  test('a kick on every beat at 160 BPM is not read as 80, even where a pad blurs it', () => {
    const signal = fourOnTheFloor({ seconds: 24, sampleRate: 44_100, tempo: 160, firstBeatSeconds: 0.1 })
    expect(measureRhythm(mono(signal, 44_100)).grid!.tempo).toBeCloseTo(160, 1)
  })

  test('a kick on one and three under straight hats is still 138, not 69', () => {
    const signal = silence(20, 44_100)
    addAt(signal, 44_100, times(0, 20, 30 / 138), () => hat(44_100), 0.2)
    addAt(signal, 44_100, times(0, 20, 120 / 138), late => kick(44_100, late), 0.8)
    expect(measureRhythm(mono(signal, 44_100)).grid!.tempo).toBeCloseTo(138, 1)
  })

  test('an off-beat bass as loud as the kick, with a louder open hat, does not move the beat by half', () => {
    const signal = fourOnTheFloor({
      seconds: 20,
      sampleRate: 44_100,
      tempo: 138,
      firstBeatSeconds: 0.1,
      parts: ['kick', 'hat', 'bass'],
    })
    add(
      signal,
      fourOnTheFloor({ seconds: 20, sampleRate: 44_100, tempo: 138, firstBeatSeconds: 0.1, parts: ['hat', 'bass'] }),
      0,
      0.5,
    )
    const { grid } = measureRhythm(mono(signal, 44_100))
    expect(offBeat(grid!.firstBeatSeconds, { tempo: 138, firstBeatSeconds: 0.1 })).toBeLessThan(0.01)
  })

  test('the first beat is the one the sound begins with', () => {
    const signal = fourOnTheFloor({
      seconds: 20,
      sampleRate: 44_100,
      tempo: 140,
      firstBeatSeconds: 3.333,
      parts: ['kick', 'hat'],
    })
    expect(measureRhythm(mono(signal, 44_100)).grid!.firstBeatSeconds).toBeCloseTo(3.333, 2)
  })

  test.each([90, 100, 174])('%d BPM is not folded to its half or double', tempo => {
    const signal = fourOnTheFloor({
      seconds: 20,
      sampleRate: 44_100,
      tempo,
      firstBeatSeconds: 0.1,
      parts: ['kick', 'hat', 'bass'],
    })
    expect(measureRhythm(mono(signal, 44_100)).grid!.tempo).toBeCloseTo(tempo, 1)
  })

  test('twelve decibels less and swapped channels change nothing', () => {
    const left = fourOnTheFloor({ seconds: 12, sampleRate: 44_100, tempo: 136, firstBeatSeconds: 0.2 })
    const right = left.map((v, n) => 0.8 * v + 0.1 * (left[n - 30] ?? 0))
    const reference = measureRhythm({ sampleRate: 44_100, channels: [left, right] })
    const quiet = measureRhythm({ sampleRate: 44_100, channels: [right.map(v => v / 4), left.map(v => v / 4)] })
    expect(quiet.grid!.tempo).toBeCloseTo(reference.grid!.tempo, 4)
    expect(quiet.grid!.firstBeatSeconds).toBeCloseTo(reference.grid!.firstBeatSeconds, 4)
    expect(quiet.fourOnTheFloor).toBe(reference.fourOnTheFloor)
  })
})

describe('with a known tempo', () => {
  const signal = fourOnTheFloor({
    seconds: 20,
    sampleRate: 44_100,
    tempo: 137,
    firstBeatSeconds: 0.3,
    parts: ['kick', 'hat'],
  })

  test('only the place of the beat is searched', () => {
    const { grid } = measureRhythm(mono(signal, 44_100), { tempo: 137 })
    expect(grid!.tempo).toBe(137)
    expect(grid!.firstBeatSeconds).toBeCloseTo(0.3, 2)
  })

  test('a tempo the audio does not have gives no grid', () => {
    const { grid, reason } = measureRhythm(mono(signal, 44_100), { tempo: 125.3 })
    expect(grid).toBeNull()
    expect(reason).toMatch(/No steady beat/)
  })

  test('no tempo at all is refused', () => {
    expect(() => measureRhythm(mono(signal, 44_100), { tempo: 0 })).toThrow('tempo must be positive, got 0')
  })
})

describe('no steady beat', () => {
  const randomHits = (seed: number) => {
    const signal = noise(30, 44_100, seed, 0.003)
    const next = random(seed)
    for (let t = 0.5; t < 29; t += 0.15 + 0.6 * next()) add(signal, hat(44_100), Math.round(t * 44_100), 0.3)
    return signal
  }
  const rubato = (seed: number) => {
    const signal = noise(40, 44_100, seed, 0.003)
    const next = random(seed)
    let step = 0.25
    for (let t = 0.5, k = 0; t < 39; t += step, k++) {
      add(signal, k % 6 === 0 ? kick(44_100) : hat(44_100), Math.round(t * 44_100), k % 3 === 0 ? 0.5 : 0.2)
      step = Math.min(0.33, Math.max(0.2, step * (1 + 0.06 * (next() - 0.5))))
    }
    return signal
  }

  test.each([
    ['noise', () => noise(30, 44_100, 4), /No steady beat/],
    ['five seconds of noise', () => noise(5, 44_100, 9), /No steady beat/],
    ['a pad', () => pad(20, 44_100, 2), /No steady beat/],
    ['hits at random times', () => randomHits(1), /No steady beat/],
    ['other hits at random times', () => randomHits(2), /No steady beat/],
    ['a six-eight rubato', () => rubato(1), /No steady beat/],
    ['silence', () => silence(10, 44_100), /Silence/],
    [
      'three seconds',
      () => fourOnTheFloor({ seconds: 3, sampleRate: 44_100, tempo: 138, firstBeatSeconds: 0 }),
      /Shorter than 4 s/,
    ],
    ['nothing', () => new Float32Array(0), /Shorter than 4 s/],
  ] as const)('%s gives no grid and says why', (_, make, reason) => {
    const rhythm = measureRhythm(mono(make(), 44_100))
    expect(rhythm.grid).toBeNull()
    expect(rhythm.fourOnTheFloor).toBeNull()
    expect(rhythm.reason).toMatch(reason)
  })
})

describe('a tempo that changes', () => {
  const part = (tempo: number, seconds: number) =>
    fourOnTheFloor({ seconds, sampleRate: rate, tempo, firstBeatSeconds: 0, parts: ['kick', 'hat'] })
  const joined = (...parts: readonly (readonly [tempo: number, seconds: number])[]) => {
    const signal = silence(
      parts.reduce((sum, [, seconds]) => sum + seconds, 0),
      rate,
    )
    let at = 0
    for (const [tempo, seconds] of parts) {
      add(signal, part(tempo, seconds), at * rate)
      at += seconds
    }
    return measureRhythm(mono(signal, rate))
  }

  test.each([
    ['half-way', [128, 40], [140, 40], 'The tempo changes: 128.0, then 140.0 BPM.'],
    ['by little, late', [128, 160], [131, 40], 'The tempo changes: 128.0, then 131.0 BPM.'],
  ] as const)('%s is told instead of a wrong constant', (_, first, second, reason) => {
    const rhythm = joined(first, second)
    expect(rhythm.grid).toBeNull()
    expect(rhythm.reason).toBe(reason)
    expect(rhythm.row.reasons.tempo).toBe(reason[0]!.toLowerCase() + reason.slice(1, -1))
  })

  test('one that does not is not called so', () => {
    expect(joined([128, 37.5], [128, 37.5]).grid?.confidence ?? 0).toBeGreaterThan(0.6) // 80 whole beats each
  })

  test('a ramp has no tempo', () => {
    const signal = silence(60, rate)
    for (let t = 0.1; t < 60; t += 60 / (120 + t / 3)) add(signal, kick(rate), Math.round(t * rate), 0.8)
    expect(measureRhythm(mono(signal, rate)).grid).toBeNull()
  })
})

describe('other beats', () => {
  const found = (pattern: DrumPattern, tempo: number, seconds = 24) =>
    measureRhythm(mono(drums(pattern, { seconds, sampleRate: rate, tempo, firstBeatSeconds: 0.137 }), rate)).grid!
  const onBeat = ({ firstBeatSeconds }: { firstBeatSeconds: number }, tempo: number) =>
    expect(offBeat(firstBeatSeconds, { tempo, firstBeatSeconds: 0.137 })).toBeLessThan(0.01)
  const hipHop = { kick: [0, 2, 2.5], snare: [1, 3], hat: every(0.5) } as const
  const broken = { kick: [0, 2.5], snare: [1, 3], hat: every(0.5) } as const

  test.each([
    ['hip-hop', hipHop, 80],
    ['hip-hop', hipHop, 95],
    ['hip-hop in sixteenths', { ...hipHop, hat: every(0.25) }, 85],
    ['drum and bass', broken, 170],
    ['drum and bass', broken, 174],
    ['a fast two-step', { kick: [0, 2], snare: [1, 3], hat: every(0.5) }, 172],
    ['a breakbeat', { ...broken, kick: [0, 0.5, 2.5] }, 130],
    ['house that swings', { kick: [0, 1, 2, 3], snare: [1, 3], hat: every(0.5), swing: 0.6 }, 126],
    ['a shuffle', { kick: [0, 1, 2, 3], hat: every(0.5), swing: 2 / 3 }, 120],
    ['six-eight', { kick: [0], snare: [1], hat: every(1 / 3, 0, 2), beatsPerBar: 2 }, 100],
  ] as const)('%s at its tempo, on its beat: %j at %d BPM', (_, pattern, tempo) => {
    const grid = found(pattern, tempo)
    expect(Math.abs(grid.tempo - tempo)).toBeLessThan(0.1)
    onBeat(grid, tempo)
  })

  test.each([4.2, 5, 6.5])('a loop of %d s', seconds => {
    const grid = found({ kick: [0, 1, 2, 3], snare: [1, 3], hat: every(1, 0.5), bass: every(1, 0.5) }, 138, seconds)
    expect(Math.abs(grid.tempo - 138)).toBeLessThan(0.1)
    onBeat(grid, 138)
  })

  test('what could be half or double of it is trusted less', () => {
    const plain = found({ kick: [0, 1, 2, 3], snare: [1, 3], hat: every(0.5) }, 138).confidence
    expect(plain).toBeGreaterThan(0.9)
    // One snare in four beats: 140 BPM in half-time, or 70.
    expect(found({ kick: [0], snare: [2], hat: every(0.5) }, 140).confidence).toBeLessThan(0.7 * plain)
    expect(found(hipHop, 90).confidence).toBeLessThan(0.7 * plain)
  })

  test('two minutes of pads before a minute of beat change neither tempo nor beat', () => {
    const signal = silence(180, rate)
    const chord = pad(10, rate, 5)
    for (let t = 0; t < 120; t += 9) add(signal, chord, Math.round(t * rate), 0.5)
    add(
      signal,
      drums({ kick: [0, 1, 2, 3], snare: [1, 3], hat: every(1, 0.5) }, { seconds: 60, sampleRate: rate, tempo: 136 }),
      120 * rate,
    )
    const { grid } = measureRhythm(mono(signal, rate))
    expect(Math.abs(grid!.tempo - 136)).toBeLessThan(0.01)
    expect(
      offBeat(grid!.firstBeatSeconds + 264 * (60 / grid!.tempo), { tempo: 136, firstBeatSeconds: 120 }),
    ).toBeLessThan(0.01)
  })
})

describe('with a known grid', () => {
  const pattern = { kick: [0, 2.5], snare: [1, 3], hat: every(0.5) } as const
  const audio = mono(drums(pattern, { seconds: 20, sampleRate: rate, tempo: 120, firstBeatSeconds: 0.2 }), rate)

  test('what is played on it is measured, and its bar line when it has none', () => {
    const { grid, row } = measureRhythm(audio, { grid: { tempo: 120, firstBeatSeconds: 0.7, confidence: 1 } })
    expect(grid).toMatchObject({ tempo: 120, firstBeatSeconds: 0.7, confidence: 1, downbeat: 3 })
    expect(row.values).toMatchObject({ tempo: 120, fourOnTheFloor: expect.any(Number) })
    const kept = measureRhythm(audio, { grid: { tempo: 120, firstBeatSeconds: 0.7, confidence: 1, downbeat: null } })
    expect(kept.grid!.downbeat).toBeNull()
  })

  test('none is taken at its word', () => {
    expect(measureRhythm(audio, { grid: null })).toMatchObject({ grid: null, reason: 'No beat grid.' })
  })
})

test('without a beat every feature says why; a feature that needs kicks says so', () => {
  const { row } = measureRhythm(mono(silence(10, rate), rate))
  for (const id of ['tempo', 'fourOnTheFloor', 'offbeatHats', 'tempoStability'] as const) {
    expect(row.values[id]).toBeNull()
    expect(row.reasons[id]).toBe('silence')
  }
  const short = drums({ kick: [0, 1, 2, 3], hat: every(1, 0.5) }, { seconds: 5, sampleRate: 44_100, tempo: 138 })
  const { row: loop } = measureRhythm(mono(short, 44_100))
  expect(loop.values.offbeatHats).toBeGreaterThan(0.8)
  expect(loop.values.tempoStability).toBeNull()
  expect(loop.reasons).toEqual({ tempoStability: 'fewer than sixteen beats with a kick' })
})

describe('four on the floor', () => {
  const beat = 60 / 138
  const pattern = (hits: readonly number[], seconds = 20) => {
    const signal = silence(seconds, 44_100)
    addAt(signal, 44_100, times(0, seconds, beat / 2), () => hat(44_100), 0.1)
    for (const hit of hits) addAt(signal, 44_100, times(hit * beat, seconds, 4 * beat), late => kick(44_100, late), 0.8)
    return measureRhythm(mono(signal, 44_100), { tempo: 138 }).fourOnTheFloor!
  }

  test('a kick on every beat scores 1, on two of four a half, on one a quarter', () => {
    expect(pattern([0, 1, 2, 3])).toBeCloseTo(1, 1)
    expect(pattern([0, 2])).toBeCloseTo(0.5, 1)
    expect(pattern([0])).toBeCloseTo(0.25, 1)
  })

  test('a kick half-way between counts against it', () => {
    expect(pattern([0, 2.5])).toBeLessThan(0.1)
  })

  test('a rolling bass without a kick scores 0', () => {
    const signal = silence(20, 44_100)
    const note = saw(44_100, { hz: 55, seconds: 0.2 * beat, highestHz: 1000 })
    addAt(signal, 44_100, times(0, 20, beat / 4), () => note, 0.3)
    addAt(signal, 44_100, times(0, 20, beat), () => hat(44_100), 0.3)
    expect(measureRhythm(mono(signal, 44_100)).fourOnTheFloor).toBe(0)
  })

  test('bars without a kick, as in a breakdown, do not count', () => {
    const signal = pad(40, 44_100).map(v => 0.3 * v)
    addAt(signal, 44_100, times(0, 16, beat), late => kick(44_100, late), 0.8)
    addAt(signal, 44_100, times(0, 40, beat), () => hat(44_100), 0.1)
    expect(measureRhythm(mono(signal, 44_100)).fourOnTheFloor!).toBeGreaterThan(0.85) // the last bar is cut short
  })
})
