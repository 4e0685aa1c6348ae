import { expect, test } from 'vitest'
import { mixDuckShift } from '../../node/mix/mix-duck-shift.ts'

const alone = (depthDb: number, deeperDb: number) => [{ power: 1, depthDb, deeperDb }]

test('where one part is all there is, the mix ducks as it does', () => {
  expect(mixDuckShift(alone(4, 2), { unknown: 0, measuredDb: 4 })).toBeCloseTo(2, 9)
  expect(mixDuckShift(alone(4, -3), { unknown: 0, measuredDb: 4 })).toBeCloseTo(-3, 9)
})

test('what never ducks makes the same change smaller', () => {
  const beside = (unknown: number) => mixDuckShift(alone(4, 3), { unknown, measuredDb: 2 })
  expect(beside(0)).toBeGreaterThan(beside(0.5))
  expect(beside(0.5)).toBeGreaterThan(beside(2))
  expect(beside(2)).toBeGreaterThan(0)
})

test('a part that is not moved shares the depth, and does not change it', () => {
  const parts = [...alone(4, 0), ...alone(6, 0)]
  expect(mixDuckShift(parts, { unknown: 0.3, measuredDb: 4 })).toBeCloseTo(0, 12)
})

test('neither a part nor the mix ducks by less than nothing', () => {
  expect(mixDuckShift(alone(2, -9), { unknown: 0, measuredDb: 5 })).toBeCloseTo(-2, 9)
  expect(mixDuckShift(alone(9, -9), { unknown: 0, measuredDb: 1 })).toBe(-1)
})

test('two parts opened one after the other change the mix as much as both at once', () => {
  const [pad, lead] = [
    { power: 1, depthDb: 6 },
    { power: 0.7, depthDb: 4 },
  ]
  const shift = (of: readonly (readonly [typeof pad, number])[]) =>
    mixDuckShift(
      of.map(([part, deeperDb]) => ({ ...part, deeperDb })),
      { unknown: 0.4, measuredDb: 20 },
    )
  const both = shift([
    [pad, 3],
    [lead, 2],
  ])
  const first = shift([
    [pad, 3],
    [lead, 0],
  ])
  const second = shift([
    [{ ...pad, depthDb: 9 }, 0],
    [lead, 2],
  ])
  expect(first + second).toBeCloseTo(both, 9)
})
