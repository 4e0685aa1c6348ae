/**
 * What one section needs and another forbids. A fix is one value for the whole song, so none is offered; the plan says which
 * parameter to automate, where and how far.
 */
import type { Scope } from '../features/catalogue.ts'
import type { MixModel } from '../mix/model.ts'
import type { Candidate } from './candidates/candidate.ts'
import { modelAfter } from './model-after.ts'
import { type PredictedDistance, statisticsBuffer } from './predicted-distance.ts'
import type { MoveKind, Rules } from './rules.ts'
import { type Choice, moveOf, roundTo } from './search.ts'
import { byHandText, changeTitle } from './words.ts'

export interface AutomationInput {
  /** As it is, nothing moved. */
  readonly model: MixModel
  readonly predicted: PredictedDistance
  readonly candidates: readonly Candidate[]
  /** What the plan does for the whole song: the rest is what is left then. */
  readonly choices: readonly Choice[]
  readonly rules: Rules
}

/** One parameter each, which anybody can draw into the arrangement. */
const automatable: readonly MoveKind[] = ['level', 'eq', 'width']
/** Of the way of one pass. */
const shares = [-1, -0.6, -0.3, 0.3, 0.6, 1] as const
/** Nobody draws more than that with understanding. */
const most = 2

interface Hint {
  readonly choice: Choice
  readonly scope: Scope
  /** Fall of the distance in that section, in the units of the whole. */
  readonly brings: number
  /** Sections that it would make worse. */
  readonly worse: readonly Scope[]
}

/** Sentences, what helps most first. */
export function automateByHand(input: AutomationInput): string[] {
  const hints = hintsOf(input).sort((a, b) => b.brings - a.brings)
  return hints.slice(0, most).map(({ choice, scope, worse }) => {
    const changes = choice.candidate.realise(choice.amount, choice.filter ?? undefined)
    const elsewhere = worse.map(each => `the ${each}`).join(' and ')
    return `Automate by hand: ${changeTitle(choice, changes)}, only in the ${scope}; ${elsewhere} would get worse. There: ${byHandText(choice, changes)}`
  })
}

function hintsOf({ model, predicted, candidates, choices, rules }: AutomationInput): Hint[] {
  const base = modelAfter(model, choices)
  predicted.evaluate(base.statistics(), base.shifts)
  const left = Float64Array.from(predicted.byScope)
  const wanting = model.scopes.filter((scope, s) => scope !== 'overall' && left[s]! >= rules.offer.minimumReduction)
  if (wanting.length === 0) return []
  const buffer = statisticsBuffer(model.scopes.length)
  const best = new Map<Scope, Hint>()
  const open = candidates.filter(
    ({ kind, node, control, inserts, postChain }) =>
      automatable.includes(kind) &&
      node !== 'master_track' &&
      inserts === null &&
      postChain &&
      choices.every(({ candidate }) => candidate.node !== node || candidate.control !== control),
  )
  for (const candidate of open) {
    const form = base.nodeForm(candidate.node)
    const [low, high] = candidate.range
    for (const share of shares) {
      const wanted = Math.max(low, Math.min(high, share * candidate.limitPerPass))
      const amount = roundTo(wanted, candidate.resolution)
      if (amount === 0) continue
      const choice: Choice = { candidate, amount, filter: candidate.filter }
      const gains = base.gainsOf(moveOf(choice))
      for (let s = 0; s < form.length; s++) base.evaluate(s, form[s]!, gains[s]!, buffer[s]!)
      predicted.evaluate(
        buffer,
        base.shifts,
        gains.map(({ shifts }) => shifts),
      )
      const worse = model.scopes.filter((_, s) => predicted.byScope[s]! > left[s]! + rules.worsening.tolerance)
      if (worse.length === 0) continue
      const least = rules.offer.minimumReduction * (amount > 0 ? rules.offer.boost : 1)
      for (const scope of wanting) {
        const s = model.scopes.indexOf(scope)
        const brings = left[s]! - predicted.byScope[s]!
        if (brings >= least && brings > (best.get(scope)?.brings ?? 0))
          best.set(scope, { choice, scope, brings, worse })
      }
    }
  }
  return [...best.values()]
}
