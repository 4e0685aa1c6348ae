import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWav } from '../../node/audio/write-wav.ts'
import { featureIds } from '../../node/features/catalogue.ts'
import { analysisDocumentSchema, planDocumentSchema, proofDocumentSchema } from '../../node/report/json.ts'
import { changeSide, miniSong } from '../support/mini-song.ts'
import { wavBytes } from '../support/wav-bytes.ts'

/** The built command line (npm test builds it first), as a user calls it; what ends at once is in argv.test.ts. */
const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
let folder: string

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}
const uplift = (...args: string[]) =>
  new Promise<Result>(resolve => {
    const env = { ...process.env, UPLIFT_CACHE: join(folder, 'cache'), UPLIFT_DATA: join(folder, 'data') }
    execFile('node', [program, ...args], { cwd: folder, maxBuffer: 1e8, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-cli-'))
  // A bass that is as wide as it is loud: no profile of trance accepts that.
  const { tracks } = changeSide(miniSong, 'Bass', mid => mid.map((_, n) => mid[n - 200] ?? 0))
  for (const { name, source } of tracks) await writeWav(join(folder, `${name}.wav`), source!, { format: 'int24' })
  await writeFile(join(folder, 'broken.wav'), 'RIFF?')
  const tone = Array.from({ length: 60_000 }, (_, n) => 0.5 * Math.sin(n / 9))
  await writeFile(
    join(folder, 'slow.wav'),
    wavBytes({ encoding: 's16', sampleRate: 4000, channels: [tone.map(x => Math.round(32_000 * x))] }),
  )
  const holes = tone.map((x, n) => (n % 1000 === 7 ? Number.NaN : x))
  await writeFile(join(folder, 'holes.wav'), wavBytes({ encoding: 'f32', sampleRate: 44_100, channels: [holes] }))
})
afterAll(() => rm(folder, { recursive: true }))

test.each([
  ['a broken file', ['analyze', 'broken.wav']],
  ['a file of 4 kHz', ['analyze', 'slow.wav']],
])('%s: exit code 1, a sentence and what to do, no stack', async (_, args) => {
  const { code, stdout, stderr } = await uplift(...args)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/\n\s+at /)
  const said = stderr.split('\n').filter(line => line !== '' && !line.endsWith('…'))
  expect(said).toHaveLength(2)
})

test('analyze --json puts one valid document on stdout and nothing else', async () => {
  const { code, stdout } = await uplift('analyze', 'Lead.wav', '--json', '--section', 'drop', '--html', 'lead.html')
  expect(code).toBe(0)
  const document = analysisDocumentSchema.parse(JSON.parse(stdout))
  expect(document.command).toBe('analyze')
  expect(await readFile(join(folder, 'lead.html'), 'utf8')).toContain('</html>')
})

test('samples that are not numbers are silence with a warning; a second run comes from the cache and says the same', async () => {
  const first = await uplift('analyze', 'holes.wav', '--json')
  expect(first.code).toBe(0)
  const { audio, features } = analysisDocumentSchema.parse(JSON.parse(first.stdout))
  expect(audio.warnings.join()).toContain('60 samples are not numbers')
  expect(features.overall?.integratedLoudness?.value).toBeLessThan(0)
  expect((await uplift('analyze', 'holes.wav', '--json')).stdout).toBe(first.stdout)
  expect((await uplift('analyze', 'holes.wav', '--json', '--no-cache')).stdout).toBe(first.stdout)
  expect(await readdir(join(folder, 'cache'))).not.toEqual([])
})

test('features lists the whole catalogue, for people and for programs', async () => {
  const text = await uplift('features')
  expect(text.stdout).toContain('Integrated loudness (integratedLoudness)')
  const { catalogue } = JSON.parse((await uplift('features', '--json')).stdout)
  expect(Object.keys(catalogue)).toEqual(featureIds)
})

test('fix without a terminal shows the fixes and applies nothing', async () => {
  const { code, stdout } = await uplift(
    'fix',
    '--stems',
    '.',
    '--section',
    'drop',
    '--stage',
    'premaster',
    '--out',
    'none',
  )
  expect(code).toBe(0)
  expect(stdout).toMatch(/Nothing was applied|Nothing to do|No fix to offer/)
  const left = (await readdir(folder)).includes('none') ? await readdir(join(folder, 'none')) : []
  expect(left.filter(name => name.endsWith('.wav'))).toEqual([])
})

test('fix --dry-run --json is a plan; --apply --json is a proof, with the mix and the report beside it', async () => {
  const common = ['fix', '--stems', '.', '--section', 'drop', '--stage', 'premaster', '--json', '--out', 'done']
  const dry = await uplift(...common, '--dry-run')
  const plan = planDocumentSchema.parse(JSON.parse(dry.stdout))
  expect(plan.plan.fixes.length).toBeGreaterThan(0)
  const applied = await uplift(...common, '--apply')
  expect(applied.code).toBe(0)
  const proof = proofDocumentSchema.parse(JSON.parse(applied.stdout))
  expect(proof.distanceAfter.total).toBeLessThan(proof.distanceBefore.total)
  const files = await readdir(join(folder, 'done'))
  expect(files).toContain('report.html')
  expect(files).toContain('ledger.json')
  expect(files.some(name => name.endsWith('(Uplift).wav'))).toBe(true)
})

test('the demo closes more than half of the measured gap, every fix of it in the right direction', async () => {
  const { code, stdout } = await uplift('demo', '--length', 'short', '--json', '--out', 'demo')
  expect(code).toBe(0)
  const proof = proofDocumentSchema.parse(JSON.parse(stdout))
  expect(proof.gapReduction).toBeGreaterThan(0.5)
  const applied = proof.passes.flatMap(pass => pass.applied)
  expect(applied.length).toBeGreaterThan(1)
  for (const { distance, outcome } of applied) {
    expect(outcome.kind).toBe('applied')
    expect(distance!.after).toBeLessThan(distance!.before)
  }
  expect(await readFile(join(folder, 'demo', 'report.html'), 'utf8')).toContain('</html>')
})
