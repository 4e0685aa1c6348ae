/** The devices beyond the usual ones against closed forms. What they cannot show: that Live's do the same (device/FACTS.md). */
import { describe, expect, test } from 'vitest'
import type { SimulatedDeviceSpec } from '../../node/adapters/simulated/spec.ts'
import { noise } from '../support/beats.ts'
import {
  both,
  device,
  expectedDb,
  frequencies,
  gainDbAt,
  impulse,
  type Pair,
  peak,
  rmsDb,
  sampleRate,
  samples,
  sine,
  through,
} from './device-response.ts'
import { expectSame } from './simulated-support.ts'

const stereoNoise = (seconds = 1): Pair => [noise(seconds, sampleRate, 11), noise(seconds, sampleRate, 12)]
const silentAfter = (signal: Float32Array, length: number) => {
  const longer = new Float32Array(length)
  longer.set(signal)
  return longer
}

describe('settings that do nothing', () => {
  test.each([
    ['Channel EQ, as inserted', { className: 'ChannelEq' }],
    ['EQ Three, as inserted', { className: 'FilterEQ3' }],
    ['Multiband Dynamics, as inserted', { className: 'MultibandDynamics' }],
    ['Auto Filter, dry', { className: 'AutoFilter2', settings: { 'Dry/Wet': 0 } }],
    ['Reverb, dry', { className: 'Reverb', settings: { 'Dry/Wet': 0 } }],
    ['Delay, dry', { className: 'Delay', settings: { 'Dry/Wet': 0 } }],
    ['Drum Buss, not driven, Damp open', { className: 'DrumBuss', settings: { Drive: 0, 'Damping Freq': 20_000 } }],
  ] as [string, SimulatedDeviceSpec][])('%s: bit for bit what came in', async (_, spec) => {
    const input = stereoNoise()
    expectSame(await through([spec], input), input)
  })

  test.each([
    [
      { className: 'AutoFilter2', rawSettings: { 'LFO Amount': 0.5 } },
      /"LFO Amount" of Auto Filter is simulated only at 0/,
    ],
    [
      { className: 'AutoFilter2', settings: { 'Filter Type': 6 } },
      /only for lowpass, highpass, bandpass, notch, got 6/,
    ],
    [{ className: 'DrumBuss', settings: { 'Boom Amt': 40 } }, /"Boom Amt" of Drum Buss/],
    [{ className: 'Reverb', settings: { 'Freeze On': 1 } }, /"Freeze On" of Reverb/],
    [{ className: 'Delay', settings: { 'LFO > Delay': 10 } }, /"LFO > Delay" of Delay/],
  ] as [SimulatedDeviceSpec, RegExp][])('what is not simulated is refused, not ignored: %j', async (spec, message) => {
    await expect(through([spec], stereoNoise(0.1))).rejects.toThrow(message)
  })
})

describe('Channel EQ', () => {
  test('is two shelves and a bell', async () => {
    const settings = { 'Low Gain': 6, 'Mid Gain': -4, 'Mid Freq': 900, 'High Gain': 5, Output: -2, 'Highpass On': 1 }
    const [response] = await through([device('ChannelEq', settings)], both(impulse()))
    for (const hz of frequencies) {
      const expected = expectedDb(
        [
          { type: 'highpass', hz: 80, q: Math.SQRT1_2 },
          { type: 'lowshelf', hz: 100, q: Math.SQRT1_2, gainDb: 6 },
          { type: 'bell', hz: 900, q: 0.5, gainDb: -4 },
          { type: 'highshelf', hz: 5000, q: Math.SQRT1_2, gainDb: 5 },
        ],
        hz,
      )
      expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(expected - 2, 2)
    }
  })

  test('cuts highs with a low-pass that comes down as well', async () => {
    const at16k = async (gain: number) =>
      gainDbAt((await through([device('ChannelEq', { 'High Gain': gain })], both(impulse())))[0], 16_000)
    expect(await at16k(-6)).toBeLessThan(-6)
    // The low-pass at 8 kHz takes at least another 12 dB per octave minus its corner.
    expect(await at16k(-14.8)).toBeLessThan(-14.8 - 9)
  })
})

describe('EQ Three', () => {
  // Linkwitz-Riley: each side of a crossover is 6.02 dB down there.
  test.each([
    [0, 24],
    [1, 48],
  ])('slope %i: a killed band is down 6 dB at its corner, %i dB an octave on', async (slope, dbPerOctave) => {
    const settings = { Slope: slope, LowOn: 0, FreqLo: 500, FreqHi: 5000 }
    const [response] = await through([device('FilterEQ3', settings)], both(impulse()))
    expect(gainDbAt(response, 500)).toBeCloseTo(-6.02, 1)
    // Two octaves under the corner Butterworth's bend is over: within half a decibel of the straight line.
    expect(gainDbAt(response, 125)).toBeCloseTo(-2 * dbPerOctave, 0)
    for (const hz of [2000, 5000, 12_000]) expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(0, 1)
  })

  test('three equal gains are that gain everywhere', async () => {
    // Corners close together: there the bands meet in step or not at all.
    const settings = { GainLo: -6, GainMid: -6, GainHi: -6, FreqLo: 800, FreqHi: 1000 }
    const [response] = await through([device('FilterEQ3', settings)], both(impulse()))
    for (const hz of [...frequencies, 900]) expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(-6, 2)
  })
})

describe('Auto Filter', () => {
  test.each([
    [0, 'lowpass'],
    [1, 'highpass'],
    [3, 'notch'],
  ] as const)('type %i at 12 dB is a %s of second order', async (index, type) => {
    const settings = { 'Filter Type': index, 'Filter Slope': 0, Frequency: 800 }
    const [response] = await through([device('AutoFilter2', settings)], both(impulse()))
    for (const hz of frequencies) {
      expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(expectedDb([{ type, hz: 800, q: Math.SQRT1_2 }], hz), 1)
    }
  })

  test('24 dB is Butterworth of fourth order, and Resonance lifts the corner', async () => {
    const at = async (hz: number, settings: Record<string, number>) =>
      gainDbAt((await through([device('AutoFilter2', { Frequency: 1000, ...settings })], both(impulse())))[0], hz)
    expect(await at(1000, {})).toBeCloseTo(-3.01, 1)
    // Two octaves up 48 dB, a little more by the bilinear transform.
    expect(await at(4000, {})).toBeLessThan(-48)
    expect(await at(4000, {})).toBeGreaterThan(-51)
    // 20^0.5 of amplitude: 13 dB.
    expect(await at(1000, { Resonance: 50 })).toBeCloseTo(-3.01 + 13.01, 1)
  })

  test('Dry/Wet blends with what came in; Legacy filters alike', async () => {
    const settings = { 'Filter Type': 1, 'Filter Slope': 0, Frequency: 2000 }
    const dry = impulse()
    const [wet] = await through([device('AutoFilter2', settings)], both(dry))
    const [blend] = await through([device('AutoFilter2', { ...settings, 'Dry/Wet': 30 })], both(dry))
    for (const n of [0, 1, 5, 40]) expect(blend[n]!).toBeCloseTo(0.7 * dry[n]! + 0.3 * wet[n]!, 6)
    const legacy = {
      className: 'AutoFilter',
      settings: { 'Filter Type': 1, Slope: 0, Frequency: 2000, Resonance: 0 },
    } as const
    const [old] = await through([legacy], both(dry))
    expect(gainDbAt(old, 2000)).toBeCloseTo(gainDbAt(wet, 2000), 1)
    expect(gainDbAt(old, 200)).toBeCloseTo(gainDbAt(wet, 200), 1)
  })
})

describe('Multiband Dynamics', () => {
  const multiband = (settings: Record<string, number>, rawSettings: Record<string, number> = {}) =>
    ({ className: 'MultibandDynamics', settings, rawSettings }) as const

  test('a band’s gain is heard in that band, and the sum stays flat', async () => {
    const [response] = await through([multiband({ 'Output Gain (Mid)': 6 })], both(impulse()))
    expect(gainDbAt(response, 25)).toBeCloseTo(0, 1)
    expect(gainDbAt(response, 600)).toBeCloseTo(6, 1)
    expect(gainDbAt(response, 16_000)).toBeCloseTo(0, 1)
    const [flat] = await through([multiband({ Output: -3 })], both(impulse()))
    for (const hz of frequencies) expect(gainDbAt(flat, hz), `${hz} Hz`).toBeCloseTo(-3, 2)
    const [off] = await through([multiband({ 'Output Gain (Mid)': 6, 'Band Activator (Mid)': 0 })], both(impulse()))
    expect(peak(off)).toBe(1)
  })

  // In the middle of its band, −10 dBFS peak, 10 dB above the threshold: half of the 10 dB is left at slope ½.
  test.each([
    ['Above', 0.5, -5],
    ['Above', 1, -10],
    ['Above', -0.5, 5],
  ])('%s with a raw ratio of %f moves what is 10 dB over by %f dB', async (part, raw, change) => {
    const settings = {
      'Above Threshold (Mid)': -20,
      'Peak/RMS Mode': 1,
      'Soft Knee On/Off': 0,
      'Attack Time (Mid)': 20,
    }
    const tone = sine(600, 10 ** (-10 / 20))
    const [out] = await through([multiband(settings, { [`${part} Ratio (Mid)`]: raw })], both(tone))
    // Between two peaks of 600 Hz the detector falls by 0.15 dB.
    expect(Math.abs(rmsDb(out) - rmsDb(tone) - change)).toBeLessThan(0.2)
  })

  test('Below lifts what is under its threshold, or pushes it further down', async () => {
    const settings = {
      'Below Threshold (Mid)': -30,
      'Peak/RMS Mode': 1,
      'Soft Knee On/Off': 0,
      'Release Time (Mid)': 50,
    }
    const tone = sine(600, 10 ** (-40 / 20))
    const change = async (raw: number) =>
      rmsDb((await through([multiband(settings, { 'Below Ratio (Mid)': raw })], both(tone)))[0]) - rmsDb(tone)
    // 10 dB under it: half of that up, all of it further down; 0.2 dB as above.
    expect(Math.abs((await change(0.5)) - 5)).toBeLessThan(0.2)
    expect(Math.abs((await change(-1)) + 10)).toBeLessThan(0.3)
    const half = { ...settings, Amount: 50 }
    const [out] = await through([multiband(half, { 'Below Ratio (Mid)': 0.5 })], both(tone))
    expect(rmsDb(out) - rmsDb(tone)).toBeCloseTo((await change(0.5)) / 2, 1)
  })

  test('other bands and silence stay as they are; an external key ducks', async () => {
    const compress = { 'Above Ratio (Low)': 1, 'Above Ratio (Mid)': 1, 'Above Ratio (High)': 1 }
    const low = sine(60, 0.5)
    const [out] = await through([multiband({}, { 'Above Ratio (High)': 1 })], both(low))
    expect(rmsDb(out)).toBeCloseTo(rmsDb(low), 1)
    const quiet = new Float32Array(samples(0.2))
    expect(peak((await through([multiband({}, { ...compress, 'Below Ratio (Low)': 1 })], both(quiet)))[0])).toBe(0)
    const tone = sine(60, 10 ** (-30 / 20))
    const keyed = { ...multiband({ 'Peak/RMS Mode': 1 }, compress), sidechainSource: 'Key' }
    const [ducked] = await through([keyed], both(tone), sine(60, 1))
    expect(rmsDb(ducked) - rmsDb(tone)).toBeLessThan(-15)
    expect(rmsDb((await through([keyed], both(tone)))[0])).toBeCloseTo(rmsDb(tone), 1)
  })
})

describe('Drum Buss', () => {
  test('more Drive makes it louder and bends it; Trim takes level off before', async () => {
    const tone = sine(200, 0.25)
    const level = async (settings: Record<string, number>) =>
      rmsDb((await through([device('DrumBuss', { 'Damping Freq': 20_000, ...settings })], both(tone)))[0])
    const levels = [await level({ Drive: 0 }), await level({ Drive: 20 }), await level({ Drive: 60 })]
    expect(levels).toEqual([...levels].sort((a, b) => a - b))
    expect(await level({ Drive: 0, Trim: -6 })).toBeCloseTo(rmsDb(tone) - 6, 1)
    const [driven] = await through([device('DrumBuss', { Drive: 100, 'Damping Freq': 20_000 })], both(sine(200, 1)))
    expect(peak(driven)).toBeLessThanOrEqual(1)
  })

  test('Damp is a low-pass', async () => {
    const quiet = impulse().map(x => x / 1000)
    const [response] = await through([device('DrumBuss', { Drive: 0, 'Damping Freq': 2000 })], both(quiet))
    const expected = expectedDb([{ type: 'lowpass', hz: 2000, q: Math.SQRT1_2 }], 8000)
    expect(gainDbAt(response, 8000) + 60).toBeCloseTo(expected, 1)
  })
})

describe('Delay', () => {
  const plain = { 'Filter On': 0, 'Dry/Wet': 100 }

  test('echoes come at sixteenths of the beat, each quieter by the feedback', async () => {
    const settings = { ...plain, 'L 16th': 2, Link: 0, 'R 16th': 3, Feedback: 50 }
    const [left, right] = await through([device('Delay', settings)], both(impulse()))
    const sixteenth = (15 / 138) * sampleRate
    const echoesOf = (signal: Float32Array) => [...signal.entries()].filter(([, x]) => Math.abs(x) > 0.1)
    for (const [signal, count] of [
      [left, 3],
      [right, 4],
    ] as const) {
      const echoes = echoesOf(signal).slice(0, 3)
      for (const [i, [at, size]] of echoes.entries()) {
        expect(at).toBe((i + 1) * Math.round(count * sixteenth))
        // The display of 50 % is stored in 32 bits.
        expect(size).toBeCloseTo(0.5 ** i, 5)
      }
    }
  })

  test('in milliseconds, linked, and from side to side in Ping Pong', async () => {
    const settings = { ...plain, 'L Sync': 0, 'L Time': 100, Feedback: 40, 'Ping Pong': 1 }
    const [left, right] = await through([device('Delay', settings)], [impulse(), new Float32Array(65536)])
    expect(left[samples(0.1)]).toBeCloseTo(0.5, 5)
    expect(right[samples(0.1)]).toBe(0)
    expect(right[samples(0.2)]).toBeCloseTo(0.2, 5)
    expect(left[samples(0.3)]).toBeCloseTo(0.08, 5)
    // What enters on the right starts on the left as well.
    const [fromRight, stays] = await through([device('Delay', settings)], [new Float32Array(65536), impulse()])
    expect(fromRight[samples(0.1)]).toBeCloseTo(0.5, 5)
    expect(stays[samples(0.1)]).toBe(0)
  })

  test('the filter stands before the lines: every echo sounds alike', async () => {
    const settings = {
      'Dry/Wet': 100,
      'L Sync': 0,
      'L Time': 400,
      Feedback: 50,
      'Filter Freq': 1000,
      'Filter Width': 2,
    }
    const [out] = await through([device('Delay', settings)], both(impulse()))
    const first = out.slice(samples(0.4), samples(0.8))
    const second = out.slice(samples(0.8), samples(1.2))
    for (const hz of [200, 1000, 5000]) expect(gainDbAt(second, hz) - gainDbAt(first, hz)).toBeCloseTo(-6.02, 1)
    expect(gainDbAt(first, 1000)).toBeGreaterThan(gainDbAt(first, 100) + 20)
  })
})

describe('Reverb', () => {
  const open = { 'Dry/Wet': 100, 'In Hi Cut On': 0, 'Diff. Hi On': 0, 'Reflect Level': -30 }
  const tail = async (settings: Record<string, number>, seconds = 3) =>
    through([device('Reverb', { ...open, ...settings })], both(silentAfter(impulse().subarray(0, 1), samples(seconds))))

  test.each([0.6, 1.2, 2.4])('the tail falls by 60 dB in the Decay Time: %f s', async seconds => {
    const [left] = await tail({ 'Decay Time': 1000 * seconds })
    const drop = rmsDb(left, 0.2, 0.4) - rmsDb(left, 0.2 + seconds / 2, 0.4 + seconds / 2)
    // 30 dB in half the time; noise measured over 0.2 s spreads by half a decibel.
    expect(drop).toBeGreaterThan(29)
    expect(drop).toBeLessThan(31)
  })

  test('noise comes out as loud as it went in at 1.2 s, louder with a longer tail', async () => {
    const input = stereoNoise(3)
    const level = async (settings: Record<string, number>) =>
      rmsDb((await through([device('Reverb', { ...open, ...settings })], input))[0], 2, 3) - rmsDb(input[0], 2, 3)
    expect(Math.abs(await level({ 'Decay Time': 1200 }))).toBeLessThan(1)
    expect(await level({ 'Decay Time': 5000 })).toBeGreaterThan(3)
    expect(await level({ 'Decay Time': 1200, 'Diffuse Level': -6 })).toBeLessThan(-5)
  })

  test('nothing before Predelay; Stereo Image 0 is mono; the high cut darkens the tail', async () => {
    const [early] = await tail({ Predelay: 50 }, 0.5)
    expect(peak(early.subarray(0, samples(0.05)))).toBe(0)
    expect(peak(early)).toBeGreaterThan(0.001)
    const [left, right] = await tail({ 'Stereo Image': 0 }, 0.5)
    expectSame([left], [right])
    const bright = (await tail({}, 1))[0].slice(samples(0.5))
    const dark = (await tail({ 'Diff. Hi On': 1, 'Diff. Hi Freq': 3000 }, 1))[0].slice(samples(0.5))
    expect(gainDbAt(dark, 9000) - gainDbAt(dark, 400)).toBeLessThan(gainDbAt(bright, 9000) - gainDbAt(bright, 400) - 10)
  })
})
