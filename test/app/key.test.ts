/** essentia in its worker: the real one, and small ones that misbehave on purpose. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { analyzeWithKey } from '../../node/app/analyze-with-key.ts'
import { KeyFinder, type KeyFinderOptions, opinionOf } from '../../node/app/key-finder.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { type KeyFrames, keyFrames, tonalSignal } from '../../node/features/harmony/tonality.ts'
import { chordSong, majorSong, minorCadence } from '../support/chords.ts'
import { buildWorkers } from '../support/worker-bundle.ts'

const frames = (): KeyFrames => ({ sampleRate: 11_025, frame: 4096, samples: new Float32Array(4096) })

/** A worker program that answers each request with `body`, which sees `request`, `reply` and `n`, the count so far. */
const program = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, threadId } from 'node:worker_threads'
      let n = 0
      parentPort.on('message', request => {
        n++
        const reply = (key, strength = 1) => parentPort.postMessage({ id: request.id, kind: 'key', key, strength })
        ${body}
      })`)}`,
  )

const harmonyIn = async (audio: Audio, finder: KeyFinder) =>
  (await analyzeWithKey(audio, { name: 'song' }, frames => opinionOf(finder, frames))).analysis.harmony

const open: KeyFinder[] = []
const finder = (options: KeyFinderOptions) => {
  const made = new KeyFinder(options)
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(f => f.close()))
})

describe('the real extractor', () => {
  let key: URL
  let shared: KeyFinder
  beforeAll(async () => {
    key = (await buildWorkers('key')).key
    shared = new KeyFinder({ worker: key })
  }, 60_000)
  afterAll(() => shared.close())

  test('names the key of plain chords, and leaves this process alone', async () => {
    const before = ['uncaughtException', 'unhandledRejection'].map(event => process.listenerCount(event))
    for (const [chords, expected] of [
      [minorCadence(65), { tonic: 5, mode: 'minor' }],
      [majorSong(62), { tonic: 2, mode: 'major' }],
    ] as const) {
      expect(await shared.find(keyFrames(tonalSignal(chordSong({ chords }))))).toEqual(expected)
    }
    expect(['uncaughtException', 'unhandledRejection'].map(event => process.listenerCount(event))).toEqual(before)
  })

  test('silence has no key', async () => {
    expect(await shared.find({ ...frames(), samples: new Float32Array(40_960) })).toBeNull()
  })

  test('a number thrown by essentia becomes its words, and the next song has a fresh worker', async () => {
    const loud = Float32Array.from({ length: 9000 }, (_, n) => Math.sin(n / 7))
    const wrong = shared.find({ sampleRate: -1, frame: 4096, samples: loud })
    await expect(wrong).rejects.toMatchObject({
      code: 'KEY_FAILED',
      message: expect.stringMatching(/[a-z]{4}.*range/i),
    })
    expect(await shared.find({ ...frames(), samples: new Float32Array(40_960) })).toBeNull()
  })

  test('harmony of audio in memory holds its opinion beside ours', async () => {
    // The relative minor is within reach of a vote.
    const found = await harmonyIn(chordSong({ chords: majorSong(62) }), shared)
    expect(found).toMatchObject({ key: 'D major', camelot: '10B', secondOpinion: 'D major' })
  })
})

test('a hang is cut after the timeout, and the next question is answered', async () => {
  const keys = finder({
    worker: program(`if (request.sampleRate !== 1) reply('A minor'); else while (true);`),
    timeoutMs: 2000,
  })
  const hung = keys.find({ ...frames(), sampleRate: 1 })
  const after = keys.find(frames())
  await expect(hung).rejects.toMatchObject({ code: 'KEY_TIMEOUT' })
  expect(await after).toEqual({ tonic: 9, mode: 'minor' })
})

test.each([
  ['throws', `throw 5337`],
  ['ends', `process.exit(3)`],
])('a worker that %s fails its own question only', async (_, how) => {
  const keys = finder({ worker: program(`if (request.sampleRate === 1) { ${how} } else reply('Bb major')`) })
  const broken = keys.find({ ...frames(), sampleRate: 1 })
  const after = keys.find(frames())
  await expect(broken).rejects.toMatchObject({ code: 'KEY_FAILED' })
  expect(await after).toEqual({ tonic: 10, mode: 'major' })
})

test('without an opinion our own estimate stands, and says so', async () => {
  const keys = finder({ worker: program('process.exit(1)') })
  expect(await harmonyIn(chordSong({ chords: majorSong(65) }), keys)).toMatchObject({
    key: 'F major',
    secondOpinion: null,
  })
})

test('essentia is not even started for a key that it could not turn', async () => {
  let asked = 0
  const { analysis, complete } = await analyzeWithKey(
    chordSong({ chords: minorCadence(65) }),
    { name: 'song' },
    async () => {
      asked++
      return { key: null, asked: false }
    },
  )
  expect(analysis.harmony).toMatchObject({ key: 'F minor', secondOpinion: null })
  expect(asked).toBe(0)
  // Nothing is missing: such a result is kept.
  expect(complete).toBe(true)
})

test('a fresh worker takes over after the given number of songs', async () => {
  const keys = finder({ worker: program(`reply(['', 'C minor', 'D minor', 'E minor'][n])`), songsPerWorker: 2 })
  const found = await Promise.all(Array.from({ length: 5 }, () => keys.find(frames())))
  expect(found.map(key => key?.tonic)).toEqual([0, 2, 0, 2, 0])
})

test('an idle worker goes by itself; the next question starts another', async () => {
  const keys = finder({ worker: program(`reply(['', 'C minor', 'D minor'][n])`), idleMs: 20 })
  expect((await keys.find(frames()))?.tonic).toBe(0)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect((await keys.find(frames()))?.tonic).toBe(0)
})

test('closing fails what waits', async () => {
  const keys = finder({ worker: program('while (true);') })
  const waiting = [keys.find(frames()), keys.find(frames())]
  const settled = Promise.allSettled(waiting)
  await keys.close()
  for (const result of await settled) expect(result).toMatchObject({ reason: { code: 'KEY_CLOSED' } })
  await expect(keys.find(frames())).rejects.toMatchObject({ code: 'KEY_CLOSED' })
})
