/** Folders that let themselves be read and not be written to; the program runs as somebody whom that binds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeWav } from '../../node/audio/write-wav.ts'
import { pinkSines } from '../support/signals.ts'

const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
/** Root may write anywhere: then the program runs as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
const isBound = process.platform !== 'win32'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-read-only-'))
  for (const name of ['data', 'cache', 'music']) await mkdir(join(folder, name))
  const sampleRate = 44_100
  const channels = [1, 2].map(seed => pinkSines({ seconds: 12, sampleRate, seed }))
  await writeWav(join(folder, 'music', 'song.wav'), { sampleRate, channels }, { format: 'int16' })
  for (const name of ['data', 'cache', 'music', '.']) await chmod(join(folder, name), 0o555)
})
afterAll(async () => {
  for (const name of ['.', 'data', 'cache', 'music']) await chmod(join(folder, name), 0o755)
  await rm(folder, { recursive: true })
})

async function uplift(...args: readonly string[]) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    UPLIFT_DATA: join(folder, 'data'),
    UPLIFT_CACHE: join(folder, 'cache'),
  }
  const child = spawn(process.execPath, [program, ...args], { env, cwd: folder, stdio: 'pipe', ...nobody })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (text: Buffer) => (stdout += text))
  child.stderr.on('data', (text: Buffer) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

test.skipIf(!isBound)(
  'what only reads goes on: a song is measured, though nothing can be remembered of it',
  async () => {
    const { code, stderr, stdout } = await uplift('analyze', join(folder, 'music', 'song.wav'), '--section', 'drop')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(0)
    expect(stdout).toMatch(/LUFS/)
  },
)

test.skipIf(!isBound).each([
  ['learn', ['learn', 'music']],
  ['a setting', ['config', 'set', 'strength', '50']],
  ['a report', ['analyze', 'music/song.wav', '--section', 'drop', '--html', 'report.html']],
])('%s that cannot be written is refused with the path, in a sentence, and nothing else happens', async (_, args) => {
  const { code, stderr } = await uplift(...args)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(stderr).toContain(folder)
  expect(code).toBe(1)
})
