import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Library } from '../../node/app/library.ts'
import { builtProgram } from '../support/mortal-program.ts'
import { countingWorker } from './counting-worker.ts'

/** Real deaths of a real process. The long run: UPLIFT_KILLS=50 npx vitest run test/app/learn-crash.test.ts */
const kills = Number(process.env['UPLIFT_KILLS'] ?? 6)
const songs = 24

let program: string
let home: string

beforeAll(async () => {
  program = await builtProgram('learning-program')
  home = await mkdtemp(join(tmpdir(), 'uplift-learn-crash-'))
  await mkdir(join(home, 'music'))
  for (let i = 0; i < songs; i++) await writeFile(join(home, 'music', `${i}.wav`), `slow ${i}`)
})
afterAll(() => rm(home, { recursive: true }))

/** Runs the program; kills it after `dots` files and some milliseconds. Returns what it printed. */
async function run(dots: number): Promise<string> {
  const child = spawn(process.execPath, [program, home, countingWorker.href], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let printed = ''
  child.stdout.on('data', (text: Buffer) => {
    printed += text
    if (printed.length >= dots) setTimeout(() => child.kill('SIGKILL'), randomInt(30))
  })
  await ended
  return printed
}

test(`killed ${kills} times while learning: the library always opens, nothing measured and saved is lost`, async () => {
  let kept = 0
  for (let kill = 0; kill < kills; kill++) {
    await run(randomInt(1, 6))
    const library = await Library.read('mine', { folder: join(home, 'profiles') })
    const now = library?.references.length ?? 0
    expect(now).toBeGreaterThanOrEqual(kept)
    const hashes = new Set(library?.references.map(({ hash }) => hash))
    expect(hashes.size).toBe(now)
    kept = now
    if (kept === songs) {
      // All learned: change what is there, so that there is work again.
      for (let i = 0; i < songs; i++) await writeFile(join(home, 'music', `${i}.wav`), `slow again${kill} ${i}`)
      kept = 0
    }
  }
  await run(Number.POSITIVE_INFINITY)
  const library = await Library.read('mine', { folder: join(home, 'profiles') })
  expect(library!.references).toHaveLength(songs)
  expect(library!.data.failures).toEqual([])
})
