import { expect, test } from 'vitest'
import type { Analysis } from '../../node/features/analysis.ts'
import { featureIds, scopes } from '../../node/features/catalogue.ts'
import {
  analysisDocument,
  analysisDocumentSchema,
  planDocument,
  planDocumentSchema,
  proofDocument,
  proofDocumentSchema,
} from '../../node/report/json.ts'
import { proofOf } from './fixture.ts'

const proof = proofOf()
const plan = proof.passes[0]!.plan
const { analysis, comparison } = proof.before

const documents = {
  analysis: [analysisDocument(analysis, comparison, proof.profile), analysisDocumentSchema],
  'analysis without a profile': [analysisDocument(analysis, null, null), analysisDocumentSchema],
  plan: [planDocument(plan, comparison), planDocumentSchema],
  'empty plan': [planDocument({ ...plan, fixes: [], refused: [] }, comparison), planDocumentSchema],
  proof: [proofDocument(proof), proofDocumentSchema],
  'proof against a prior': [proofDocument(proofOf('prior'), 'fix'), proofDocumentSchema],
  'proof against a twin': [proofDocument(proofOf('twin')), proofDocumentSchema],
  'proof of nothing': [proofDocument(proofOf('learned', [])), proofDocumentSchema],
} as const

/** Every value in a document, with its path. */
function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}/${key}`))
}

test.each(Object.entries(documents))(
  '%s: survives the trip through text and follows its schema',
  (_, [document, schema]) => {
    const text = JSON.stringify(document)
    expect(schema.parse(JSON.parse(text))).toEqual(JSON.parse(text))
    expect(JSON.stringify(schema.parse(JSON.parse(text)))).toBe(text)
  },
)

test.each(Object.entries(documents))('%s: numbers are finite, not −0, and rounded to 1e-4', (_, [document]) => {
  for (const [path, value] of leaves(document)) {
    expect(['string', 'number', 'boolean', 'object'], path).toContain(typeof value)
    if (typeof value !== 'number' || path.endsWith('/fromRaw')) continue
    expect(Number.isFinite(value) && !Object.is(value, -0), path).toBe(true)
    expect(Math.abs(Math.round(value * 1e4) - value * 1e4), path).toBeLessThan(1e-6)
  }
})

test('a figure that is not defined is null with its reason', () => {
  const { features } = analysisDocument(analysis, null, null)
  expect(features.breakdown!.widthSub).toEqual({ value: null, unit: 'dB', reason: 'no energy in this band' })
  expect(features.drop!.bandBass).toEqual({ value: 14.6076, unit: 'dB' })
})

test('what is not finite by a bug comes out as null with a reason, never as a number', () => {
  const broken: Analysis = {
    ...analysis,
    rows: { overall: { values: { tempo: Number.NaN, truePeak: Number.POSITIVE_INFINITY }, reasons: {} } },
    shortTerm: { startSeconds: 0, stepSeconds: 0.1, values: Float32Array.of(-0, Number.NaN, -23.123456) },
  }
  const document = analysisDocumentSchema.parse(analysisDocument(broken, null, null))
  expect(document.features.overall!.tempo).toEqual({ value: null, unit: 'BPM', reason: 'not defined for this audio' })
  expect(document.curves.shortTerm.values).toEqual([0, null, -23.1235])
})

test('keys come in the catalogue’s order, whatever order the rows were made in', () => {
  const backwards = Object.fromEntries(
    Object.entries(analysis.rows)
      .reverse()
      .map(([scope, row]) => [scope, { ...row, values: Object.fromEntries(Object.entries(row!.values).reverse()) }]),
  )
  const one = analysisDocument(analysis, comparison, proof.profile)
  expect(JSON.stringify(analysisDocument({ ...analysis, rows: backwards }, comparison, proof.profile))).toBe(
    JSON.stringify(one),
  )
  expect(Object.keys(one.features)).toEqual(scopes.filter(scope => scope in analysis.rows))
  const keys = Object.keys(one.features.drop!)
  expect(keys).toEqual(featureIds.filter(id => keys.includes(id)))
})

test('the schema is strict: an unknown key, feature or version is refused', () => {
  const document = analysisDocument(analysis, null, null)
  expect(analysisDocumentSchema.safeParse({ ...document, uplift: 2 }).success).toBe(false)
  expect(analysisDocumentSchema.safeParse({ ...document, extra: 1 }).success).toBe(false)
  const features = { drop: { bandBasss: { value: 1, unit: 'dB' } } }
  expect(analysisDocumentSchema.safeParse({ ...document, features }).success).toBe(false)
  expect(
    analysisDocumentSchema.safeParse({ ...document, features: { drop: { bandBass: { value: null, unit: 'dB' } } } })
      .success,
  ).toBe(false)
})

test('a proof document has both ends, every pass, what was refused, and the error of prediction', () => {
  const document = proofDocument(proof)
  expect(document.command).toBe('demo')
  expect(document.passes[0]!.applied.map(each => each.outcome.kind)).toEqual(['applied', 'applied', 'refused'])
  expect(document.predictionError).toEqual({ medianDb: 0.1038, figures: 58 })
  expect(document.features).toHaveLength(proof.features.length)
  expect(document.features.find(each => each.feature === 'crestFactor')!.predicted).toBeNull()
  expect([document.before, document.after].map(end => end.comparison.score)).toEqual([
    expect.closeTo(proof.scoreBefore, 3),
    expect.closeTo(proof.scoreAfter, 3),
  ])
})

test('sections carry their length in bars', () => {
  expect(analysisDocument(analysis, null, null).audio.sections.map(section => section.bars)).toEqual([
    32, 16, 32, 16, 48, 16, 32,
  ])
})
