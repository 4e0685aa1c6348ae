/**
 * A part that the song is built around, covered by one of lower rank: where and how far an EQ on the lesser one would have to
 * cut until the other is audibly louder. How much of a part should be heard no reference says, so this is told and not done.
 */
import type { TrackPath } from '../live/set.ts'
import type { Loudness, LoudnessInMix } from '../mix/loudness-in-mix.ts'
import type { MixModel } from '../mix/model.ts'
import type { Role } from '../mix/roles/role.ts'
import type { Candidate } from './candidates/candidate.ts'
import { modelAfter } from './model-after.ts'
import type { PredictedDistance } from './predicted-distance.ts'
import type { Rules } from './rules.ts'
import { type Choice, roundTo } from './search.ts'
import { byHandText, changeTitle } from './words.ts'

export interface UnmaskInput {
  /** As it is, nothing moved. */
  readonly model: MixModel
  readonly loudness: Pick<LoudnessInMix, 'before' | 'told' | 'taken'>
  readonly predicted: PredictedDistance
  readonly candidates: readonly Candidate[]
  /** What the plan does: it comes first, and parts that it moves are measured again before more is said of them. */
  readonly choices: readonly Choice[]
  readonly roles: ReadonlyMap<TrackPath, Role>
  readonly rules: Rules
}

/** Pairs that are tried for a cut, what takes most first. */
const tried = 3
/** A bell within half an octave of where most is taken. */
const nearOctaves = 0.5

interface Pair {
  readonly masked: TrackPath
  readonly masker: TrackPath
  readonly sones: number
  readonly hz: number
}

/** A sentence at most. `nameOf`: of a track. */
export function unmaskByHand(input: UnmaskInput, nameOf: (track: TrackPath) => string): string[] {
  for (const pair of pairsOf(input).slice(0, tried)) {
    const found = cutFor(pair, input)
    if (!found) continue
    const { choice, gain, loss } = found
    const changes = choice.candidate.realise(choice.amount, choice.filter ?? undefined)
    const [masked, masker] = [nameOf(pair.masked), nameOf(pair.masker)]
    const own = loss > 0.005 ? `${masker} ${percent(loss)} quieter, ` : ''
    return [
      `${masker} covers ${masked} (${pair.sones.toFixed(1)} sones). ${changeTitle(choice, changes)}, and ${masked} is ${percent(gain)} louder in the mix, ${own}no section further from the references. Listen to both: how much ${masked} should stand out is yours to say. By hand: ${byHandText(choice, changes)}`,
    ]
  }
  return []
}

const percent = (share: number) => `${Math.round(100 * share)} %`

function pairsOf({ loudness, roles, choices, rules: { unmasking } }: UnmaskInput): Pair[] {
  const moved = new Set(choices.map(({ candidate }) => candidate.node))
  const heard = [...loudness.before.keys()].filter(track => !moved.has(track))
  const rankOf = (track: TrackPath) => unmasking.ranks[roles.get(track) ?? 'other'] ?? null
  return heard
    .flatMap(masked => {
      const rank = rankOf(masked)
      if (rank === null || rank < unmasking.leastRank) return []
      return heard.flatMap((masker): Pair[] => {
        const other = rankOf(masker)
        const taken = other !== null && other < rank ? loudness.taken(masked, masker) : null
        const without = (taken?.sones ?? 0) + loudness.before.get(masked)!
        return taken && taken.sones >= Math.max(unmasking.leastTaken, unmasking.leastShare * without)
          ? [{ masked, masker, ...taken }]
          : []
      })
    })
    .sort((a, b) => b.sones - a.sones)
}

interface Cut {
  readonly choice: Choice
  /** Shares of their loudness: what the masked part gains, what the masker loses. */
  readonly gain: number
  readonly loss: number
}

/** The smallest cut of one pass that lets the masked part be heard a step louder. null: none does, or the mix pays for it. */
function cutFor({ masked, masker, hz }: Pair, input: UnmaskInput): Cut | null {
  const { model, loudness, predicted, candidates, choices, rules } = input
  const octaves = ({ filter }: Candidate) => Math.abs(Math.log2(filter!.hz / hz))
  const bells = candidates
    .filter(({ kind, node, filter, tunable }) => kind === 'eq' && node === masker && tunable && filter?.type === 'bell')
    .filter(each => octaves(each) <= nearOctaves)
  const candidate = bells.sort((a, b) => octaves(a) - octaves(b))[0]
  if (!candidate) return null
  const { resolution, limitPerPass, range } = candidate
  const choiceOf = (steps: number): Choice => ({
    candidate,
    amount: roundTo(-steps * resolution, resolution),
    filter: candidate.filter,
  })
  const base = modelAfter(model, choices)
  const was = loudness.told(base)
  const after = (choice: Choice) => loudness.told(modelAfter(base, [choice]))
  const gainIn = (told: Loudness) => told.get(masked)! / was.get(masked)! - 1
  const most = Math.floor(Math.min(limitPerPass, -range[0]) / resolution + 1e-6)
  const { leastHeard } = rules.unmasking
  if (most < 1) return null
  let [little, enough, told] = [0, most, after(choiceOf(most))]
  if (gainIn(told) < leastHeard) return null
  while (enough - little > 1) {
    const middle = Math.floor((little + enough) / 2)
    const there = after(choiceOf(middle))
    if (gainIn(there) < leastHeard) little = middle
    else [enough, told] = [middle, there]
  }
  const choice = choiceOf(enough)
  if (worsens(choice, base, predicted, rules)) return null
  return { choice, gain: gainIn(told), loss: 1 - told.get(masker)! / was.get(masker)! }
}

function worsens(choice: Choice, base: MixModel, predicted: PredictedDistance, { worsening }: Rules): boolean {
  predicted.evaluate(base.statistics(), base.shifts)
  const before = Float64Array.from(predicted.byScope)
  const moved = modelAfter(base, [choice])
  predicted.evaluate(moved.statistics(), moved.shifts)
  return predicted.byScope.some((x, s) => x > before[s]! + worsening.tolerance)
}
