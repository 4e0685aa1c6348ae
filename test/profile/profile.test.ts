import { expect, test } from 'vitest'
import { AppError } from '../../node/audio/app-error.ts'
import type { FeatureRow, Rows } from '../../node/features/catalogue.ts'
import { distributionOf } from '../../node/profile/distribution.ts'
import { learnProfile, twinProfile } from '../../node/profile/learn.ts'
import { parseProfile, provenance } from '../../node/profile/profile.ts'
import { loadProfile, shippedProfiles } from '../../node/profile/shipped.ts'

const row = (values: FeatureRow['values']): Rows => ({ drop: { values, reasons: {} } })

test('a distribution has the median, 1.4826 · MAD, and the R-7 tenth and ninetieth percentiles', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000]
  const { median, scale, low, high, count } = distributionOf(values)
  expect(median).toBe(6)
  // Deviations 5 4 3 2 1 0 1 2 3 4 994: their median is 3. The outlier moves nothing.
  expect(scale).toBeCloseTo(1.4826 * 3, 12)
  expect(low).toBe(2)
  expect(high).toBe(10)
  expect(count).toBe(11)
})

test('when most references coincide, the scale is the standard deviation rather than zero', () => {
  expect(distributionOf([5, 5, 5, 5, 9]).scale).toBeGreaterThan(1)
})

test('weights: equal ones change nothing, a tiny one moves nothing, a large one draws the median to it', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  const equal = distributionOf(values.map(value => ({ value, weight: 2.5 })))
  const plain = distributionOf(values)
  for (const key of ['median', 'scale', 'low', 'high'] as const) expect(equal[key]).toBeCloseTo(plain[key], 12)
  const withTiny = distributionOf([...values.map(value => ({ value, weight: 1 })), { value: 1000, weight: 1e-9 }])
  expect(withTiny.median).toBeCloseTo(plain.median, 0)
  expect(distributionOf([...values, { value: 9, weight: 30 }]).median).toBe(9)
  expect(
    distributionOf([
      { value: 1, weight: 9 },
      { value: 2, weight: 1 },
    ]).median,
  ).toBe(1)
  expect(() => distributionOf([{ value: 1, weight: 0 }])).toThrow(RangeError)
})

test('a feature enters a profile only with enough references, and undefined values do not count', () => {
  const profile = learnProfile(
    [row({ bandSub: 1, bandAir: 1 }), row({ bandSub: 2, bandAir: null }), row({ bandSub: 3 })],
    { name: 'x', kind: 'learned', stage: 'master', description: '' },
  )
  expect(profile.scopes.drop).toHaveProperty('bandSub')
  expect(profile.scopes.drop).not.toHaveProperty('bandAir')
})

test('the twin of a track is a zone of zero width around it', () => {
  expect(twinProfile(row({ bandSub: 7 }), 'twin', 'premaster').scopes.drop?.bandSub).toMatchObject({
    low: 7,
    median: 7,
    high: 7,
    scale: 0,
  })
})

test.each(Object.keys(shippedProfiles))(
  'the shipped profile "%s" loads, and every zone lies in its feature\'s range',
  async name => {
    const profile = await loadProfile(name)
    expect(Object.keys(profile.scopes).length).toBeGreaterThan(3)
  },
)

test("the prior names a source for every figure and says that it is nobody's taste", () => {
  const prior = shippedProfiles.prior()
  for (const distributions of Object.values(prior.scopes)) {
    for (const { source } of Object.values(distributions)) expect(source).toBeTruthy()
  }
  expect(provenance(prior)).toMatch(/prior.*not your taste/)
})

test('an unknown feature in a profile is a load error that names file and place and suggests the right id', () => {
  const data = {
    version: 1,
    name: 'x',
    kind: 'learned',
    description: '',
    stage: 'master',
    scopes: { drop: { bandSubb: { median: 0, scale: 1, low: -1, high: 1, count: 3 } } },
  }
  expect(() => parseProfile(data, 'mine.json')).toThrow(
    'mine.json: scopes.drop."bandSubb" is not a feature. Did you mean "bandSub"?',
  )
})

test('an unknown section type is a load error with a suggestion', () => {
  const data = { version: 1, name: 'x', kind: 'learned', description: '', stage: 'master', scopes: { dorp: {} } }
  expect(() => parseProfile(data, 'mine.json')).toThrow(/Did you mean "drop"/)
})

test.each([
  ['a zone upside down', { median: 0, scale: 1, low: 1, high: -1, count: 3 }],
  ['a negative scale', { median: 0, scale: -1, low: -1, high: 1, count: 3 }],
  ['a NaN', { median: null, scale: 1, low: -1, high: 1, count: 3 }],
])('%s is refused in one sentence', (_, distribution) => {
  const data = {
    version: 1,
    name: 'x',
    kind: 'learned',
    description: '',
    stage: 'master',
    scopes: { drop: { bandSub: distribution } },
  }
  expect(() => parseProfile(data, 'mine.json')).toThrow(AppError)
})

test('a profile that does not exist is named, with what there is', async () => {
  await expect(loadProfile('nowhere.json')).rejects.toThrow('There is no profile "nowhere.json".')
})
