import { expect, test } from 'vitest'
import type { FeatureId, Rows, Scope } from '../../node/features/catalogue.ts'
import { features } from '../../node/features/catalogue.ts'
import { compare, severityOf } from '../../node/gap/gap.ts'
import { asWished, compileObjective, distance, excess, scoreOf, sidesOf } from '../../node/gap/objective.ts'
import { parseScoring, scoring } from '../../node/gap/scoring.ts'
import type { Distribution, Profile } from '../../node/profile/profile.ts'
import scoringData from '../../presets/scoring.json' with { type: 'json' }

const zone = (low: number, high: number, scale = 1): Distribution => ({
  median: (low + high) / 2,
  scale,
  low,
  high,
  count: 9,
})
const profileOf = (scopes: Profile['scopes']): Profile => ({
  version: 1,
  name: 'test',
  kind: 'learned',
  description: '',
  stage: 'master',
  scopes,
})
const rowsOf = (scopes: Partial<Record<Scope, Partial<Record<FeatureId, number | null>>>>): Rows =>
  Object.fromEntries(Object.entries(scopes).map(([scope, values]) => [scope, { values, reasons: {} }]))

test('a deviation is positive when the mix has more than the references', () => {
  const { gaps } = compare(
    rowsOf({ drop: { bandSub: 20, bandAir: -20 } }),
    profileOf({ drop: { bandSub: zone(8, 12), bandAir: zone(-6, -2) } }),
    'premaster',
  )
  const of = (id: FeatureId) => gaps.find(gap => gap.feature === id)!
  expect(of('bandSub').deviation).toBe(10)
  expect(of('bandSub').excess).toBe(8)
  expect(of('bandAir').deviation).toBe(-16)
  expect(of('bandAir').excess).toBe(-14)
})

test('inside the zone a feature costs nothing and is not mentioned', () => {
  const {
    gaps,
    distance: d,
    score,
  } = compare(rowsOf({ drop: { bandSub: 11.9 } }), profileOf({ drop: { bandSub: zone(8, 12) } }), 'premaster')
  expect(gaps).toEqual([])
  expect(d.total).toBe(0)
  expect(score).toBe(100)
})

test('only the bad side counts: a true peak below the references, a sub more mono, more dynamics are no faults', () => {
  const profile = profileOf({
    drop: { crestFactor: zone(6, 12), monoFoldLossSub: zone(0.1, 0.3) },
    overall: { truePeak: zone(-1, 0) },
  })
  const fine = rowsOf({ drop: { crestFactor: 18, monoFoldLossSub: 0 }, overall: { truePeak: -9 } })
  const faulty = rowsOf({ drop: { crestFactor: 2, monoFoldLossSub: 4 }, overall: { truePeak: 3 } })
  expect(compare(fine, profile, 'master').gaps).toEqual([])
  expect(
    compare(faulty, profile, 'master')
      .gaps.map(({ feature }) => feature)
      .sort(),
  ).toEqual(['crestFactor', 'monoFoldLossSub', 'truePeak'])
})

test('σ never goes below the smallest audible difference', () => {
  const [term] = compileObjective(
    profileOf({ drop: { bandSub: zone(9, 11, 0.01) } }),
    'premaster',
    rowsOf({ drop: { bandSub: 0 } }),
  ).terms
  expect(term!.sigma).toBe(features.bandSub.floor)
})

test('the capped distance is the weighted mean of min(4, e/σ); the planner gets it uncapped', () => {
  const profile = profileOf({ drop: { bandSub: zone(9, 11, 2), bandMid: zone(4, 6, 1) } })
  const rows = rowsOf({ drop: { bandSub: 11 + 2 * 10, bandMid: 6 + 1 } })
  const objective = compileObjective(profile, 'premaster', rows)
  const { 'spectrum-sub': sub, 'spectrum-mid': mid } = scoring.groupWeights as unknown as Record<string, number>
  const [a, b] = [sub! / (sub! + mid!), mid! / (sub! + mid!)]
  expect(distance(objective, rows).total).toBeCloseTo(4 * a + 1 * b, 12)
  expect(distance(objective, rows, Number.POSITIVE_INFINITY).total).toBeCloseTo(10 * a + 1 * b, 12)
})

test('weights sum to one over a scope and scope weights to one, whatever is missing', () => {
  const profile = profileOf({
    drop: { bandSub: zone(0, 1), third50: zone(0, 1), mud: zone(0, 1), widthAir: zone(0, 1) },
    breakdown: { bandSub: zone(0, 1) },
  })
  const rows = rowsOf({ drop: { bandSub: 0, third50: null, mud: 0, widthAir: 0 }, breakdown: { bandSub: 5 } })
  const { terms, scopeWeights } = compileObjective(profile, 'premaster', rows)
  for (const scope of ['drop', 'breakdown'] as const) {
    expect(terms.filter(term => term.scope === scope).reduce((sum, term) => sum + term.weight, 0)).toBeCloseTo(1, 12)
  }
  expect(Object.values(scopeWeights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
})

test('correlated features share one weight: a second view of the same band does not vote twice', () => {
  const once = compileObjective(
    profileOf({ drop: { bandSub: zone(0, 1), bandMid: zone(0, 1) } }),
    'premaster',
    rowsOf({ drop: { bandSub: 9, bandMid: 0 } }),
  )
  const twice = compileObjective(
    profileOf({ drop: { bandSub: zone(0, 1), third50: zone(0, 1), bandMid: zone(0, 1) } }),
    'premaster',
    rowsOf({ drop: { bandSub: 9, third50: 9, bandMid: 0 } }),
  )
  const subShare = ({ terms }: typeof once) =>
    terms.filter(({ id }) => features[id].group === 'spectrum-sub').reduce((sum, { weight }) => sum + weight, 0)
  expect(subShare(twice)).toBeCloseTo(subShare(once), 12)
})

test('a feature that one side of a comparison lacks is left out of both, so that it cannot flatter', () => {
  const profile = profileOf({ drop: { bandSub: zone(0, 1), bandMid: zone(0, 1) } })
  const before = rowsOf({ drop: { bandSub: 9, bandMid: 0.5 } })
  const after = rowsOf({ drop: { bandSub: null, bandMid: 0.5 } })
  const objective = compileObjective(profile, 'premaster', before, [after])
  expect(objective.terms.map(({ id }) => id)).toEqual(['bandMid'])
})

test('a premaster is not scored on loudness, peaks and crest; a master is', () => {
  const profile = profileOf({
    drop: { bandSub: zone(0, 1) },
    overall: { integratedLoudness: zone(-9, -8), truePeak: zone(-1, 0) },
  })
  const rows = rowsOf({ drop: { bandSub: 0.5 }, overall: { integratedLoudness: -18, truePeak: -0.5 } })
  expect(compare(rows, profile, 'premaster').gaps).toEqual([])
  expect(compare(rows, profile, 'master').gaps.map(({ feature }) => feature)).toContain('integratedLoudness')
})

test('Main above full scale is a gap of a premaster too, whatever the references do, and only by what is above', () => {
  const profile = profileOf({ drop: { bandSub: zone(0, 1) }, overall: { truePeak: zone(-1, 2) } })
  const rows = rowsOf({ drop: { bandSub: 0.5 }, overall: { truePeak: 1.5 } })
  const { gaps, distance: d } = compare(rows, profile, 'premaster')
  expect(gaps.map(({ feature, excess }) => [feature, excess])).toEqual([['truePeak', 1.5]])
  // It is one fault among a song's sections: it must not weigh as much as one of them.
  expect(d.total).toBeLessThan(0.25)
})

test('what the user left out or meant to be so costs nothing, until it gets worse', () => {
  const profile = profileOf({ drop: { bandSub: zone(0, 1), widthMid: zone(-10, -8) } })
  const rows = rowsOf({ drop: { bandSub: 4, widthMid: -4 } })
  const objective = compileObjective(profile, 'master', rows)
  const total = (wishes: Parameters<typeof asWished>[2], values = rows) =>
    distance(asWished(objective, rows, wishes), values).total
  expect(total({})).toBeGreaterThan(total({ without: ['stereo'] }))
  expect(total({ only: ['stereo'] })).toBeCloseTo(total({ without: ['spectrum'] }), 9)
  expect(total({ only: ['rhythm'] })).toBe(0)
  const intended = [{ feature: 'widthMid' as const, scope: 'drop' as const }]
  expect(total({ intended })).toBeCloseTo(total({ without: ['stereo'] }), 9)
  expect(total({ intended }, rowsOf({ drop: { bandSub: 4, widthMid: -1 } }))).toBeGreaterThan(total({ intended }))
})

test('a band too far below the rest to be heard is neither too much nor too little', () => {
  const zoneAt = (low: number, high: number) => ({ low, high, ...sidesOf('bandSub') })
  expect(excess(zoneAt(-41, -40), -34)).toBe(0)
  expect(excess(zoneAt(-35, -34), -60)).toBe(0)
  // What rises out of the masked region counts from there, what falls into it counts to there.
  expect(excess(zoneAt(-41, -40), -28)).toBe(2)
  expect(excess(zoneAt(-20, -18), -60)).toBe(-10)
})

test('tempo and arrangement are material: reported apart, never part of the distance', () => {
  const profile = profileOf({ drop: { bandSub: zone(0, 1) }, overall: { tempo: zone(136, 140) } })
  const { material, distance: d } = compare(
    rowsOf({ drop: { bandSub: 0.5 }, overall: { tempo: 120 } }),
    profile,
    'premaster',
  )
  expect(material.map(({ feature }) => feature)).toEqual(['tempo'])
  expect(d.total).toBe(0)
})

test('a drop is compared with drops: the breakdown may be as thin as breakdowns are', () => {
  const profile = profileOf({ drop: { bandSub: zone(8, 14) }, breakdown: { bandSub: zone(-40, -10) } })
  expect(compare(rowsOf({ drop: { bandSub: 10 }, breakdown: { bandSub: -30 } }), profile, 'premaster').gaps).toEqual([])
  expect(compare(rowsOf({ drop: { bandSub: -30 } }), profile, 'premaster').gaps).toHaveLength(1)
})

test('over the whole track a sectioned feature counts only when no section can be compared', () => {
  const profile = profileOf({ drop: { bandSub: zone(8, 14) }, overall: { bandSub: zone(0, 20) } })
  expect(
    compileObjective(profile, 'premaster', rowsOf({ drop: { bandSub: 9 }, overall: { bandSub: 9 } })).terms.map(
      t => t.scope,
    ),
  ).toEqual(['drop'])
  expect(compileObjective(profile, 'premaster', rowsOf({ overall: { bandSub: 9 } })).terms.map(t => t.scope)).toEqual([
    'overall',
  ])
})

test('severity: 3 σ critical, 2 warning, 1 minor, below not listed', () => {
  expect([3, 2.99, 2, 1.99, 1, 0.99].map(severityOf)).toEqual([
    'critical',
    'warning',
    'warning',
    'minor',
    'minor',
    null,
  ])
})

test('the score is 100 inside every zone and falls with the distance', () => {
  expect(scoreOf(0)).toBe(100)
  expect(scoreOf(scoring.scoreScale.value)).toBeCloseTo(100 / Math.E, 9)
})

test('excess at the edges of a zone is zero', () => {
  const term = { low: -1, high: 1, highIsBad: true, lowIsBad: true, heardFrom: Number.NEGATIVE_INFINITY }
  expect([excess(term, -1), excess(term, 1), excess(term, 1.5), excess(term, -1.5)]).toEqual([0, 0, 0.5, -0.5])
})

test('a scoring preset without a weight for a group, or with one for a group that no feature has, does not load', () => {
  const { 'spectrum-sub': _, ...lacking } = scoringData.groupWeights
  expect(() => parseScoring({ ...scoringData, groupWeights: lacking })).toThrow(/spectrum-sub/)
  expect(() => parseScoring({ ...scoringData, groupWeights: { ...scoringData.groupWeights, sparkle: 1 } })).toThrow(
    /sparkle/,
  )
})
