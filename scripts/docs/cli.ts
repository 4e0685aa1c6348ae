/** What docs/cli.md and docs/schemas hold, made from the tree of commands and from the schemas of their documents. */
import type { Argument, Command, Option } from 'commander'
import { z } from 'zod'
import { settingNames, settings, variableOf } from '../../node/app/config.ts'
import { documents, failureSchema } from '../../node/cli/documents.ts'
import { createProgram } from '../../node/cli/program.ts'

/** File names in docs/schemas → their text. */
export function schemaFiles(): Record<string, string> {
  const all = { ...documents, failure: failureSchema }
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [`${name.replaceAll(' ', '-')}.json`, schemaText(schema)]),
  )
}

/** Paths of tracks and devices are checked by code; to a schema they are text. */
const schemaText = (schema: z.ZodType) =>
  `${JSON.stringify(
    z.toJSONSchema(schema, {
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'string'
      },
    }),
    null,
    1,
  )}\n`

/** Commands that print a document: all but those that stay, and the script for shells. */
export const commandsWithJson = (program: Command = createProgram()): string[] =>
  leaves(program).flatMap(({ path, command }) =>
    command.options.some(({ long }) => long === '--json') ? [path.replace(/^uplift /, '')] : [],
  )

export function cliPage(program: Command = createProgram()): string {
  const parts = leaves(program)
  return `${[
    '# The command line',
    '',
    '<!-- Made by scripts/make-docs.ts from the commands themselves. -->',
    '',
    '`uplift` is `node dist/uplift.mjs` after `npm run build`. Exit codes: 0 done, 1 the world said no (one sentence and what to do), 2 wrong usage. With `--json` one document comes on stdout and nothing else; [docs/schemas](schemas) has its shape for each command, and [failure.json](schemas/failure.json) what comes with exit code 1. On a terminal progress is one line that is rewritten; in a pipe there are plain lines on stderr, no colours, and no questions.',
    '',
    '## Commands',
    '',
    ...parts.map(({ path, command }) => `- [\`${path}\`](#${anchorOf(path)}): ${command.description()}`),
    '',
    ...parts.flatMap(commandPart),
    '## Settings',
    '',
    'An option on the command line counts first, then the environment, then the file (`uplift config path`, or `--config <file>`), then what is usual. `uplift config set <name> <value>` writes the file.',
    '',
    '| setting | variable | what |',
    '| --- | --- | --- |',
    ...settingNames.map(name => `| \`${name}\` | \`${variableOf(name)}\` | ${settings[name].about} |`),
    '| – | `UPLIFT_DATA` | where profiles, receipts and settings are kept |',
    '| – | `UPLIFT_KERNELS` | `ts`: the slow kernels, for comparison |',
    '| – | `NO_COLOR` | no colours |',
    '',
    '## Completion',
    '',
    '    source <(uplift completion bash)     # in ~/.bashrc; zsh likewise in ~/.zshrc',
    '    uplift completion fish > ~/.config/fish/completions/uplift.fish',
  ].join('\n')}\n`
}

interface Leaf {
  readonly path: string
  readonly command: Command
}

function leaves(command: Command, before = ''): Leaf[] {
  const path = `${before}${command.name()}`
  if (command.commands.length === 0) return [{ path, command }]
  return command.commands.flatMap(each => leaves(each, `${path} `))
}

const anchorOf = (path: string) => path.replaceAll(' ', '-')
/** A vertical line would end the cell. */
const cell = (text: string) => text.replaceAll('|', '\\|')

function commandPart({ path, command }: Leaf): string[] {
  const rows = [...command.registeredArguments.map(argumentRow), ...command.options.map(optionRow)]
  const schema = `${path.replace(/^uplift /, '').replaceAll(' ', '-')}.json`
  const hasJson = command.options.some(({ long }) => long === '--json')
  return [
    `## ${path}`,
    '',
    `${command.description()}.`,
    '',
    `    ${path} ${command.usage()}`,
    '',
    ...(rows.length > 0 ? ['| | | |', '| --- | --- | --- |', ...rows, ''] : []),
    ...(hasJson ? [`\`--json\`: [${schema}](schemas/${schema})`, ''] : []),
  ]
}

function argumentRow(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name()
  const choices = argument.argChoices ? ` (${argument.argChoices.join(', ')})` : ''
  const shown = argument.required ? `<${name}>` : `[${name}]`
  return `| \`${cell(shown)}\` | ${cell(argument.description + choices)} | ${usual(argument.defaultValue)} |`
}

const optionRow = ({ flags, description, defaultValue, negate }: Option): string =>
  `| \`${cell(flags)}\` | ${cell(description)} | ${negate ? '' : usual(defaultValue)} |`

const usual = (value: unknown) => (value === undefined || value === false ? '' : `\`${String(value)}\``)
