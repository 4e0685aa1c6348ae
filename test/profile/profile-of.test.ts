import { describe, expect, test } from 'vitest'
import { diffProfiles } from '../../node/profile/diff-profiles.ts'
import { distributionOf } from '../../node/profile/distribution.ts'
import { parseProfile } from '../../node/profile/profile.ts'
import { profileOf } from '../../node/profile/profile-of.ts'
import { noChoice } from '../../node/profile/reference.ts'
import { shippedProfiles } from '../../node/profile/shipped.ts'
import { validateProfile } from '../../node/profile/validate-profile.ts'
import { library, referenceLike, trance } from './references.ts'

const about = { name: 'mine', stage: 'master', description: '' } as const
const prior = shippedProfiles.prior()

describe('a profile of references', () => {
  test('has the statistics of their values, and survives being written and read', () => {
    const references = library(40)
    const profile = profileOf(references, about)
    const values = references.map(({ values }) => values.drop!.bandSub!)
    expect(profile.scopes.drop!.bandSub).toEqual(distributionOf(values))
    expect(profile.references).toBe(40)
    expect(parseProfile(JSON.parse(JSON.stringify(profile)), 'x')).toEqual(profile)
  })

  test('does not depend on the order of the references', () => {
    expect(profileOf(library(30).reverse(), about)).toEqual(profileOf(library(30), about))
  })

  test('of few references is part prior, in the share that is missing to ten; of ten it is theirs alone', () => {
    const few = profileOf(library(4), about, { prior })
    const own = profileOf(library(4), about).scopes.drop!.bandSub!
    const published = prior.scopes.drop!.bandSub!
    expect(few.priorShare).toBeCloseTo(0.6, 12)
    expect(few.scopes.drop!.bandSub!.median).toBeCloseTo(0.4 * own.median + 0.6 * published.median, 9)
    expect(few.scopes.drop!.bandSub!.source).toMatch(/^60 % prior/)
    // A figure that only the prior has stays the prior's.
    expect(few.scopes.drop!.bandMid).toEqual(prior.scopes.drop!.bandMid)
    expect(profileOf(library(10), about, { prior })).toEqual(profileOf(library(10), about))
  })

  test('leaves out what a finding spoils, and what the user wants from one reference only', () => {
    const references = library(12)
    const muffled = referenceLike(trance, 50, {
      values: { drop: { bandAir: -60, bandSub: 40 } },
      findings: [{ kind: 'low-bitrate', words: '', leavesOut: ['bandAir'] }],
    })
    const clean = profileOf(references, about)
    const withIt = profileOf([...references, muffled], about)
    expect(withIt.scopes.drop!.bandAir).toEqual(clean.scopes.drop!.bandAir)
    expect(withIt.scopes.drop!.bandSub!.count).toBe(13)
    const trusted = { ...muffled, choice: { ...noChoice, trusted: true } }
    expect(profileOf([...references, trusted], about).scopes.drop!.bandAir!.count).toBe(13)
    const onlyWidth = { ...muffled, findings: [], choice: { ...noChoice, only: ['stereo' as const] } }
    expect(profileOf([...references, onlyWidth], about).scopes.drop!.bandSub!.count).toBe(12)
  })

  test('an overruled zone is the user’s, and says so', () => {
    const profile = profileOf(library(20), about, {
      overrules: [{ scope: 'drop', feature: 'widthMid', low: -3, high: -1 }],
    })
    expect(profile.scopes.drop!.widthMid).toMatchObject({ low: -3, high: -1, source: 'set by you' })
    expect(profile.scopes.drop!.widthMid!.median).toBeLessThanOrEqual(-1)
  })

  test('nothing that teaches is an error, not an empty profile', () => {
    const mix = referenceLike(trance, 1, { findings: [{ kind: 'dj-mix', words: '', leavesOut: 'all' }] })
    expect(() => profileOf([mix], about)).toThrow(RangeError)
  })
})

describe('validation', () => {
  test('held-out references of one style lie in the zones: 80 % of a p10 to p90 range, less what few references cost', () => {
    const { coverage, stability, outliers } = validateProfile(library(60))
    // Five folds of 12 × 12 figures: the share has a standard error of 1.5 points; the zones of 48 lose about one.
    expect(coverage!.share).toBeGreaterThan(0.73)
    expect(coverage!.share).toBeLessThan(0.86)
    expect(stability!).toBeLessThan(0.5)
    expect(outliers).toEqual([])
  })

  test('a track of another kind is named, with what it is far out in', () => {
    const stranger = referenceLike(
      {
        ...trance,
        drop: { ...trance.drop, bandSub: [-20, 1], widthMid: [10, 1], crestFactor: [20, 1], duckDepth: [0, 0.1] },
        overall: { integratedLoudness: [-20, 1], truePeak: [-9, 1], dropContrast: [-5, 1] },
      },
      99,
      { title: 'Requiem' },
    )
    const { outliers, advice } = validateProfile([...library(30), stranger])
    expect(outliers.map(({ title }) => title)).toEqual(['Requiem'])
    expect(outliers[0]!.farthest[0]!.feature).toMatch(/bandSub|crestFactor|integratedLoudness|truePeak/)
    expect(advice.join(' ')).toContain('Requiem')
  })

  test('few references, missing drops and constant figures are said', () => {
    const { advice, constant, sections } = validateProfile(
      library(6).map(each => ({ ...each, values: { overall: { ...each.values.overall, tempo: 138, truePeak: -1 } } })),
    )
    expect(sections.drop).toBe(0)
    expect(advice.join(' ')).toContain('6 references are few')
    expect(advice.join(' ')).toContain('Only 0 of 6 have a drop')
    // One tempo is a style; one true peak to the last digit is six copies.
    expect(constant).toEqual([{ scope: 'overall', feature: 'truePeak' }])
  })
})

test('the difference of two profiles is signed from the first to the second, farthest first', () => {
  const wide = { ...trance, drop: { ...trance.drop, widthMid: [0, 2] as const } }
  const [a, b] = [profileOf(library(20), about), profileOf(library(20, wide), about)]
  const [first] = diffProfiles(a, b)
  expect(first).toMatchObject({ scope: 'drop', feature: 'widthMid' })
  expect(first!.difference).toBeCloseTo(8, 0)
  expect(diffProfiles(b, a)[0]!.sigmas).toBeCloseTo(-first!.sigmas, 9)
})
