import { expect, test } from 'vitest'
import { type BandStatistics, bandCount } from '../../node/dsp/bands.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import { spectralFeatures } from '../../node/features/spectrum.ts'
import { stereoFeatures } from '../../node/features/stereo.ts'
import { PredictedDistance } from '../../node/fixes/predicted-distance.ts'
import { rules } from '../../node/fixes/rules.ts'
import type { Objective } from '../../node/gap/objective.ts'
import { MixModel } from '../../node/mix/model.ts'

const filled = (mid: number, side: number): BandStatistics => ({
  mm: new Float64Array(bandCount).fill(mid),
  ss: new Float64Array(bandCount).fill(side),
  ms: new Float64Array(bandCount),
})
const modelOf = (measured: BandStatistics) =>
  MixModel.build({
    sampleRate: 44_100,
    scopes: ['drop'],
    contributors: [],
    pairs: [],
    measured: [measured],
    complete: true,
  })

const mono = filled(1e-4, 1e-7)
/** The same with a wide part on top: half of its power is gone in mono. */
const wide = filled(1.2e-4, 2e-4)
const model = modelOf(mono)
const rows: Rows = {
  drop: { ...spectralFeatures(mono), values: { ...spectralFeatures(mono).values, ...stereoFeatures(mono).values } },
}

/** References that are as wide as this in the middle, whatever their low end. */
const objective = (width: number): Objective => ({
  stage: 'premaster',
  terms: [
    {
      scope: 'drop',
      id: 'widthMid',
      low: width - 1,
      high: width + 1,
      median: width,
      sigma: 1,
      weight: 1,
      highIsBad: true,
      lowIsBad: true,
      heardFrom: -100,
    },
  ],
  scopeWeights: { drop: 1 },
})

const wideWidth = stereoFeatures(wide).values.widthMid!
const brokenBy = (statistics: BandStatistics, width: number, back: readonly MixModel[]) => {
  const predicted = new PredictedDistance(objective(width), rows, model, rules, back)
  predicted.evaluate([statistics], model.shifts)
  return predicted.broken
}

test('what a silenced part brings along when it comes back breaks no guard, and more of it does', () => {
  const back = [modelOf(wide)]
  expect(brokenBy(wide, wideWidth, [])).toBeGreaterThan(0)
  expect(brokenBy(wide, wideWidth, back)).toBe(0)
  expect(brokenBy(filled(1.2e-4, 8e-4), wideWidth, back)).toBeGreaterThan(0)
})

test('a part that brings the mix no nearer to the references was silenced on purpose: the guards stay', () => {
  const narrow = stereoFeatures(mono).values.widthMid!
  expect(brokenBy(wide, narrow, [modelOf(wide)])).toBeGreaterThan(0)
})
