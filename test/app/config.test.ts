import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeConfig, configFile, readConfig, settingNames, variableOf } from '../../node/app/config.ts'
import { applyConfig } from '../../node/cli/configured.ts'
import { createProgram } from '../../node/cli/program.ts'

let home: string
let env: Record<string, string>
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'uplift-config-'))
  env = { UPLIFT_DATA: home }
})
afterEach(() => rmSync(home, { recursive: true }))

test('without a file nothing is set, and none is made', async () => {
  expect((await readConfig(undefined, env)).settings).toEqual([])
  expect(existsSync(configFile(env))).toBe(false)
})

test('the environment counts before the file; what is taken out is gone', async () => {
  await changeConfig('profile', 'my taste', undefined, env)
  await changeConfig('strength', '50', undefined, env)
  expect((await readConfig(undefined, { ...env, UPLIFT_STRENGTH: '80' })).settings).toEqual([
    { name: 'profile', value: 'my taste', from: 'file' },
    { name: 'strength', value: 80, from: 'environment' },
  ])
  await changeConfig('profile', null, undefined, env)
  expect((await readConfig(undefined, env)).settings).toEqual([{ name: 'strength', value: 50, from: 'file' }])
})

test('each setting has a variable of its own', () => {
  expect(variableOf('userLibrary')).toBe('UPLIFT_USER_LIBRARY')
  expect(new Set(settingNames.map(variableOf)).size).toBe(settingNames.length)
})

test.each([
  ['not JSON', '{', /not JSON/],
  ['a setting that is none', '{"version":1,"colour":"red"}', /colour/],
  ['a value out of range', '{"version":1,"strength":120}', /strength/],
])('a file with %s is named with its fault and left as it is', async (_, content, fault) => {
  writeFileSync(configFile(env), content)
  await expect(readConfig(undefined, env)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(fault),
  })
  await expect(changeConfig('profile', 'x', undefined, env)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

test('words that are no value are refused, of the environment too', async () => {
  await expect(changeConfig('stage', 'mastered', undefined, env)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  await expect(readConfig(undefined, { ...env, UPLIFT_OSC_PORT: 'eleven' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  })
})

test('a named file must be there', async () => {
  await expect(readConfig(join(home, 'none.json'), env)).rejects.toMatchObject({ code: 'CONFIG_MISSING' })
})

/** The options a command would run with. */
async function optionsOf(argv: readonly string[], settings: object) {
  const file = join(home, 'settings.json')
  writeFileSync(file, JSON.stringify({ version: 1, ...settings }))
  const program = createProgram()
  const command = program.commands.find(each => each.name() === argv[0])!
  command.action(() => {})
  await program.parseAsync(['--config', file, ...argv], { from: 'user' })
  await applyConfig(command)
  return command.opts()
}

test('what is given counts before the settings, and they before what is usual', async () => {
  const settings = { strength: 40, stage: 'master', profile: 'my taste' }
  expect(await optionsOf(['fix', '--stems', 'x'], settings)).toMatchObject(settings)
  expect(await optionsOf(['fix', '--stems', 'x', '--strength', '100'], settings)).toMatchObject({ strength: 100 })
})

test('a profile that is set does not contradict --like, nor takes the demo its own', async () => {
  const settings = { profile: 'my taste' }
  expect(await optionsOf(['fix', '--stems', 'x', '--like', 'song.wav'], settings)).not.toHaveProperty('profile')
  expect(await optionsOf(['fix', '--sim'], settings)).not.toHaveProperty('profile')
})
