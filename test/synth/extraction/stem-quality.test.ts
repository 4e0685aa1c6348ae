import { expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { Fft, hann } from '../../../node/dsp/fft.ts'
import { emptySound } from '../../../node/synth/empty-sound.ts'
import { certain } from '../../../node/synth/estimate.ts'
import { placeOfStem } from '../../../node/synth/extraction/stem-place.ts'
import { stemQuality } from '../../../node/synth/extraction/stem-quality.ts'
import { spoiltBy, withTrust } from '../../../node/synth/extraction/trust.ts'
import { random } from '../../support/beats.ts'
import { miniSong } from '../../support/mini-song.ts'

const rate = miniSong.sampleRate
/** Seven seconds, four bars: enough of a loop. */
const track = (name: string): Audio => {
  const { channels } = miniSong.tracks.find(each => each.name === name)!.source!
  return { sampleRate: rate, channels: channels.map(x => x.subarray(0, 7 * rate)) }
}
const sum = (...parts: readonly (readonly [Audio, number])[]): Audio => ({
  sampleRate: rate,
  channels: [0, 1].map(c =>
    parts[0]![0].channels[c]!.map((_, n) =>
      parts.reduce((all, [{ channels }, gain]) => all + gain * channels[c]![n]!, 0),
    ),
  ),
})
const power = ({ channels }: Audio) => channels.reduce((all, x) => all + x.reduce((s, v) => s + v * v, 0), 0)

const pad = track('Pads')
const drums = sum([track('Kick'), 1], [track('Hats'), 1])
const mix = sum([pad, 1], [drums, 1])
/** Gain of the drums that puts them so far below the pad. */
const leak = (db: number) => 10 ** (db / 20) * Math.sqrt(power(pad) / power(drums))

test('a part as it went into the mix is clean, complete, in place and at its gain', () => {
  const { place, bleed, holes, cut, trust } = stemQuality(pad, mix)!
  expect(place.lag).toBe(0)
  expect(20 * Math.log10(place.gain)).toBeCloseTo(0, 1)
  expect(bleed.value).toBeNull()
  // Noise fades in single cells by nature.
  expect(holes.value!).toBeLessThan(0.05)
  expect(cut.value).toBeNull()
  expect(trust).toBe(1)
})

test.each([-6, -12, -17])('drums that leak into it at %d dB are found within 3 dB', db => {
  // Chance coherence of seven seconds of a loop adds to it, what leaks in the pad's own bands is divided otherwise.
  const { bleed } = stemQuality(sum([pad, 1], [drums, leak(db)]), mix)!
  expect(Math.abs(bleed.value! - db)).toBeLessThan(3)
})

test('more bleed is less trust', () => {
  const trusts = [-24, -12, -6].map(db => stemQuality(sum([pad, 1], [drums, leak(db)]), mix)!.trust)
  expect(trusts).toEqual(trusts.toSorted((a, b) => b - a))
  expect(trusts[2]!).toBeLessThan(0.6 * trusts[0]!)
})

test('a stem that is quieter than in its mix is no worse for it', () => {
  const half = stemQuality(sum([pad, 0.5]), mix)!
  expect(20 * Math.log10(half.place.gain)).toBeCloseTo(6.02, 1)
  expect(half.bleed.value).toBeNull()
})

test('a stem that comes late is put back first', () => {
  const late: Audio = { sampleRate: rate, channels: pad.channels.map(x => x.map((_, n) => x[n - 1105] ?? 0)) }
  const { place, bleed } = stemQuality(late, mix)!
  expect(place.lag).toBe(1105)
  expect(bleed.value).toBeNull()
})

test('what is missing in cells of its spectrogram is counted', () => {
  const whole = stemQuality(pad, mix)!.holes.value!
  const holed = stemQuality({ sampleRate: rate, channels: pad.channels.map(x => punched(x, 0.05)) }, mix)!
  expect(holed.holes.value!).toBeGreaterThan(whole + 0.01)
})

test('another song is not in this mix, nor is silence', () => {
  const noise = random(4)
  const other = { sampleRate: rate, channels: pad.channels.map(x => x.map(() => noise() - 0.5)) }
  expect(stemQuality(other, mix)).toBeNull()
  expect(stemQuality({ sampleRate: rate, channels: pad.channels.map(x => x.map(() => 0)) }, mix)).toBeNull()
})

test('where a part sounds alone in the mix is offered', () => {
  // The drums pause from 2 to 6 s.
  const pausing = {
    sampleRate: rate,
    channels: drums.channels.map(x => x.map((v, n) => (n > 2 * rate && n < 6 * rate ? 0 : v))),
  }
  const { solos } = stemQuality(pad, sum([pad, 1], [pausing, 1]))!
  expect(solos[0]!.fromSeconds).toBeGreaterThanOrEqual(1.9)
  expect(solos[0]!.fromSeconds).toBeLessThan(2.3)
  expect(solos[0]!.toSeconds).toBeGreaterThan(5.8)
  expect(solos[0]!.toSeconds).toBeLessThanOrEqual(6.1)
})

test('polarity and swapped channels change no place', () => {
  const mono = (audio: Audio) => audio.channels[0]!
  const straight = placeOfStem(mono(pad), mono(mix), rate)
  const turned = placeOfStem(
    mono(pad).map(x => -x),
    mono(mix).map(x => -x),
    rate,
  )
  expect(turned).toEqual(straight)
})

test('confidences are multiplied, and what falls too low says why', () => {
  const sound = {
    ...emptySound(1, 'nothing'),
    pitch: certain(110, 'Hz', 0.9),
    stereo: { width: certain(20, '%', 0.5), correlation: certain(0.5, '', 0.5) },
  }
  const lowered = withTrust(sound, 0.6, 'it leaks')
  expect(lowered.pitch).toEqual({ value: 110, unit: 'Hz', confidence: 0.54 })
  expect(lowered.stereo.width).toEqual({ value: null, unit: '%', reason: 'it leaks' })
  expect(lowered.curves).toBe(sound.curves)
  expect(withTrust(sound, 1, '')).toBe(sound)
  expect(spoiltBy(stemQuality(sum([pad, 1], [drums, leak(-6)]), mix)!)).toMatch(/leak into the stem at −?-?\d+ dB/)
})

/** A share of the cells of a spectrogram with other cells than the check's own, silenced. */
function punched(x: Float32Array, share: number): Float32Array {
  const size = 4096
  const fft = new Fft(size)
  const window = hann(size).map(Math.sqrt)
  const next = random(12)
  const out = new Float32Array(x.length)
  for (let from = -size / 2; from < x.length; from += size / 2) {
    const re = Float64Array.from({ length: size }, (_, n) => (x[from + n] ?? 0) * window[n]!)
    const im = new Float64Array(size)
    fft.transform(re, im)
    for (let k = 0; k < size / 2; k += 4)
      if (next() < share) for (let j = Math.max(1, k); j < k + 4; j++) for (const i of [j, size - j]) re[i] = im[i] = 0
    // The forward transform of the conjugate is the conjugate of the inverse.
    im.forEach((value, k) => {
      im[k] = -value
    })
    fft.transform(re, im)
    for (let n = Math.max(0, -from); n < Math.min(size, x.length - from); n++)
      out[from + n] = out[from + n]! + (re[n]! * window[n]!) / size
  }
  return out
}
