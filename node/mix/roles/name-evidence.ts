/** What a name says about a track's role: whole words of several languages, the last one counting most. */

import { type Role, roles } from './role.ts'
import { type RolePreset, type RoleScores, rolePreset, scoresFrom } from './role-preset.ts'

export interface NameEvidence {
  /** All 0 when the name says nothing. */
  readonly scores: RoleScores
  /** The words that were understood, in their order, as written. */
  readonly words: readonly string[]
}

/** The role that a name alone speaks for most, or null. */
export function roleByName(name: string): Role | null {
  const { scores, words } = nameEvidence(name)
  return words.length > 0 ? roles.reduce((best, role) => (scores[role] > scores[best] ? role : best)) : null
}

/** `except`: roles that this kind of name cannot tell (a device called "Reverb" makes no track an effect). */
export function nameEvidence(name: string, { except = [] }: { readonly except?: readonly Role[] } = {}): NameEvidence {
  const found = entriesIn(name).filter(({ says }) => !except.some(role => (says[role] ?? 0) > 0.5))
  const { unsaid, modifierWeight } = rolePreset.names
  const scores = scoresFrom(role =>
    found.reduce((sum, { says }, i) => {
      const weight = i === found.length - 1 ? 1 : modifierWeight.value
      return sum + weight * Math.log(Math.max(unsaid.value, says[role] ?? 0))
    }, 0),
  )
  return { scores, words: found.map(({ text }) => text) }
}

type Says = RolePreset['names']['words'][number]['says']

interface Found {
  readonly text: string
  readonly says: Says
}

const dictionary = new Map<string, Says>(
  rolePreset.names.words.flatMap(({ words, says }) => words.map(word => [folded(word), says])),
)
const longestPhrase = Math.max(...[...dictionary.keys()].map(word => word.split(' ').length))

/** Lower case without accents. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}

/** Words and numbers: "SubBass_01", "HH2", "kick-808" are cut where letters, digits and inner capitals meet. */
const wordsIn = (name: string) =>
  name
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []

/** Longest phrases first, from left to right. */
function entriesIn(name: string): Found[] {
  const words = wordsIn(name)
  const found: Found[] = []
  for (let at = 0; at < words.length; ) {
    let taken = 0
    for (let length = Math.min(longestPhrase, words.length - at); length > 0 && taken === 0; length--) {
      const text = words.slice(at, at + length).join(' ')
      const entries = length === 1 ? wordEntries(text) : phraseEntries(text)
      if (entries.length === 0) continue
      found.push(...entries)
      taken = length
    }
    at += Math.max(1, taken)
  }
  return found
}

const phraseEntries = (text: string): Found[] => {
  const says = known(text)
  return says ? [{ text, says }] : []
}

const known = (text: string) => dictionary.get(folded(text)) ?? dictionary.get(folded(text).replace(/s$/, ''))

const shortestPart = 3

/** A word, or two known words written as one ("padloop", "snareclap"); never a mere beginning ("subtle", "leader"). */
function wordEntries(text: string): Found[] {
  const whole = phraseEntries(text)
  if (whole.length > 0) return whole
  for (let cut = text.length - shortestPart; cut >= shortestPart; cut--) {
    const [first, second] = [phraseEntries(text.slice(0, cut)), phraseEntries(text.slice(cut))]
    if (first.length > 0 && second.length > 0) return [...first, ...second]
  }
  return []
}
