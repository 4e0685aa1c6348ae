/** What a snapshot lacks of a device: the model says so, and does not fail on it. */
import { expect, test } from 'vitest'
import { deviceClassNames, deviceRows } from '../../../node/live/device-table.ts'
import { displayForRaw } from '../../../node/live/value.ts'
import type { Settings, StereoSignal } from '../../../node/mix/devices/device-model.ts'
import { modelOf } from '../../../node/mix/devices/index.ts'

const channel = Float32Array.from({ length: 480 }, (_, n) => 0.5 * Math.sin(n / 7))
const signal: StereoSignal = [channel, channel.map(x => -0.5 * x)]

const modelled = deviceClassNames.flatMap(className => {
  const model = modelOf(className)
  return model && model.kind !== 'tendency' ? [{ className, model }] : []
})

/** Every parameter at its default, and with all its switches on: that reads the most. */
function settingsOf(className: string): Settings[] {
  const rows = deviceRows(className)
  const at = (raw: (row: (typeof rows)[number]) => number) =>
    Object.fromEntries(
      rows.flatMap(row => {
        const display = displayForRaw(row, raw(row))
        return display === null ? [] : [[row.name, display]]
      }),
    )
  return [at(row => row.default), at(row => (row.isQuantized && row.items.length === 2 ? 1 : row.default))]
}

const without = (settings: Settings, names: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)))

test.each(modelled)(
  '$className: a setting that is missing makes it untold, or is not needed',
  ({ className, model }) => {
    const run = (settings: Settings) => {
      if (model.kind === 'linear') model.response(settings, 48_000, [100, 1000])
      else {
        model.curves(settings, signal, signal, 48_000)
        model.inputOf(settings, signal, signal, 48_000)
      }
    }
    let untold = 0
    for (const settings of settingsOf(className)) {
      const names = Object.keys(settings)
      const drops = names.flatMap((name, i) => [[name], ...names.slice(i + 1).map(other => [name, other])])
      // Of EQ Eight's 84 parameters every eleventh pair: its bands are alike.
      for (const drop of drops.filter((each, i) => each.length === 1 || names.length < 40 || i % 11 === 0)) {
        const left = without(settings, drop)
        if (model.unpredictable(left) !== null) untold++
        else run(left)
      }
    }
    expect(untold).toBeGreaterThan(0)
  },
)

test('the sentence names the device and what is missing', () => {
  const utility = modelOf('StereoGain')!
  if (utility.kind === 'tendency') throw new Error('Utility must have a response')
  const [settings] = settingsOf('StereoGain')
  expect(utility.unpredictable(settings!)).toBeNull()
  expect(utility.unpredictable(without(settings!, ['Right Inv']))).toMatch(/"Right Inv" of Utility/)
  expect(utility.unpredictable({ ...without(settings!, ['Right Inv']), 'Device On': 0 })).toBeNull()
})
