import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { documents, failureSchema } from '../../node/cli/documents.ts'
import { smallSet, smallXml, writeSet } from '../adapters/als/small-set.ts'

/**
 * The built command line (npm test builds it first) as a table of what is typed and what comes of it: exit code 0 done, 1 the
 * world said no, 2 wrong usage. Only calls that need no measuring; the long ones are in cli.test.ts.
 */
const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
const rows = fileURLToPath(new URL('rows.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'uplift-argv-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeSet(folder, smallXml(smallSet), { name: 'Song.als' })
writeFileSync(join(folder, 'broken.als'), 'no set')
writeFileSync(join(folder, 'bad.json'), '{"version":1,"stage":"loud"}')

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}
const call = (args: readonly string[]) =>
  new Promise<Result>(resolve => {
    const env = { ...process.env, UPLIFT_CACHE: join(folder, 'cache'), UPLIFT_DATA: join(folder, 'data'), HOME: folder }
    execFile('node', args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
const uplift = (args: readonly string[]) => call([program, ...args])
/** One after the other: AbletonOSC answers to one port, which a second would find taken. */
const inOneProcess = async (lines: readonly (readonly string[])[]) =>
  JSON.parse((await call([rows, program, JSON.stringify(lines)])).stdout) as readonly Result[]

describe('done: exit code 0, the result on stdout', () => {
  test.each<[string, RegExp]>([
    ['--version', /^\d+\.\d+\.\d+\n$/],
    ['--help', /doctor[\s\S]*config[\s\S]*completion/],
    ['fix --help', /--als <file>[\s\S]*--osc[\s\S]*--song <name>/],
    ['help profile', /validate/],
    ['features', /Integrated loudness/],
    ['als Song.als', /138 BPM/],
    ['profile list', /Nothing learned yet/],
    ['receipts', /./],
    ['preferences', /Nothing is known/],
    ['doctor', /Node \d/],
    ['config', /strength/],
    ['config path', /config\.json\n$/],
    ['completion bash', /complete -o filenames -F _uplift uplift/],
  ])('uplift %s', async (line, shown) => {
    const { code, stdout, stderr } = await uplift(line.split(' '))
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(shown)
  })
})

describe('done, for programs: one document on stdout, of the published shape', () => {
  test.each<[string, keyof typeof documents]>([
    ['features', 'features'],
    ['als Song.als', 'als'],
    ['profile list', 'profile list'],
    ['profile show prior', 'profile show'],
    ['receipts', 'receipts'],
    ['preferences', 'preferences'],
    ['doctor', 'doctor'],
    ['config', 'config'],
    ['config set strength 80', 'config'],
    ['config path', 'config'],
  ])('uplift %s --json', async (line, name) => {
    const { code, stdout, stderr } = await uplift([...line.split(' '), '--json'])
    expect([code, stderr]).toEqual([0, ''])
    const schema: z.ZodType = documents[name]
    expect(schema.safeParse(JSON.parse(stdout)).error?.issues ?? []).toEqual([])
  })
})

describe('the world says no: exit code 1, one sentence and what to do, no stack; with --json a document', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['analyze nowhere.wav', 'FILE_MISSING'],
    ['analyze Song.als --profile nowhere', 'PROFILE_MISSING'],
    ['als nowhere.als', 'FILE_MISSING'],
    ['als broken.als', 'ALS_DAMAGED'],
    ['fix --stems nowhere', 'FILE_MISSING'],
    ['fix nowhere.wav', 'FILE_MISSING'],
    ['fix --als nowhere.als --stems .', 'FILE_MISSING'],
    ['fix --als Song.als --stems .', 'EXPORT_EMPTY'],
    ['fix --osc --stems . --osc-port 57811 --osc-answer-port 57812', 'LIVE_NOT_CONNECTED'],
    ['fix --song Nowhere', 'SONG_MISSING'],
    ['undo --ledger nowhere.json', 'LEDGER_MISSING'],
    ['receipts nothing', 'RECEIPT_MISSING'],
    ['profile show nowhere', 'PROFILE_MISSING'],
    ['devices check --to nowhere', 'USER_LIBRARY_MISSING'],
    ['features --config bad.json', 'CONFIG_INVALID'],
    ['features --config nowhere.json', 'CONFIG_MISSING'],
  ]
  let results: readonly Result[]
  beforeAll(async () => {
    results = await inOneProcess(lines.flatMap(([line]) => [line.split(' '), [...line.split(' '), '--json']]))
  })

  test.each(lines)('uplift %s', (line, expected) => {
    const i = lines.findIndex(([each]) => each === line)
    const text = results[2 * i]!
    const json = results[2 * i + 1]!
    expect([text.code, json.code, text.stdout]).toEqual([1, 1, ''])
    const said = text.stderr.split('\n').filter(each => each !== '' && !each.endsWith('…'))
    expect(said).toHaveLength(2)
    expect(failureSchema.parse(JSON.parse(json.stdout)).error).toMatchObject({ code: expected, message: said[0] })
  })
})

describe('wrong usage: exit code 2, the fault on stderr, nothing on stdout', () => {
  const lines = [
    'mix',
    'analyze',
    'analyze a.wav --section chorus',
    'analyze a.wav --stage loud',
    'analyze a.wav --als a.als --stems b',
    'fix',
    'fix --sim --stems a',
    'fix --sim --apply --dry-run',
    'fix --sim --strength 120',
    'fix --sim --passes 4',
    'fix --sim --only bass',
    'fix --sim --like a.wav --profile prior',
    'fix --sim --lock-parameter Volume',
    'fix --sim --intended loudness',
    'fix --sim --song a',
    'fix --als a.als',
    'fix --als a.als --osc --stems b',
    'fix --osc',
    'fix --osc --stems a --osc-port 70000',
    'fix song.wav --sim',
    'fix song.wav --stems a',
    'fix --als a.als --stems b --match Pads',
    'undo 1',
    'devices dance',
    'preferences forget',
    'config set loudness 3',
    'config set strength',
    'completion powershell',
    'osc-surface',
    'osc-surface --sim --port 99999',
    'panel --sim --stems a',
    'profile show',
    'profile merge a b',
    'similar',
    'compare a.wav',
    'features --loud',
  ]
  let results: readonly Result[]
  beforeAll(async () => {
    results = await inOneProcess(lines.map(line => line.split(' ')))
  })

  test.each(lines)('uplift %s', line => {
    const { code, stdout, stderr } = results[lines.indexOf(line)]!
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error: /)
  })
})
