/**
 * `npm run bench -- --only start`: how long until something is there. Whole fresh processes of what is built, wall clock and
 * CPU with all their threads. The hub is ready when it greets the device; how soon that answers is Max's part.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../test/max/support/root.ts'

export interface StartCost {
  readonly label: string
  /** Wall clock, milliseconds: median of all runs and the longest. */
  readonly median: number
  readonly longest: number
  /** CPU of the median run, milliseconds; null: this system does not tell. */
  readonly cpu: number | null
  /** Milliseconds. */
  readonly bar: number
}

const runs = 7

export async function startCosts(): Promise<readonly StartCost[]> {
  const home = mkdtempSync(join(tmpdir(), 'uplift-start-'))
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, UPLIFT_DATA: join(home, 'data'), UPLIFT_CACHE: home }
  try {
    return [
      await cost('uplift --help', 300, () => help(env)),
      await cost('hub process, to its first word to the device', 1000, () => hubReady(env)),
    ]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

interface Started {
  readonly wall: number
  readonly cpu: number | null
}

async function cost(label: string, bar: number, start: () => Promise<Started>): Promise<StartCost> {
  const all: Started[] = []
  for (let i = 0; i < runs; i++) all.push(await start())
  const sorted = all.toSorted((a, b) => a.wall - b.wall)
  const { wall, cpu } = sorted[Math.floor(runs / 2)]!
  return { label, bar, median: wall, longest: sorted.at(-1)!.wall, cpu }
}

async function help(env: Readonly<Record<string, string>>): Promise<Started> {
  const from = performance.now()
  const child = spawn(process.execPath, [join(root, 'dist', 'uplift.mjs'), '--help'], { env, stdio: 'pipe' })
  let cpu: number | null = null
  // The last that it says comes when all is loaded.
  child.stdout.on('data', () => {
    cpu = cpuOf(child) ?? cpu
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`uplift --help must end with 0, it ended with ${code}`)
  return { wall: performance.now() - from, cpu }
}

/** As Max starts it, with the fake's end of the line. */
async function hubReady(env: Readonly<Record<string, string>>): Promise<Started> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const from = performance.now()
  const child = fork(join(root, 'dist', 'Uplift', `uplift-node-${version}.js`), [], {
    execArgv: ['--require', join(root, 'test', 'max', 'fake-max-api.cjs')],
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  try {
    const wall = await new Promise<number>((resolve, reject) => {
      child.on('exit', code => reject(new Error(`the hub must stay, it ended with ${code}`)))
      child.on('message', ({ kind }: { kind: string }) => {
        if (kind === 'outlet') resolve(performance.now() - from)
      })
    })
    return { wall, cpu: cpuOf(child) }
  } finally {
    child.removeAllListeners('exit')
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

/** Of all its threads so far, in the kernel's steps of 10 ms. */
function cpuOf({ pid }: ChildProcess): number | null {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return null
  const [user, system] = readFileSync(file, 'utf8').split(') ')[1]!.split(' ').slice(11, 13).map(Number)
  return 10 * (user! + system!)
}
