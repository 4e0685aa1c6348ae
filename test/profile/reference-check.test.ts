import { expect, test } from 'vitest'
import type { Analysis } from '../../node/features/analysis.ts'
import { analyze } from '../../node/features/analyze.ts'
import { checkReference, isSameRecording } from '../../node/profile/reference-check.ts'
import { whiteNoise } from '../support/signals.ts'

const rate = 44_100

/** 6 s of pink-ish stereo noise; above `cutOff` nothing, by a brick wall as codecs have. */
function song(cutOff: number | null): Analysis {
  const channels = [1, 2].map(seed => {
    const samples = whiteNoise(6 * rate, seed)
    if (cutOff === null) return samples
    // Four windowed-sinc passes of 511 taps: more than 100 dB down within 300 Hz.
    const taps = Float64Array.from({ length: 511 }, (_, i) => {
      const x = i - 255
      const sinc = x === 0 ? (2 * cutOff) / rate : Math.sin((2 * Math.PI * cutOff * x) / rate) / (Math.PI * x)
      return sinc * (0.42 - 0.5 * Math.cos((2 * Math.PI * i) / 510) + 0.08 * Math.cos((4 * Math.PI * i) / 510))
    })
    const filtered = new Float32Array(samples.length)
    for (let n = 511; n < samples.length; n++) {
      let sum = 0
      for (let k = 0; k < 511; k++) sum += taps[k]! * samples[n - k]!
      filtered[n] = sum
    }
    return filtered
  })
  return analyze({ sampleRate: rate, channels }, { name: 'x' })
}
const full = song(null)
const kinds = (analysis: Analysis) => checkReference(analysis).map(({ kind }) => kind)
const lasting = (minutes: number, analysis = full): Analysis => ({ ...analysis, seconds: 60 * minutes })

test('a club track of full bandwidth has nothing the matter but that it is not mastered', () => {
  expect(kinds(lasting(7)).filter(kind => kind !== 'unmastered')).toEqual([])
})

test('lengths: a DJ mix teaches nothing, a radio edit and an excerpt nothing about the song as a whole', () => {
  expect(checkReference(lasting(62))).toMatchObject([{ kind: 'dj-mix', leavesOut: 'all' }])
  expect(kinds(lasting(3.5))).toContain('radio-edit')
  const excerpt = checkReference(lasting(0.5)).find(({ kind }) => kind === 'excerpt')!
  expect(excerpt.leavesOut).toContain('dropContrast')
  expect(excerpt.leavesOut).not.toContain('bandSub')
})

test('a codec’s low-pass at 16 kHz is found within a sixth of an octave and spoils the top, not the bass', () => {
  const finding = checkReference(lasting(7, song(16_000))).find(({ kind }) => kind === 'low-bitrate')!
  expect(finding.words).toMatch(/1[4-6]\.\d kHz/)
  expect(finding.leavesOut).toContain('bandAir')
  expect(finding.leavesOut).toContain('third16000')
  expect(finding.leavesOut).not.toContain('bandBass')
})

test('many flat tops spoil peaks only; some belong to a loud master', () => {
  const clipped = checkReference({ ...lasting(7), clippedPassages: 7 * 500 }).find(({ kind }) => kind === 'clipped')!
  expect(clipped.leavesOut).toContain('truePeak')
  expect(clipped.leavesOut).not.toContain('integratedLoudness')
  expect(kinds({ ...lasting(7), clippedPassages: 7 * 50 })).not.toContain('clipped')
})

test('two channels alike teach nothing about width', () => {
  const one = whiteNoise(6 * rate, 3)
  expect(kinds(lasting(7, analyze({ sampleRate: rate, channels: [one, one] }, { name: 'x' })))).toContain('mono')
})

test('one recording in two encodings is told from two songs', () => {
  const thirds = Array.from({ length: 23 }, (_, i) => -i)
  const print = { seconds: 400, tempo: 138, thirds }
  expect(isSameRecording(print, { seconds: 401.5, tempo: 138.005, thirds: thirds.map(level => level + 0.2) })).toBe(
    true,
  )
  expect(isSameRecording(print, { ...print, thirds: thirds.with(5, 0) })).toBe(false)
  expect(isSameRecording(print, { ...print, tempo: 140 })).toBe(false)
  expect(isSameRecording(print, { ...print, seconds: 380 })).toBe(false)
})
