import { describe, expect, test } from 'vitest'
import { FrameRing } from '../../node/guide/frame-ring.ts'
import { frameOf, silentFrame } from './frames.ts'

const filled = (...frames: readonly (readonly number[])[]) => {
  const ring = new FrameRing()
  for (const frame of frames) ring.write(frame)
  return ring
}
const times = (count: number, frame: readonly number[]) => Array.from({ length: count }, () => frame)

describe('the last seconds of a tap', () => {
  test('a steady sound reads its loudness, bands and correlation, momentary and short-term', () => {
    const ring = filled(...times(15, frameOf({ loudness: -14, correlation: 0.5, bands: { bass: -20 } })))
    for (const level of [ring.momentary()!, ring.shortTerm()!]) {
      // Double rounding.
      expect(level.loudness).toBeCloseTo(-14, 9)
      expect(level.bands.bass).toBeCloseTo(-20, 9)
      expect(level.bands.air).toBeCloseTo(-30, 9)
      expect(level.correlation).toBeCloseTo(0.5, 9)
    }
    expect(ring.peak()).toBeCloseTo(-6, 9)
  })

  test('momentary is the mean power of 400 ms, short-term of 3 s', () => {
    const ring = filled(...times(14, silentFrame), frameOf({ loudness: -10 }))
    // One frame of two, one of fifteen.
    expect(ring.momentary()!.loudness).toBeCloseTo(-10 - 10 * Math.log10(2), 9)
    expect(ring.shortTerm()!.loudness).toBeCloseTo(-10 - 10 * Math.log10(15), 9)
  })

  test('what was louder more than 3 s ago leaves nothing behind', () => {
    const ring = filled(...times(4000, frameOf({ loudness: 0, peak: 0 })), ...times(15, silentFrame))
    expect(ring.shortTerm()).toMatchObject({ loudness: null, correlation: null })
    expect(ring.shortTerm()!.bands.sub).toBeNull()
    expect(ring.peak()).toBeNull()
  })

  test('before enough has been heard there is no value, not 0', () => {
    expect(filled().momentary()).toBeNull()
    expect(filled().peak()).toBeNull()
    const ring = filled(...times(14, frameOf()))
    expect(ring.momentary()).not.toBeNull()
    expect(ring.shortTerm()).toBeNull()
  })

  test('what is no frame is refused: too short, not finite, a negative power', () => {
    const ring = new FrameRing()
    expect(ring.write(frameOf().slice(1))).toBe(false)
    expect(ring.write(frameOf().with(3, Number.NaN))).toBe(false)
    expect(ring.write(frameOf().with(0, -1))).toBe(false)
    expect(ring.write(frameOf({ correlation: -1 }))).toBe(true)
    expect(ring.momentary()).toBeNull()
  })
})
