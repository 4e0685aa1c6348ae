import { expect, test } from 'vitest'
import { profileLike } from '../../node/app/reference-target.ts'
import { type FeatureId, feature, type Rows } from '../../node/features/catalogue.ts'
import { compare } from '../../node/gap/gap.ts'

const rowsOf = (drop: Partial<Record<FeatureId, number>>): Rows => ({ drop: { values: drop, reasons: {} } })
const { floor } = feature('widthMid')

test('near to one track is what nobody hears as a difference from it, and no nearer', () => {
  const profile = profileLike([rowsOf({ widthMid: -9 })], ['a.wav'], 'master')
  const gaps = (widthMid: number) => compare(rowsOf({ widthMid }), profile, 'master').distance.total
  expect(gaps(-9 + 0.99 * floor)).toBe(0)
  expect(gaps(-9 - 0.99 * floor)).toBe(0)
  expect(gaps(-9 + 2 * floor)).toBeGreaterThan(0)
  expect(profile.name).toBe('like a.wav')
})

test('of several tracks the zone is theirs, and what only one of four has is not asked for', () => {
  const rows = [-12, -9, -8, -4].map(widthMid => rowsOf({ widthMid }))
  rows[0] = rowsOf({ widthMid: -12, bandSub: 3 })
  const zone = profileLike(rows, ['a', 'b', 'c', 'd'], 'master').scopes.drop!
  expect(zone.widthMid!.low).toBeLessThan(-10)
  expect(zone.widthMid!.high).toBeGreaterThan(-6)
  expect(zone.bandSub).toBeUndefined()
})
