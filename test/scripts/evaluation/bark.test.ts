import { expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { barkCount, barkEdges, spectraOf } from '../../../scripts/evaluation/bark.ts'
import { barkDistance, HeldOut, referenceDistance, relativeLevels } from '../../../scripts/evaluation/held-out.ts'
import { scaled, sine, stereo as stereoAt, whiteNoise } from '../../support/signals.ts'

const sampleRate = 44_100
const seconds = 2
const sections = [{ type: 'drop', startSeconds: 0, endSeconds: seconds }] as const

const tone = (hz: number, gain: number) => sine({ hz, seconds, sampleRate, gain })
const noise = (seed: number) => whiteNoise(seconds * sampleRate, seed, 0.5)
const stereo = (left: Float32Array, right: Float32Array) => stereoAt(left, right, sampleRate)
const levelsOf = (audio: Audio) => spectraOf(audio, sections).bark.get('drop')!

test('a sine of amplitude one half reads −9.03 dB in the Bark band that holds it, in mid alone when it is mono', () => {
  const { mid, side } = levelsOf(stereo(tone(1000, 0.5), tone(1000, 0.5)))
  const band = barkEdges.findLastIndex(edge => edge <= 1000)
  // Hann's main lobe lies within the band: what leaks beyond it is below a thousandth.
  expect(mid[band]).toBeCloseTo(10 * Math.log10(0.125), 2)
  for (let b = 0; b < barkCount; b++) if (Math.abs(b - band) > 1) expect(mid[b]!).toBeLessThan(-80)
  for (const db of side) expect(db).toBeLessThan(-150)
})

test('the side signal is told apart from the mid at the same time', () => {
  const [m, s] = [tone(250, 0.4), tone(5000, 0.1)]
  const { mid, side } = levelsOf(
    stereo(
      m.map((x, n) => x + s[n]!),
      m.map((x, n) => x - s[n]!),
    ),
  )
  const at = (hz: number) => barkEdges.findLastIndex(edge => edge <= hz)
  expect(mid[at(250)]).toBeCloseTo(10 * Math.log10(0.4 ** 2 / 2), 1)
  expect(side[at(5000)]).toBeCloseTo(10 * Math.log10(0.1 ** 2 / 2), 1)
  expect(mid[at(5000)]!).toBeLessThan(-80)
})

test('sections are told apart, and what lies in none is in none', () => {
  const half = { type: 'intro', startSeconds: 0, endSeconds: 1 } as const
  const x = tone(1000, 0.5).map((v, n) => (n < sampleRate ? v : 0))
  const { bark } = spectraOf(stereo(x, x), [half])
  expect([...bark.keys()]).toEqual(['intro'])
  // What follows the section is silent: were it counted, the mean would fall by 3 dB. One frame lies across its end.
  const band = barkEdges.findLastIndex(edge => edge <= 1000)
  expect(Math.abs(bark.get('intro')!.mid[band]! - 10 * Math.log10(0.125))).toBeLessThan(0.5)
})

test('a mix is at no distance from itself; 3 dB more on everything are 3 dB, and √2 − 1 in convergence', () => {
  const healthy = stereo(noise(1), noise(2))
  const heldOut = new HeldOut(healthy, sections, false)
  expect(heldOut.measure(healthy)).toEqual({ bark: 0, convergence: 0, references: null })
  const louder = stereo(scaled(healthy.channels[0]!, Math.SQRT2), scaled(healthy.channels[1]!, Math.SQRT2))
  const { bark, convergence } = heldOut.measure(louder)
  // 32-bit samples.
  expect(bark).toBeCloseTo(10 * Math.log10(2), 4)
  expect(convergence).toBeCloseTo(Math.SQRT2 - 1, 5)
})

test('swapping left and right changes neither distance: mid and side stay as loud', () => {
  const healthy = stereo(noise(1), noise(2))
  const { bark, convergence } = new HeldOut(healthy, sections, false).measure(stereo(noise(2), noise(1)))
  expect(bark).toBeCloseTo(0, 6)
  expect(convergence).toBeCloseTo(0, 5)
})

test('what is 60 dB below the loudest band counts as silence', () => {
  const quietSide = (gain: number) => {
    const [m, s] = [noise(1), scaled(noise(2), gain)]
    return spectraOf(
      stereo(
        m.map((x, n) => x + s[n]!),
        m.map((x, n) => x - s[n]!),
      ),
      sections,
    ).bark
  }
  expect(barkDistance(quietSide(1e-5), quietSide(0))).toBeCloseTo(0, 6)
  expect(barkDistance(quietSide(1e-1), quietSide(0))).toBeGreaterThan(1)
})

test('inside mean ± spread a mix is at no distance from the references, whatever its level', () => {
  const levels = levelsOf(stereo(noise(1), noise(2)))
  const { mid, side } = relativeLevels(levels)
  const statistics = (shift: number) => ({
    drop: { mid: [...mid].map(db => [db + shift, 2]), side: [...side].map(db => [db + shift, 2]) },
  })
  const louder = { mid: levels.mid.map(db => db + 6), side: levels.side.map(db => db + 6) }
  expect(referenceDistance(new Map([['drop', louder]]), statistics(1.9))).toBeCloseTo(0, 6)
  // 5 dB off with a spread of 2: one and a half spreads outside.
  expect(referenceDistance(new Map([['drop', levels]]), statistics(5))).toBeCloseTo(1.5, 6)
  expect(referenceDistance(new Map([['drop', levels]]), statistics(50))).toBe(4)
  expect(referenceDistance(new Map([['intro', levels]]), statistics(0))).toBeNull()
})

test('the shipped reference statistics have every band of mid and side for the sections of a song', async () => {
  const { default: shipped } = await import('../../../scripts/evaluation/bark-references.json', {
    with: { type: 'json' },
  })
  for (const type of ['drop', 'breakdown', 'build', 'intro', 'outro'] as const) {
    expect(shipped.sections[type].mid, type).toHaveLength(barkCount)
    expect(shipped.sections[type].side, type).toHaveLength(barkCount)
  }
})
