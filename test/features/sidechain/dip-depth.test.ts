import { expect, test } from 'vitest'
import { phases } from '../../../node/features/sidechain/beat-spectra.ts'
import { crossReadDb, dipOf, gainDb, lostToBlurDb } from '../../../node/features/sidechain/dip-depth.ts'
import { risingFit } from '../../../node/features/sidechain/duck-dip.ts'
import { strikesOf, withoutStrikes } from '../../../node/features/sidechain/struck-notes.ts'

/** Squared gain at the middle of each phase of a beat: down at once, held, and back on a straight line in dB. */
const dip = (depthDb: number, { held, back }: { readonly held: number; readonly back: number }) =>
  Float64Array.from({ length: phases }, (_, p) => {
    const late = (p + 0.5) / phases - held
    return 10 ** (-(late <= 0 ? depthDb : Math.max(0, depthDb * (1 - late / back))) / 10)
  })
/** Notes on every sixteenth that fall by `fallDb` until the next, 0 dB on average over the power. */
const notes = (fallDb: number) => {
  const shape = Float64Array.from(
    { length: phases },
    (_, p) => 10 ** ((-fallDb * (p % (phases / 4))) / (phases / 4) / 10),
  )
  const mean = shape.reduce((a, b) => a + b, 0) / phases
  return shape.map(value => value / mean)
}
const times = (a: Float64Array, b: Float64Array) => a.map((value, p) => value * b[p]!)
const depthOf = (gain: Float64Array) => {
  const { dip: found, depthDb } = dipOf(gain)
  return depthDb + lostToBlurDb(found)
}

test.each([2, 6, 10])('a held bottom of %d dB is read as it is, and nothing is added', depthDb => {
  const gain = dip(depthDb, { held: 0.15, back: 0.3 })
  expect(dipOf(gain).depthDb).toBeCloseTo(depthDb, 6)
  expect(lostToBlurDb(dipOf(gain).dip)).toBeCloseTo(0, 6)
})

test.each([2, 6, 10])(
  'a dip of %d dB that turns at once gets back at least a third of what the mean takes',
  depthDb => {
    const gain = dip(depthDb, { held: 0, back: 0.25 })
    const missing = depthDb - dipOf(gain).depthDb
    expect(missing).toBeGreaterThan(0.1 * depthDb)
    const left = depthDb - depthOf(gain)
    expect(left).toBeLessThan(0.67 * missing)
    // Never more than is missing, by more than the fit's rounding to phases.
    expect(left).toBeGreaterThan(-0.1)
  },
)

test('notes that fall by 6 dB on every sixteenth hide most of a decibel of a short dip; without them it is read to 0.5 dB', () => {
  for (const depthDb of [4, 8]) {
    const gain = times(dip(depthDb, { held: 0.1, back: 0.1 }), notes(6))
    const bare = withoutStrikes(gain, strikesOf(gain))
    expect(depthDb - dipOf(gain).depthDb).toBeGreaterThan(0.8)
    // The ripple is smoothed over three phases: of its jump from the last to the first a third is left.
    expect(Math.abs(depthDb - depthOf(bare))).toBeLessThan(0.5)
  }
})

test('what nothing ducks stays level: notes alone leave no dip, and a level gain no notes', () => {
  const gain = notes(4)
  const bare = withoutStrikes(gain, strikesOf(gain))
  // The ripple is smoothed over three phases, so what is left is a third of one step of it at most.
  expect(crossReadDb([bare, bare])).toBeLessThan(0.3)
  expect(strikesOf(new Float64Array(phases).fill(1)).every(value => value === 1)).toBe(true)
})

test('silence late in the beat is told as 6 dB at most, never as a division by nothing', () => {
  const gain = Float64Array.from({ length: phases }, (_, p) => (p < phases / 2 ? 1 : 0))
  expect(withoutStrikes(gain, strikesOf(gain)).every(value => value === 0 || gainDb(value) < 6.1)).toBe(true)
})

test('a rising fit pools what falls, keeps what rises, and keeps the mean', () => {
  expect([...risingFit(Float64Array.of(1, 3, 2, 4))]).toEqual([1, 2.5, 2.5, 4])
  expect([...risingFit(Float64Array.of(3, 2, 1))]).toEqual([2, 2, 2])
  expect([...risingFit(new Float64Array(0))]).toEqual([])
})
