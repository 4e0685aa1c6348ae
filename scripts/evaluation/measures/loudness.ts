/** Loudness and true peak: the EBU's cases, programmes against a slow double-precision reference, real music against ffmpeg. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Audio } from '../../../node/audio/audio.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { measureLoudness } from '../../../node/features/loudness.ts'
import { ebuCases } from '../../../test/support/ebu-cases.ts'
import { onBoth, pinkSines, sine, stereo, whiteNoise } from '../../../test/support/signals.ts'
import type { MeasureFamily, MeasureRow } from './row.ts'
import { signed, worstOf } from './words.ts'

export const loudnessRows: MeasureFamily = async ({ corpus }) => [
  ebuRow('Loudness: I, S, M', 'EBU Tech 3341 cases 1–6, 9–14', '±0.1 LU', name => isLoudness(name)),
  ebuRow('Loudness range', 'EBU Tech 3342 cases 1–4', '±1 LU', name => name.startsWith('3342')),
  ebuRow('True peak', 'EBU Tech 3341 cases 15–23', '+0.2 / −0.4 dB', name => isPeak(name)),
  referenceRow(),
  await ffmpegRow(corpus),
]

const numberOf = (name: string) => Number(name.split('-')[1])
const isPeak = (name: string) => name.startsWith('3341') && numberOf(name) >= 15
const isLoudness = (name: string) => name.startsWith('3341') && numberOf(name) < 15

function ebuRow(what: string, against: string, bar: string, belongs: (name: string) => boolean): MeasureRow {
  const results = ebuCases
    .filter(({ name }) => belongs(name))
    .map(({ name, requirement, sampleRates, tolerance, errors }) => {
      const all = sampleRates.flatMap(errors)
      const passed = all.length > 0 && all.every(e => e <= tolerance.above && e >= -tolerance.below)
      return { name, requirement, passed, worst: worstOf(all) }
    })
  const passed = results.filter(result => result.passed).length
  return {
    what,
    against,
    bar,
    result: `${passed} of ${results.length} cases, worst ${signed(worstOf(results.map(({ worst }) => worst)), 3)}`,
    met: passed === results.length,
    cases: results.map(
      ({ name, requirement, passed, worst }) =>
        `${passed ? 'pass' : 'FAIL'}  ${name.padEnd(8)} ${signed(worst, 3).padStart(7)}  ${requirement}`,
    ),
  }
}

/** Sines cannot show an error in the weighting's low end (a peer is 0.2 LU low on kick and bass): noise and low notes can. */
function referenceRow(): MeasureRow {
  const programmes: [string, Audio][] = [44_100, 48_000].flatMap((sampleRate): [string, Audio][] => {
    const seconds = 8
    const kicks = sine({ hz: 52, seconds, sampleRate, gain: 0.8 }).map(
      (x, n) => x * Math.exp(-((n % (sampleRate / 2)) / sampleRate) * 12),
    )
    return [
      [
        `white noise, ${sampleRate} Hz`,
        stereo(whiteNoise(seconds * sampleRate, 1, 0.3), whiteNoise(seconds * sampleRate, 2, 0.3), sampleRate),
      ],
      [`pink programme, ${sampleRate} Hz`, onBoth(pinkSines({ seconds, sampleRate, seed: 4 }), sampleRate)],
      [`kick-like 52 Hz bursts, ${sampleRate} Hz`, onBoth(kicks, sampleRate)],
      [`30 Hz tone, ${sampleRate} Hz`, onBoth(sine({ hz: 30, seconds, sampleRate, gain: 0.5 }), sampleRate)],
      [`15 kHz tone, ${sampleRate} Hz`, onBoth(sine({ hz: 15_000, seconds, sampleRate, gain: 0.1 }), sampleRate)],
    ]
  })
  const errors = programmes.map(([name, audio]) => ({
    name,
    error: (measureLoudness(audio).integrated ?? Number.NaN) - directLoudness(audio),
  }))
  const worst = worstOf(errors.map(({ error }) => error))
  return {
    what: 'Loudness of low notes and noise',
    against: 'the standard written out in double precision, sample by sample',
    bar: '±0.1 LU',
    result: `${errors.length} programmes, worst ${signed(worst, 4)} LU`,
    met: Math.abs(worst) <= 0.1,
    cases: errors.map(({ name, error }) => `${signed(error, 5)} LU  ${name}`),
  }
}

/** BS.1770-4 as it reads: two biquads from the analogue prototypes, 400 ms blocks every 100 ms, both gates. */
function directLoudness({ channels, sampleRate }: Audio): number {
  const weighted = channels.map(channel =>
    directBiquad(directBiquad(Float64Array.from(channel), shelf(sampleRate)), rlb(sampleRate)),
  )
  const block = Math.round(0.4 * sampleRate)
  const powers: number[] = []
  for (let start = 0; start + block <= channels[0]!.length; start = Math.round(powers.length * 0.1 * sampleRate)) {
    let power = 0
    for (const x of weighted) for (let n = start; n < start + block; n++) power += (x[n]! * x[n]!) / block
    powers.push(power)
  }
  const lufs = (power: number) => -0.691 + 10 * Math.log10(power)
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const loud = powers.filter(power => lufs(power) > -70)
  const gate = lufs(mean(loud)) - 10
  return lufs(mean(loud.filter(power => lufs(power) > gate)))
}

type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number]

/** Coefficients as in the annex of libebur128's and the ITU's designs: analogue corner, Q and gain, bilinear transform. */
function shelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate)
  const q = 0.7071752369554196
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / q + k * k
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ]
}

function rlb(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate)
  const q = 0.5003270373238773
  const a0 = 1 + k / q + k * k
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0]
}

function directBiquad(x: Float64Array, [b0, b1, b2, a1, a2]: Biquad): Float64Array {
  const y = new Float64Array(x.length)
  for (let n = 0; n < x.length; n++)
    y[n] = b0 * x[n]! + b1 * (x[n - 1] ?? 0) + b2 * (x[n - 2] ?? 0) - a1 * (y[n - 1] ?? 0) - a2 * (y[n - 2] ?? 0)
  return y
}

async function ffmpegRow(corpus: string | null): Promise<MeasureRow> {
  const row = {
    what: 'Loudness on real music',
    against: 'ffmpeg ebur128 on the same files',
    bar: '±0.1 LU (I)',
  }
  const notRun = (result: string): MeasureRow => ({ ...row, result, met: null, cases: [] })
  if (!corpus) return notRun('not run: give --corpus')
  if (spawnSync('ffmpeg', ['-version']).status !== 0) return notRun('not run: no ffmpeg here')
  const folder = join(corpus, 'C', 'lmms')
  const files = existsSync(folder)
    ? readdirSync(folder)
        .map(name => join(folder, name, 'mix-as-exported.flac'))
        .filter(existsSync)
    : []
  if (files.length === 0) return notRun(`not run: no mixes in the corpus' C/lmms`)
  const results: { name: string; i: number; lra: number }[] = []
  for (const file of files) {
    const { integrated, range } = measureLoudness(await decodeAudioFile(file))
    const { stderr, status } = spawnSync('ffmpeg', [
      '-nostdin',
      '-i',
      file,
      '-af',
      'ebur128=framelog=verbose',
      '-f',
      'null',
      '-',
    ])
    const summary = String(stderr).split('Summary:').at(-1)!
    const figure = (name: string) =>
      status !== 0 ? Number.NaN : Number(new RegExp(`${name}:\\s+(-?[\\d.]+)`).exec(summary)?.[1])
    results.push({
      name: file.split('/').at(-2)!,
      i: (integrated ?? Number.NaN) - figure('I'),
      lra: (range ?? Number.NaN) - figure('LRA'),
    })
  }
  const worst = worstOf(results.map(({ i }) => i))
  return {
    ...row,
    // ffmpeg prints one decimal.
    result: `${results.length} songs, worst ${signed(worst, 2)} LU, range worst ${signed(worstOf(results.map(({ lra }) => lra)), 2)} LU`,
    met: Math.abs(worst) <= 0.1,
    cases: results.map(({ name, i, lra }) => `I ${signed(i, 2)} LU, LRA ${signed(lra, 2)} LU  ${name}`),
  }
}
