import { expect, test } from 'vitest'
import { guideCost } from '../../scripts/bench/guide.ts'

test('six minutes of 32 taps leave no more in memory than one and a half', () => {
  const { heap } = guideCost({ minutes: 6 })
  // Live heap after full collections: code that is compiled meanwhile is well below a megabyte.
  expect(heap.at(-1)! - heap[0]!).toBeLessThan(1)
})
