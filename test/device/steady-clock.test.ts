import { expect, test } from 'vitest'
import { steadyClock } from '../../device/steady-clock.ts'

test('a clock that is set back goes on from where it was; forward it is followed', () => {
  let time = 1_000_000
  const now = steadyClock(() => time)
  const began = now()
  const after = (change: number) => {
    time += change
    return now() - began
  }
  expect(after(250)).toBe(250)
  // Set back by an hour: nothing has passed, and from there on what passes counts.
  expect(after(-3_600_000)).toBe(250)
  expect(after(250)).toBe(500)
  expect(after(-5)).toBe(500)
  expect(after(5)).toBe(505)
  expect(after(3_600_000)).toBe(3_600_505)
})
