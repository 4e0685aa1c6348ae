import { describe, expect, test } from 'vitest'
import { currentName, deviceClassNames, deviceRows, findRow, parseDeviceTable } from '../../node/live/device-table.ts'
import { row, versions } from './rows.ts'

const nameInVersion = (...of: [className: string, name: string, liveVersion: string]) => findRow(...of)?.name

describe('device table', () => {
  test('holds the devices and versions of the evidence', () => {
    expect(deviceClassNames).toEqual([
      'StereoGain',
      'Eq8',
      'Compressor2',
      'GlueCompressor',
      'Limiter',
      'Saturator',
      'ChannelEq',
      'FilterEQ3',
      'AutoFilter2',
      'AutoFilter',
      'MultibandDynamics',
      'DrumBuss',
      'Reverb',
      'Delay',
      'AudioEffectGroupDevice',
      'InstrumentGroupDevice',
      'DrumGroupDevice',
    ])
    expect(deviceRows('Eq8').length).toBe(84)
    expect(
      deviceRows('Compressor2')
        .map(({ name }) => name)
        .indexOf('S/C On'),
    ).toBe(20)
    expect(
      deviceRows('Compressor2', '11.3')
        .map(({ name }) => name)
        .indexOf('S/C On'),
    ).toBe(15)
    expect(deviceRows('Limiter', '12.0.5').length).toBe(7)
    expect(deviceRows('Limiter', '12.1.11').length).toBe(13)
    expect(deviceRows('AutoFilter2').length).toBe(45)
    expect(deviceRows('MultibandDynamics').length).toBe(38)
    expect(deviceRows('Delay').length).toBe(27)
    expect(deviceRows('Delay', '12.1').length).toBe(21)
    expect(deviceRows('Echo')).toEqual([])
  })

  test('what is not known stays unknown', () => {
    expect(row('MultibandDynamics', 'Above Ratio (Low)')).toMatchObject({ default: 0, law: { type: 'unknown' } })
    expect(row('AutoFilter2', 'Env Attack')).toMatchObject({ isDefaultKnown: false, law: { type: 'unknown' } })
    expect(row('AutoFilter2', 'Frequency').isDefaultKnown).toBe(true)
  })

  test('a chain’s mixer has the ranges of a track’s', () => {
    expect(row(null, 'Chain Volume')).toEqual({ ...row(null, 'Track Volume'), name: 'Chain Volume' })
    expect(row(null, 'chain panning').min).toBe(-1)
  })

  test('translates names both ways', () => {
    expect(currentName('StereoGain', 'Gain')).toBe('Output')
    expect(currentName('Limiter', 'Gain')).toBe('Input Gain')
    expect(currentName('Compressor2', 'Makeup')).toBe('Makeup')
    expect(currentName('GlueCompressor', 'Makeup')).toBe('Output')
    expect(currentName('Eq8', '3 Resonance A')).toBe('3 Q A')
    expect(currentName('Eq8', '3 Gain A')).toBe('3 Gain A')
    expect(nameInVersion('Eq8', '3 Q A', '12.1')).toBe('3 Resonance A')
    expect(nameInVersion('StereoGain', 'output', '11.3.2')).toBe('Gain')
    expect(nameInVersion('Saturator', 'Post Clip Mode', '11.3')).toBe('Soft Clip')
    expect(nameInVersion('Saturator', 'Post Clip Mode', '12.1')).toBe('Post Clip Mode')
    expect(currentName('Reverb', 'HiFilter Freq')).toBe('Diff. Hi Freq')
    expect(nameInVersion('MultibandDynamics', 'Output', '11.3')).toBe('Master Output')
    expect(nameInVersion('AutoFilter2', 'Filter Type', '12.2')).toBe('Type')
    expect(nameInVersion('AutoFilter2', 'Type', '12.4')).toBe('Filter Type')
  })

  test('every name of every version leads to a row and back', () => {
    for (const className of deviceClassNames) {
      for (const version of versions) {
        for (const { name } of deviceRows(className, version)) {
          expect(nameInVersion(className, name, version), `${className} ${name} in ${version}`).toBe(name)
          expect(nameInVersion(className, currentName(className, name), version)).toBe(name)
        }
      }
    }
  })

  test('finds sends and nothing that is not there', () => {
    expect(row(null, 'Send B').law).toEqual({ type: 'fader', maxDb: 0 })
    expect(findRow(null, 'Send')?.name).toBe('Send')
    expect(findRow(null, 'Volume')).toBeUndefined()
    expect(findRow('StereoGain', 'Width')).toBeUndefined()
    expect(findRow('Nothing', 'Device On')).toBeUndefined()
  })

  test('a default outside its range is refused', () => {
    const broken = {
      name: 'Width',
      min: 0,
      max: 2,
      default: 3,
      unit: '%',
      law: { type: 'identity' },
      digits: 'coarse',
      confidence: 'measured',
    }
    expect(() => parseDeviceTable({ version: 1, mixer: [broken, broken, broken, broken] })).toThrow(
      /default must be in/,
    )
  })
})
