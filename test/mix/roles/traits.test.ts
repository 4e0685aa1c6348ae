import { beforeAll, describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { type Traits, traitsOf } from '../../../node/mix/roles/traits.ts'
import { noise } from '../../support/beats.ts'
import { onBoth, scaled, sine, stereo } from '../../support/signals.ts'
import { analysis, clap, hats, kick, pad, sampleRate, silent, sub } from './parts.ts'

const seconds = analysis.sections[0]!.endSeconds
const beat = 60 / analysis.grid!.tempo
const of = (audio: Audio) => traitsOf(audio, analysis)!

describe('where a part strikes', () => {
  let parts: Readonly<Record<'kick' | 'clap' | 'hats', Traits>>
  beforeAll(() => {
    parts = { kick: of(kick()), clap: of(clap()), hats: of(hats()) }
  })

  test('four kicks a bar are on every beat, two claps on every second, a hat half-way between', () => {
    // Strokes at the ends of a stretch may fall out: one in sixteen.
    expect(Math.abs(parts.kick.strokes - 1)).toBeLessThan(0.1)
    expect(Math.abs(parts.clap.strokes - 0.5)).toBeLessThan(0.05)
    expect(Math.abs(parts.hats.strokes - 1)).toBeLessThan(0.1)
    expect([parts.kick.onBeat, parts.clap.onBeat, parts.hats.offBeat]).toEqual([1, 1, 1])
    expect(parts.clap.backbeat).toBe(1)
    expect(Math.abs(parts.kick.backbeat! - 0.5)).toBeLessThan(0.05)
    expect(parts.hats.backbeat).toBeNull()
  })

  test('nothing remains between them', () => {
    expect([parts.clap.gap, parts.hats.gap]).toEqual([40, 40])
    expect(parts.hats.duty).toBeLessThan(0.5)
  })

  test('without a clear grid no place in the bar is named', () => {
    for (const grid of [null, { ...analysis.grid!, confidence: 0.1 }]) {
      const { onBeat, offBeat, backbeat } = traitsOf(kick(), { ...analysis, grid })!
      expect([onBeat, offBeat, backbeat]).toEqual([null, null, null])
    }
  })
})

test('a tone lies at its frequency, pitched and mono; noise is none of that', () => {
  const tone = of(onBoth(sine({ hz: 500, seconds, sampleRate, gain: 0.3 }), sampleRate))
  // A narrow band is a sixth of an octave wide.
  expect(Math.abs(tone.centre + 1)).toBeLessThan(1 / 12)
  expect(tone.tonality).toBeGreaterThan(0.95)
  expect(tone.width).toBe(-40)
  expect(tone.pitchClasses).toBeCloseTo(1, 2)
  expect(tone.strokes).toBeLessThan(0.1)
  expect(tone.duty).toBe(1)
  const hiss = of(stereo(noise(seconds, sampleRate, 1), noise(seconds, sampleRate, 2), sampleRate))
  expect(hiss.tonality).toBeLessThan(0.05)
  expect(hiss.pitchClasses).toBeNull()
  // Independent sides: as much side as mid.
  expect(Math.abs(hiss.width)).toBeLessThan(0.3)
})

test('width is side over mid', () => {
  const x = noise(seconds, sampleRate, 3)
  // L = x, R = x / 2: side over mid is (1/4) / (3/4), −9.54 dB.
  expect(of(stereo(x, scaled(x, 0.5), sampleRate)).width).toBeCloseTo(-9.54, 1)
})

test('a chord has several notes at a time; a bass line moves, a kick stays', () => {
  expect(of(pad()).pitchClasses).toBeGreaterThan(2.5)
  const line = of(sub())
  expect(line.low).toBeGreaterThan(20)
  // 41, 46, 49 and 55 Hz: a standard deviation of 1.8 semitones.
  expect(Math.abs(line.bassMotion! - 1.8)).toBeLessThan(0.5)
  const still = of(onBoth(sine({ hz: 50, seconds, sampleRate, gain: 0.3 }), sampleRate))
  expect(still.bassMotion).toBeLessThan(0.2)
  expect(of(hats()).bassMotion).toBeNull()
})

test('presence counts bars, by kind of section', () => {
  const half = Math.round((seconds / 2) * sampleRate)
  const x = noise(seconds, sampleRate, 4).map((value, n) => (n < half ? value : 0))
  const sections = [
    { type: 'breakdown' as const, startSeconds: 0, endSeconds: seconds / 2 },
    { type: 'drop' as const, startSeconds: seconds / 2, endSeconds: seconds },
  ]
  const { presence, inBreakdowns, inDrops, inBuilds } = traitsOf(onBoth(x, sampleRate), { ...analysis, sections })!
  expect({ presence, inBreakdowns, inDrops, inBuilds }).toEqual({
    presence: 0.5,
    inBreakdowns: 1,
    inDrops: 0,
    inBuilds: null,
  })
})

test('a part that grows by 3 dB a bar is uneven, a steady one is not', () => {
  const x = noise(seconds, sampleRate, 5)
  expect(of(onBoth(x, sampleRate)).unevenness).toBeLessThan(0.2)
  const growing = x.map((value, n) => value * 10 ** ((3 / 20) * Math.floor(n / sampleRate / (4 * beat)) - 24 / 20))
  // Eight bars 3 dB apart: 3 · √(63/12) = 6.9 dB.
  expect(of(onBoth(growing, sampleRate)).unevenness).toBeCloseTo(6.9, 0)
})

test('silence and the noise floor have no traits', () => {
  expect(traitsOf(silent(), analysis)).toBeNull()
  expect(traitsOf(onBoth(noise(seconds, sampleRate, 6, 1e-5), sampleRate), analysis)).toBeNull()
})

test('a channel alone and both channels alike are one', () => {
  const [left] = kick().channels
  expect(of({ sampleRate, channels: [left!] })).toEqual(of(kick()))
})
