import { describe, expect, test } from 'vitest'
import { chainMixerRows, mixerRows, type ParameterRow } from '../../node/live/device-table.ts'
import { mixerState } from '../../node/live/mixer.ts'
import { deviceKind, mixerNames, type Parameter, sendName } from '../../node/live/set.ts'
import { displayText, rawForDisplay } from '../../node/live/value.ts'

const parameter = (row: ParameterRow, value: number): Parameter => ({
  name: row.name,
  value,
  min: row.min,
  max: row.max,
  isQuantized: row.isQuantized,
  valueItems: row.items,
  isEnabled: true,
  automation: 'none',
  display: displayText(row, value),
})

test('Live’s class name tells what kind of device it is', () => {
  const kinds = [
    'Eq8',
    'DrumGroupDevice',
    'MidiEffectGroupDevice',
    'PluginDevice',
    'AuPluginDevice',
    'MxDeviceAudioEffect',
  ]
  expect(kinds.map(deviceKind)).toEqual(['device', 'rack', 'rack', 'plugin', 'plugin', 'max'])
})

describe('a mixer as gains', () => {
  test('of a track and of a chain alike', () => {
    const at = (rows: typeof mixerRows | typeof chainMixerRows) =>
      mixerState({
        mixer: [
          parameter(rows.volume, rawForDisplay(rows.volume, -6)!),
          parameter(rows.panning, -0.5),
          parameter(rows.activator, 0),
        ],
      })
    expect(at(mixerRows).gain).toBeCloseTo(10 ** (-6 / 20), 9)
    expect(at(mixerRows)).toMatchObject({ pan: -0.5, active: false, sends: [] })
    expect(at(chainMixerRows)).toEqual(at(mixerRows))
  })

  test('sends by return; the bottom of the fader is silence, not −70 dB', () => {
    const send = (index: number, value: number) => parameter({ ...mixerRows.send, name: sendName(index) }, value)
    const { sends, gain, active } = mixerState({
      mixer: [parameter(mixerRows.volume, 0), send(0, 1), send(1, 0)],
    })
    expect(sends).toEqual([1, 0])
    expect(gain).toBe(0)
    expect(active).toBe(true)
    expect(mixerNames.activator).toBe(mixerRows.activator.name)
  })
})
