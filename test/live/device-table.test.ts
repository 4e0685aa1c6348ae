import { describe, expect, test } from 'vitest'
import {
  currentName,
  deviceClassNames,
  deviceRows,
  findRow,
  nameInVersion,
  parseDeviceTable,
} from '../../node/live/device-table.ts'
import { row, versions } from './rows.ts'

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
    expect(deviceRows('Reverb')).toEqual([])
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
