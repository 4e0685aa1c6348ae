import { expect, test } from 'vitest'
import { type FeatureId, feature, featureIds } from '../../node/features/catalogue.ts'
import type { Gap } from '../../node/gap/gap.ts'
import {
  contributorWords,
  directionWord,
  featureList,
  featuresByScope,
  formatDeviation,
  formatFeature,
  formatNumber,
  formatRange,
  formatTime,
  formatValue,
  gapSentence,
  inScope,
  noGapWords,
  scopeLabel,
  severityWords,
} from '../../node/report/words.ts'

test('values carry their unit, one decimal for decibels, and the typographic minus', () => {
  expect(formatValue('LUFS', -12.34)).toBe('−12.3 LUFS')
  expect(formatValue('dB', 2.84)).toBe('+2.8 dB')
  expect(formatValue('BPM', 138)).toBe('138.0 BPM')
  expect(formatValue('%', 45.2)).toBe('45 %')
  expect(formatValue('LU', 6.12)).toBe('6.1 LU')
  expect(formatValue('dBTP', 0.35)).toBe('+0.3 dBTP')
  expect(formatValue('dB/oct', -4.46)).toBe('−4.5 dB/oct')
  expect(formatValue('correlation', -0.456)).toBe('−0.46')
  expect(formatValue('score', 0.9)).toBe('0.90')
})

test('what rounds to zero has no sign', () => {
  expect(formatValue('dB', -0.04)).toBe('0.0 dB')
  expect(formatDeviation('dB', 0.04)).toBe('0.0 dB')
  expect(formatNumber(-0, 2, true)).toBe('0.00')
})

test('a figure that is missing or not finite reads "not measured"', () => {
  for (const value of [null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(formatValue('dB', value)).toBe('not measured')
    expect(formatDeviation('%', value)).toBe('not measured')
  }
})

test('deviations always carry a sign; LUFS differ by LU, percentages by points', () => {
  expect(formatDeviation('LUFS', 2)).toBe('+2.0 LU')
  expect(formatDeviation('dBTP', -0.5)).toBe('−0.5 dB')
  expect(formatDeviation('BPM', 4)).toBe('+4.0 BPM')
  expect(formatDeviation('%', -45)).toBe('−45 points')
})

test('a dB figure that cannot be negative takes no plus', () => {
  expect(formatFeature('crestFactor', 11.42)).toBe('11.4 dB')
  expect(formatFeature('peakToLoudnessRatio', 11.2)).toBe('11.2 dB')
  expect(formatFeature('monoFoldLossAir', 1.5)).toBe('1.5 dB')
  expect(formatFeature('widthAir', 1.5)).toBe('+1.5 dB')
  expect(formatFeature('truePeak', 0.5)).toBe('+0.5 dBTP')
  expect(formatFeature('bandBass', 3.1)).toBe('+3.1 dB')
  expect(formatFeature('dropContrast', 6.1)).toBe('+6.1 LU')
  expect(formatFeature('loudnessRange', 6.1)).toBe('6.1 LU')
})

test('a range names its unit once, and a zone without width is one value', () => {
  expect(formatRange('bandBass', { low: -2, high: 1.1 })).toBe('−2.0 to +1.1 dB')
  expect(formatRange('crestFactor', { low: 8, high: 12 })).toBe('8.0 to 12.0 dB')
  expect(formatRange('bandBass', { low: -1.11, high: -1.08 })).toBe('−1.1 dB')
})

test('times and places', () => {
  expect(formatTime(187.4)).toBe('3:07')
  expect(formatTime(59.6)).toBe('1:00')
  expect(scopeLabel('drop')).toBe('the drop')
  expect(inScope('overall')).toBe('over the whole track')
})

const words: readonly (readonly [FeatureId, string, string])[] = [
  ['integratedLoudness', 'louder', 'quieter'],
  ['truePeak', 'higher', 'lower'],
  ['crestFactor', 'more dynamic', 'less dynamic'],
  ['peakToLoudnessRatio', 'more dynamic', 'less dynamic'],
  ['bandBass', 'louder', 'quieter'],
  ['third100', 'louder', 'quieter'],
  ['spectralTilt', 'brighter', 'darker'],
  ['widthMid', 'wider', 'narrower'],
  ['correlationMid', 'more correlated', 'less correlated'],
  ['monoFoldLossMid', 'more', 'less'],
  ['bassMononess', 'more mono', 'less mono'],
  ['tempo', 'faster', 'slower'],
  ['fourOnTheFloor', 'clearer', 'weaker'],
  ['loudnessRange', 'larger', 'smaller'],
]

test.each(words)('%s: above is "%s", below is "%s"', (id, more, less) => {
  expect([directionWord(id, 1), directionWord(id, -1)]).toEqual([more, less])
})

test('every feature has two different direction words', () => {
  for (const id of featureIds) expect(directionWord(id, 1)).not.toBe(directionWord(id, -1))
})

const gap = (about: Partial<Gap>): Gap => ({
  feature: 'bandBass',
  scope: 'drop',
  value: 3.1,
  low: -2,
  high: 1.1,
  median: -1.1,
  deviation: 4.2,
  excess: 2,
  sigmas: 2,
  severity: 'warning',
  contributors: [],
  ...about,
})

test('a gap says what, where, how much, both values and who carries it', () => {
  const contributors = [
    { track: 'Rolling Bass', share: 0.61 },
    { track: 'Kick', share: 0.2 },
  ]
  expect(gapSentence(gap({ contributors }), 'learned')).toBe(
    'Bass level in the drop: 4.2 dB louder than your references (+3.1 dB; they: −2.0 to +1.1 dB, median −1.1 dB). Rolling Bass carries 61 %.',
  )
})

test('a gap on the low side says so', () => {
  const low = { feature: 'bassMononess', value: 45, low: 90, high: 99, median: 95, deviation: -50 } as const
  expect(gapSentence(gap(low), 'learned')).toBe(
    'Bass mono-ness in the drop: 50 points less mono than your references (45 %; they: 90 to 99 %, median 95 %).',
  )
  const narrow = { feature: 'widthMid', value: -16, low: -10, high: -7, median: -9, deviation: -7 } as const
  expect(gapSentence(gap(narrow), 'learned')).toContain('7.0 dB narrower than your references (−16.0 dB;')
})

test('the prior is never called the references, and a twin has one value', () => {
  const prior = gapSentence(gap({}), 'prior')
  expect(prior).toContain("louder than the prior (+3.1 dB; the prior's range: −2.0 to +1.1 dB")
  expect(prior).not.toContain('references')
  expect(gapSentence(gap({ low: -1.1, high: -1.1 }), 'twin')).toBe(
    'Bass level in the drop: 4.2 dB louder than the healthy original (+3.1 dB; the original: −1.1 dB).',
  )
  expect(gapSentence(gap({}), 'demo')).toContain('than the demo references')
})

test('a second track is named when it carries a quarter, stereo shares are of the side, material has no carrier', () => {
  const two = [
    { track: 'Bass', share: 0.6 },
    { track: 'Kick', share: 0.27 },
  ]
  expect(contributorWords('bandBass', two)).toBe('Bass carries 60 %, Kick 27 %.')
  expect(contributorWords('widthMid', two.slice(0, 1))).toBe('Bass carries 60 % of the side signal.')
  expect(contributorWords('tempo', two)).toBe('')
})

test('neighbouring third octaves are named as one run', () => {
  expect(featureList(['third160', 'third80', 'bandBass', 'third100', 'third125', 'third1000'])).toEqual([
    'Bass level',
    '80 to 160 Hz third octaves',
    '1 kHz third octave',
  ])
  expect(featureList(['third800', 'third1000'])).toEqual(['800 Hz to 1 kHz third octaves'])
  expect(
    featuresByScope([
      { feature: 'bandBass', scope: 'drop' },
      { feature: 'widthAir', scope: 'build' },
    ]),
  ).toBe('Bass level in the drop; Air width in the build')
})

test('severities differ in word and mark, and small distances are not called inside', () => {
  const all = Object.values(severityWords)
  expect(new Set(all.map(each => each.mark)).size).toBe(all.length)
  expect(new Set(all.map(each => each.word)).size).toBe(all.length)
  expect(noGapWords(0, 'learned')).toBe('every scored figure is inside the range of your references.')
  expect(noGapWords(0.01, 'prior')).toContain('the prior, or less than 1 σ outside')
})

test('every unit of the catalogue can be written', () => {
  for (const id of featureIds) expect(formatFeature(id, feature(id).range[0])).not.toMatch(/NaN|undefined|Infinity/)
})
