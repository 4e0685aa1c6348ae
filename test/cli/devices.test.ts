import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { devices } from '../../node/cli/devices.ts'

let home: string
let stdout: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'uplift-cli-devices-'))
  stdout = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    stdout += text
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
  rmSync(home, { recursive: true })
})
const machine = () => ({ platform: 'darwin' as const, home, env: {} })

test('a check of nothing says so in one JSON document, and exits 1', async () => {
  mkdirSync(join(home, 'Music', 'Ableton', 'User Library'), { recursive: true })
  await devices('check', { json: true, from: join(home, 'nowhere') }, { machine: machine() })
  expect(JSON.parse(stdout)).toMatchObject({
    uplift: 1,
    command: 'devices',
    action: 'check',
    version: null,
    isRight: false,
  })
  expect(process.exitCode).toBe(1)
})

test('without a User Library, and nobody to ask, it says what to name', async () => {
  const asking = devices('install', { json: true }, { machine: machine(), canAsk: false })
  await expect(asking).rejects.toMatchObject({ code: 'USER_LIBRARY_MISSING', action: expect.stringContaining('--to') })
  expect(stdout).toBe('')
})

test('a --to that does not exist is not created', async () => {
  await expect(devices('install', { to: join(home, 'Libary') })).rejects.toMatchObject({ code: 'USER_LIBRARY_MISSING' })
})
