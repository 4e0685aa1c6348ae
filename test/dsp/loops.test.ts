import { expect, test } from 'vitest'
import { addTo, energyOf, sumOf, writeSquares } from '../../node/dsp/loops.ts'

const x = Float32Array.of(1, -2, 3)

test('sums and energies, of nothing too', () => {
  expect(sumOf(x)).toBe(2)
  expect(energyOf(x)).toBe(14)
  expect(sumOf(new Float32Array(0))).toBe(0)
  expect(energyOf(new Float32Array(0))).toBe(0)
})

test('curves are added and squared in place', () => {
  const onto = Float32Array.of(10, 20, 30)
  addTo(onto, x)
  expect([...onto]).toEqual([11, 18, 33])
  writeSquares(x, 0.5, onto)
  expect([...onto]).toEqual([0.5, 2, 4.5])
})
