/** The role of every track: from its name, its group, clips and instrument, and its sound; the user's word settles it. */
import type { Analysis } from '../../features/analysis.ts'
import type { Take } from '../../live/session.ts'
import { type LiveSet, type Track, type TrackPath, trackAt } from '../../live/set.ts'
import { type AudioEvidence, audioEvidence, priorOf, tellingTraits } from './audio-evidence.ts'
import { type NameEvidence, nameEvidence } from './name-evidence.ts'
import { type Role, roles } from './role.ts'
import { probabilities, type RoleScores, rolePreset, scoresFrom } from './role-preset.ts'
import { roleWords, soundWords } from './role-sentences.ts'
import { soundingDevices } from './sounding-devices.ts'
import { type Traits, traitsOf } from './traits.ts'

export interface RoleGuess {
  readonly role: Role
  /** 0 to 1: of the tracks that are said to be so sure, that share has the role. 1: the user said so. */
  readonly confidence: number
  /** Why, in a sentence or two. */
  readonly because: string
  /** The likeliest roles with their probabilities, the chosen one first. */
  readonly candidates: readonly { readonly role: Role; readonly confidence: number }[]
}

/** The user's word by track name: paths and ids do not outlive the session. */
export type RoleCorrections = ReadonlyMap<string, Role>
/** Names of the clips on a track, where an adapter knows them. */
export type ClipNames = ReadonlyMap<TrackPath, readonly string[]>

/** Every track but Main. A track that is silent, or was not heard, is judged by names alone. About 20 ms of work a track. */
export function rolesOf(
  set: LiveSet,
  take: Take,
  analysis: Pick<Analysis, 'grid' | 'sections'>,
  corrections: RoleCorrections = new Map(),
  clips: ClipNames = new Map(),
): ReadonlyMap<TrackPath, RoleGuess> {
  const guesses = new Map<TrackPath, RoleGuess>()
  for (const track of set.tracks) {
    if (track.kind === 'master') continue
    const told = corrections.get(track.name)
    const audio = take.taps.get(track.path)
    if (told !== undefined) guesses.set(track.path, certain(told, 1, 'You said so.'))
    else if (track.kind === 'group' || track.kind === 'return') guesses.set(track.path, bus(track.kind))
    else {
      const group = track.group === null ? undefined : trackAt(set, track.group)
      const names = namesOf(track, group, clips.get(track.path) ?? [])
      guesses.set(track.path, guess(names, audio ? traitsOf(audio, analysis) : null))
    }
  }
  return guesses
}

const certain = (role: Role, confidence: number, because: string): RoleGuess => ({
  role,
  confidence,
  because,
  candidates: [{ role, confidence }],
})

const unknown = certain('other', rolePreset.prior.share.other, 'Its name says nothing, and it was not heard.')

const bus = (kind: 'group' | 'return') =>
  certain('bus', 0.99, kind === 'group' ? 'A group carries what is in it.' : 'A return carries what is sent to it.')

/** One source of names, and how much it counts. */
interface Source {
  /** As in "Its name says …", "Its group “Drums” says …". */
  readonly whose: string
  readonly evidence: NameEvidence
  readonly weight: number
}

function namesOf(track: Track, group: Track | undefined, clips: readonly string[]): Source[] {
  const { groupWeight, clipWeight, deviceWeight } = rolePreset.names
  // Clips that say the same are one piece of evidence: the one that says most stands for all.
  const clip = clips.reduce<string | null>(
    (chosen, name) => (chosen === null || clearness(name) > clearness(chosen) ? name : chosen),
    null,
  )
  return [
    { whose: 'Its name', evidence: nameEvidence(track.name), weight: 1 },
    ...(group
      ? [{ whose: `Its group “${group.name}”`, evidence: nameEvidence(group.name, noBus), weight: groupWeight.value }]
      : []),
    ...(clip !== null
      ? [{ whose: `Its clip “${clip}”`, evidence: nameEvidence(clip, noBus), weight: clipWeight.value }]
      : []),
    ...soundingDevices(track).map(name => ({
      whose: `Its device “${name}”`,
      evidence: nameEvidence(name, noBus),
      weight: deviceWeight.value,
    })),
  ].filter(({ evidence }) => evidence.words.length > 0)
}

/** Probability of the role that a name speaks for most. */
const clearness = (name: string) => Math.max(...Object.values(probabilities(nameEvidence(name, noBus).scores)))

const noBus = { except: ['bus'] } as const

function guess(names: readonly Source[], traits: Traits | null): RoleGuess {
  if (names.length === 0 && !traits) return unknown
  const heard = traits && audioEvidence(traits)
  const named = scoresFrom(
    role => priorOf(role) + names.reduce((sum, { evidence, weight }) => sum + weight * evidence.scores[role], 0),
  )
  const joint = probabilities(scoresFrom(role => named[role] + (heard?.scores[role] ?? 0)))
  const ranked = [...roles].sort((a, b) => joint[b] - joint[a])
  const role = ranked[0]!
  return {
    role,
    confidence: joint[role],
    because: reasons({ role, second: ranked[1]!, names, traits, heard, named: probabilities(named) }),
    candidates: ranked
      .filter(candidate => candidate === role || joint[candidate] >= leastCandidate)
      .slice(0, mostCandidates)
      .map(candidate => ({ role: candidate, confidence: joint[candidate] })),
  }
}

const leastCandidate = 0.02
const mostCandidates = 4

interface Findings {
  readonly role: Role
  readonly second: Role
  readonly names: readonly Source[]
  readonly traits: Traits | null
  readonly heard: AudioEvidence | null
  /** Probabilities by the names alone. */
  readonly named: RoleScores
}

function reasons({ role, second, names, traits, heard, named }: Findings): string {
  const byName = best(named)
  const source = names.find(({ evidence }) => best(evidence.scores) === byName) ?? names[0]
  const name = source ? `${source.whose} says ${best(source.evidence.scores)}.` : 'Its name says nothing.'
  if (!traits || !heard) return `${name} It was not heard.`
  const sounds = best(heard.alone)
  if (source && sounds !== byName && heard.alone[sounds] >= rolePreset.contradiction.value)
    return `${name} But it sounds like ${describe(traits, sounds, byName)}.`
  if (source && role !== sounds) return `${name} Its sound leaves it open.`
  return `${name} It sounds like ${describe(traits, role, role === second ? byName : second)}.`
}

const best = (scores: RoleScores) => roles.reduce((a, b) => (scores[b] > scores[a] ? b : a))

/** "a kick: 98 % of its strokes on the beat, power centred at 62 Hz" */
function describe(traits: Traits, role: Role, against: Role): string {
  if (role === 'bus' || against === 'bus') return roleWords[role]
  const words = soundWords(traits, tellingTraits(traits, role, against))
  return words === '' ? roleWords[role] : `${roleWords[role]}: ${words}`
}
