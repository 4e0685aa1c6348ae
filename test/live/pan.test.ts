import { describe, expect, test } from 'vitest'
import { panGains } from '../../node/live/pan.ts'

describe('pan', () => {
  // Ableton's manual: constant power, 0 dB at the centre, +3 dB fully left or right.
  test('keeps the power and puts +3 dB on one side at the end', () => {
    for (const p of [-1, -0.6, -0.2, 0, 0.3, 1]) {
      const { left, right } = panGains(p)
      expect(left ** 2 + right ** 2).toBeCloseTo(2, 12)
      expect(panGains(-p)).toEqual({ left: expect.closeTo(right, 12), right: expect.closeTo(left, 12) })
    }
    expect(panGains(0)).toEqual({ left: 1, right: 1 })
    expect(20 * Math.log10(panGains(1).right)).toBeCloseTo(3.01, 2)
    expect(panGains(1).left).toBeCloseTo(0, 12)
  })
})
