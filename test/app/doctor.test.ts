import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DoctorOptions, examine, type HealthLine } from '../../node/app/doctor.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'uplift-doctor-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const healthy = (): DoctorOptions => ({
  devices: join(home, 'nothing built'),
  machine: { platform: 'linux', home, env: { UPLIFT_DATA: join(home, 'data'), UPLIFT_CACHE: join(home, 'cache') } },
  runModel: async () => null,
})
const line = async (id: HealthLine['id'], options: Partial<DoctorOptions> = {}) =>
  (await examine({ ...healthy(), ...options })).find(each => each.id === id)!

test('a machine without Live and without a profile works; it says what is missing and what to do', async () => {
  const lines = await examine(healthy())
  expect(lines.filter(({ state }) => state === 'bad')).toEqual([])
  expect(lines.filter(({ state }) => state === 'missing').map(({ id }) => id)).toEqual([
    'library',
    'devices',
    'profiles',
  ])
  for (const { state, advice } of lines) expect(advice === null).toBe(state === 'good')
})

test('an old Node, a folder that cannot be written and settings that cannot be read are bad', async () => {
  expect(await line('node', { nodeVersion: '18.20.1' })).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('18.20.1'),
  })
  rmSync(join(home, 'data'), { recursive: true })
  writeFileSync(join(home, 'data'), 'a file')
  expect(await line('data')).toMatchObject({ state: 'bad', advice: expect.stringContaining('UPLIFT_DATA') })
  rmSync(join(home, 'data'))
  mkdirSync(join(home, 'data'))
  writeFileSync(join(home, 'data', 'config.json'), '{')
  expect((await line('config')).state).toBe('bad')
})

test('a runtime that does not answer is said with its reason, and it is a model that asks', async () => {
  const found = await line('onnx', { runModel: async () => 'Error: libonnxruntime.so.1: cannot open' })
  expect(found).toMatchObject({ state: 'missing', says: expect.stringContaining('libonnxruntime.so.1') })
  const { runModel: _, ...asUsual } = healthy()
  expect((await examine(asUsual)).find(({ id }) => id === 'onnx')).toMatchObject({ state: 'good', advice: null })
})

test('a lock of a process that has ended is told from one that is held', async () => {
  mkdirSync(join(home, 'data'))
  const lock = (pid: number) =>
    writeFileSync(
      join(home, 'data', 'ledger.json.lock'),
      JSON.stringify({ pid, host: hostname(), since: '2026-01-01' }),
    )
  // The largest number of a process on Linux is 2^22.
  lock(2 ** 22 + 7)
  expect(await line('locks')).toMatchObject({ state: 'missing', says: expect.stringContaining('has ended') })
  lock(process.ppid)
  expect(await line('locks')).toMatchObject({ state: 'good', says: expect.stringContaining(`process ${process.ppid}`) })
})

test('a User Library without the devices asks for them', async () => {
  mkdirSync(join(home, 'User Library'))
  const found = await line('devices', { userLibrary: join(home, 'User Library') })
  expect(found).toMatchObject({ state: 'missing', advice: expect.stringContaining('uplift devices install') })
})
