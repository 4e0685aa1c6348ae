import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { completionScript } from '../../node/cli/completion.ts'
import { documents } from '../../node/cli/documents.ts'
import { createProgram } from '../../node/cli/program.ts'
import { cliPage, commandsWithJson, schemaFiles } from '../../scripts/docs/cli.ts'

const docs = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url))
const advice = 'node scripts/run.mjs scripts/make-docs.ts writes it'

describe('the documentation is made from the commands', () => {
  test('docs/cli.md is current', () => {
    expect(readFileSync(docs('cli.md'), 'utf8'), advice).toBe(cliPage())
  })

  test('docs/schemas is current, and has a schema for each command with --json', () => {
    const files = schemaFiles()
    expect(readdirSync(docs('schemas')).sort(), advice).toEqual(Object.keys(files).sort())
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(docs(`schemas/${name}`), 'utf8'), name).toBe(text)
    expect(commandsWithJson().filter(name => !(name in documents))).toEqual([])
  })

  test('every command, argument and option says what it is for', () => {
    const silent = everyCommand(createProgram()).flatMap(command => [
      ...(command.description() === '' ? [command.name()] : []),
      ...command.options
        .filter(({ description }) => description === '')
        .map(({ flags }) => `${command.name()} ${flags}`),
    ])
    expect(silent).toEqual([])
  })
})

test('an option that takes several values is one to commander too', () => {
  const several = everyCommand(createProgram()).flatMap(({ options }) =>
    options.filter(({ flags }) => flags.includes('...')),
  )
  expect(several.filter(({ variadic }) => !variadic).map(({ flags }) => flags)).toEqual([])
})

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)]

/** DESIGN 3.6. */
test.each([
  'demo',
  'analyze',
  'learn',
  'profile list',
  'profile show',
  'profile validate',
  'profile diff',
  'profile export',
  'fix',
  'similar',
  'compare',
  'synth',
  'stems',
  'als',
  'panel',
  'devices',
  'doctor',
])('there is a command "%s"', name => {
  const found = name
    .split(' ')
    .reduce<Command | undefined>((parent, word) => parent?.commands.find(each => each.name() === word), createProgram())
  expect(found?.description()).toBeTruthy()
})

describe('completion', () => {
  /** What bash offers for these words, the last one being typed. */
  const offered = (...words: readonly string[]) => {
    const script = `${completionScript('bash', createProgram())}
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _uplift
printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean)
  }

  test('bash offers commands, actions, options and their values', () => {
    expect(offered('uplift', 'pre')).toEqual(['preferences'])
    expect(offered('uplift', 'profile', 'sh')).toEqual(['show'])
    expect(offered('uplift', 'fix', '--sta')).toEqual(['--stage'])
    expect(offered('uplift', 'fix', '--stage', '')).toEqual(['auto', 'premaster', 'master'])
    expect(offered('uplift', 'devices', 'un')).toEqual(['uninstall'])
    expect(offered('uplift', 'analyze', 'package-l')).toEqual(['package-lock.json'])
  })

  test('fish and zsh know every option that there is', () => {
    const program = createProgram()
    const [fish, zsh] = [completionScript('fish', program), completionScript('zsh', program)]
    for (const command of everyCommand(program)) {
      for (const { long, short } of command.options) {
        expect(fish).toContain(long ? ` -l ${long.slice(2)} ` : ` -s ${short!.slice(1)} `)
        expect(zsh).toContain(long ?? short)
      }
    }
  })
})
