/**
 * Which exported file is which track, by name. Live puts the name that the user typed in front of the track's ("My Song
 * Kick.wav"), other programs put numbers there, people rename; so every tail of a file's name is compared.
 */
import { basename, extname } from 'node:path'
import { assign } from './assignment.ts'

/** told: by the user. certain: the same name, and no other like it. likely, unsure: alike. none: no track has such a name. */
export type MatchConfidence = 'told' | 'certain' | 'likely' | 'unsure' | 'none'

export interface NameMatch {
  /** Index in `names`; null: none. */
  readonly index: number | null
  readonly confidence: MatchConfidence
}

/** Where Main is among the names, other words for it count too. */
const mainWords = ['main', 'master', 'mix', 'mixdown', 'full mix', 'bounce', 'premaster', 'main mix']

const likelyScore = 0.75
const leastScore = 0.5
/** A name is taken for the only one like it when the next differs by this much. */
const margin = 0.1
/** Words in front of the matching ones that are neither numbers nor in front of every file. */
const strangerPenalty = 0.15
/** Of names with other numbers in them: "Pad 1" is not "Pad 2", however alike. */
const otherNumber = 0.6

/** `names`: of the tracks; `mainIndex`: which of them is Main. One match per file; equals go in their order. */
export function matchNames(files: readonly string[], names: readonly string[], mainIndex: number): NameMatch[] {
  const words = files.map(file => wordsOf(basename(file, extname(file))))
  const prefix = commonPrefix(words)
  const isPrefixOnly = words.map(
    (own, f) => words.length > 2 && words.every((other, g) => f === g || startsWith(other, own)),
  )
  const scores = words.map((own, f) =>
    names.map((name, t) => {
      const alternatives = t === mainIndex ? [name, ...mainWords] : [name]
      const best = Math.max(...alternatives.map(each => tailScore(own, wordsOf(each), prefix)))
      // "My Song.wav" beside "My Song Kick.wav" is the song.
      const score = t === mainIndex && isPrefixOnly[f] ? Math.max(best, likelyScore) : best
      return score < leastScore ? 0 : score
    }),
  )
  // One file alone is the song, unless it is called like a track.
  if (files.length === 1 && Math.max(...scores[0]!) < 0.9) return [{ index: mainIndex, confidence: 'likely' }]
  return assign(scores).map((t, f): NameMatch => {
    if (t < 0) return { index: null, confidence: 'none' }
    const score = scores[f]![t]!
    const rival = Math.max(
      0,
      ...scores[f]!.filter((_, other) => other !== t),
      ...scores.filter((_, other) => other !== f).map(row => row[t]!),
    )
    const isAlone = score - rival >= margin
    if (score > 0.99 && isAlone) return { index: t, confidence: 'certain' }
    return { index: t, confidence: score >= likelyScore && isAlone ? 'likely' : 'unsure' }
  })
}

/** Small letters without accents, parted by whatever is no letter and no digit. */
function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')
}

/** How many words all files begin with, leaving one to each; files that are nothing but these words do not count. */
function commonPrefix(files: readonly (readonly string[])[]): number {
  const long = files.filter(
    own => !files.some(other => other !== own && other.length > own.length && startsWith(other, own)),
  )
  const first = long[0]
  if (!first || long.length < 2) return 0
  let length = 0
  while (long.every(words => words.length > length + 1 && words[length] === first[length])) length++
  return length
}

const startsWith = (words: readonly string[], beginning: readonly string[]) =>
  beginning.every((word, k) => words[k] === word)

function tailScore(file: readonly string[], track: readonly string[], prefix: number): number {
  const tails = file.map((_, from) => {
    const isUsual = from === prefix || file.slice(0, from).every(isNumber)
    return likeness(file.slice(from), track) - (isUsual ? 0 : strangerPenalty)
  })
  return Math.max(0, ...tails)
}

const isNumber = (word: string) => /^\p{N}+$/u.test(word)

/** 0 to 1: shared pairs of letters (Dice), less for other numbers. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const [joinedA, joinedB] = [a.join(''), b.join('')]
  if (joinedA === joinedB) return 1
  const numbersAgree = a.filter(isNumber).join(' ') === b.filter(isNumber).join(' ')
  const pairsA = pairsOf(joinedA)
  const pairsB = pairsOf(joinedB)
  const rest = [...pairsB]
  let shared = 0
  for (const pair of pairsA) {
    const at = rest.indexOf(pair)
    if (at < 0) continue
    rest.splice(at, 1)
    shared++
  }
  const total = pairsA.length + pairsB.length
  return total === 0 ? 0 : ((2 * shared) / total) * (numbersAgree ? 1 : otherNumber)
}

const pairsOf = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_, k) => text.slice(k, k + 2))
