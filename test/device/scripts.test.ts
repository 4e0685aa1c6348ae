import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubInputs, hubOutlets, protocolVersion, tapInputs, tapOutlets, wire } from '../../device/protocol.ts'
import { buildDeviceScripts } from '../../scripts/device-scripts.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder = ''
let texts: readonly [hub: string, tap: string]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-scripts-'))
  const paths = await buildDeviceScripts({ root, outdir: folder, version: '1.2.3' })
  expect(paths.map(path => path.slice(folder.length + 1))).toEqual(['uplift-hub-1.2.3.js', 'uplift-tap-1.2.3.js'])
  texts = (await Promise.all(paths.map(path => readFile(path, 'utf8')))) as [string, string]
})
afterAll(() => rm(folder, { recursive: true }))

/** Nothing but ECMAScript and what Max's v8 gives. */
function run(text: string) {
  const out: unknown[][] = []
  const tasks: (() => void)[] = []
  const world = vm.createContext({
    outlet: (index: number, atoms: unknown[]) => out.push([index, ...atoms]),
    post: () => {},
    LiveAPI: class {
      constructor() {
        throw new Error('Live API is not initialized, use live.thisdevice to determine when it is')
      }
    },
    Task: class {
      constructor(job: () => void) {
        tasks.push(job)
      }
      schedule() {}
      cancel() {}
    },
  })
  vm.runInContext(text, world)
  return { world, out, tasks }
}

test('loads without touching Live, and declares what Max reads from it', () => {
  const [hub, tap] = texts.map(text => run(text).world)
  expect(hub).toMatchObject({ autowatch: 0, inlets: 1, outlets: Object.keys(hubOutlets).length })
  expect(tap).toMatchObject({ autowatch: 0, inlets: 1, outlets: Object.keys(tapOutlets).length })
})

test('has a global handler for every word that enters it', () => {
  const [hub, tap] = texts.map(text => run(text).world)
  for (const word of [...Object.values(hubInputs), wire.hello, wire.beat, wire.letter, 'notifydeleted']) {
    expect(typeof hub![word], word).toBe('function')
  }
  for (const word of [...Object.values(tapInputs), 'notifydeleted']) expect(typeof tap![word], word).toBe('function')
})

test('a tap in Max’s own world says hello', () => {
  const { world, out, tasks } = run(texts[1])
  vm.runInContext('stored(7); device(12); rate(48000); loaded()', world)
  for (const job of tasks) job()
  expect(out).toContainEqual([tapOutlets.hub, 'hello', 7, 12, protocolVersion])
})

test('uses nothing that Max’s v8 does not have, and holds no second copy of a machine’s paths', () => {
  for (const text of texts) {
    expect(text).not.toMatch(/\b(setTimeout|setInterval|TextEncoder|TextDecoder|require|globalThis|structuredClone)\b/)
    expect(text).not.toMatch(/console\.|import\(|\.apply\(/)
    expect(text).not.toContain(root)
  }
})

test('what runs in Max imports its own sources and the kernels only, and one file alone knows Max', () => {
  const files = readdirSync(join(root, 'device'), { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.ts$/.test(name),
  )
  const sources = files
    .filter(name => !name.endsWith('.d.ts'))
    .map(name => ({ name, text: readFileSync(join(root, 'device', name), 'utf8') }))
  const foreign = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/from '([^']+)'/g)]
      .map(([, from]) => from!)
      .filter(from => !from.startsWith('.') || (from.includes('/node/') && !/^(\.\.\/)+node\/dsp\//.test(from)))
      .map(from => `${name}: ${from}`),
  )
  expect(foreign).toEqual([])
  const knowing = sources.filter(({ text }) => /\b(new (Task|LiveAPI|Buffer|Dict)|messnamed|jsarguments)\b/.test(text))
  expect(knowing.map(({ name }) => name)).toEqual(['max-host.ts'])
})
