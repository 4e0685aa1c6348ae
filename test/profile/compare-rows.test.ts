import { describe, expect, test } from 'vitest'
import type { FeatureId, Rows, Scope } from '../../node/features/catalogue.ts'
import { feature } from '../../node/features/catalogue.ts'
import { compareRows, tellingDifferences } from '../../node/profile/compare-rows.ts'

type Values = Readonly<Partial<Record<Scope, Readonly<Partial<Record<FeatureId, number | null>>>>>>
const rows = (values: Values): Rows =>
  Object.fromEntries(Object.entries(values).map(([scope, row]) => [scope, { values: row, reasons: {} }]))

const reference = rows({
  drop: { sectionLoudness: -8, widthMid: -8, bandAir: -12, crestFactor: 9 },
  breakdown: { sectionLoudness: -14, widthMid: -5 },
  overall: { integratedLoudness: -9, truePeak: -0.5, tempo: 138 },
})

describe('two tracks at equal loudness', () => {
  test('the same track 6 dB quieter differs in nothing', () => {
    const quieter = rows({
      drop: { sectionLoudness: -14, widthMid: -8, bandAir: -12, crestFactor: 9 },
      breakdown: { sectionLoudness: -20, widthMid: -5 },
      overall: { integratedLoudness: -15, truePeak: -6.5, tempo: 138 },
    })
    const { loudnessLu, differences } = compareRows(quieter, reference)
    expect(loudnessLu).toBe(-6)
    expect(differences.map(({ difference }) => difference)).toEqual(differences.map(() => 0))
  })

  test('mine minus reference, per section, farthest in audible steps first', () => {
    const mine = rows({ drop: { widthMid: -14, bandAir: -13, crestFactor: null }, outro: { widthMid: 3 } })
    const { scopes, differences, loudnessLu } = compareRows(mine, reference)
    expect(loudnessLu).toBeNull()
    expect(scopes).toEqual(['drop'])
    expect(differences.map(each => [each.feature, each.difference])).toEqual([
      ['widthMid', -6],
      ['bandAir', -1],
    ])
    expect(differences[0]!.steps).toBeCloseTo(6 / feature('widthMid').floor, 12)
  })

  test('of features that move together only the farthest is told, and nothing that is not heard', () => {
    const mine = rows({ drop: { widthMid: -14, bandAir: -12.4, sectionLoudness: -8 } })
    const both = rows({ drop: { widthMid: -8, correlationMid: 0.9, bandAir: -12, sectionLoudness: -8 } })
    const told = tellingDifferences(
      compareRows({ drop: { ...mine.drop!, values: { ...mine.drop!.values, correlationMid: 0.1 } } }, both).differences,
    )
    expect(told.filter(each => feature(each.feature).group === feature('widthMid').group)).toHaveLength(1)
    expect(told.map(each => each.feature)).not.toContain('bandAir')
  })
})
