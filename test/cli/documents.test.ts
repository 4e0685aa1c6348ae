import { expect, test } from 'vitest'
import type { Calibration } from '../../node/app/calibrate/calibrate.ts'
import { documents } from '../../node/cli/documents.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import { compareRows } from '../../node/profile/compare-rows.ts'

/** As it comes out of a pipe. */
const printed = (document: object): unknown => JSON.parse(JSON.stringify(document))

test('compare: the schema knows all that is printed, and nothing else', () => {
  const row = (integratedLoudness: number, spectralTilt: number) => ({
    values: { integratedLoudness, spectralTilt },
    reasons: {},
  })
  const [mine, reference] = [row(-9, -4), row(-7, -3.5)].map(each => ({ overall: each, drop: each }) as unknown as Rows)
  const document = { uplift: 1, command: 'compare', mine: 'a', reference: 'b', ...compareRows(mine!, reference!) }
  expect(document.differences.length).toBe(2)
  expect(documents.compare.parse(printed(document))).toEqual(document)
  expect(documents.compare.safeParse(printed({ ...document, more: 1 })).success).toBe(false)
})

test('calibrate: what was made, or what was found', () => {
  const found: Calibration = {
    rows: [
      { name: 'EQ bell', settings: 'Bell', figures: [{ name: 'gain', unit: 'dB', live: null, ours: 6 }], delay: 3 },
    ],
    missing: ['Gate'],
    warnings: [],
  }
  for (const rest of [{ made: ['Steps.txt'] }, { date: '2026-01-01', liveVersion: null, ...found }]) {
    const document = { uplift: 1, command: 'calibrate', ...rest }
    expect(documents.calibrate.parse(printed(document))).toEqual(document)
  }
  expect(documents.calibrate.safeParse({ uplift: 1, command: 'calibrate' }).success).toBe(false)
})
