/** The computer's clock is set while Uplift runs, or between two runs: by an hour or a day, back or forth. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AnalysisCache } from '../../node/app/analysis-cache.ts'
import { FileLock } from '../../node/app/file-lock.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { openOscSurface } from '../../node/app/osc/surface.ts'
import type { PanelAction } from '../../node/app/panel/source.ts'
import { firstPanelState } from '../../node/app/panel/state.ts'
import { keptAnalysis } from '../support/kept-analysis.ts'

const hour = 3_600_000
/** As OSC 1.0 writes it: /uplift/analyze with the whole number 1. */
const analyze = Buffer.from('/uplift/analyze\0,i\0\0\0\0\0\x01', 'latin1')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-clock-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

test.each([
  ['back', -hour],
  ['forward', hour],
])('set %s, the OSC surface takes presses as before', async (_, jump) => {
  let time = Date.now()
  vi.spyOn(Date, 'now').mockImplementation(() => time)
  const acted: PanelAction[] = []
  const source = {
    state: firstPanelState('simulated', 'Song'),
    watch: () => () => {},
    act: async (action: PanelAction) => void acted.push(action),
  }
  const surface = await openOscSurface({ source, port: 0 })
  const socket = createSocket('udp4')
  const press = async () => {
    const before = acted.length
    socket.send(analyze, surface.port, '127.0.0.1')
    await vi.waitFor(() => expect(acted).toHaveLength(before + 1), { timeout: 10_000 })
  }
  try {
    await press()
    time += jump
    await press()
  } finally {
    surface.close()
    socket.close()
    await once(socket, 'close')
  }
})

test('a lock that was never finished, stamped with a time that has not come yet, does not bar the way', async () => {
  const file = join(folder, 'ledger.json')
  await writeFile(`${file}.lock`, '{"pid":')
  const tomorrow = new Date(Date.now() + 24 * hour)
  await utimes(`${file}.lock`, tomorrow, tomorrow)
  const lock = await FileLock.acquire(file)
  await lock.release()
  expect(await readdir(folder)).toEqual([])
})

test('what was measured is found again when its file and the cache are of tomorrow', async () => {
  const file = join(folder, 'mix.wav')
  await writeFile(file, 'sound')
  const cache = new AnalysisCache({ folder: join(folder, 'cache'), version: '1' })
  await cache.write(file, {}, keptAnalysis(1))
  const tomorrow = new Date(Date.now() + 24 * hour)
  await utimes(file, tomorrow, tomorrow)
  expect(await cache.read(file, {})).toMatchObject({ name: 'mix.wav' })
  await writeFile(file, 'other sound')
  await utimes(file, tomorrow, tomorrow)
  expect(await cache.read(file, {})).toBeNull()
})

test('the order of what was written is that of writing, whatever time it says', async () => {
  let time = Date.UTC(2026, 10, 22, 14)
  const ledger = await Ledger.open(join(folder, 'ledger.json'), () => new Date((time -= hour)))
  const add = (title: string) => ledger.add({ set: 'Song', title, inserted: null, changes: [] })
  const [first, second] = [await add('first'), await add('second')]
  await ledger.close()
  expect(Date.parse(second.time)).toBeLessThan(Date.parse(first.time))
  const { entries } = (await Ledger.read(join(folder, 'ledger.json')))!
  expect(entries.map(({ title }) => title)).toEqual(['first', 'second'])
  expect(Number(second.id)).toBeGreaterThan(Number(first.id))
})
