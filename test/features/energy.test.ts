import { describe, expect, test } from 'vitest'
import { measureEnergy } from '../../node/features/energy.ts'
import { fourOnTheFloor, mono, noise, silence } from '../support/beats.ts'

const grid = { tempo: 120, firstBeatSeconds: 0, confidence: 1 }
const sine = (hz: number, seconds: number, amplitude = 1) =>
  silence(seconds, 44_100).map((_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / 44_100))

test('a full-scale sine reads −3.01 dBFS in every bar of four beats', () => {
  const { level } = measureEnergy(mono(sine(1000, 10), 44_100), grid)
  expect(level.stepSeconds).toBe(2)
  expect(level.values).toHaveLength(5)
  for (const v of level.values) expect(v).toBeCloseTo(-3.01, 2)
})

test('one silent channel costs 3.01 dB of level', () => {
  const x = sine(1000, 4)
  const { level } = measureEnergy({ sampleRate: 44_100, channels: [x, new Float32Array(x.length)] }, grid)
  expect(level.values[0]!).toBeCloseTo(-6.02, 2)
})

test('the low band hears 80 Hz in full and 1 kHz 40 dB down; body and highs the other way round', () => {
  const bass = measureEnergy(mono(sine(80, 8), 44_100), grid)
  const lead = measureEnergy(mono(sine(1000, 8), 44_100), grid)
  const air = measureEnergy(mono(sine(8000, 8), 44_100), grid)
  expect(bass.low.values[1]!).toBeCloseTo(-3, 0)
  expect(lead.low.values[1]!).toBeLessThan(-43)
  expect(lead.body.values[1]!).toBeCloseTo(-3, 0)
  expect(air.high.values[1]!).toBeCloseTo(-3, 0)
  expect(air.body.values[1]!).toBeLessThan(-30)
})

test('without a grid it goes in steps of two seconds and knows of no kick', () => {
  const { level, kick } = measureEnergy(mono(noise(7, 44_100), 44_100), null)
  expect(level.stepSeconds).toBe(2)
  expect(level.values).toHaveLength(4)
  expect(kick.values.every(v => v === 0)).toBe(true)
})

test('kicks that the caller has are not looked for again', () => {
  const audio = mono(fourOnTheFloor({ sampleRate: 44_100, tempo: 120, seconds: 8, firstBeatSeconds: 0 }), 44_100)
  const beats = new Float32Array(16)
  const told = { onBeat: beats.fill(1, 4, 8), halfWay: new Float32Array(16) }
  expect([...measureEnergy(audio, grid).kick.values]).toEqual([1, 1, 1, 1])
  expect([...measureEnergy(audio, grid, { kicks: told }).kick.values]).toEqual([0, 1, 0, 0])
})

test('silence reads −120 dBFS, never −Infinity', () => {
  const energy = measureEnergy(mono(silence(6, 44_100), 44_100), grid)
  for (const curve of Object.values(energy)) for (const v of curve.values) expect(Number.isFinite(v)).toBe(true)
  for (const v of energy.level.values) expect(v).toBe(-120)
})

describe('kick and bass', () => {
  const parts = { seconds: 16, sampleRate: 44_100, tempo: 120, firstBeatSeconds: 0 }
  const kicks = measureEnergy(mono(fourOnTheFloor({ ...parts, parts: ['kick', 'hat'] }), 44_100), grid)
  const both = measureEnergy(mono(fourOnTheFloor({ ...parts, parts: ['kick', 'hat', 'bass'] }), 44_100), grid)
  const none = measureEnergy(mono(fourOnTheFloor({ ...parts, parts: ['hat', 'pad'] }), 44_100), grid)

  test('the kick is there in every bar or in none', () => {
    for (const v of both.kick.values) expect(v).toBe(1)
    for (const v of none.kick.values) expect(v).toBe(0)
  })

  test('the bass is heard between the kicks', () => {
    expect(both.bass.values[3]! - kicks.bass.values[3]!).toBeGreaterThan(6)
    expect(both.low.values[3]! - kicks.low.values[3]!).toBeLessThan(4) // the kick covers it otherwise
  })
})

test('bars are counted from the downbeat of the grid, the first of them as much as there is', () => {
  const audio = mono(sine(1000, 9), 44_100)
  expect(measureEnergy(audio, grid).level.startSeconds).toBe(0)
  const { level, kick } = measureEnergy(audio, { ...grid, downbeat: 2, downbeatConfidence: 1 })
  expect(level.startSeconds).toBe(-1)
  expect(level.values).toHaveLength(5)
  expect(kick.values).toHaveLength(5)
})
