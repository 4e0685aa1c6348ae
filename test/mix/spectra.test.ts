import { expect, test } from 'vitest'
import { frameSizeFor } from '../../node/dsp/stereo-spectrum.ts'
import { measureBands } from '../../node/features/bands.ts'
import type { StereoSignal } from '../../node/mix/devices/device-model.ts'
import { measureSpectra } from '../../node/mix/spectra.ts'
import { noise } from '../support/beats.ts'

const sampleRate = 44_100
const seconds = 6
const sections = [
  { type: 'breakdown', startSeconds: 0, endSeconds: 3 },
  { type: 'drop', startSeconds: 3, endSeconds: seconds },
] as const
const options = { sampleRate, scopes: ['overall', 'drop', 'breakdown'], sections } as const

const common = noise(seconds, sampleRate, 1)
/** Of one part: each holds the same signal and some of its own. */
const layer = (seed: number): StereoSignal => {
  const own = noise(seconds, sampleRate, seed)
  return [common.map((x, n) => x + 0.3 * own[n]!), common.map((x, n) => x - 0.3 * own[n]!)]
}
const unrelated: StereoSignal = [noise(seconds, sampleRate, 7), noise(seconds, sampleRate, 8)]
/** The same samples in buffers that nobody has seen. */
const fresh = (signals: readonly StereoSignal[]) =>
  signals.map(([left, right]): StereoSignal => [left.slice(), right.slice()])

test('signals that were measured before, beside others and at other gains, give what they give alone', () => {
  const [a, b, c] = [layer(2), layer(3), layer(4)]
  measureSpectra([a, b, unrelated], { ...options, gains: [1, 0.01, 1] })
  const again = [a, b, c, unrelated]
  const kept = measureSpectra(again, { ...options, gains: [0.5, 1, 0.8, 1] })
  expect(kept.pairs.length).toBeGreaterThanOrEqual(3)
  expect(kept).toEqual(measureSpectra(fresh(again), { ...options, gains: [0.5, 1, 0.8, 1] }))
})

test('other sections are measured anew', () => {
  const signals = [layer(2), unrelated]
  measureSpectra(signals, options)
  const moved = { ...options, sections: [{ type: 'drop', startSeconds: 0, endSeconds: 2 }] as const }
  expect(measureSpectra(signals, moved)).toEqual(measureSpectra(fresh(signals), moved))
})

test('the same buffers on two tracks are two tracks, coherent through and through', () => {
  const one = layer(2)
  const { autos, pairs } = measureSpectra([one, one], options)
  expect(autos[1]).toEqual(autos[0])
  const [pair] = pairs
  const k = 40
  // |⟨Mi·Mj*⟩| of a signal with itself is its power; the spectra are in single precision.
  expect(pair!.statistics[0]!.mmRe[k]! / autos[0]![0]!.mm[k]!).toBeCloseTo(1, 4)
})

const hopSeconds = frameSizeFor(sampleRate) / 2 / sampleRate

// Whichever of two frames that overlap the section begins with.
test.each([0, 1])('what rings on into a section is measured as it is in Main (%i)', hops => {
  const startSeconds = 2.9 + hops * hopSeconds
  const ringing = Math.round((startSeconds + 0.05) * sampleRate)
  const signal: StereoSignal = [
    common.map((x, n) => (n < ringing ? x : 0)),
    common.map((x, n) => (n < ringing ? x : 0)),
  ]
  const after = { type: 'drop', startSeconds, endSeconds: 5.5 } as const
  const { autos } = measureSpectra([signal], { ...options, scopes: ['drop'], sections: [after] })
  const main = measureBands({ sampleRate, channels: signal }, [{ ...after, key: 'drop' }]).get('drop')!
  const power = (values: Float64Array) => values.reduce((a, b) => a + b, 0)
  // The same frames, all that sound: single precision.
  expect(power(autos[0]![0]!.mm) / power(main.mm)).toBeCloseTo(1, 4)
})
