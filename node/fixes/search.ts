/**
 * The search: few, small moves that together bring the mix closest to the zones. Greedy selection on the predicted distance
 * (one move at a time, with its best amount), then all amounts solved again jointly, then whatever no longer earns its
 * place is dropped. Deterministic.
 */
import type { FilterSettings } from '../dsp/biquad.ts'
import type { MixModel, NodeForm } from '../mix/model.ts'
import type { Move, Shifts } from '../mix/moves.ts'
import type { Candidate, Joint } from './candidates/candidate.ts'
import { modelAfter } from './model-after.ts'
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

/** A joint on top of what is chosen. */
interface JointTrial {
  readonly choices: readonly Choice[]
  readonly value: number
}

/** Fractions of the range tried before an amount is refined. */
const coarse = [0.12, 0.35, 0.75] as const
/** The same for thresholds and limiter gains: between too little and too much lies a narrow stretch. */
const coarseFlat = [0.12, 0.25, 0.4, 0.5, 0.6, 0.8, 1] as const
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
  /** What is no better than `most` without it is not asked what it takes: that is dear. */
  const planValue = (choices: readonly Choice[], most = Number.POSITIVE_INFINITY) => {
    const moved = modelAfter(model, choices)
    const without = worthOf(moved) + costOf(choices)
    return without >= most ? without : without + taken(choices, moved)
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
    // Far from where a compressor starts to work its threshold does nothing; opened, one that works hard changes the loudness
    // first and gives the dynamics back later: a small step shows no direction.
    const isFlat = (end: number) =>
      candidate.kind === 'ducking' || candidate.kind === 'limiter' || (candidate.kind === 'compression' && end > 0)
    for (const end of [low, high]) {
      if (end === 0) continue
      if (isFlat(end)) {
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
      const moved = modelAfter(model, list)
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

  /**
   * A joint along one amount, the same share of every member's way: all of it; where that is less, what of it helps alone in that
   * direction; or two of it, since the rest can be right as it is. The best of a few shares; null: none can be tried any more.
   */
  const jointTrial = ({ id, members }: Joint, trials: readonly Trial[], toBeat: number): JointTrial | null => {
    const isOpen = (part: readonly Candidate[]) =>
      part.length > 1 &&
      choices.length + part.length <= rules.maximumMoves.value &&
      part.every(member => choices.every(choice => compatible(choice.candidate, member)))
    let best = value
    const tried = [1, -1].flatMap(sign => {
      const helping = trials.filter(
        ({ candidate, amount, value: v }) =>
          members.includes(candidate) && amount * sign > 0 && v - candidate.cost(amount) < toBeat,
      )
      const parts = [
        members,
        ...(helping.length < members.length ? [helping.map(({ candidate }) => candidate)] : []),
        ...(members.length > 2 ? pairsOf(members) : []),
      ]
      return parts.filter(isOpen).flatMap(part =>
        coarseFlat.map((share): JointTrial => {
          const added = part.flatMap((candidate): Choice[] => {
            const amount = roundTo(along(candidate, candidate.range[sign > 0 ? 1 : 0], share), candidate.resolution)
            return amount === 0 ? [] : [{ candidate, amount, filter: candidate.filter, joint: id }]
          })
          const v = added.length > 1 ? planValue([...choices, ...added], best) : Number.POSITIVE_INFINITY
          best = Math.min(best, v)
          return { choices: added, value: v }
        }),
      )
    })
    return least(tried)
  }

  let choices: Choice[] = []
  let value = penalised(startTotal)
  let singles: SearchResult['singles'] = []
  let promising = candidates
  while (choices.length < rules.maximumMoves.value) {
    const base = modelAfter(model, choices)
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
    const together = least(joints.map(joint => jointTrial(joint, trials, value - cost)).filter(trial => trial !== null))
    // The amounts of a joint are coarse until they are solved: what it is worth beside the best single move shows then.
    const next = least(
      [winner && single < value ? [winner] : [], together && together.value < value ? together.choices : []]
        .filter(added => added.length > 0)
        .map(added => resolve(joined([...choices, ...added], joints)))
        .map(list => ({ choices: list, value: planValue(list) })),
    )
    if (!next || next.value >= value - 1e-6) break
    choices = next.choices
    value = next.value
  }
  return { choices: joined(prune(choices), joints), singles }

  /** All amounts again, each with the others held, twice round. */
  function resolve(list: Choice[]): Choice[] {
    let current = list
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < current.length; i++) {
        const choice = current[i]!
        const others = current.filter((_, j) => j !== i)
        const base = modelAfter(model, others)
        const form = base.nodeForm(choice.candidate.node)
        const trial = refine(base, form, { ...choice, value: 0 })
        const solved = heldBack(others, choice.joint === undefined ? trial : { ...trial, joint: choice.joint })
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
      const without = current.map((_, i) =>
        planValue(
          current.filter((_, j) => j !== i),
          whole,
        ),
      )
      const worst = without.indexOf(Math.min(...without))
      if (worst < 0 || without[worst]! > whole) return current
      current = resolve(current.filter((_, i) => i !== worst))
    }
  }
}

/**
 * What one cause can ask for at once belongs together however it came in: members of a joint that go the same way. A member by
 * itself belongs to nothing.
 */
export function joined(choices: readonly Choice[], joints: readonly Joint[]): Choice[] {
  return choices.map(({ joint: _, ...choice }) => {
    const sign = Math.sign(choice.amount)
    const [best] = joints
      .filter(({ members }) => members.includes(choice.candidate))
      .map(({ id, members }) => ({
        id,
        chosen: choices.filter(({ candidate, amount }) => members.includes(candidate) && Math.sign(amount) === sign)
          .length,
      }))
      .sort((a, b) => b.chosen - a.chosen)
    return best && best.chosen > 1 ? { ...choice, joint: `${best.id} ${sign > 0 ? 'more' : 'less'}` } : choice
  })
}

const pairsOf = <T>(list: readonly T[]): T[][] => list.flatMap((a, i) => list.slice(i + 1).map(b => [a, b]))

const least = <T extends { readonly value: number }>(trials: readonly T[]): T | null =>
  trials.reduce<T | null>((a, b) => (a && a.value <= b.value ? a : b), null)

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
