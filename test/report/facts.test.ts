import { expect, test } from 'vitest'
import type { Rows } from '../../node/features/catalogue.ts'
import {
  barsOf,
  gapStories,
  groupBy,
  largestChanges,
  mainScope,
  measuredScopes,
  outside,
  predictionError,
} from '../../node/report/facts.ts'
import { timelinePlot } from '../../node/report/plots.ts'
import { analysisOf, carriers, proofOf } from './fixture.ts'

const zone = { low: -1, high: 1 }
const proof = proofOf()
const analysis = analysisOf({ bass: 1, width: 1 })

test('outside is signed, and only on the side that is a fault', () => {
  expect([-3, 0, 3].map(value => outside('bandBass', zone, value))).toEqual([-2, 0, 2])
  expect([-3, 3].map(value => outside('truePeak', zone, value))).toEqual([0, 2])
  expect([-3, 3].map(value => outside('crestFactor', zone, value))).toEqual([-2, 0])
  expect([-3, 3].map(value => outside('momentaryMax', zone, value))).toEqual([0, 0])
})

test('a gap that remains keeps the tracks that were heard before', () => {
  const bass = gapStories(proof).find(({ after }) => after?.feature === 'bandBass')!
  expect(proof.after.comparison.gaps[0]!.contributors).toEqual([])
  expect(bass.after!.contributors).toEqual(carriers)
})

test('stories hold every gap of both ends once, worst first', () => {
  const stories = gapStories({ ...proof, before: proof.after, after: proof.before })
  const { before, after } = proof
  expect(stories).toHaveLength(before.comparison.gaps.length)
  expect(stories.filter(story => story.before === null)).toHaveLength(
    before.comparison.gaps.length - after.comparison.gaps.length,
  )
  const sigmas = stories.map(story => Math.max(story.before?.sigmas ?? 0, story.after?.sigmas ?? 0))
  expect(sigmas).toEqual([...sigmas].sort((a, b) => b - a))
})

test('the error of prediction looks at dB figures that moved, and only at those', () => {
  const [sample] = proof.features
  const of = (id: 'bandBass' | 'tempo', before: number, predicted: number | null, after: number) => ({
    ...sample!,
    feature: id,
    before,
    predicted,
    after,
  })
  const features = [
    of('bandBass', 0, 2, 1.5),
    of('bandBass', 0, 0.01, 0.02),
    of('bandBass', 0, null, 3),
    of('tempo', 138, 140, 138),
  ]
  const passWith = (list: typeof features) => ({ ...proof.passes[0]!, features: list })
  expect(predictionError({ passes: [passWith(features)] })).toEqual({ medianDb: 0.5, count: 1 })
  expect(predictionError({ passes: [passWith([]), passWith(features)] })).toEqual({ medianDb: 0.5, count: 1 })
  expect(predictionError({ passes: [passWith([])] })).toEqual({ medianDb: null, count: 0 })
})

test('the largest changes are measured in σ', () => {
  const [sample] = proof.features
  const features = [
    { ...sample!, before: 0, after: 2, sigma: 4 },
    { ...sample!, before: 0, after: -1, sigma: 0.5 },
    { ...sample!, before: 0, after: 0.01, sigma: 1 },
  ]
  expect(largestChanges({ ...proof, features }, 9).map(each => each.after)).toEqual([-1, 2])
  expect(largestChanges({ ...proof, features }, 1)).toHaveLength(1)
})

test('sections and bars', () => {
  const rows: Rows = { overall: { values: {}, reasons: {} } }
  expect(measuredScopes(analysis)).toEqual(['intro', 'build', 'breakdown', 'drop'])
  expect(measuredScopes({ ...analysis, rows })).toEqual(['overall'])
  expect([mainScope(analysis), mainScope({ ...analysis, rows }), mainScope({ ...analysis, rows: {} })]).toEqual([
    'drop',
    'overall',
    undefined,
  ])
  expect(barsOf(analysis.sections[0]!, analysis.grid)).toBe(32)
  expect(barsOf(analysis.sections[0]!, null)).toBeNull()
  expect([...groupBy(['ab', 'c', 'ad'], text => text[0]!)]).toEqual([
    ['a', ['ab', 'ad']],
    ['c', ['c']],
  ])
})

test('a timeline of no length is still drawn', () => {
  const plot = timelinePlot({ id: 't', seconds: 0, sections: [], before: null, after: analysis.shortTerm })
  expect(plot.markup).toContain('No sections.')
})
