/** `uplift completion`: scripts for shells, made from the tree of commands; there is no second list. */
import type { Command, Option } from 'commander'
import { printText } from './output.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

export async function completion(shell: Shell): Promise<void> {
  const { createProgram } = await import('./program.ts')
  printText(completionScript(shell, createProgram()))
}

export function completionScript(shell: Shell, program: Command): string {
  if (shell === 'fish') return fishScript(program)
  // zsh runs scripts for bash as they are.
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}` : bashScript(program)
}

interface Place {
  /** "uplift profile set". */
  readonly path: string
  readonly command: Command
}

function placesOf(command: Command, before = ''): Place[] {
  const path = `${before}${command.name()}`
  return [{ path, command }, ...command.commands.flatMap(each => placesOf(each, `${path} `))]
}

/** Words in a placeholder that stand for something of the user's. */
const things = new Set(['name', 'file', 'folder', 'file.als', 'type'])

/** The values an option can have; null: it has none, or any. */
function choicesOf({ flags, argChoices }: Option): readonly string[] | null {
  if (argChoices) return argChoices
  const words = /<([^>]+)>/.exec(flags)?.[1]?.split('|') ?? []
  return words.length > 1 && !words.some(word => things.has(word)) ? words : null
}

const takesValue = ({ required, optional }: Option) => required || optional
const flagsOf = ({ short, long }: Option) => [long, short].filter(flag => flag !== undefined)

function bashScript(program: Command): string {
  const places = placesOf(program)
  const words = ({ command }: Place) => [
    ...command.commands.map(each => each.name()),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    ...command.options.flatMap(flagsOf),
    '--help',
  ]
  const values = places.flatMap(({ path, command }) =>
    command.options.filter(takesValue).flatMap(option => {
      const patterns = flagsOf(option).map(flag => `'${path}:${flag}'`)
      const choices = choicesOf(option)
      const reply = choices ? `compgen -W $'${choices.join('\\n')}'` : 'compgen -f'
      return [`    ${patterns.join('|')}) COMPREPLY=($(${reply} -- "$current")); return ;;`]
    }),
  )
  const paths = places
    .slice(1)
    .map(({ path }) => `'${path}'`)
    .join('|')
  return [
    '_uplift() {',
    `  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" place=uplift i words=`,
    "  local IFS=$'\\n'",
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    `    case "$place \${COMP_WORDS[i]}" in`,
    `      ${paths}) place="$place \${COMP_WORDS[i]}" ;;`,
    '    esac',
    '  done',
    '  case "$place:$before" in',
    ...values,
    '  esac',
    '  case "$place" in',
    ...places.map(place => `    '${place.path}') words='${words(place).join(' ')}' ;;`),
    '  esac',
    `  COMPREPLY=($(compgen -W "\${words// /$IFS}" -- "$current"))`,
    `  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi`,
    '}',
    'complete -o filenames -F _uplift uplift',
  ].join('\n')
}

function fishScript(program: Command): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const condition = (path: string) => {
    const [, ...names] = path.split(' ')
    const seen = names.map(name => `__fish_seen_subcommand_from ${name}`)
    return seen.length === 0 ? '__fish_use_subcommand' : seen.join('; and ')
  }
  const lines = placesOf(program).flatMap(({ path, command }) => {
    const start = `complete -c uplift -n ${quoted(condition(path))}`
    return [
      ...command.commands.map(each => `${start} -f -a ${each.name()} -d ${quoted(each.description())}`),
      ...command.registeredArguments.flatMap(({ argChoices, description }) =>
        argChoices ? [`${start} -f -a ${quoted(argChoices.join(' '))} -d ${quoted(description)}`] : [],
      ),
      ...command.options.map(option => {
        const { short, long, description } = option
        const choices = choicesOf(option)
        const names = [short && `-s ${short.slice(1)}`, long && `-l ${long.slice(2)}`].filter(Boolean).join(' ')
        const value = takesValue(option) ? (choices ? ` -x -a ${quoted(choices.join(' '))}` : ' -r') : ''
        return `${start} ${names}${value} -d ${quoted(description)}`
      }),
    ]
  })
  return lines.join('\n')
}
