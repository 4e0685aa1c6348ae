import { describe, expect, test } from 'vitest'
import { formatDisplay, parseDisplay } from '../../node/live/display.ts'
import { displayForRaw, displayText } from '../../node/live/value.ts'
import { measured, places } from './rows.ts'

describe('text', () => {
  test.each([
    ['Hz', 999.99996, '1000 Hz'],
    ['Hz', 1500, '1.50 kHz'],
    ['Hz', 10_000, '10.0 kHz'],
    ['Hz', 30, '30.0 Hz'],
    ['Hz', 200, '200 Hz'],
    ['ms', 1200, '1.20 s'],
    ['ms', 0.5, '0.50 ms'],
    ['dB', -12, '-12.0 dB'],
    ['dB', -2.8, '-2.80 dB'],
    ['dB', -0.001, '0.00 dB'],
    ['dB', Number.NEGATIVE_INFINITY, '-inf dB'],
    [':1', Number.POSITIVE_INFINITY, 'inf : 1'],
    [':1', 4, '4.00 : 1'],
    ['1:x', 1.15, '1 : 1.15'],
    ['pan', -0.5, '25L'],
    ['pan', 1, '50R'],
    ['pan', 0.001, 'C'],
    ['', 0.714, '0.71'],
  ] as const)('%s %d is written %s', (unit, value, text) => {
    expect(formatDisplay({ unit, digits: 'classic' }, value)).toBe(text)
  })

  test('exact ties go to the even digit, as printf rounds', () => {
    const percent = (value: number) => formatDisplay({ unit: '%', digits: 'coarse' }, value)
    expect([12.5, 17.5, 100, 5, 0, 0.25, 0.75, -12.5].map(percent)).toEqual([
      '12 %',
      '18 %',
      '100 %',
      '5.0 %',
      '0.0 %',
      '0.2 %',
      '0.8 %',
      '-12 %',
    ])
    // 4.35 is stored as 4.3499999…: not a tie.
    expect(formatDisplay({ unit: 'dB', digits: 'tenths' }, 4.35)).toBe('4.3 dB')
    expect(formatDisplay({ unit: 'dB', digits: 'tenths' }, -31.24)).toBe('-31.2 dB')
  })

  test.each([
    ['-2.8 dB', -2.8, 'dB'],
    ['1.50 kHz', 1500, 'Hz'],
    ['1.20 s', 1200, 'ms'],
    ['30.0 ms', 30, 'ms'],
    ['-inf dB', Number.NEGATIVE_INFINITY, 'dB'],
    ['inf : 1', Number.POSITIVE_INFINITY, ':1'],
    ['4.00 : 1', 4, ':1'],
    ['1 : 1.15', 1.15, '1:x'],
    ['25L', -0.5, 'pan'],
    ['50R', 1, 'pan'],
    ['C', 0, 'pan'],
    ['100 %', 100, '%'],
    ['.6', 0.6, ''],
    ['0.71', 0.71, ''],
    ['-12 st', -12, 'st'],
    ['180°', 180, '°'],
    [' +3.0 dB ', 3, 'dB'],
    ['−3.0 dB', -3, 'dB'],
    [8, 8, ''],
  ])('%s is read as %d %s', (text, value, unit) => {
    expect(parseDisplay(text)).toEqual({ value, unit })
  })

  test.each(['Peak', 'A', '1/16', '1 / 16', '', 'Low Pass 12dB', '50/50', 'C3', Number.NaN])(
    '%s is not a number',
    text => {
      expect(parseDisplay(text)).toBeNull()
    },
  )

  test.each(measured.filter(({ row }) => !row.isQuantized))('$title: text is read back as it was shown', ({ row }) => {
    for (const raw of places(row)) {
      const shown = displayForRaw(row, raw)!
      const read = parseDisplay(displayText(row, raw))
      if (row.law.type === 'steps') expect(read?.value ?? Number.POSITIVE_INFINITY).toBe(shown)
      else if (!Number.isFinite(shown)) expect(read!.value).toBe(shown)
      // Half of the last digit shown, at worst half of 1 (coarse, whole) or 0.5 % (three digits).
      else
        expect(Math.abs(read!.value - shown)).toBeLessThanOrEqual(
          Math.max(0.0501, 0.0051 * Math.abs(shown), ['coarse', 'whole'].includes(row.digits) ? 0.5001 : 0),
        )
    }
  })
})
