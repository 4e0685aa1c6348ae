import { type ChildProcess, fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FaceState, wire } from '../../device/protocol.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { KeyFinder } from '../../node/app/key-finder.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { keyFrames, tonalSignal } from '../../node/features/harmony/tonality.ts'
import { FakeDevice } from '../adapters/max-bridge/fake-device.ts'
import { miniSong } from '../support/mini-song.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** max-api as the process sees it, over the parent's line; and how long the longest turn of its event loop was. */
const fakeMaxApi = `
const handlers = new Map()
process.on('message', ({ selector, atoms }) => handlers.get(selector)?.(...atoms))
let last = performance.now(), longest = 0
setInterval(() => {
  const now = performance.now()
  longest = Math.max(longest, now - last)
  last = now
}, 2).unref()
handlers.set('turns', () => process.send({ turns: longest }))
handlers.set('throw', () => { throw new Error('thrown on purpose') })
handlers.set('reject', () => void Promise.reject(new Error('rejected on purpose')))
handlers.set('reset', () => { longest = 0; last = performance.now() })
module.exports = {
  POST_LEVELS: { ERROR: 'error', INFO: 'info', WARN: 'warn' },
  addHandler: (selector, handler) => void handlers.set(selector, handler),
  outlet: async (selector, ...atoms) => void process.send({ selector, atoms }),
  post: async (...words) => void process.send({ posted: words.join(' ') }),
}
`
/** Node for Max starts its script with a loader that talks to Max: a worker that inherits it fails. */
const loaderTrap = 'process.send({ loader: true })'

let folder: string
let child: ChildProcess
const device = new FakeDevice(createSimulatedSet(miniSong))
const faces: FaceState[] = []
const posted: string[] = []
let turns: number | null = null
device.handlers.face = state => {
  faces.push(state)
  return null
}

beforeAll(async () => {
  // A space and an umlaut, as in "User Library/Presets/Audio Effects".
  folder = await mkdtemp(join(tmpdir(), 'Uplift Gerät '))
  const { buildDeviceNode } = (await import(`${root}scripts/device-node.mjs`)) as {
    buildDeviceNode: (options: { root: string; outdir: string; version: string }) => Promise<readonly string[]>
  }
  const built = await buildDeviceNode({ root, outdir: folder, version: '9.9.9' })
  expect(built).toContain('uplift-node-9.9.9.js')
  await mkdir(join(folder, 'node_modules/max-api'), { recursive: true })
  await writeFile(join(folder, 'node_modules/max-api/index.js'), fakeMaxApi)
  child = fork(join(folder, 'uplift-node-9.9.9.js'), [], {
    // Another Node than the tests', to see that it runs there too.
    execPath: process.env['DEVICE_NODE'] ?? process.execPath,
    cwd: tmpdir(),
    env: { PATH: '/nowhere', UPLIFT_DATA: join(folder, 'data'), UPLIFT_CACHE: join(folder, 'cache') },
    execArgv: ['--import', `data:text/javascript,${loaderTrap}`],
  })
  child.on('message', (message: { selector?: string; atoms: number[]; posted?: string; turns?: number }) => {
    if (message.posted) posted.push(message.posted)
    if (message.turns !== undefined) turns = message.turns
    if (message.selector) device.wire.send(message.selector, ...message.atoms)
  })
  for (const selector of Object.values(wire)) {
    device.wire.on(selector, (...atoms) => void child.send({ selector, atoms }))
  }
})
afterAll(async () => {
  child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const line = () => faces.at(-1)?.line ?? ''

test('the built process, alone in a folder, greets, shows a face, and analyzes a dropped mix in its workers', async () => {
  await vi.waitFor(() => expect(line()).toMatch(/Capture with Taps/), { timeout: 20_000 })
  expect(faces.at(-1)!.enabled).toContain('capture')
  expect(faces.at(-1)!.enabled).toContain('learn')
  const mix = join(folder, 'Mein Mix.wav')
  await writeWav(mix, (await createSimulatedSet(miniSong).capture()).main, { format: 'int24' })
  child.send({ selector: 'reset', atoms: [] })
  const started = performance.now()
  device.tell({ kind: 'event', event: 'dropped', data: { path: mix } })
  await vi.waitFor(() => expect(faces.at(-1)!.score).not.toBeNull(), { timeout: 90_000 })
  const elapsed = performance.now() - started
  child.send({ selector: 'turns', atoms: [] })
  await vi.waitFor(() => expect(turns).not.toBeNull())
  // Reading, measuring, comparing and planning are most of that time; the thread that talks to Max has next to none of it.
  expect(turns! / elapsed).toBeLessThan(0.2)
  expect(Object.values(faces.at(-1)!.lights)).toContain('good')
  expect(faces.some(({ progress }) => progress !== null)).toBe(true)
  expect(posted).toEqual([])
})

test('essentia, copied beside the workers, answers there', async () => {
  const finder = new KeyFinder({ worker: pathToFileURL(join(folder, 'uplift-node-9.9.9/key-worker.mjs')) })
  const { main } = await createSimulatedSet(miniSong).capture()
  await expect(finder.find(keyFrames(tonalSignal(main)))).resolves.toBeDefined()
  await finder.close()
})

test('faults that nobody caught are posted and told, and it lives on; SIGTERM ends it', async () => {
  for (const selector of ['throw', 'reject']) {
    child.send({ selector, atoms: [] })
    await vi.waitFor(() => expect(posted.join()).toMatch(selector === 'throw' ? /thrown on purpose/ : /rejected on/))
  }
  await vi.waitFor(() => expect(line()).toMatch(/made a mistake/))
  device.say(wire.hello, device.version, 1)
  await vi.waitFor(() => expect(child.exitCode).toBeNull())
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
