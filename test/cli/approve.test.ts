import { expect, test } from 'vitest'
import { chosenNumbers } from '../../node/cli/approve.ts'

test.each([
  ['a', [1, 2, 3, 4]],
  ['ALL', [1, 2, 3, 4]],
  ['n', []],
  ['none', []],
  // What nobody approved is not applied.
  ['', []],
  ['2', [2]],
  ['3,1', [1, 3]],
  ['1 3', [1, 3]],
  [' 2 - 4 ', [2, 3, 4]],
  ['1-2,2,4', [1, 2, 4]],
  ['0', null],
  ['5', null],
  ['4-2', null],
  ['1,x', null],
  ['-1', null],
  ['1.5', null],
  ['yes', null],
])('of four fixes, "%s" means %j', (answer, numbers) => {
  expect(chosenNumbers(answer, 4)).toEqual(numbers)
})
