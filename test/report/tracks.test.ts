import { describe, expect, test } from 'vitest'
import { contiguousBands } from '../../node/dsp/bands.ts'
import type { Masking, MaskingPair } from '../../node/features/masking/masking.ts'
import type { Slot } from '../../node/features/masking/slots.ts'
import { duckingWords, maskingPairWords, slotWords } from '../../node/report/track-words.ts'
import { maskingPart } from '../../node/report/tracks-html.ts'
import { tracksText } from '../../node/report/tracks-text.ts'
import { hostileName } from './fixture.ts'

const loss = (sones: number) => ({ lossSones: sones, lossShare: sones / 10 })
const pair = (masked: string, masker: string, lossShare: number): MaskingPair => ({
  masked,
  masker,
  lossSones: 10 * lossShare,
  lossShare,
  lossShareTogether: lossShare,
  lossDb: 4.24,
  bands: {
    sub: loss(3),
    bass: loss(6),
    lowMid: loss(1),
    mid: loss(0),
    presence: loss(0),
    brilliance: loss(0),
    air: loss(0),
  },
})
const audible = (track: string, loudnessAlone: number) => ({
  track,
  loudnessAlone,
  loudnessInMix: loudnessAlone / 2,
  audibleShare: 0.5,
})
const free: Slot = { occupancy: 'free', voices: 0, occupants: [] }
const crowded: Slot = {
  occupancy: 'crowded',
  voices: 3.4,
  occupants: [
    { track: 'Pad', powerShare: 0.6, loudnessShare: 0.41 },
    { track: 'Lead', powerShare: 0.3, loudnessShare: 0.3 },
  ],
}
const masking: Masking = {
  playback: { lufs: -18, dbSpl: 83 },
  layers: [],
  scopes: {
    drop: {
      pairs: [pair(hostileName, 'Kick', 0.31), pair('Pad', 'Lead', 0.12)],
      tracks: [audible('Kick', 20), audible(hostileName, 12), audible('Pad', 9), audible('Lead', 8)],
      slots: Object.fromEntries(contiguousBands.map(band => [band, band === 'lowMid' ? crowded : free])) as Record<
        (typeof contiguousBands)[number],
        Slot
      >,
      mixClarity: 71.6,
    },
  },
}

describe('masking in words', () => {
  test('a pair says who, whom, how much and where', () => {
    expect(maskingPairWords(pair('Bass', 'Kick', 0.31))).toBe(
      'Kick masks Bass: 31 % of its loudness, as if 4.2 dB quieter when both sound, mostly Bass and Sub.',
    )
  })

  test('a band says who fills it, and a free one only that', () => {
    expect(slotWords('lowMid', crowded)).toBe('Low-mid: crowded (Pad 41 %, Lead 30 % of its loudness).')
    expect(slotWords('air', free)).toBe('Air: free.')
  })

  test('the page has the clarity, the pairs worst first, the bands, and the assumed playback level', () => {
    const text = tracksText({ masking, ducking: [], shares: {} }, { color: false })
    expect(text).toContain('Masking in the drop')
    expect(text).toContain('Mix clarity 72 %')
    expect(text.indexOf('Kick masks')).toBeLessThan(text.indexOf('Lead masks Pad'))
    expect(text).toContain('83 dB SPL for −18.0 LUFS')
    expect(text).not.toContain('\x1b')
  })
})

describe('the masking matrix', () => {
  const markup = (maskingPart(masking)! as { readonly markup: string }).markup

  test('has a row and a column for every track, loudest first, and the share where it was found', () => {
    const rows = [...markup.matchAll(/<th scope="row" title="([^"]*)"/g)].map(match => match[1])
    expect(rows).toHaveLength(4)
    expect(rows[0]).toBe('Kick')
    expect(markup).toContain('style="--loss:31">31')
    expect(markup).toContain('mix clarity 72')
  })

  test('names cannot become markup', () => {
    expect(markup).not.toContain('<script')
  })

  test('nothing measured is no part', () => {
    expect(maskingPart(null)).toBeNull()
    expect(maskingPart({ ...masking, scopes: {} })).toBeNull()
  })
})

describe('ducking in words', () => {
  test('says depth, delay and recovery, or why not', () => {
    const rest = { regularity: null, curve: null }
    const none = { track: 'Kick', depthDb: null, reason: 'No beat grid.', delayMs: null, recoveryMs: null, ...rest }
    expect(duckingWords({ track: 'Pad', depthDb: 5.82, reason: null, delayMs: 12.4, recoveryMs: 180, ...rest })).toBe(
      'Pad ducks 5.8 dB, lowest 12 ms after the beat, back after 180 ms.',
    )
    expect(duckingWords(none)).toBe('Kick: not measured. No beat grid.')
  })
})
