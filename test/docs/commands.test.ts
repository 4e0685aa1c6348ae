/**
 * The commands that the documentation names exist, with the options and arguments that it gives them: each is parsed by the
 * program itself. That the commands do what they say is tested under test/cli.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../../node/cli/program.ts'

/** Made from the program itself, usage lines and all. */
const madeFromProgram = 'cli.md'
const root = join(import.meta.dirname, '../..')
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap(name =>
    name.endsWith('.md') && name !== madeFromProgram ? [`docs/${name}`] : [],
  ),
]

/** Lines of indented or fenced code, and code between backticks, without comments. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const lines = text.split('\n')
  const code = [
    ...lines.filter(line => /^ {4,}\S/.test(line)).map(line => line.trim()),
    ...[...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.split('\n')),
    ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, inline]) => inline!),
  ]
  return code
    .flatMap(line => line.split(' && '))
    .map(line =>
      line
        .replace(/^\$ /, '')
        .replace(/\s+# .*$/, '')
        .trim(),
    )
}

/** As a shell splits it; an example's "…" and "..." stand for more of the same. */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, plain]) => double ?? single ?? plain!)
    .filter(word => !/^(…|\.\.\.)$/.test(word))

const examples = pages.flatMap(page => commandsOf(page).map(line => ({ page, line })))
const named = (start: string) => examples.filter(({ line }) => line.startsWith(start))

/** Parses, and does nothing. */
function parseOnly(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} })
  command.action(() => {})
  for (const each of command.commands) parseOnly(each)
  return command
}

test.each(named('uplift '))('$page: $line', async ({ line }) => {
  // `uplift synth` in a sentence names the command; what follows is in the sentence.
  const args = words(line).slice(1)
  const isName = args.every(word => /^[a-z-]+$/.test(word)) && commandOf(args) !== null
  if (isName) return
  const program = parseOnly(createProgram())
  await expect(program.parseAsync(args, { from: 'user' })).resolves.toBeDefined()
})

/** The command of that name; null: there is none. */
function commandOf(names: readonly string[]): Command | null {
  let command: Command | undefined = createProgram()
  for (const name of names)
    command = command?.commands.find(each => each.name() === name || each.aliases().includes(name))
  return command ?? null
}

test.each(named('npm run '))('$page: $line', ({ line }) => {
  const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts as Record<string, string>
  expect(scripts).toHaveProperty(words(line)[2]!)
})

test.each([...named('npx vitest run '), ...named('node scripts/run.mjs ')])('$page: $line', ({ line }) => {
  const path = words(line).find(word => /^(test|scripts)\/(?!run\.mjs)/.test(word))!
  expect(existsSync(join(root, path)), path).toBe(true)
})

test('there are commands to look at', () => {
  expect(named('uplift ').length).toBeGreaterThan(30)
})
