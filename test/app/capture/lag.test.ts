import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { clearLag, lagBetween } from '../../../node/app/capture/lag.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { resample } from '../../../node/audio/resample.ts'
import { miniRate, miniSong } from '../../support/mini-song.ts'

const { main, taps } = await createSimulatedSet(miniSong).capture({ startSeconds: 0, endSeconds: 5 })
const lead = taps.get('tracks 2')!
const each = (audio: Audio, change: (channel: Float32Array) => Float32Array): Audio => ({
  ...audio,
  channels: audio.channels.map(change),
})
const later = (audio: Audio, samples: number) =>
  each(audio, channel => Float32Array.from(channel, (_, n) => channel[n - samples] ?? 0))

test.each([0, 1, -1, 37, -441, 882])('a mix that is %d samples later than its track is found so', samples => {
  const lag = lagBetween(lead, later(main, samples))!
  expect(lag.samples).toBeCloseTo(samples, 0)
  expect(lag.clarity).toBeGreaterThan(clearLag)
})

test('turned polarity and another level change nothing', () => {
  const turned = lagBetween(
    each(lead, channel => channel.map(x => -0.1 * x)),
    later(main, 12),
  )!
  expect(turned.samples).toBeCloseTo(12, 0)
  expect(turned.clarity).toBeGreaterThan(clearLag)
})

test('a fraction of a sample is told', () => {
  // Twice the rate, one sample, and back: half a sample.
  const half = resample(later(resample(main, 2 * miniRate), 1), miniRate)
  expect(lagBetween(main, half)!.samples).toBeCloseTo(0.5, 1)
})

test('what lies outside the window is not found inside it with any clarity', () => {
  expect(lagBetween(lead, later(main, 1_500))!.clarity).toBeLessThan(clearLag)
  expect(lagBetween(lead, later(main, 1_500), 50)!.samples).toBeCloseTo(1_500, 0)
})

test('a track that is silent, or 80 dB below the mix, says nothing', () => {
  expect(
    lagBetween(
      each(lead, channel => new Float32Array(channel.length)),
      main,
    ),
  ).toBeNull()
  expect(
    lagBetween(
      each(lead, channel => channel.map(x => 1e-4 * x)),
      main,
    ),
  ).toBeNull()
  expect(
    lagBetween(
      each(lead, channel => channel.subarray(0, 10_000)),
      main,
    ),
  ).toBeNull()
})

test('another rate is a fault of the caller', () => {
  expect(() => lagBetween(resample(lead, 48_000), main)).toThrow(RangeError)
})
