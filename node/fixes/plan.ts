/** The planner: gaps + set + mix model → plan. Pure: reads a snapshot, writes nothing, so a dry run is the same code. */

import type { Analysis } from '../features/analysis.ts'
import { type Category, type FeatureId, feature, type Rows, type Scope } from '../features/catalogue.ts'
import type { Comparison } from '../gap/gap.ts'
import { asWished, distance, excess, type Objective, type Wishes } from '../gap/objective.ts'
import type { LiveSet, TrackPath } from '../live/set.ts'
import type { Heard } from '../mix/contributions.ts'
import { modelOf } from '../mix/devices/index.ts'
import { isMainAlone } from '../mix/main-alone.ts'
import type { MixModel } from '../mix/model.ts'
import { predictRows } from '../mix/predict.ts'
import { type AmountFactor, controlOf, scaled } from './amount-factor.ts'
import { automateByHand } from './automate-by-hand.ts'
import type { Candidate } from './candidates/candidate.ts'
import { findCandidates, type Locks } from './candidates/find.ts'
import { confidenceOf } from './confidence.ts'
import type { Fix, Plan, PredictedFeature } from './fix.ts'
import { layerPolarity } from './layer-polarity.ts'
import { type Begun, LoudnessGuard, type SessionStart } from './loudness-guard.ts'
import { modelAfter } from './model-after.ts'
import { jointly, offered, type Worth } from './offered.ts'
import { PredictedDistance } from './predicted-distance.ts'
import { findingFor, type MoveKind, type Rules, rules as shippedRules } from './rules.ts'
import { isSafety } from './safety.ts'
import { type Choice, moveOf, type SearchResult, search } from './search.ts'
import { unmaskByHand } from './unmask-by-hand.ts'
import { byHandText, changeTitle, riskOf } from './words.ts'

export interface PlanOptions {
  readonly locks?: Locks
  readonly wishes?: Wishes
  readonly rules?: Rules
  /** Scales every amount, 0..1. */
  readonly strength?: number
  /** What the user makes of amounts, by what a fix is; absent: as solved. Never of switches and of what is not safe. */
  readonly amountFactor?: AmountFactor
  /** Absent: the session begins with this plan. */
  readonly since?: SessionStart
  /** Fixes of this session that the limits of a pass cut short: the rest of them needs to be worth less than a new one. */
  readonly begun?: readonly Begun[]
  /** Classes of Live's devices that the session can put on a track (capability canInsert). */
  readonly insertable?: readonly string[]
}

export interface PlanInput extends PlanOptions {
  readonly set: LiveSet
  readonly analysis: Analysis
  readonly heard: Heard
  readonly comparison: Comparison
  readonly profileName: string
}

export function plan(input: PlanInput): Plan {
  const { set, analysis, comparison, profileName, rules = shippedRules, strength = 1 } = input
  const isAlone = isMainAlone(input.heard)
  // Of Main by itself everything is heard.
  const heard: Heard = isAlone ? { ...input.heard, model: input.heard.onMain, explained: 1 } : input.heard
  const objective = asWished(comparison.objective, analysis.rows, input.wishes ?? {})
  const uncapped = distance(objective, analysis.rows, Number.POSITIVE_INFINITY).total
  const empty = (refused: readonly string[]): Plan => ({
    stage: comparison.stage,
    profile: profileName,
    distanceBefore: uncapped,
    distancePredicted: uncapped,
    fixes: [],
    refused,
    explained: input.heard.explained,
  })
  if (objective.terms.length === 0) return empty(['Nothing here can be compared with this profile.'])

  const gaps = gapsOf(objective, analysis.rows)
  // Where the depth of the mix cannot be told, the balance alone says whether a ducker is wrong; nothing says that one is missing.
  const isDepthTold = objective.terms.some(({ id }) => id === 'duckDepth')
  const isBegun = (track: TrackPath, kind: MoveKind) =>
    input.begun?.some(fix => fix.track === track && fix.kind === kind) === true
  const roles = new Map([...heard.roles].map(([path, { role }]) => [path, role]))
  const { candidates, joints, refused } = findCandidates(set, heard.model, {
    rules,
    roles,
    gaps: isDepthTold || gaps.length === 0 ? gaps : [...gaps, 'duckDepth'],
    insertable: (input.insertable ?? []).filter(className => rules.insert.devices.includes(className)),
    ...(input.locks ? { locks: input.locks } : {}),
    ...(isDepthTold ? { ducking: heard.ducking } : {}),
    ...(isAlone ? { mainAlone: { isInputHeard: heard.isMainInputHeard } } : {}),
    isBegun,
  })
  const back = candidates
    .filter(({ kind }) => kind === 'mute')
    .map(({ move, range: [, on] }) => heard.model.with([move(on)]))
  const predicted = new PredictedDistance(objective, analysis.rows, heard.model, rules, back)
  const evaluated = (choices: readonly Choice[]) => {
    const moved = modelAfter(heard.model, choices)
    return { moved, distance: predicted.evaluate(moved.statistics(), moved.shifts), broken: predicted.broken }
  }
  const distanceOf = (choices: readonly Choice[]) => evaluated(choices).distance
  const { model, loudness } = heard
  const guard = isAlone
    ? null
    : new LoudnessGuard({
        model,
        loudness,
        since: input.since ?? null,
        rules,
        distanceOf,
        begun: input.begun ?? [],
        candidates,
      })
  const taken = (choices: readonly Choice[], moved: MixModel) => guard?.broken(choices, moved) ?? 0
  const found = search(model, predicted, { candidates, joints }, rules, taken)

  const worthOf = (choices: readonly Choice[]): Worth => {
    const { moved, distance, broken } = evaluated(choices)
    return {
      distance,
      get broken() {
        return broken + taken(choices, moved)
      },
    }
  }
  const before = distanceOf([])
  const thisPass = offered(found.choices, worthOf, {
    rules,
    strength,
    before,
    isBegun: ({ candidate: { node, kind } }) => isBegun(node, kind),
  })

  // A move that closes no gap a producer could name only tunes the arithmetic of the others.
  const solved = thisPass
    .map(choice => ({ choice, ...effectOf(choice, thisPass, { analysis, heard, objective }) }))
    .filter(({ closes }) => closes.length > 0)
  const named = input.amountFactor ? asLiked(solved, { input: { ...input, heard }, objective, worthOf }) : solved
  const toDoByHand = () => [
    ...layerPolarity(set, model),
    ...automateByHand({ model, predicted, candidates, choices: found.choices, rules }),
    ...unmaskByHand(
      { model, loudness, predicted, candidates, choices: named.map(({ choice }) => choice), roles, rules },
      track => set.tracks.find(({ path }) => path === track)!.name,
    ),
  ]
  /** The whole way, as far as the user likes to go it. */
  const wantedOf = ({ candidate, amount }: Choice) => {
    const of = (choices: readonly Choice[]) => choices.find(each => each.candidate === candidate)!.amount
    const [whole, pass] = [of(found.choices), of(thisPass)]
    return amount === pass ? whole : (whole * amount) / pass
  }
  const all = distanceOf(named.map(({ choice }) => choice))
  const fixes = named
    .map(({ choice, ...effect }, i) => {
      const others = named.filter((_, j) => j !== i).map(other => other.choice)
      const reduction = distanceOf(others) - all
      const wanted = wantedOf(choice)
      return fixOf(
        { choice, wanted, reduction, effect },
        { input: { ...input, heard }, objective, rules, before, singles: found.singles },
      )
    })
    .sort((a, b) => b.predictedReduction - a.predictedReduction)
    .map((fix, i) => ({ ...fix, id: `fix-${i + 1}` }))
  return {
    stage: comparison.stage,
    profile: profileName,
    distanceBefore: before,
    distancePredicted: all,
    fixes,
    refused: isAlone ? [tooLittleHeard(input.heard), ...refused] : [...refused, ...toDoByHand()],
    explained: input.heard.explained,
  }
}

function tooLittleHeard({ heardTracks, audibleTracks, explained }: Heard): string {
  const what =
    heardTracks === 0
      ? 'No track was heard by itself'
      : `The ${heardTracks} of ${audibleTracks} tracks heard explain ${Math.round(100 * explained)} % of Main`
  return `${what}: only what is on Main is moved. Put Taps on the tracks or import their stems for more.`
}

type Solved = Effect & { readonly choice: Choice }

/** Why a fix is there does not change with how far the user goes; what it does is foretold for that. */
function asLiked(
  solved: readonly Solved[],
  {
    input,
    objective,
    worthOf,
  }: Pick<Background, 'input' | 'objective'> & { readonly worthOf: (choices: readonly Choice[]) => Worth },
): Solved[] {
  const factors = solved.map(({ choice: { candidate, amount, filter }, closes }) => {
    if (candidate.isSwitch || isSafety({ kind: candidate.kind, closes })) return 1
    const category: Category | null = closes[0] ? feature(closes[0].feature).category : null
    const role = input.heard.roles.get(candidate.node)?.role ?? 'other'
    const control = controlOf(candidate.realise(amount, filter ?? undefined))
    return input.amountFactor!({ track: candidate.node, kind: candidate.kind, control, role, category })
  })
  const choices = scaled(
    solved.map(({ choice }) => choice),
    factors,
    worthOf,
  )
  return choices.map(choice => {
    const { closes } = solved.find(each => each.choice.candidate === choice.candidate)!
    return { ...effectOf(choice, choices, { ...input, objective }), closes, choice }
  })
}

/** Features outside their zone somewhere. */
const gapsOf = (objective: Objective, rows: Rows): FeatureId[] => [
  ...new Set(
    objective.terms
      .filter(term => excess(term, rows[term.scope]?.values[term.id] ?? term.median) !== 0)
      .map(({ id }) => id),
  ),
]

interface Background {
  readonly input: PlanInput
  readonly objective: Objective
  readonly rules: Rules
  /** The distance before anything. */
  readonly before: number
  readonly singles: SearchResult['singles']
}

/** What a move does by itself: Main's features after it; and the gaps that it closes, of a joint with the others of it. */
interface Effect {
  readonly rows: Rows
  readonly closes: Fix['closes']
  /** Names of the others' tracks. */
  readonly others: readonly string[]
}

function effectOf(
  choice: Choice,
  choices: readonly Choice[],
  { analysis, heard, objective }: Pick<PlanInput, 'analysis' | 'heard'> & { readonly objective: Objective },
): Effect {
  const after = (moved: readonly Choice[]) => predictRows(analysis, heard.model, moved.map(moveOf)).rows
  const part = jointly(choices).find(each => each.includes(choice))!
  const rows = after([choice])
  return {
    rows,
    closes: closedGaps(objective, analysis.rows, part.length > 1 ? after(part) : rows),
    others: part.flatMap(other => (other === choice ? [] : [other.candidate.trackName])),
  }
}

interface Offered {
  readonly choice: Choice
  readonly wanted: number
  readonly reduction: number
  readonly effect: Effect
}

function fixOf(
  { choice, wanted, reduction: predictedReduction, effect: { rows, closes, others } }: Offered,
  { input: { analysis, heard }, objective, rules, before, singles }: Background,
): Fix {
  const { candidate, amount } = choice
  const move = moveOf(choice)
  const changes = candidate.realise(amount, choice.filter ?? undefined)
  const ids = closes.map(({ feature }) => feature)
  const finding = findingFor(candidate.kind, ids, heard.roles.get(candidate.node)?.role ?? 'other', rules)
  const elsewhere = singles.filter(({ choice: { candidate: other } }) => other.node !== candidate.node)
  const own = singles.find(({ choice: { candidate: other } }) => other === candidate)?.reduction ?? predictedReduction
  const next = elsewhere[0]?.reduction ?? 0
  const evidence = {
    shareOfGap: before > 0 ? predictedReduction / before : 0,
    lead: own > 0 ? 1 - Math.max(0, next) / own : 0,
    explained: heard.explained,
    postChain: candidate.postChain,
    linear: isLinear(candidate, move),
  }
  return {
    id: '',
    title: changeTitle(choice, changes, others),
    kind: candidate.kind,
    track: candidate.node,
    trackName: candidate.trackName,
    amount,
    unit: candidate.unit,
    wanted,
    move,
    changes,
    inserts: candidate.inserts,
    solo: move.kind === 'solo' ? { track: move.node, on: move.on } : null,
    finding: finding
      ? { id: finding.id, says: finding.says, why: finding.why }
      : { id: 'together', says: 'Several small gaps', why: 'It helps the other moves of this plan.' },
    closes,
    predictedReduction,
    predicted: movedFeatures(objective, analysis.rows, rows),
    confidence: confidenceOf(evidence),
    evidence,
    risk: riskOf(candidate),
    alternatives: singles
      .filter(({ choice: other }) => other.candidate !== candidate)
      .slice(0, 3)
      .map(({ choice: other, reduction }) => ({
        title: changeTitle(other, other.candidate.realise(other.amount, other.filter ?? undefined)),
        predictedReduction: reduction,
      })),
    byHand: byHandText(choice, changes),
  }
}

const isLinear = ({ kind }: Candidate, move: ReturnType<typeof moveOf>) =>
  kind !== 'mute' && (move.kind !== 'device' || modelOf(move.className)?.kind === 'linear')

/** A producer can name a gap from here on, and a step towards closing it. */
const leastSigmas = 0.3
const leastGain = 0.15

/** Terms that get closer to their zone, by how far they were outside. */
function closedGaps(objective: Objective, before: Rows, after: Rows): Fix['closes'] {
  return objective.terms
    .map(term => {
      const sigmas = (rows: Rows) =>
        Math.abs(excess(term, rows[term.scope]!.values[term.id] ?? term.median)) / term.sigma
      return { feature: term.id, scope: term.scope, sigmas: sigmas(before), gain: sigmas(before) - sigmas(after) }
    })
    .filter(({ gain, sigmas }) => gain > leastGain && sigmas >= leastSigmas)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 8)
    .map(({ feature, scope, sigmas }) => ({ feature, scope, sigmas }))
}

function movedFeatures(objective: Objective, before: Rows, after: Rows): PredictedFeature[] {
  const value = (rows: Rows, scope: Scope, id: FeatureId) => rows[scope]!.values[id]
  return objective.terms.flatMap(term => {
    const was = value(before, term.scope, term.id)
    const will = value(after, term.scope, term.id)
    if (typeof was !== 'number' || typeof will !== 'number') return []
    if (Math.abs(will - was) < 0.1 * Math.max(term.sigma, feature(term.id).floor)) return []
    return [{ feature: term.id, scope: term.scope, before: was, after: will }]
  })
}
