/** Width, correlation and mono loss of signals whose statistics are known on paper. */
import { measureBands } from '../../../node/features/bands.ts'
import { stereoFeatures } from '../../../node/features/stereo.ts'
import { scaled, stereo, whiteNoise } from '../../../test/support/signals.ts'
import type { MeasureFamily } from './row.ts'
import { worstOf } from './words.ts'

const sampleRate = 44_100
const bands = ['Sub', 'Bass', 'LowMid', 'Mid', 'Presence', 'Brilliance', 'Air'] as const

/** One noise on both channels at two gains: everything is known exactly, in every band. */
const panned = [1, 0.8, 0.5, 0.1, -0.3, -0.9].map(right => ({
  name: `one noise, right = ${right} × left`,
  right,
  width: 20 * Math.log10(Math.abs((1 - right) / (1 + right))),
  correlation: Math.sign(right),
  foldLoss: -10 * Math.log10((1 + right) ** 2 / (2 * (1 + right * right))),
}))

export const stereoRows: MeasureFamily = async () => {
  const noise = whiteNoise(8 * sampleRate, 11, 0.5)
  const cases = panned.map(({ name, right, width, correlation, foldLoss }) => {
    const audio = stereo(noise, scaled(noise, right), sampleRate)
    const { values } = stereoFeatures(measureBands(audio).get('overall')!)
    const errors = bands.flatMap(band => [
      values[`width${band}`]! - Math.max(-30, width),
      values[`correlation${band}`]! - correlation,
      values[`monoFoldLoss${band}`]! - foldLoss,
    ])
    return { name, worst: worstOf(errors) }
  })
  const worst = worstOf(cases.map(({ worst }) => worst))
  return [
    {
      what: 'Width, correlation, mono loss',
      against: 'one noise at two gains, all seven bands: known on paper',
      bar: 'exact to rounding (float32 samples: 1e-4 dB)',
      result: `${cases.length} signals, worst ${Math.abs(worst).toExponential(1)}`,
      met: Math.abs(worst) < 1e-4,
      cases: cases.map(({ name, worst }) => `${Math.abs(worst).toExponential(1)}  ${name}`),
    },
  ]
}
