import { expect, test } from 'vitest'
import { guideCost } from '../../scripts/bench/guide.ts'

test('six minutes of 32 taps leave no more in memory than one and a half, and a block stays far below its 20 ms', () => {
  const { heap, median } = guideCost({ minutes: 6 })
  // CPU of a block, of which half cost less: other work on the machine cannot carry it beyond.
  expect(median).toBeLessThan(20)
  // Live heap after full collections: code that is compiled meanwhile is well below a megabyte.
  expect(heap.at(-1)! - heap[0]!).toBeLessThan(1)
})
