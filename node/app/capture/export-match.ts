/** Which exported file is which track: the user's word, else the names; length and sound confirm or doubt it. */
import { basename } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import { type LiveSet, masterOf, type Track, type TrackPath } from '../../live/set.ts'
import type { ReadFile } from './export-files.ts'
import type { ExportSound } from './export-sound.ts'
import { type MatchConfidence, matchNames } from './match-names.ts'

export interface ExportedFile {
  readonly name: string
  /** null: it is no track's, and is not used. */
  readonly track: TrackPath | null
  readonly trackName: string | null
  readonly confidence: MatchConfidence
  /** What speaks for or against it. */
  readonly note: string | null
}

export interface Match {
  readonly track: Track | null
  readonly confidence: MatchConfidence
}

/** By file name. */
export function matchFiles(
  paths: readonly string[],
  set: LiveSet,
  told: ReadonlyMap<string, string | null>,
): Map<string, Match> {
  const names = paths.map(each => basename(each))
  const matches = new Map<string, Match>()
  for (const name of names) {
    const wanted = told.get(name)
    if (wanted === undefined) continue
    matches.set(name, { track: wanted === null ? null : trackCalled(set, wanted), confidence: 'told' })
  }
  const isTaken = (track: Track) => [...matches.values()].some(match => match.track === track)
  const free = set.tracks.filter(track => !isTaken(track))
  const open = names.filter(name => !matches.has(name))
  const found = matchNames(
    open,
    free.map(({ name }) => name),
    free.findIndex(({ kind }) => kind === 'master'),
  )
  open.forEach((name, k) => {
    const { index, confidence } = found[k]!
    matches.set(name, { track: index === null ? null : free[index]!, confidence })
  })
  return matches
}

function trackCalled(set: LiveSet, name: string): Track {
  const found = set.tracks.find(track => track.name === name)
  if (found) return found
  if (name === 'Main') return masterOf(set)
  throw new AppError({
    code: 'TRACK_MISSING',
    message: `There is no track "${name}" in ${set.name}.`,
    action: `Its tracks are ${set.tracks.map(track => track.name).join(', ')}.`,
  })
}

/** By the user's word and the names alone, where nothing could be heard. */
export function namedFiles(
  paths: readonly string[],
  set: LiveSet,
  told: ReadonlyMap<string, string | null>,
): readonly ExportedFile[] {
  return [...matchFiles(paths, set, told)].map(([name, match]) => ({
    ...namedFile(name, match),
    note: nameNote(match),
  }))
}

/** A file that sounds in Main less than this share of what the others do is not in it. */
const leastPresence = 0.3
/** Share of Main's power below which the sum does not speak for anybody. */
const leastExplained = 0.3

/** Whether its sum speaks for anybody, and this file is not in it. */
export function isMissingInMain({ presence, explained }: ExportSound, path: TrackPath): boolean {
  const present = presence.get(path)
  return explained >= leastExplained && present !== undefined && present < leastPresence
}

export function describeFile(
  name: string,
  matches: ReadonlyMap<string, Match>,
  read: readonly ReadFile[],
  sound: ExportSound,
): ExportedFile {
  const match = matches.get(name)!
  const { track, confidence } = match
  const file = read.find(each => each.name === name)
  const named = namedFile(name, match)
  if (!file) return { ...named, track: null, trackName: null, confidence: 'none', note: 'It cannot be read.' }
  if (!track) return { ...named, note: nameNote(match) }
  const doubt = isMissingInMain(sound, track.path)
    ? 'It does not sound in Main.'
    : file.isOfUsualLength
      ? null
      : `It lasts ${file.seconds.toFixed(1)} s, unlike Main.`
  const isSurelyNamed = confidence === 'certain' || confidence === 'likely'
  return { ...named, confidence: doubt && isSurelyNamed ? 'unsure' : confidence, note: doubt ?? nameNote(match) }
}

const namedFile = (name: string, { track, confidence }: Match): Omit<ExportedFile, 'note'> => ({
  name,
  track: track?.path ?? null,
  trackName: track?.name ?? null,
  confidence,
})

function nameNote({ track, confidence }: Match): string | null {
  if (confidence === 'told') return null
  if (!track) return 'No track is called like it.'
  return confidence === 'unsure' ? 'Its name is only like the track’s, or like that of several.' : null
}
