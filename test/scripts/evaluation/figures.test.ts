import { expect, test } from 'vitest'
import { mulberry32 } from '../../../node/adapters/demo-song/random.ts'
import { bootstrap } from '../../../scripts/evaluation/bootstrap.ts'
import { calibration } from '../../../scripts/evaluation/calibration.ts'
import { controlFigures, figuresOf, median } from '../../../scripts/evaluation/figures.ts'
import { evaluationText } from '../../../scripts/evaluation/table.ts'
import { verdictsFor } from '../../../scripts/evaluation/verdicts.ts'
import { heldOut, offered, result } from './results.ts'

test('the pooled reduction weighs scenarios by their gap; the worst is the smallest reduction', () => {
  const f = figuresOf([
    result({ before: 1, after: 0.5, gapReduction: 0.5 }),
    result({ before: 3, after: 0, gapReduction: 1 }),
  ])
  expect(f.pooledReduction).toBeCloseTo(1 - 0.5 / 4, 12)
  expect(f.reductionWorst).toBe(0.5)
})

test('faults that cannot be detected are counted, and judged nowhere', () => {
  const { song, origin, stage, scenario, title, family, faults, target } = result()
  const unseen = {
    song,
    origin,
    stage,
    scenario,
    title,
    family,
    faults,
    target,
    raised: 0.01,
    detectable: false,
  } as const
  const f = figuresOf([result(), unseen])
  expect(f).toEqual({ ...figuresOf([result()]), total: 2 })
})

test('found counts faults, not scenarios: two of three at once and one of one are three of four', () => {
  expect(figuresOf([result({ faults: 3, found: 2 }), result()]).found).toBe(0.75)
})

test('a fix is precise when alone it lowers the held-out distance; refused ones are not counted', () => {
  const mixed = result({ offered: [offered(0.9, 0.9), offered(0.9, 1.2), offered(0.9, 5, { refused: true })] })
  expect(figuresOf([mixed]).precision).toBe(0.5)
})

test('a fix that changes nothing does not help', () => {
  expect(figuresOf([result({ offered: [offered(0.9, 1)] })]).precision).toBe(0)
})

test('against a profile the references judge, against the twin the twin', () => {
  const fix = { ...offered(0.9, 2), heldOut: heldOut(2, 0.3) }
  const before = { before: heldOut(1, 0.5), after: heldOut(1, 0.5) }
  expect(figuresOf([result({ target: 'profile', offered: [fix], heldOut: before })]).precision).toBe(1)
  expect(figuresOf([result({ target: 'twin', offered: [fix], heldOut: before })]).precision).toBe(0)
})

test('controls stand beside the loop on the same scenarios', () => {
  const results = [result()]
  expect(controlFigures(results, 'loop')).toMatchObject({ median: 0.8, falls: 1, heldOutFalls: 1 })
  expect(controlFigures(results, 'none')).toMatchObject({
    median: 0,
    worst: 0,
    pooled: 0,
    falls: 0,
    heldOutFalls: 0,
    moves: 0,
  })
  expect(controlFigures(results, 'random')).toMatchObject({ median: -0.5, falls: 0, heldOutFalls: 0 })
  expect(controlFigures(results, 'peer').median).toBeCloseTo(0.1, 12)
})

test('a control is counted where it was made, and the loop is compared with it there only', () => {
  const results = [result({ after: 0.6, controls: null }), result()]
  expect(controlFigures(results, 'peer')).toEqual(controlFigures([result()], 'peer'))
  const verdict = verdictsFor('profile', results).find(({ what }) => what.includes('peer'))
  // 0.2 of 1 is left by the loop and 0.9 by the rule, on the one scenario that has both.
  expect(verdict).toMatchObject({ value: '10 %', n: 1, met: true })
  const none = verdictsFor('profile', [result({ controls: null })]).find(({ what }) => what.includes('peer'))
  expect(none).toMatchObject({ value: '–', met: null })
})

test('a figure without cases is no number, not zero', () => {
  expect(median([])).toBeNaN()
  expect(figuresOf([result({ amountError: null })]).amountMedian).toBeNaN()
})

test('confidence is binned with its lower end in, and certainty falls into the last bin', () => {
  const of = (confidence: number | string, bark: number) => result({ offered: [offered(confidence, bark)] })
  const rows = calibration([of(0.5, 2), of(0.69, 0.5), of(0.9, 0.5), of(1, 0.5), of('high', 0.5), of('high', 2)])
  expect(rows.map(({ stated, fixes, helped }) => [stated, fixes, helped])).toEqual([
    ['0.5–0.7', 2, 0.5],
    ['0.9–1', 2, 1],
    ['high', 2, 0.5],
  ])
  expect(rows[1]!.meanStated).toBeCloseTo(0.95, 12)
})

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

test('the interval of a mean over independent songs is that of the normal law', () => {
  const random = mulberry32(5)
  // Twelve uniforms less six: standard normal to within 1 %.
  const songs = Array.from({ length: 100 }, () => [Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6)])
  const { low, high } = bootstrap(songs, mean)!
  const deviation = Math.sqrt(mean(songs.map(([x]) => (x! - mean(songs.flat())) ** 2)))
  // 1000 resamples leave about 5 % on a quantile's distance.
  expect((high - low) / 2 / ((1.96 * deviation) / 10)).toBeGreaterThan(0.88)
  expect((high - low) / 2 / ((1.96 * deviation) / 10)).toBeLessThan(1.12)
})

test('scenarios of one song are drawn together: copies of one do not narrow the interval', () => {
  const songs = [[0], [1], [2], [3], [4]]
  const copied = songs.map(([x]) => Array.from({ length: 50 }, () => x!))
  expect(bootstrap(copied, mean)).toEqual(bootstrap(songs, mean))
})

test('one song gives no interval, and the same seed the same one', () => {
  expect(bootstrap([[1, 2, 3]], mean)).toBeNull()
  const songs = [[1], [2], [5]]
  expect(bootstrap(songs, mean, { seed: 3 })).toEqual(bootstrap(songs, mean, { seed: 3 }))
})

const healthy = { song: 'Song 1', origin: 'generated', stage: 'premaster', target: 'profile', distance: 0.1 } as const

test('a run that meets every bar says so', () => {
  const results = ['Song 1', 'Song 2', 'Song 3'].map(song => result({ song }))
  const { text, passed } = evaluationText('today', [{ ...healthy, falseAlarms: [] }], results)
  expect(text).not.toMatch(/MISS/)
  expect(text).toMatch(/median gap reduction 80 % \[80 % to 80 %\]/)
  expect(passed).toBe(true)
})

test.each<[string, Parameters<typeof result>[0], RegExp]>([
  ['the gap hardly closes', { gapReduction: 0.2, after: 0.8 }, /MISS {2}median gap reduction/],
  ['a wrong direction', { wrongDirections: ['Lead +6.0 dB'] }, /MISS {2}wrong directions 1/],
  ['the wrong cause', { cause: false }, /MISS {2}right cause first 0 %/],
  [
    'a guard is broken',
    { brokenGuards: ['truePeak overall: -1.00 → 0.50'] },
    /MISS {2}scenarios with a broken guard 1 of 1/,
  ],
  ['a second run offers more', { offeredAgain: 2 }, /MISS {2}offered again on the repaired set 1 of 1/],
  ['fixes harm', { offered: [offered(0.9, 3)] }, /MISS {2}precision 0 %/],
  ['the amount is off', { amountError: 2 }, /MISS {2}amount/],
  ['predictions are off', { predictionDb: 1.5 }, /MISS {2}prediction/],
  ['the held-out distance rises', { heldOut: { before: heldOut(1), after: heldOut(2) } }, /MISS {2}held-out distance/],
])('a run is not met when %s', (_, more, missed) => {
  const { text, passed } = evaluationText('today', [], [result(more)])
  expect(text).toMatch(missed)
  expect(passed).toBe(false)
})

test('two fixes on one healthy song are two false alarms, by name', () => {
  const { text, passed } = evaluationText('today', [{ ...healthy, falseAlarms: ['Pad −1.0 dB', 'Kick +1.0 dB'] }], [])
  expect(text).toMatch(/MISS {2}false alarms 2 fixes/)
  expect(text).toMatch(/Song 1, profile: Pad −1\.0 dB; Kick \+1\.0 dB/)
  expect(passed).toBe(false)
})

test('the worst cases say what the first fix was and which gap is left', () => {
  const { text } = evaluationText('today', [], [result({ gapReduction: -0.1, topFix: 'Cut 2 dB at 400 Hz on Pad' })])
  expect(text).toMatch(
    /-10 % {2}twin, Song 1: Lead 6 dB too loud → first fix: Cut 2 dB at 400 Hz on Pad; left: drop Mid/,
  )
})
