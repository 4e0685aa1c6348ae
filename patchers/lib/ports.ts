/** How many inlets and outlets an object has: from the table of Max's objects, or counted from its arguments as Max does. */
import table from '../max-objects.json' with { type: 'json' }

export interface Ports {
  readonly inlets: number
  /** What each outlet sends: "signal", "bang", "int", "float", "" for anything. */
  readonly outlets: readonly string[]
}

const objects: Readonly<
  Record<string, { readonly inlets: number | null; readonly outlets: readonly string[] | null } | undefined>
> = table.objects
const aliases: Readonly<Record<string, string | undefined>> = table.aliases

/** `text`: an object's text ("route hello bye") or the class of one with a face ("live.dial"). Throws RangeError if unknown. */
export function portsOf(text: string): Ports {
  const [word = '', ...words] = text.split(/\s+/)
  const name = aliases[word] ?? word
  const attributes = words.findIndex(each => each.startsWith('@'))
  const args = attributes < 0 ? words : words.slice(0, attributes)
  const counted = byArguments[name]?.(args)
  if (counted) return counted
  const row = objects[name]
  if (!row) throw new RangeError(`"${text}" must be one of Max's objects, "${word}" is not in max-objects.json`)
  if (row.inlets === null || row.outlets === null)
    throw new RangeError(`"${text}": say how many inlets and outlets it has`)
  return { inlets: row.inlets, outlets: row.outlets }
}

const repeat = (count: number, type: string) => Array<string>(count).fill(type)
const triggerTypes: Readonly<Record<string, string | undefined>> = { b: 'bang', i: 'int', f: 'float' }

/** Objects that count their arguments (facts, 2.4). */
const byArguments: Readonly<Record<string, ((args: readonly string[]) => Ports) | undefined>> = {
  route: args => ({ inlets: args.length + 1, outlets: repeat(args.length + 1, '') }),
  select: args => ({ inlets: args.length + 1, outlets: [...repeat(args.length, 'bang'), ''] }),
  trigger: args => ({ inlets: 1, outlets: args.map(arg => triggerTypes[arg] ?? '') }),
  pack: args => ({ inlets: args.length, outlets: [''] }),
  'sfrecord~': ([channels]) => ({ inlets: Number(channels), outlets: ['signal'] }),
  // Channels, then where recording starts and ends.
  'record~': ([, channels]) => ({ inlets: Number(channels) + 2, outlets: ['signal'] }),
  'sfplay~': ([channels]) => ({ inlets: 2, outlets: [...repeat(Number(channels), 'signal'), 'bang'] }),
  '-': ([arg]) => ({ inlets: 2, outlets: [arg?.includes('.') ? 'float' : 'int'] }),
  '*': ([arg]) => ({ inlets: 2, outlets: [arg?.includes('.') ? 'float' : 'int'] }),
}
