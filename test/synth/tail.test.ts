import { expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import { characterise } from '../../node/synth/characterise.ts'
import { random } from '../support/beats.ts'
import { adsr, synthNote } from '../support/synth-note.ts'

const rate = 44_100
const note = synthNote({ hz: 220, seconds: 1.4, envelope: adsr(0.01, 0, 1, 0.7, 0.1) })

test('alone, the release is told', () => {
  expect(Math.abs(characterise(note).amplitude.release.value! - 0.1)).toBeLessThan(0.02)
})

test('another part that goes on under it covers the release, and it says so', () => {
  const other = synthNote({ hz: 311, seconds: 1.4, gain: 0.02, envelope: adsr(0.01, 0, 1, 1.3, 0.05) })
  const { release } = characterise({
    ...note,
    channels: [note.channels[0]!.map((x, n) => x + other.channels[0]![n]!)],
  }).amplitude
  expect(release).toMatchObject({ value: null, reason: 'another sound goes on under it' })
})

test('a room covers the release: it is not taken for one', () => {
  const room = (seed: number) => {
    const next = random(seed)
    const echoes = Array.from({ length: 400 }, (_, i) => ({
      at: Math.round(rate * (0.015 + 0.0025 * (i + next()))),
      gain: 0.12 * (next() < 0.5 ? -1 : 1) * 10 ** (-3 * (i / 400)),
    }))
    const x = note.channels[0]!
    const out = new Float32Array(x.length + rate)
    out.set(x)
    for (const { at, gain } of echoes) for (let n = 0; n < x.length; n++) out[n + at] = out[n + at]! + gain * x[n]!
    return out
  }
  const wet: Audio = { sampleRate: rate, channels: [room(1), room(2)] }
  const { amplitude, effects } = characterise(wet)
  expect(amplitude.release.value).toBeNull()
  expect(effects.reverbDecay.value!).toBeGreaterThan(0.6)
})

test('what is known to leak in covers the release as well', () => {
  expect(characterise(note, { bleedDb: -8 }).amplitude.release.value).toBeNull()
  expect(characterise(note, { bleedDb: -30 }).amplitude.release.value).not.toBeNull()
})
