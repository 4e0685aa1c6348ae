import { describe, expect, test } from 'vitest'
import { type FeatureId, feature, type Rows } from '../../node/features/catalogue.ts'
import { type StylePart, stylePartNames } from '../../node/features/style/layout.ts'
import { compareRows } from '../../node/profile/compare-rows.ts'
import type { PartCloseness } from '../../node/profile/embedding.ts'
import { closenessWords, compareText, similarText } from '../../node/report/similar-text.ts'

const closeness = (words: Partial<Record<StylePart, PartCloseness['word']>>) =>
  Object.fromEntries(
    stylePartNames.map(part => [part, { distance: 1, rank: 0.5, word: words[part] ?? 'near' }]),
  ) as Record<StylePart, PartCloseness>

const rows = (drop: Partial<Record<FeatureId, number>>, loudness: number): Rows => ({
  drop: { values: drop, reasons: {} },
  overall: { values: { integratedLoudness: loudness }, reasons: {} },
})
const comparison = compareRows(rows({ widthMid: -14.2, bandAir: -12 }, -11.2), rows({ widthMid: -8, bandAir: -12 }, -8))

describe('similar tracks in words', () => {
  test('near to far, each respect once', () => {
    expect(closenessWords(closeness({ 'low end': 'tight', width: 'far', groove: 'tight' }))).toBe(
      'tight in the low end and groove, near in tone, harmony and dynamics, far in width',
    )
  })

  test('the figures behind what is far, and who answered', () => {
    const text = similarText({
      name: 'mine.wav',
      profile: 'my taste',
      metric: { kind: 'z-scores', tracks: 12 },
      answeredBy: 'TypeScript',
      scope: 'drop',
      neighbours: [
        { similarity: 0.834, parts: closeness({ width: 'far' }), reference: { title: 'A\u001b[31m song' }, comparison },
      ],
    })
    expect(text).toContain('Nearest to mine.wav in the drop among 12 references of "my taste":')
    expect(text).toContain('A song (83 of 100): near in')
    expect(text).toContain(`Width: ${feature('widthMid').label} 6.2 dB narrower than it (−14.2 dB against −8.0 dB).`)
    expect(text.replace(/\s+/g, ' ')).toContain(
      '12 references are too few to learn which differences matter (30 are enough).',
    )
  })

  test('nothing found is said', () => {
    const text = similarText({
      name: 'a',
      profile: 'b',
      metric: { kind: 'trained', tracks: 40 },
      answeredBy: 'onnxruntime',
      scope: 'outro',
      neighbours: [],
    })
    expect(text).toContain('No reference has the outro.')
    expect(text).toContain('what was learned from 40 references')
    expect(text.replace(/\s+/g, ' ')).toContain('Computed by onnxruntime.')
  })
})

describe('two tracks in words', () => {
  test('the loudness first, then section by section', () => {
    const text = compareText(comparison, { mine: 'a.wav', reference: 'b.wav', most: 6 })
    expect(text).toContain('a.wav is 3.2 LU quieter than b.wav; all below is at equal loudness.')
    expect(text).toContain('The drop\n')
    expect(text).toContain('6.2 dB narrower than the reference (−14.2 dB against −8.0 dB).')
    expect(text).toContain('The whole track\n  Nothing that would be heard.')
  })

  test('a section of its own, and how much was left out', () => {
    const many = compareRows(
      rows({ widthMid: -14, bandAir: -20, bandSub: 12, crestFactor: 15 }, -8),
      rows({ widthMid: -8, bandAir: -12, bandSub: 4, crestFactor: 8 }, -8),
    )
    const text = compareText(many, { mine: 'a', reference: 'b', most: 1, scopes: ['drop'] })
    expect(text).toContain('a against b: both are equally loud.')
    expect(text).toContain('and 3 smaller differences.')
    expect(text).not.toContain('whole track')
    expect(compareText(many, { mine: 'a', reference: 'b', most: 1, scopes: ['outro'] })).toContain(
      'no section in common',
    )
  })
})
