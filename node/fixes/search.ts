/**
 * The search: few, small moves that together bring the mix closest to the zones. Greedy selection on the predicted distance
 * (one move at a time, with its best amount), then all amounts solved again jointly, then whatever no longer earns its
 * place is dropped. Deterministic.
 */
import type { FilterSettings } from '../dsp/biquad.ts'
import type { MixModel, NodeForm } from '../mix/model.ts'
import type { Move, Shifts } from '../mix/moves.ts'
import type { Candidate, Joint } from './candidates/candidate.ts'
import { type PredictedDistance, statisticsBuffer } from './predicted-distance.ts'
import type { Rules } from './rules.ts'

export interface Choice {
  readonly candidate: Candidate
  readonly amount: number
  readonly filter: FilterSettings | null
  /** The joint that it came in with: offered with the others of it, or not at all. Absent: on its own. */
  readonly joint?: string
}

export const moveOf = ({ candidate, amount, filter }: Choice): Move => candidate.move(amount, filter ?? undefined)

/** A candidate's place in the ranking of one round. */
interface Trial extends Choice {
  /** Penalised distance: what the search minimises. */
  readonly value: number
}

/** Fractions of the range tried before an amount is refined. */
const coarse = [0.12, 0.35, 0.75] as const
/** The same for thresholds and limiter gains: between too little and too much lies a narrow stretch. */
const coarseFlat = [0.12, 0.25, 0.4, 0.5, 0.6, 0.8] as const
/** Trials refined per round. */
const refined = 10
/** Candidates that later rounds still look at. */
const lookedAtAgain = 120
/** Of an amount that takes too much from other tracks: a thirtieth of the way. */
const halvings = 5
const goldenRatio = (Math.sqrt(5) - 1) / 2

export interface SearchResult {
  readonly choices: readonly Choice[]
  /** Best single moves at the start, one per track and kind: the alternatives. */
  readonly singles: readonly { readonly choice: Choice; readonly reduction: number }[]
}

export function search(
  model: MixModel,
  predicted: PredictedDistance,
  { candidates, joints }: { readonly candidates: readonly Candidate[]; readonly joints: readonly Joint[] },
  rules: Rules,
  /** What a guard counts that is too dear for every trial: asked of what is about to be chosen. */
  taken: (choices: readonly Choice[], moved: MixModel) => number = () => 0,
): SearchResult {
  const buffer = statisticsBuffer(model.scopes.length)
  const startTotal = predicted.evaluate(model.statistics(), model.shifts)
  const startByScope = Float64Array.from(predicted.byScope)

  /** Distance plus what worsened sections and broken guards count extra. */
  const penalised = (total: number) => {
    let worse = 0
    for (let s = 0; s < startByScope.length; s++) {
      worse += Math.max(0, predicted.byScope[s]! - startByScope[s]! - rules.worsening.tolerance)
    }
    return total + rules.worsening.weight * worse + predicted.broken
  }
  const costOf = (choices: readonly Choice[]) => choices.reduce((sum, c) => sum + c.candidate.cost(c.amount), 0)
  const worthOf = (moved: MixModel) => penalised(predicted.evaluate(moved.statistics(), moved.shifts))
  const planValue = (choices: readonly Choice[]) => {
    const moved = model.with(choices.map(moveOf))
    return worthOf(moved) + costOf(choices) + taken(choices, moved)
  }

  /** Value as a function of one candidate's amount on top of a base model. */
  const probe = (base: MixModel, form: readonly NodeForm[], candidate: Candidate) =>
    function value(wanted: number, filter: FilterSettings | null): number {
      // On the grid of the resolution: devices that answer to level keep their answers.
      const amount = candidate.isSwitch ? wanted : roundTo(wanted, candidate.resolution)
      const move = candidate.move(amount, filter ?? undefined)
      if (move.kind === 'solo') return worthOf(base.with([move])) + candidate.cost(amount)
      const gains = base.gainsOf(move)
      const shifts: Shifts[] = []
      for (let s = 0; s < form.length; s++) {
        base.evaluate(s, form[s]!, gains[s]!, buffer[s]!)
        shifts.push(gains[s]!.shifts)
      }
      return penalised(predicted.evaluate(buffer, base.shifts, shifts)) + candidate.cost(amount)
    }

  /** The best of a few amounts: a small one each way shows the direction, larger ones are tried only where it helps. */
  const coarseTrial = (base: MixModel, form: readonly NodeForm[], candidate: Candidate, toBeat: number): Trial => {
    const value = probe(base, form, candidate)
    const [low, high] = candidate.range
    let best: Trial = { candidate, amount: 0, filter: candidate.filter, value: Number.POSITIVE_INFINITY }
    const tryAmount = (wanted: number): number => {
      const amount = candidate.isSwitch ? wanted : roundTo(wanted, candidate.resolution)
      if (amount === 0) return Number.POSITIVE_INFINITY
      const v = value(amount, candidate.filter)
      if (v < best.value) best = { candidate, amount, filter: candidate.filter, value: v }
      return v - candidate.cost(amount)
    }
    if (candidate.isSwitch) {
      tryAmount(high)
      return best
    }
    // Far from where a compressor starts to work its threshold does nothing: a small step shows no direction.
    const isFlat = candidate.kind === 'ducking' || candidate.kind === 'limiter'
    for (const end of [low, high]) {
      if (end === 0) continue
      if (isFlat) {
        for (const share of coarseFlat) tryAmount(along(candidate, end, share))
        continue
      }
      for (const share of coarse) if (!(tryAmount(share * end) < toBeat)) break
    }
    return best
  }

  /** Amount (and, for a new EQ band, frequency) around a trial, as far as it keeps getting better. */
  const refine = (base: MixModel, form: readonly NodeForm[], trial: Trial): Trial => {
    const { candidate } = trial
    if (candidate.isSwitch) return trial
    const value = probe(base, form, candidate)
    const bestAmount = (filter: FilterSettings | null, around: number, width: number): Trial => {
      let a = Math.max(candidate.range[0], around - width)
      let b = Math.min(candidate.range[1], around + width)
      let x1 = b - goldenRatio * (b - a)
      let x2 = a + goldenRatio * (b - a)
      let v1 = value(x1, filter)
      let v2 = value(x2, filter)
      while (b - a > candidate.resolution) {
        if (v1 < v2) {
          b = x2
          x2 = x1
          v2 = v1
          x1 = b - goldenRatio * (b - a)
          v1 = value(x1, filter)
        } else {
          a = x1
          x1 = x2
          v1 = v2
          x2 = a + goldenRatio * (b - a)
          v2 = value(x2, filter)
        }
      }
      const amount = roundTo((a + b) / 2, candidate.resolution)
      return { candidate, amount, filter, value: value(amount, filter) }
    }
    const span = (candidate.range[1] - candidate.range[0]) / 4
    let best = bestAmount(trial.filter, trial.amount, span)
    if (!candidate.tunable || best.filter === null) return best
    const tryFilter = (filter: FilterSettings) => {
      const tuned = bestAmount(filter, best.amount, span / 4)
      if (tuned.value < best.value) best = tuned
    }
    for (const factor of [2 ** (-1 / 6), 2 ** (1 / 6)]) tryFilter({ ...best.filter!, hz: best.filter!.hz * factor })
    if (best.filter.type === 'bell')
      for (const q of rules.eqBells.q) if (q !== best.filter!.q) tryFilter({ ...best.filter!, q })
    return best
  }

  /** A trial on top of others, cut back to the most that takes no more from other tracks than they do. */
  const heldBack = (others: readonly Choice[], trial: Trial): Trial => {
    const worth = (amount: number) => {
      const list = amount === 0 ? others : [...others, { ...trial, amount }]
      const moved = model.with(list.map(moveOf))
      return { taken: taken(list, moved), value: () => worthOf(moved) + trial.candidate.cost(amount) }
    }
    if (trial.amount === 0 || trial.candidate.isSwitch) return trial
    const allowed = worth(0).taken
    if (worth(trial.amount).taken <= allowed) return trial
    let [held, broken] = [0, trial.amount]
    for (let n = 0; n < halvings; n++) {
      const middle = (held + broken) / 2
      if (worth(middle).taken <= allowed) held = middle
      else broken = middle
    }
    const { resolution } = trial.candidate
    const amount = roundTo(Math.trunc(held / resolution) * resolution, resolution)
    return { ...trial, amount, value: worth(amount).value() }
  }

  /** Sorted by value: held back, none gets better, so that only the first few are asked. */
  const bestHeld = (others: readonly Choice[], sorted: readonly Trial[]): Trial | undefined => {
    let best: Trial | undefined
    for (const trial of sorted) {
      if (best && best.value <= trial.value) break
      const held = heldBack(others, trial)
      if (!best || held.value < best.value) best = held
    }
    return best
  }

  /** All members of a joint by the same share of their ways: the best of a few shares. null: some cannot be used any more. */
  const jointTrial = ({
    id,
    members,
  }: Joint): { readonly choices: readonly Choice[]; readonly value: number } | null => {
    const isOpen = members.every(member => choices.every(choice => compatible(choice.candidate, member)))
    if (!isOpen || choices.length + members.length > rules.maximumMoves.value) return null
    const trials = [1, -1].flatMap(sign =>
      coarseFlat.map(share => {
        const added = members.flatMap((candidate): Choice[] => {
          const amount = roundTo(along(candidate, candidate.range[sign > 0 ? 1 : 0], share), candidate.resolution)
          return amount === 0 ? [] : [{ candidate, amount, filter: candidate.filter, joint: id }]
        })
        return {
          choices: added,
          value: added.length > 1 ? planValue([...choices, ...added]) : Number.POSITIVE_INFINITY,
        }
      }),
    )
    return trials.reduce((a, b) => (b.value < a.value ? b : a))
  }

  let choices: Choice[] = []
  let value = penalised(startTotal)
  let singles: SearchResult['singles'] = []
  let promising = candidates
  while (choices.length < rules.maximumMoves.value) {
    const base = model.with(choices.map(moveOf))
    const cost = costOf(choices)
    const forms = new Map(promising.map(({ node }) => node).map(node => [node, base.nodeForm(node)]))
    const open = promising.filter(candidate => choices.every(choice => compatible(choice.candidate, candidate)))
    const trials = open
      .map(candidate => coarseTrial(base, forms.get(candidate.node)!, candidate, value - cost))
      .sort((a, b) => a.value - b.value)
    // What helps least alone is not what a second or third move is made of.
    if (choices.length === 0) promising = trials.slice(0, lookedAtAgain).map(({ candidate }) => candidate)
    const best = trials
      .slice(0, refined)
      .map(trial => refine(base, forms.get(trial.candidate.node)!, trial))
      .sort((a, b) => a.value - b.value)
    if (choices.length === 0) singles = bestSingles(best, value)
    const winner = bestHeld(choices, best)
    const single = winner && winner.amount !== 0 ? winner.value + cost : Number.POSITIVE_INFINITY
    const together = joints
      .map(jointTrial)
      .filter(trial => trial !== null)
      .reduce<ReturnType<typeof jointTrial>>((a, b) => (a && a.value <= b.value ? a : b), null)
    const added = together && together.value < single ? together.choices : winner ? [winner] : []
    if (Math.min(single, together?.value ?? Number.POSITIVE_INFINITY) >= value - 1e-6) break
    const next = resolve([...choices, ...added])
    const now = planValue(next)
    if (now >= value - 1e-6) break
    choices = next
    value = now
  }
  return { choices: prune(choices), singles }

  /** All amounts again, each with the others held, twice round. */
  function resolve(list: Choice[]): Choice[] {
    let current = list
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < current.length; i++) {
        const choice = current[i]!
        const others = current.filter((_, j) => j !== i)
        const base = model.with(others.map(moveOf))
        const form = base.nodeForm(choice.candidate.node)
        const trial = heldBack(others, refine(base, form, { ...choice, value: 0 }))
        const solved = choice.joint === undefined ? trial : { ...trial, joint: choice.joint }
        current = current.map((other, j) => (j === i ? solved : other))
      }
    }
    return current.filter(choice => choice.amount !== 0)
  }

  /** Drops what the rest makes superfluous, worst first. */
  function prune(list: readonly Choice[]): Choice[] {
    let current = [...list]
    for (;;) {
      const whole = planValue(current)
      const without = current.map((_, i) => planValue(current.filter((_, j) => j !== i)))
      const worst = without.indexOf(Math.min(...without))
      if (worst < 0 || without[worst]! > whole) return current
      current = resolve(current.filter((_, i) => i !== worst))
    }
  }
}

/** An amount a share of the way to one end of the range, counted from where anything begins to be heard. */
const along = ({ idle }: Candidate, end: number, share: number) => (end > 0 ? idle + share * (end - idle) : share * end)

/** Two candidates can be used together unless they are the same control, or two EQ bands close to each other on a track. */
function compatible(a: Candidate, b: Candidate): boolean {
  if (a.node !== b.node) return true
  if (a.control === b.control) return false
  // Devices that are not there yet would all be put at the same place: one a pass.
  if (a.inserts && b.inserts && a.inserts.className !== b.inserts.className) return false
  if (a.kind !== 'eq' || b.kind !== 'eq') return true
  return Math.abs(Math.log2(a.filter!.hz / b.filter!.hz)) > 1
}

function bestSingles(trials: readonly Trial[], start: number): SearchResult['singles'] {
  const seen = new Set<string>()
  return trials.flatMap(choice => {
    const key = `${choice.candidate.node} ${choice.candidate.kind}`
    const reduction = start - choice.value
    if (seen.has(key) || choice.amount === 0 || reduction <= 0) return []
    seen.add(key)
    return [{ choice, reduction }]
  })
}

export const roundTo = (value: number, resolution: number) =>
  // Through an integer count, then cleaned of the binary remainder: 0.1 · 3 reads 0.3.
  Number((Math.round(value / resolution) * resolution).toFixed(6))
