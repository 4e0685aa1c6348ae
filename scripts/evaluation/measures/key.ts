/**
 * Keys and tuning against songs whose key is known: generated ones (seeds 200 and up; the weights of features/harmony/harmony.ts
 * come from seeds 100 to 139) and LMMS projects whose notes are known. Beside the shipped answer stand its parts:
 * essentia alone, and our own estimate without essentia.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { KeyFinder } from '../../../node/app/key-finder.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { resample } from '../../../node/audio/resample.ts'
import { harmonyOf, keyName, parseKey, wantsOpinion } from '../../../node/features/harmony/harmony.ts'
import { keyFrames, measureTonality, tonalSignal } from '../../../node/features/harmony/tonality.ts'
import truth from './key-truth.json' with { type: 'json' }
import type { MeasureFamily, MeasureRow } from './row.ts'

const seeds = Array.from({ length: 20 }, (_, i) => 200 + i)
const tuningCents = [-40, -20, -8, 0, 8, 20, 40]
const bar = 0.8

interface Answer {
  readonly what: string
  readonly truth: string
  readonly found: string | null
  readonly confidence: number
  readonly essentia: string | null
  readonly own: string | null
}

export const keyMeasures: MeasureFamily = async ({ corpus }) => {
  const finder = new KeyFinder()
  try {
    const generated: Answer[] = []
    const drums: (string | null)[] = []
    const tuned: { readonly cents: number; readonly found: number | null }[] = []
    for (const seed of seeds) {
      const song = generateSong({ seed, length: 'short' })
      const set = createSimulatedSet(song.spec)
      const take = await set.capture()
      generated.push(await answer(finder, `seed ${seed}`, song.key, take.main))
      drums.push((await judged(finder, drumsOf(await set.snapshot(), take.taps, take.main))).harmony.key)
      if (seed < 200 + tuningCents.length) {
        const cents = tuningCents[seed - 200]!
        tuned.push({ cents, found: tuningOf(take.main, cents) })
      }
    }
    const files = truth.files.filter(({ file }) => corpus !== null && existsSync(join(corpus, file)))
    const real: Answer[] = []
    for (const { file, key } of files) {
      real.push(
        await answer(finder, file.split('/').at(-2)!, canonical(key), await decodeAudioFile(join(corpus!, file))),
      )
    }
    const clear = files.flatMap(({ margin, fit }, i) => (margin >= 0.1 && fit >= 0.9 ? [real[i]!] : []))
    const unclear = real.filter(one => !clear.includes(one))
    return [
      keyRow('key, generated songs', 'keys the songs were written in', generated),
      keyRow('key, LMMS projects with a clear key', 'keys of the notes in the project', clear),
      {
        ...keyRow('key, LMMS projects without a clear key', 'best key of the notes', unclear),
        bar: 'listed',
        met: null,
      },
      drumsRow(drums),
      tuningRow(tuned),
    ]
  } finally {
    await finder.close()
  }
}

async function judged(finder: KeyFinder, audio: Audio) {
  const signal = tonalSignal(audio)
  const opinion = await finder.find(keyFrames(signal))
  const tonality = measureTonality(signal)
  const own = harmonyOf(tonality, null)
  return { opinion, harmony: wantsOpinion(tonality) ? harmonyOf(tonality, opinion) : own, own }
}

async function answer(finder: KeyFinder, what: string, key: string, audio: Audio): Promise<Answer> {
  const { opinion, harmony, own } = await judged(finder, audio)
  return {
    what,
    truth: key,
    found: harmony.key,
    confidence: harmony.key === null ? 0 : harmony.confidence,
    essentia: opinion && keyName(opinion),
    own: own.key,
  }
}

function keyRow(what: string, against: string, answers: readonly Answer[]): MeasureRow {
  if (answers.length === 0) return { what, against, bar: '≥ 80 % exact', result: 'no files here', met: null, cases: [] }
  const right = (pick: (one: Answer) => string | null) => answers.filter(one => pick(one) === one.truth).length
  const exact = right(one => one.found)
  const wrong = answers.filter(one => one.found !== one.truth)
  const kinds = ['relative', 'fifth', 'parallel', 'other', 'none'].flatMap(kind => {
    const count = wrong.filter(one => confusion(one.truth, one.found) === kind).length
    return count > 0 ? [`${count} ${kind}`] : []
  })
  const confidence = answers.reduce((sum, one) => sum + one.confidence, 0) / answers.length
  return {
    what,
    against,
    bar: '≥ 80 % exact',
    result:
      `${exact} of ${answers.length} exact${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}, mean confidence ` +
      `${confidence.toFixed(2)}; essentia alone ${right(one => one.essentia)}, ours alone ${right(one => one.own)}`,
    met: exact / answers.length >= bar,
    cases: wrong.map(
      one =>
        `${one.what}: ${one.truth} read as ${one.found ?? 'no key'} (${confusion(one.truth, one.found)}, confidence ` +
        `${one.confidence.toFixed(2)}; essentia ${one.essentia ?? 'none'}, ours ${one.own ?? 'none'})`,
    ),
  }
}

function confusion(truthName: string, found: string | null): string {
  if (found === null) return 'none'
  const [a, b] = [parseKey(truthName), parseKey(found)]
  const up = (b.tonic - a.tonic + 12) % 12
  if (a.mode === b.mode) return up === 7 || up === 5 ? 'fifth' : 'other'
  if (up === 0) return 'parallel'
  return up === (a.mode === 'minor' ? 3 : 9) ? 'relative' : 'other'
}

const canonical = (name: string) => keyName(parseKey(name))

type Snapshot = Awaited<ReturnType<ReturnType<typeof createSimulatedSet>['snapshot']>>

/** The drum tracks alone, each as its tap hears it. */
function drumsOf({ tracks }: Snapshot, taps: ReadonlyMap<string, Audio>, like: Audio): Audio {
  const sum = new Float32Array(like.channels[0]!.length)
  for (const { name, path } of tracks) {
    const tap = /kick|clap|hat|ride|perc/i.test(name) && !/ghost/i.test(name) ? taps.get(path) : undefined
    tap?.channels[0]?.forEach((x, n) => {
      if (n < sum.length) sum[n] = sum[n]! + x
    })
  }
  return { sampleRate: like.sampleRate, channels: [sum] }
}

function drumsRow(keys: readonly (string | null)[]): MeasureRow {
  const silent = keys.filter(key => key === null).length
  return {
    what: 'key of drums alone',
    against: 'the drum tracks of the same songs',
    bar: 'no key in ≥ 95 %',
    result: `no key in ${silent} of ${keys.length}`,
    met: silent / keys.length >= 0.95,
    cases: keys.flatMap((key, i) => (key === null ? [] : [`seed ${seeds[i]}: ${key}`])),
  }
}

/** Played faster by so many cents: read at its old rate, the resampled song is sharper. */
function tuningOf(audio: Audio, cents: number): number | null {
  const { sampleRate } = audio
  const other = resample(audio, Math.round(sampleRate / 2 ** (cents / 1200)))
  const found = harmonyOf(measureTonality(tonalSignal({ ...other, sampleRate })), null)
  return found.key === null ? null : found.tuningCents
}

function tuningRow(cases: readonly { readonly cents: number; readonly found: number | null }[]): MeasureRow {
  const errors = cases.map(({ cents, found }) => (found === null ? Number.POSITIVE_INFINITY : Math.abs(found - cents)))
  const worst = Math.max(...errors)
  return {
    what: 'tuning',
    against: 'generated songs played faster or slower by known cents',
    bar: '± 3 cents',
    result: `worst error ${worst.toFixed(1)} cents over ${cases.length} songs`,
    met: worst <= 3,
    cases: cases.map(({ cents, found }) => `${cents} cents read as ${found?.toFixed(1) ?? 'none'}`),
  }
}
