/** What a separation tool calls the files that it writes (presets/stem-names.json), and what a name says. */
import { z } from 'zod'
import data from '../../../presets/stem-names.json' with { type: 'json' }

export const stemKinds = ['vocals', 'drums', 'bass', 'other', 'synth', 'piano', 'guitar', 'strings', 'wind'] as const
export type StemKind = (typeof stemKinds)[number]

/** A stem, or the mix without it. */
export interface StemName {
  readonly kind: StemKind
  readonly isRest: boolean
}

export interface SeparationTool {
  readonly id: string
  readonly label: string
  /** Whether the names were seen in the tool's source, its manual or files of others. */
  readonly verified: boolean
  readonly source: string
}

export interface NamedStem extends StemName {
  /** The song's name, where the tool writes it. */
  readonly song: string | null
}

const meaning = /^(without )?([a-z]+)$/
const wordSchema = z
  .string()
  .refine(text => stemKinds.some(kind => kind === meaning.exec(text)?.[2]), 'must be a stem, or "without" and a stem')
const namesSchema = z.strictObject({
  version: z.literal(1),
  why: z.string().min(1),
  tools: z.array(
    z.strictObject({
      id: z.string().min(1),
      label: z.string().min(1),
      names: z.array(z.string().includes('{stem}')).min(1),
      verified: z.boolean(),
      source: z.string().min(1),
      words: z.record(z.string().min(1), wordSchema),
    }),
  ),
})

const holes: Readonly<Record<string, string>> = {
  '{song}': '(?<song>.+)',
  '{model}': '.+',
  '{n}': '\\d+',
  '{date}': '\\d{4}-\\d\\d-\\d\\d \\d{6}',
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

interface Reader {
  readonly tool: SeparationTool
  readonly read: (name: string) => NamedStem | null
}

const readers: readonly Reader[] = namesSchema.parse(data).tools.map(({ names, words, ...tool }) => {
  const meanings = new Map(Object.entries(words).map(([word, text]) => [word.toLowerCase(), stemName(text)]))
  const patterns = names.map(name => patternOf(name, Object.keys(words)))
  const read = (name: string) => {
    for (const pattern of patterns) {
      const groups = pattern.exec(name)?.groups
      const stem = meanings.get(groups?.['stem']?.toLowerCase() ?? '')
      if (stem) return { ...stem, song: groups?.['song'] ?? null }
    }
    return null
  }
  return { tool, read }
})

/**
 * The tool that explains most of these names (without extension), and what it says of each; null where it says nothing.
 * Of tools that explain as many, the first of the table. null: none explains any.
 */
export function toolOfNames(
  names: readonly string[],
): { readonly tool: SeparationTool; readonly stems: readonly (NamedStem | null)[] } | null {
  let best: { tool: SeparationTool; stems: (NamedStem | null)[]; count: number } | null = null
  for (const { tool, read } of readers) {
    const stems = names.map(read)
    const count = stems.filter(stem => stem !== null).length
    if (count > (best?.count ?? 0)) best = { tool, stems, count }
  }
  return best
}

/** "bass", "without vocals". null: neither. */
export function parseStemName(text: string): StemName | null {
  const wanted = text.trim().toLowerCase()
  return wordSchema.safeParse(wanted).success ? stemName(wanted) : null
}

export const stemWords = ({ kind, isRest }: StemName) => (isRest ? `without ${kind}` : kind)

function stemName(text: string): StemName {
  const [, without, kind] = meaning.exec(text)!
  return { kind: kind as StemKind, isRest: without !== undefined }
}

function patternOf(name: string, words: readonly string[]): RegExp {
  // The longest first: "no_vocals" before "vocals", which would leave "no" to the song.
  const stem = `(?<stem>${words
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})`
  const parts = name.split(/(\{\w+\})/).map(part => (part === '{stem}' ? stem : (holes[part] ?? escaped(part))))
  // A greedy song would eat the first word of "acoustic_guitar"; a lazy one leaves the longest stem there is.
  return new RegExp(`^${parts.join('').replace('(?<song>.+)', '(?<song>.+?)')}$`, 'i')
}
