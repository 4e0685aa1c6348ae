/** What a track's sound says about its role: naive Bayes over its traits, with tails that forgive what is unusual. */

import type { Role, SoundRole } from './role.ts'
import { probabilities, type RoleScores, rolePreset, scoresFrom } from './role-preset.ts'
import { type TraitId, type Traits, traitIds } from './traits.ts'

export interface AudioEvidence {
  /** Logarithms of probabilities that allow for a sound being misread: no role is ever ruled out. */
  readonly scores: RoleScores
  /** What the sound alone makes of each role, the prior included. */
  readonly alone: RoleScores
}

/** Degrees of freedom of Student's t: what lies five spreads away still counts as unusual, not as impossible. */
const freedom = 3

export function audioEvidence(traits: Traits): AudioEvidence {
  const { weight, misread } = rolePreset.audio
  const summed = (role: Role) =>
    role === 'bus' ? -Infinity : traitIds.reduce((sum, id) => sum + traitScore(traits, id, role), 0)
  const likelihood = probabilities(scoresFrom(role => weight.value * summed(role)))
  const forgiving = (role: Role) => (1 - misread.value) * likelihood[role] + misread.value / (soundCount + 1)
  const scores = scoresFrom(role => Math.log(forgiving(role)))
  return { scores, alone: probabilities(scoresFrom(role => scores[role] + priorOf(role))) }
}

const soundCount = Object.keys(rolePreset.prior.share).length
/** A track that is not a group is hardly ever a bus. */
const busShare = 0.01

/** Logarithm of the share of tracks with that role. */
export const priorOf = (role: Role) => Math.log(role === 'bus' ? busShare : rolePreset.prior.share[role])

/** The traits that speak most for the first role against the second, strongest first. */
export function tellingTraits(traits: Traits, role: SoundRole, against: SoundRole): TraitId[] {
  const gain = (id: TraitId) => traitScore(traits, id, role) - traitScore(traits, id, against)
  return traitIds.filter(id => gain(id) > 0.3).sort((a, b) => gain(b) - gain(a))
}

function traitScore(traits: Traits, id: TraitId, role: SoundRole): number {
  const value = traits[id]
  if (value === null) return 0
  const { weight, roles } = rolePreset.audio.heard.traits[id]
  const [centre, spread] = roles[role]
  const distance = (value - centre) / spread
  return weight * (-Math.log(spread) - ((freedom + 1) / 2) * Math.log(1 + distance ** 2 / freedom))
}
