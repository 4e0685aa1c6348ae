import { expect, test } from 'vitest'
import { padTo, toStereo } from '../../node/audio/align.ts'

const a = Float32Array.of(1, 2, 3)
const b = Float32Array.of(4, 5, 6)
const c = Float32Array.of(7, 8, 9)

test('padTo adds silence at the end of every channel', () => {
  const padded = padTo({ sampleRate: 44_100, channels: [a, b] }, 5)
  expect(padded.channels.map(channel => [...channel])).toEqual([
    [1, 2, 3, 0, 0],
    [4, 5, 6, 0, 0],
  ])
  expect(padded.sampleRate).toBe(44_100)
})

test('padTo to the present length changes nothing, to less is refused', () => {
  const audio = { sampleRate: 44_100, channels: [a] }
  expect(padTo(audio, 3)).toBe(audio)
  expect(() => padTo(audio, 2)).toThrow(RangeError)
  expect(() => padTo(audio, 3.5)).toThrow(RangeError)
})

test('toStereo puts mono on both sides, keeps stereo, and notes what it leaves out', () => {
  expect(toStereo({ sampleRate: 1, channels: [a] })).toEqual({ sampleRate: 1, channels: [a, a], note: null })
  expect(toStereo({ sampleRate: 1, channels: [a, b] })).toEqual({ sampleRate: 1, channels: [a, b], note: null })
  const wide = toStereo({ sampleRate: 1, channels: [a, b, c] })
  expect(wide.channels).toEqual([a, b])
  expect(wide.note).toBe('Only the first 2 of 3 channels are used')
  expect(() => toStereo({ sampleRate: 1, channels: [] })).toThrow(RangeError)
})
