import { describe, expect, test } from 'vitest'
import { mixerRows, type ParameterRow } from '../../node/live/device-table.ts'
import { displayForRaw, displayText, parseDisplay, rawByBisection, rawForDisplay } from '../../node/live/value.ts'
import { measured, places, row } from './rows.ts'

describe('laws', () => {
  // Texts that Live 12.4.6 showed for the defaults of freshly added devices (source D1246 of the evidence).
  test.each([
    ['StereoGain', 'Stereo Width', '100 %'],
    ['StereoGain', 'Bass Freq', '120 Hz'],
    ['StereoGain', 'Balance', 'C'],
    ['StereoGain', 'Output', '0.00 dB'],
    ['StereoGain', 'Channel Mode', 'Stereo'],
    ['Eq8', 'Output', '0.00 dB'],
    ['Eq8', 'Scale', '100 %'],
    ['Eq8', '1 Frequency A', '30.0 Hz'],
    ['Eq8', '2 Frequency A', '200 Hz'],
    ['Eq8', '3 Frequency A', '1000 Hz'],
    ['Eq8', '4 Frequency A', '5.00 kHz'],
    ['Eq8', '8 Frequency A', '18.0 kHz'],
    ['Eq8', '1 Q A', '0.71'],
    ['Eq8', '1 Filter Type A', 'Low Shelf'],
    ['Compressor2', 'Threshold', '0.00 dB'],
    ['Compressor2', 'Ratio', '4.00 : 1'],
    ['Compressor2', 'Expansion Ratio', '1 : 1.15'],
    ['Compressor2', 'Attack', '1.00 ms'],
    ['Compressor2', 'Release', '30.0 ms'],
    ['Compressor2', 'Knee', '6.0 dB'],
    ['Compressor2', 'S/C EQ Freq', '80.0 Hz'],
    ['Compressor2', 'S/C EQ Q', '0.71'],
    ['Compressor2', 'S/C Gain', '0.00 dB'],
    ['GlueCompressor', 'Range', '70.0 dB'],
    ['GlueCompressor', 'Attack', '1'],
    ['GlueCompressor', 'Release', '.6'],
    ['GlueCompressor', 'S/C EQ Freq', '200 Hz'],
    ['Limiter', 'Input Gain', '0.0 dB'],
    ['Limiter', 'Ceiling', '-0.3 dB'],
    ['Limiter', 'Release', '100 ms'],
    ['Limiter', 'M/S Link', '0.0 %'],
    ['Saturator', 'Drive', '0.0 dB'],
    ['Saturator', 'Threshold', '-50 dB'],
    ['Saturator', 'Color Freq', '1.00 kHz'],
    ['Saturator', 'Color Width', '30 %'],
    ['Saturator', 'WS Curve', '5.0 %'],
    ['ChannelEq', 'Mid Freq', '1.50 kHz'],
    ['ChannelEq', 'Low Gain', '0.0 dB'],
    ['FilterEQ3', 'GainLo', '0.00 dB'],
    ['FilterEQ3', 'FreqLo', '250 Hz'],
    ['AutoFilter2', 'Frequency', '10.0 kHz'],
    ['AutoFilter2', 'Resonance', '0.0 %'],
    ['AutoFilter2', 'LFO Phase', '4.0°'],
    ['AutoFilter2', 'Pitch', '0 st'],
    ['MultibandDynamics', 'Low-Mid Crossover', '120 Hz'],
    ['MultibandDynamics', 'Time Scaling', '100 %'],
    ['DrumBuss', 'Drive', '20 %'],
    ['DrumBuss', 'Damping Freq', '9.20 kHz'],
    ['DrumBuss', 'Output', '0.00 dB'],
    ['Reverb', 'Decay Time', '1.20 s'],
    ['Reverb', 'Diffuse Level', '0.0 dB'],
    ['Delay', 'L Time', '375 ms'],
    ['Delay', 'L 16th', '3'],
    ['Delay', 'Feedback', '50 %'],
  ])('%s %s shows its default as Live does: %s', (className, name, shown) => {
    const found = row(className, name)
    expect(displayText(found, found.default)).toBe(shown)
  })

  // Source FB of the evidence: 26 positions of Live's track volume.
  test('the fader is Live’s at every measured position', () => {
    const points = [
      [0.021345632, -63],
      [0.034623627, -60],
      [0.051011506, -57],
      [0.067786485, -54],
      [0.085236043, -51],
      [0.103535905, -48],
      [0.122717053, -45],
      [0.142881602, -42],
      [0.164219394, -39],
      [0.187036961, -36],
      [0.211630225, -33],
      [0.238438874, -30],
      [0.268255562, -27],
      [0.302414209, -24],
      [0.343663812, -21],
      [0.399999797, -18],
      [0.474942297, -15],
      [0.549999893, -12],
      [0.624942422, -9],
      [0.699999988, -6],
      [0.774942458, -3],
      [0.850000024, 0],
      [0.924942434, 3],
      [1, 6],
    ] as const
    for (const [raw, db] of points) {
      // The quadratic's stated fit error is 0.0173 dB.
      expect(Math.abs(displayForRaw(mixerRows.volume, raw)! - db), `${raw}`).toBeLessThan(0.02)
      expect(Math.abs(displayForRaw(mixerRows.send, raw)! - (db - 6)), `send ${raw}`).toBeLessThan(0.02)
    }
    expect(displayText(mixerRows.volume, 0)).toBe('-inf dB')
    expect(displayForRaw(mixerRows.volume, 0)).toBe(Number.NEGATIVE_INFINITY)
  })

  test.each(measured)('$title: what is shown never falls while the raw value rises', ({ row }) => {
    const shown = Array.from({ length: 400 }, (_, i) => displayForRaw(row, row.min + (i / 399) * (row.max - row.min))!)
    for (let i = 1; i < shown.length; i++) expect(shown[i]!).toBeGreaterThanOrEqual(shown[i - 1]!)
  })

  test.each(measured)('$title: raw → display → raw', ({ row }) => {
    for (const raw of places(row)) {
      const back = rawForDisplay(row, displayForRaw(row, raw)!)
      // Double rounding through a logarithm or root; the fader's joint is 0.001 dB wide.
      expect(Math.abs(back! - raw), `${raw}`).toBeLessThan(
        (row.law.type === 'fader' ? 1e-4 : 1e-9) * (row.max - row.min),
      )
    }
  })

  test('what the range cannot show is refused, not clamped', () => {
    expect(rawForDisplay(mixerRows.volume, 6.5)).toBeNull()
    expect(rawForDisplay(mixerRows.volume, -90)).toBeNull()
    expect(rawForDisplay(row('Eq8', '1 Frequency A'), 30_000)).toBeNull()
    expect(rawForDisplay(row('Eq8', '1 Frequency A'), -5)).toBeNull()
    expect(rawForDisplay(row('StereoGain', 'Stereo Width'), -1)).toBeNull()
    expect(rawForDisplay(row('Compressor2', 'Ratio'), 0.5)).toBeNull()
    expect(rawForDisplay(row('GlueCompressor', 'Ratio'), 3)).toBeNull()
    expect(rawForDisplay(row('StereoGain', 'Channel Mode'), 1.5)).toBeNull()
    expect(rawForDisplay(row('Eq8', '1 Gain A'), Number.NaN)).toBeNull()
    expect(rawForDisplay(row('Saturator', 'Base', '11.3'), 0)).toBeNull()
    expect(displayForRaw(row('Saturator', 'Base', '11.3'), 0)).toBeNull()
  })

  test('infinite values have a place', () => {
    expect(rawForDisplay(mixerRows.volume, Number.NEGATIVE_INFINITY)).toBe(0)
    expect(rawForDisplay(row('Compressor2', 'Ratio'), Number.POSITIVE_INFINITY)).toBe(1)
    expect(rawForDisplay(row('StereoGain', 'Output'), Number.NEGATIVE_INFINITY)).toBe(-1)
    expect(rawForDisplay(row('GlueCompressor', 'Release'), Number.POSITIVE_INFINITY)).toBe(6)
  })

  test('Utility’s gain is 35 dB per unit', () => {
    const output = row('StereoGain', 'Output')
    // Three end points of macro ranges in Live's own files.
    expect(displayForRaw(output, -0.53125)).toBeCloseTo(-18.594, 2)
    expect(displayForRaw(output, -0.015625)).toBeCloseTo(-0.547, 3)
    expect(displayForRaw(output, 0.203125)).toBeCloseTo(7.109, 3)
    expect(displayText(output, -1)).toBe('-inf dB')
  })
})

describe('bisection over Live’s text', () => {
  const bisect = (row: ParameterRow, target: number) => {
    const asked: number[] = []
    const ask = (raw: number) => {
      asked.push(raw)
      return displayText(row, raw)
    }
    return rawByBisection(ask, target, row).then(found => ({ found, calls: asked.length }))
  }

  test.each(measured.filter(({ row }) => !row.isQuantized))('$title: agrees with the law', async ({ row }) => {
    for (const raw of places(row)) {
      const target = displayForRaw(row, raw)!
      const { found, calls } = await bisect(row, target)
      expect(calls).toBeLessThanOrEqual(40)
      expect(found, `${target}`).not.toBeNull()
      expect(found!.calls).toBe(calls)
      const text = displayText(row, found!.raw)
      // The same text; a target on the very switch between two texts may land on either ("10.00" and "10.0" are one).
      const said = (words: string) => parseDisplay(words)?.value ?? words
      const neighbours = [
        raw,
        ...[-1e-5, 1e-5].map(share => Math.min(row.max, Math.max(row.min, raw + share * (row.max - row.min)))),
      ]
      expect(
        neighbours.map(place => said(displayText(row, place))),
        `${target} gave ${text}`,
      ).toContain(said(text))
    }
  })

  test.each([
    [mixerRows.volume, -3, 1e-4],
    [mixerRows.volume, -31.2, 2e-4],
    [row('Eq8', '1 Frequency A'), 240, 1e-4],
    [row('Eq8', '1 Frequency A'), 2400, 1e-4],
    [row('Eq8', '1 Gain A'), -2.8, 1e-4],
    [row('StereoGain', 'Stereo Width'), 120, 1e-3],
    [row('StereoGain', 'Output'), -4.5, 1e-4],
    [row('Compressor2', 'Ratio'), 2.5, 1e-3],
    [row('Compressor2', 'Threshold'), -18, 1e-4],
    [row('Compressor2', 'Attack'), 12.3, 1e-3],
    [row('Saturator', 'Drive'), 5, 1e-3],
    [mixerRows.panning, 0.24, 1e-2],
  ] as const)('lands in the middle of the plateau (%#)', async (row, target, tolerance) => {
    const { found } = await bisect(row, target)
    expect(Math.abs(found!.raw - rawForDisplay(row, target)!)).toBeLessThan(tolerance * (row.max - row.min))
  })

  test('a target finer than the text is placed between two texts', async () => {
    // Tenths of a dB: −2.83 lies 0.3 of a plateau beside the middle of "-2.8 dB".
    const { found } = await bisect(mixerRows.volume, -2.83)
    expect(displayForRaw(mixerRows.volume, found!.raw)).toBeCloseTo(-2.83, 2)
    const { found: upper } = await bisect(mixerRows.volume, -2.77)
    expect(displayForRaw(mixerRows.volume, upper!.raw)).toBeCloseTo(-2.77, 2)
  })

  test('ends of the range are reached exactly', async () => {
    expect((await bisect(mixerRows.volume, 6)).found!.raw).toBe(1)
    expect((await bisect(mixerRows.volume, Number.NEGATIVE_INFINITY)).found!.raw).toBe(0)
    expect((await bisect(row('StereoGain', 'Stereo Width'), 0)).found!.raw).toBe(0)
    expect((await bisect(row('Compressor2', 'Ratio'), Number.POSITIVE_INFINITY)).found!.raw).toBe(1)
    expect((await bisect(row('GlueCompressor', 'Release'), Number.POSITIVE_INFINITY)).found!.raw).toBe(6)
  })

  test('works where the display falls, and where Max returns bare numbers', async () => {
    const falling = await rawByBisection(raw => Number((10 - 8 * raw).toFixed(1)), 4, { min: 0, max: 1 })
    expect(falling!.raw).toBeCloseTo(0.75, 2)
    const negative = await rawByBisection(raw => `${(-20 * raw).toFixed(1)} dB`, -7.5, { min: 0, max: 1 })
    expect(negative!.raw).toBeCloseTo(0.375, 2)
  })

  test('what rounds to the text of an end is the end', async () => {
    const gain = row('ChannelEq', 'Mid Gain')
    expect(displayText(gain, 1)).toBe('12 dB')
    expect((await bisect(gain, 12.0412)).found!.raw).toBe(1)
    expect((await bisect(gain, -12.4)).found!.raw).toBe(0)
    expect((await bisect(gain, 12.6)).found).toBeNull()
  })

  test('a target outside the range, or words only, give null', async () => {
    expect((await bisect(mixerRows.volume, 6.5)).found).toBeNull()
    expect(await rawByBisection(() => 'Peak', 3, { min: 0, max: 1 })).toBeNull()
    expect(await rawByBisection(() => '3.0 dB', 3, { min: 0, max: 1 })).toBeNull()
  })
})
