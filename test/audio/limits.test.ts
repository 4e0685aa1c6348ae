import { describe, expect, test } from 'vitest'
import { requireMeasurable } from '../../node/audio/limits.ts'

/** Length without the memory: a subclass would do the same, but only the length is read. */
const audio = (sampleRate: number, seconds = 10) => ({
  sampleRate,
  channels: [{ length: seconds * sampleRate } as Float32Array],
})

describe('what is measured', () => {
  test.each([8000, 44_100, 48_000, 192_000, 384_000])('%i Hz is', rate => {
    expect(() => requireMeasurable('mix.wav', audio(rate))).not.toThrow()
  })

  test.each([4000, 7999, 705_600])('%i Hz is not, and the sentence says what to do', rate => {
    expect(() => requireMeasurable('mix.wav', audio(rate))).toThrow(
      expect.objectContaining({ code: 'AUDIO_FORMAT', message: expect.stringContaining(`${rate} Hz`) }),
    )
  })

  test('ninety minutes are, two hours are not', () => {
    expect(() => requireMeasurable('set.wav', audio(44_100, 5400))).not.toThrow()
    expect(() => requireMeasurable('set.wav', audio(44_100, 7200))).toThrow(
      '"set.wav" lasts 120 minutes, more than the 90 that are measured in one piece.',
    )
  })
})
