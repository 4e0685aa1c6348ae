import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calibrate, makeCalibrationSet, ourRendering } from '../../../node/app/calibrate/calibrate.ts'
import { type CalibrationRow, calibrationRows } from '../../../node/app/calibrate/rows.ts'
import { calibrationRate, calibrationSignal } from '../../../node/app/calibrate/signal.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-calibrate-'))
})
afterAll(() => rm(folder, { recursive: true }))

const signal = calibrationSignal()
const rowOf = (name: string) => calibrationRows.find(row => row.name === name)!

/** A row as a Live would play it whose laws are others than ours, exported with some delay. */
async function record(into: string, name: string, changed: Partial<CalibrationRow> = {}, delay = 0): Promise<void> {
  const { sampleRate, channels } = await ourRendering({ ...rowOf(name), ...changed }, signal)
  const later: Audio = {
    sampleRate,
    channels: channels.map(channel => {
      const out = new Float32Array(channel.length + delay)
      out.set(channel, delay)
      return out
    }),
  }
  await writeWav(join(into, `${name}.wav`), later, { format: 'int24' })
}

/** Settings of the row's device, some of them changed. */
const otherSettings = (name: string, settings: Readonly<Record<string, number>>): Partial<CalibrationRow> => {
  const { device } = rowOf(name)
  return { device: { ...device!, settings: { ...device!.settings, ...settings } } }
}

describe('a Live whose laws are ours', () => {
  test('shows no difference, whatever the delay, and the numbers are those that were set', async () => {
    const into = await mkdtemp(join(folder, 'same-'))
    const names = ['none', 'eq bell 1k q4', 'eq low cut 48', 'compressor', 'limiter']
    for (const [i, name] of names.entries()) await record(into, name, {}, 111 * i)
    const { rows, missing, warnings } = await calibrate(into)
    expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    expect(missing.length).toBe(calibrationRows.length - names.length)
    expect(warnings).toEqual([])
    for (const { name, figures } of rows) {
      for (const { name: figure, live, ours } of figures) {
        const what = `${name}: ${figure}`
        if (ours === null) expect(live, what).toBeNull()
        // 24 bits: the soft steps are rounded at −144 dBFS.
        else expect(Math.abs(live! - ours), what).toBeLessThan(0.02 * Math.max(1, Math.abs(ours)))
      }
    }
    const figure = (row: string, name: string) =>
      rows.find(each => each.name === row)!.figures.find(each => each.name === name)!.live
    expect(figure('none', 'gain')).toBeCloseTo(0, 3)
    // Six seconds of noise, smoothed over a twelfth of an octave: a narrow bell loses a little of its height and gains width.
    expect(figure('eq bell 1k q4', 'gain')).toBeGreaterThan(5.5)
    expect(figure('eq bell 1k q4', 'Q')).toBeGreaterThan(3.2)
    expect(figure('eq low cut 48', 'corner (−3 dB)')).toBeGreaterThan(85)
    // What a tone meets: with these times our detector follows its mean in dB, up to 4 dB below its peak.
    expect(figure('compressor', 'threshold of a tone')).toBeGreaterThan(-30)
    expect(figure('compressor', 'threshold of a tone')).toBeLessThan(-26)
    expect(figure('compressor', 'ratio')).toBeCloseTo(4, 1)
    expect(rows.find(({ name }) => name === 'limiter')!.delay).toBe(444)
  })
})

describe('a Live whose laws are others', () => {
  test('a taper, a width law, a Q, a threshold, a ratio, times: each is found where it differs', async () => {
    const into = await mkdtemp(join(folder, 'other-'))
    await record(into, 'fader -12', { volumeDb: -13 })
    await record(into, 'utility width 200', otherSettings('utility width 200', { 'Stereo Width': 141.4 }))
    await record(into, 'eq bell 1k q0.71', otherSettings('eq bell 1k q0.71', { '1 Q A': 1 }))
    await record(
      into,
      'compressor',
      otherSettings('compressor', { Threshold: -27, Ratio: 3, Attack: 20, Release: 200 }),
    )
    const { rows } = await calibrate(into)
    const difference = (row: string, name: string) => {
      const { live, ours } = rows.find(each => each.name === row)!.figures.find(each => each.name === name)!
      return { by: live! - ours!, times: live! / ours! }
    }
    expect(difference('fader -12', 'gain').by).toBeCloseTo(-1, 1)
    expect(difference('utility width 200', 'side').by).toBeCloseTo(-3, 0)
    expect(Math.abs(difference('utility width 200', 'mid').by)).toBeLessThan(0.05)
    expect(difference('eq bell 1k q0.71', 'Q').times).toBeCloseTo(1 / 0.71, 1)
    expect(Math.abs(difference('eq bell 1k q0.71', 'gain').by)).toBeLessThan(0.1)
    expect(difference('compressor', 'threshold of a tone').by).toBeCloseTo(3, 0)
    expect(difference('compressor', 'ratio').times).toBeCloseTo(3 / 4, 1)
    expect(difference('compressor', 'attack').times).toBeGreaterThan(1.6)
    expect(difference('compressor', 'release').times).toBeGreaterThan(1.6)
  })
})

test('the set that is made can be read again and names every row; what is no recording is said', async () => {
  const into = await mkdtemp(join(folder, 'set-'))
  const [path, steps] = await makeCalibrationSet(into)
  expect((await decodeAudioFile(path!)).sampleRate).toBe(calibrationRate)
  const text = await readFile(steps!, 'utf8')
  expect(calibrationRows.filter(({ name }) => !text.includes(`${name}.wav`))).toEqual([])
  await expect(calibrate(into)).rejects.toMatchObject({ code: 'CALIBRATION_EMPTY' })
  await record(into, 'none')
  await writeFile(join(into, 'glue.wav'), 'not audio')
  await writeWav(
    join(into, 'my song.wav'),
    { sampleRate: 48_000, channels: [new Float32Array(99)] },
    { format: 'int16' },
  )
  const { rows, warnings } = await calibrate(into)
  expect(rows.map(({ name }) => name)).toEqual(['none'])
  expect(warnings.join(' ')).toMatch(/my song\.wav is named after no row.*Left out/)
})
