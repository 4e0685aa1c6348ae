import { expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { CompositeFft } from '../../../node/dsp/composite-fft.ts'
import { type MdxModel, separateMdx, withoutStem } from '../../../node/synth/extraction/mdx.ts'
import { StereoStft } from '../../../node/synth/extraction/stereo-stft.ts'
import { sine, whiteNoise } from '../../support/signals.ts'

const rate = 44_100
/** Small enough for a test, of the same make as 6144 and 7680: an odd factor, hop 1024. */
const shape = { fftSize: 3072, bins: 1280, frames: 16 }
const model = (run: MdxModel['run']): MdxModel => ({ ...shape, run })
const identity = model(async tensor => tensor)

const largest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, n) => Math.max(most, Math.abs(value - y[n]!)), 0)

/** Three tones between the lowest bins, which are silenced, and the highest one kept. */
function tones(seconds: number): Audio {
  const tone = (hz: number) => sine({ hz, seconds, sampleRate: rate, gain: 0.2 })
  const [low, middle, high] = [tone(440), tone(2500), tone(9000)]
  return { sampleRate: rate, channels: [low.map((x, n) => x + middle[n]!), middle.map((x, n) => x - high[n]!)] }
}

test.each([12, 24, 40, 60, 16])('a transform of %d points is the sum that defines it', size => {
  const [re, im] = [Float64Array.from(whiteNoise(size, 1)), Float64Array.from(whiteNoise(size, 2))]
  const expected = Array.from({ length: size }, (_, k) =>
    re.reduce((sum, x, n) => {
      const angle = (2 * Math.PI * k * n) / size
      return sum + x * Math.cos(angle) + im[n]! * Math.sin(angle)
    }, 0),
  )
  new CompositeFft(size).transform(re, im)
  expect(largest(re, expected)).toBeLessThan(1e-12)
})

test.each([22, 2, 0, 6144.5])('a transform of %d points is refused', size => {
  expect(() => new CompositeFft(size)).toThrow(RangeError)
})

test.each([6144, 7680, 5120])('a piece comes back from its spectrogram of %d points as it was', fftSize => {
  const stft = new StereoStft({ fftSize, hop: 1024, frames: 12, bins: fftSize / 2 + 1 })
  const [left, right] = [whiteNoise(stft.pieceLength, 3), whiteNoise(stft.pieceLength, 4)]
  const [a, b] = stft.inverse(stft.forward(left, right))
  // Spectrograms are single precision.
  expect(Math.max(largest(a, left), largest(b, right))).toBeLessThan(1e-5)
})

test.each([0.25, 0.5, 0.1])('a model that changes nothing gives the mix back, overlapping by %d', async overlap => {
  const mix = tones(1.3)
  const stem = await separateMdx(mix, identity, { overlap })
  expect(stem.channels.map(x => x.length)).toEqual(mix.channels.map(x => x.length))
  // The first and last cycles are cut tones, whose clicks reach above the highest bin.
  const inside = (x: Float32Array) => x.subarray(4096, x.length - 4096)
  const off = stem.channels.map((x, c) => largest(inside(x), inside(mix.channels[c]!)))
  expect(Math.max(...off)).toBeLessThan(1e-4)
})

test('stem and rest are the mix', async () => {
  const mix = tones(0.8)
  const stem = await separateMdx(
    mix,
    model(async tensor => tensor.map(value => 0.3 * value)),
  )
  const rest = withoutStem(mix, stem)
  const sum = stem.channels.map((x, c) => x.map((value, n) => value + rest.channels[c]![n]!))
  expect(largest(sum[0]!, mix.channels[0]!)).toBeLessThan(1e-6)
  expect(
    largest(
      rest.channels[1]!.subarray(4096, 20_000),
      mix.channels[1]!.subarray(4096, 20_000).map(x => 0.7 * x),
    ),
  ).toBeLessThan(1e-4)
})

test('what a model adds of its own cancels when it runs on the negative too', async () => {
  const noisy = model(async tensor => tensor.map((value, i) => value + 0.01 * ((i % 7) - 3)))
  const mix = tones(0.6)
  const inside = (audio: Audio) => audio.channels[0]!.subarray(4096, 20_000)
  const off = async (denoise: boolean) => largest(inside(await separateMdx(mix, noisy, { denoise })), inside(mix))
  expect(await off(true)).toBeLessThan(1e-4)
  expect(await off(false)).toBeGreaterThan(1e-3)
})

test('progress ends at 1; aborting ends the run before the next piece', async () => {
  const shares: number[] = []
  await separateMdx(tones(1), identity, { onProgress: share => shares.push(share) })
  expect(shares.at(-1)).toBe(1)
  expect(shares.length).toBeGreaterThan(3)
  const abort = new AbortController()
  let runs = 0
  const counting = model(async tensor => {
    runs++
    abort.abort(new Error('enough'))
    return tensor
  })
  await expect(separateMdx(tones(1), counting, { signal: abort.signal })).rejects.toThrow('enough')
  expect(runs).toBe(1)
})

test('another rate is refused, a mono mix is both sides', async () => {
  await expect(separateMdx({ ...tones(0.1), sampleRate: 48_000 }, identity)).rejects.toThrow(RangeError)
  const [x] = tones(0.6).channels
  const { channels } = await separateMdx({ sampleRate: rate, channels: [x!] }, identity)
  expect(largest(channels[0]!, channels[1]!)).toBeLessThan(1e-6)
})
