import { expect, test } from 'vitest'
import { componentCentres, componentCount, erbWidth, filterCentres, filterCount } from '../../node/dsp/erb.ts'
import { excitationPattern } from '../../node/dsp/excitation.ts'
import { random } from '../support/beats.ts'
import { patternOf, type Tone } from '../support/hearing.ts'

const level = (tones: readonly Tone[], hz: number) => {
  const i = filterCentres.findIndex(centre => centre >= hz)
  return 10 * Math.log10(patternOf(tones)[i]!)
}

test('a tone excites its own filter by its level behind the ear', () => {
  // Half a filter step off the centre costs up to 0.7 dB.
  expect(level([[1000, 60]], 1000)).toBeGreaterThan(59)
  expect(level([[1000, 60]], 1000)).toBeLessThanOrEqual(60)
})

test('excitation spreads further upwards than downwards at high levels, and the more so the louder', () => {
  const up = (db: number) => level([[1000, db]], 2000) - db
  const down = (db: number) => level([[1000, db]], 500) - db
  expect(up(90)).toBeGreaterThan(down(90) + 20)
  expect(up(90)).toBeGreaterThan(up(60) + 10)
  // The upper slope is fixed: nothing changes below the tone but rounding.
  expect(down(90)).toBeCloseTo(down(60), 6)
})

test('equals the formula summed component by component', () => {
  const next = random(5)
  // Levels from 30 to 100 dB: silent components are left out by both.
  const components = Float64Array.from({ length: componentCount }, () => 10 ** (3 + 7 * next()))
  const out = new Float64Array(filterCount)
  excitationPattern(components, out)
  for (let i = 0; i < filterCount; i++) {
    const fc = filterCentres[i]!
    const upper = (4 * fc) / erbWidth(fc)
    let sum = 0
    for (let j = 0; j < componentCount; j++) {
      const own = 10 * Math.log10((components[j - 1] ?? 0) + components[j]! + (components[j + 1] ?? 0))
      const g = (componentCentres[j]! - fc) / fc
      const lower = Math.max(0.1, upper - 0.35 * (upper / (4000 / erbWidth(1000))) * (own - 51))
      const pg = g < 0 ? -lower * g : upper * g
      sum += (1 + pg) * Math.exp(-pg) * components[j]!
    }
    // Table steps of 1/64 and the cut 74 dB down.
    expect(out[i]! / sum).toBeCloseTo(1, 3)
  }
})

test('silence excites nothing, and one loud component all filters above it', () => {
  const out = new Float64Array(filterCount).fill(7)
  excitationPattern(new Float64Array(componentCount), out)
  expect(out.every(e => e === 0)).toBe(true)
  const low = patternOf([[30, 120]])
  expect(low.every(Number.isFinite)).toBe(true)
  expect(low[20]).toBeGreaterThan(0)
})
