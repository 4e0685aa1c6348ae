import { expect, test } from 'vitest'
import { LogMel, type LogMelSettings } from '../../node/dsp/log-mel.ts'
import { mtgMel } from '../support/mtg-mel.ts'

const settings: LogMelSettings = { ...mtgMel, log: 'none' }
const sine = (hz: number) => Float32Array.from({ length: 4096 }, (_, n) => Math.sin((2 * Math.PI * hz * n) / 16_000))
const loudest = (frame: Float32Array) => frame.indexOf(Math.max(...frame))

test('a sine is loudest in the band that the mel scale gives it', () => {
  // Slaney: 3 mel per 200 Hz below 1 kHz; 8 kHz is 15 + 27 ln 8 / ln 6.4 mel. Band b is centred b + 1 steps of 97 up.
  const top = 15 + (27 * Math.log(8)) / Math.log(6.4)
  for (const hz of [400, 800]) {
    const band = loudest(new LogMel(settings).measure(sine(hz)).subarray(0, 96))
    expect(Math.abs(((band + 1) * top) / 97 - (hz * 3) / 200)).toBeLessThan(1)
  }
  // HTK: 2595 log10(1 + f / 700).
  const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700)
  const band = loudest(new LogMel({ ...settings, scale: 'htk' }).measure(sine(3000)).subarray(0, 96))
  expect(Math.abs(((band + 1) * mel(8000)) / 97 - mel(3000))).toBeLessThan(mel(8000) / 97)
})

test('twice as loud is four times the power, and 6.02 dB', () => {
  const [x, y] = [sine(1000), sine(1000).map(value => 2 * value)]
  const peak = (mel: LogMel, of: Float32Array) => Math.max(...mel.measure(of))
  const plain = new LogMel(settings)
  expect(peak(plain, y) / peak(plain, x)).toBeCloseTo(4, 4)
  const db = new LogMel({ ...settings, log: 'db' })
  expect(peak(db, y) - peak(db, x)).toBeCloseTo(6.02, 2)
  const magnitude = new LogMel({ ...settings, power: 1 })
  expect(peak(magnitude, y) / peak(magnitude, x)).toBeCloseTo(2, 4)
})

test('frames are those that fit, and ranges beyond half the sample rate are refused', () => {
  expect(new LogMel(settings).measure(new Float32Array(512 + 3 * 256)).length).toBe(4 * 96)
  expect(new LogMel(settings).measure(new Float32Array(511)).length).toBe(0)
  expect(() => new LogMel({ ...settings, highHz: 9000 })).toThrow(RangeError)
})
