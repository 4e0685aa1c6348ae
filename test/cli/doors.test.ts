import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { analysisDocumentSchema, appliedDocumentSchema, proofDocumentSchema } from '../../node/report/json.ts'
import { smallXml, wholeUtility, writeSet } from '../adapters/als/small-set.ts'
import { changeSide, miniSong } from '../support/mini-song.ts'

/**
 * The built command line (npm test builds it first), from what a producer has on disk to what lies there afterwards: a set
 * file with its stems, a song folder, a bounce alone.
 */
const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'uplift-doors-'))
const song = join(home, 'Mini song')
const stems = join(song, 'Stems')
afterAll(() => rmSync(home, { recursive: true }))

const uplift = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    const env = { ...process.env, UPLIFT_CACHE: join(home, 'cache'), UPLIFT_DATA: join(home, 'data'), HOME: home }
    execFile('node', [program, ...args], { cwd: home, maxBuffer: 1e8, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

beforeAll(async () => {
  mkdirSync(stems, { recursive: true })
  // A bass that is as wide as it is loud: no profile of trance accepts that.
  const live = createSimulatedSet(changeSide(miniSong, 'Bass', mid => mid.map((_, n) => mid[n - 200] ?? 0)))
  const { main, taps } = await live.capture()
  const { tracks } = await live.snapshot()
  await writeWav(join(song, 'Mini song Mix.wav'), main, { format: 'float32' })
  await writeWav(join(stems, 'Mini song Main.wav'), main, { format: 'float32' })
  // Faders at 0 dB and pans in the middle: the file of a track is what its tap hears.
  for (const { path, name } of tracks) {
    const tap = taps.get(path)
    if (tap) await writeWav(join(stems, `Mini song ${name}.wav`), tap, { format: 'float32' })
  }
  const inSet = miniSong.tracks.map(({ name }, i) => ({ id: 10 + i, name, devices: wholeUtility() }))
  writeSet(song, smallXml({ tracks: inSet }), { name: 'Mini song.als' })
})

const asked = ['--section', 'drop', '--stage', 'premaster', '--only', 'stereo', '--apply', '--json'] as const

test('fix --als --stems --out copy.als: the copy holds what was said, the set itself is byte for byte as it was', async () => {
  const als = join(song, 'Mini song.als')
  const original = readFileSync(als)
  const { code, stdout } = await uplift('fix', '--als', als, '--stems', stems, '--out', 'copy.als', ...asked)
  expect(code).toBe(0)
  const { applied, copy } = appliedDocumentSchema.parse(JSON.parse(stdout))
  expect(applied.map(({ outcome }) => outcome.kind)).toContain('applied')
  expect(copy?.path).toBe(join(home, 'copy.als'))
  const tracks = async (file: string) => (await readAls(file)).set.tracks
  expect(await tracks(copy!.path)).not.toEqual(await tracks(als))
  expect(readFileSync(als).equals(original)).toBe(true)
})

test('--song finds set, stems and mix: analyze names the tracks, fix writes a copy beside the set', async () => {
  const analyzed = await uplift('analyze', '--song', 'Mini song', '--section', 'drop', '--json')
  expect([analyzed.code, analyzed.stderr]).toEqual([0, expect.not.stringMatching(/\n\s+at /)])
  expect(analysisDocumentSchema.parse(JSON.parse(analyzed.stdout)).command).toBe('analyze')
  expect(analyzed.stdout).toMatch(/"Bass"/)
  const fixed = await uplift('fix', '--song', 'mini', ...asked)
  expect(fixed.code).toBe(0)
  expect(readdirSync(song)).toContain('Mini song (Uplift).als')
})

test('fix song.wav: a bounce alone is repaired on Main, proved, and written beside its proof', async () => {
  const mix = join(song, 'Mini song Mix.wav')
  const { code, stdout } = await uplift('fix', mix, '--out', 'bounce', ...asked)
  expect(code).toBe(0)
  const { passes, distanceBefore, distanceAfter } = proofDocumentSchema.parse(JSON.parse(stdout))
  const held = passes.flatMap(({ applied }) => applied).filter(({ outcome }) => outcome.kind === 'applied')
  expect(held.length).toBeGreaterThan(0)
  expect(distanceAfter.total).toBeLessThan(distanceBefore.total)
  const [before, after] = await Promise.all(
    [mix, join(home, 'bounce', 'Mini song Mix (Uplift).wav')].map(file => decodeAudioFile(file)),
  )
  expect(after!.channels[0]!.length).toBe(before!.channels[0]!.length)
  expect(after!.channels[0]!.some((x, n) => Math.abs(x - before!.channels[0]![n]!) > 1e-3)).toBe(true)
})
