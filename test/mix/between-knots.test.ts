import { describe, expect, test } from 'vitest'
import { betweenKnots } from '../../node/mix/between-knots.ts'
import type { Effects } from '../../node/mix/dynamics.ts'
import type { DeviceMove } from '../../node/mix/moves.ts'

const start = { Threshold: -20, Output: 3, Ratio: 4 }
const move = (to: Readonly<Record<string, number>>): DeviceMove => ({
  kind: 'device',
  node: 'master_track',
  device: 'devices 0',
  className: 'GlueCompressor',
  from: start,
  to: { ...start, ...to },
})

/** A knee of 6 dB: less than nothing is taken below, three quarters of a dB per dB above; the output behind it. */
function kneeDb({ Threshold = 0, Output = 0 }: Readonly<Record<string, number>>): number {
  const over = -12 - Threshold
  const taken = over <= -3 ? 0 : over < 3 ? (0.75 * (over + 3) ** 2) / 12 : 0.75 * over
  return Output - taken
}

function counted() {
  let asked = 0
  const told: Effects = ({ to }) => {
    asked++
    const db = kneeDb(to)
    return [{ ratio: Float64Array.of(10 ** (db / 20)), shifts: { truePeak: db } }]
  }
  return { effects: betweenKnots(told), asked: () => asked }
}

describe('what a level does, drawn between every second decibel', () => {
  // Drawn straight between the knots it would be 2²/8 · 0.125 dB/dB² = 0.06.
  const tolerance = 0.02

  test('follows a knee', () => {
    const { effects } = counted()
    for (let db = -8; db <= 14; db += 0.3) {
      const [effect] = effects(move({ Threshold: -20 + db }))!
      const truth = kneeDb({ ...start, Threshold: -20 + db })
      expect(Math.abs(20 * Math.log10(effect!.ratio[0]!) - truth), `at ${db} dB`).toBeLessThan(tolerance)
      expect(Math.abs(effect!.shifts.truePeak! - truth)).toBeLessThan(tolerance)
    }
  })

  test('follows it with an output that gives part of the way back', () => {
    const { effects } = counted()
    for (let db = -8; db <= 14; db += 0.7) {
      const to = { Threshold: -20 + db, Output: 3 - 0.4 * db }
      const [effect] = effects(move(to))!
      expect(Math.abs(effect!.shifts.truePeak! - kneeDb({ ...start, ...to })), `at ${db} dB`).toBeLessThan(tolerance)
    }
  })

  test('asks no more than every second decibel, however finely it is asked', () => {
    const { effects, asked } = counted()
    for (let db = 0; db <= 10; db += 0.1) effects(move({ Threshold: -20 + db }))
    // 0 to 10 dB and one knot beyond each end.
    expect(asked()).toBeLessThanOrEqual(9)
  })

  test('where nothing happens nothing is drawn: a curve does not swing before a corner', () => {
    const corner: Effects = ({ to }) => [
      { ratio: Float64Array.of(1), shifts: { truePeak: Math.min(0, to.Threshold! + 12) } },
    ]
    const [effect] = betweenKnots(corner)(move({ Threshold: -10.5 }))!
    expect(effect!.shifts.truePeak).toBeCloseTo(0, 12)
  })

  test('other settings are asked as they are, and what cannot be told stays untold', () => {
    const { effects, asked } = counted()
    const [effect] = effects(move({ Output: 4.3 }))!
    expect(effect!.shifts.truePeak).toBe(kneeDb({ ...start, Output: 4.3 }))
    expect(asked()).toBe(1)
    expect(betweenKnots(() => null)(move({ Threshold: -12.3 }))).toBe(null)
  })
})
