/** Networks of a profile, as typed. In this process: a build has another version of the analyzer than the sources. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { soundsFile, writeSounds } from '../../node/app/onnx/sound-store.ts'
import { createProgram } from '../../node/cli/program.ts'
import { heardLibrary } from '../support/heard-library.ts'

let folder: string
let profiles: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-cli-network-'))
  profiles = join(folder, 'data', 'profiles')
  vi.stubEnv('UPLIFT_DATA', join(folder, 'data'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  return rm(folder, { recursive: true })
})

async function uplift(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map(stream =>
    vi.spyOn(process[stream], 'write').mockImplementation(text => {
      said[stream] += text
      return true
    }),
  )
  const ending = process.exitCode
  try {
    await createProgram().parseAsync(['node', 'uplift', ...args])
    return { code: Number(process.exitCode ?? 0), ...said }
  } finally {
    process.exitCode = ending
    for (const spy of spies) spy.mockRestore()
  }
}
const library = (name: string, count: number) => heardLibrary({ name, count, tells: 'style', folder, profiles })

test('profile train says that a library is too small, and that there is none of a name', async () => {
  await library('few', 3)
  expect(await uplift('profile', 'train', 'few')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/has 3 references.*fewer than 50[\s\S]*uplift learn/),
  })
  expect(await uplift('profile', 'train', 'nobody')).toMatchObject({ code: 1, stdout: '' })
})

test('profile train says with figures that a network does not help, and that the metric goes on', async () => {
  await library('styled', 50)
  const { code, stdout } = await uplift('profile', 'train', 'styled', '--steps', '20')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Trained 20 steps on 50 references \(loss \d/)
  expect(stdout).toMatch(/On 12 references that it had not heard.* at 1\.000 without/)
  expect(stdout).toMatch(/no sure gain: the metric goes on alone/)
  await expect(stat(soundsFile('styled', profiles))).rejects.toMatchObject({ code: 'ENOENT' })
}, 120_000)

test('profile model … none takes a model back', async () => {
  await library('mine', 2)
  const model = { kind: 'user', name: 'effnet', manifest: 'embedding.json', sha256: 'abc' } as const
  const file = await writeSounds('mine', { model, space: { share: 0.5, dimensions: 4, vectors: new Map() } }, profiles)
  expect(await uplift('profile', 'model', 'mine', 'none')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('by the metric alone again'),
  })
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await uplift('profile', 'model', 'mine', 'gone.json')).toMatchObject({ code: 1, stdout: '' })
})
