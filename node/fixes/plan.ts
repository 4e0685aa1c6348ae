/** The planner: gaps + set + mix model → plan. Pure: reads a snapshot, writes nothing, so a dry run is the same code. */

import type { Analysis } from '../features/analysis.ts'
import { type FeatureId, feature, type Rows, type Scope } from '../features/catalogue.ts'
import type { Comparison } from '../gap/gap.ts'
import { distance, excess, type Objective } from '../gap/objective.ts'
import type { LiveSet } from '../live/set.ts'
import type { Heard } from '../mix/contributions.ts'
import { predictRows } from '../mix/predict.ts'
import { type Candidate, findCandidates, type Locks } from './candidates.ts'
import type { Fix, Plan, PredictedFeature } from './fix.ts'
import { PredictedDistance } from './predicted-distance.ts'
import { type Rules, rules as shippedRules } from './rules.ts'
import { type Choice, moveOf, roundTo, type SearchResult, search } from './search.ts'
import { byHandText, changeTitle } from './words.ts'

export interface PlanInput {
  readonly set: LiveSet
  readonly analysis: Analysis
  readonly heard: Heard
  readonly comparison: Comparison
  readonly profileName: string
  readonly locks?: Locks
  readonly rules?: Rules
  /** Scales every amount, 0..1. */
  readonly strength?: number
}

/** Below this share of Main explained, amounts would be guesses: none are given (DESIGN 3.1). */
const leastExplained = 0.7

export function plan(input: PlanInput): Plan {
  const { set, analysis, heard, comparison, profileName, rules = shippedRules, strength = 1 } = input
  const { objective } = comparison
  const uncapped = distance(objective, analysis.rows, Number.POSITIVE_INFINITY).total
  const empty = (refused: readonly string[]): Plan => ({
    stage: comparison.stage,
    profile: profileName,
    distanceBefore: uncapped,
    distancePredicted: uncapped,
    fixes: [],
    refused,
    explained: heard.explained,
  })
  if (objective.terms.length === 0) return empty(['Nothing here can be compared with this profile.'])
  if (heard.explained < leastExplained) {
    const percent = Math.round(100 * heard.explained)
    return empty([
      `The ${heard.heardTracks} of ${heard.audibleTracks} tracks heard explain ${percent} % of Main: too little to solve amounts. Put a Tap on the missing tracks or import their stems.`,
    ])
  }

  const { candidates, refused } = findCandidates(set, heard.model, rules, input.locks)
  const predicted = new PredictedDistance(objective, analysis.rows, heard.model)
  const found = search(heard.model, predicted, candidates, rules)

  const distanceOf = (choices: readonly Choice[]) =>
    predicted.evaluate(heard.model.with(choices.map(moveOf)).statistics())
  const before = distanceOf([])
  const leastReduction = Math.max(rules.offer.minimumReduction, rules.offer.minimumRelative * before)
  const thisPass = worthwhile(
    found.choices.map(choice => forOnePass(choice, strength)).filter(choice => choice.amount !== 0),
    distanceOf,
    leastReduction,
  )

  const all = distanceOf(thisPass)
  const fixes = thisPass
    .map((choice, i) => {
      const others = thisPass.filter((_, j) => j !== i)
      const reduction = distanceOf(others) - all
      const wanted = found.choices.find(({ candidate }) => candidate === choice.candidate)!.amount
      return fixOf(choice, wanted, reduction, input, objective, found.singles)
    })
    .sort((a, b) => b.predictedReduction - a.predictedReduction)
    .map((fix, i) => ({ ...fix, id: `fix-${i + 1}` }))
  return {
    stage: comparison.stage,
    profile: profileName,
    distanceBefore: before,
    distancePredicted: all,
    fixes,
    refused,
    explained: heard.explained,
  }
}

function forOnePass(choice: Choice, strength: number): Choice {
  const { limitPerPass, resolution } = choice.candidate
  const clamped = Math.max(-limitPerPass, Math.min(limitPerPass, choice.amount))
  return {
    ...choice,
    amount: choice.candidate.kind === 'bass-mono' ? choice.amount : roundTo(clamped * strength, resolution),
  }
}

/** Drops, least first, every move whose own share of the reduction is not worth offering. */
function worthwhile(
  choices: readonly Choice[],
  distanceOf: (choices: readonly Choice[]) => number,
  leastReduction: number,
): Choice[] {
  let current = [...choices]
  while (current.length > 0) {
    const all = distanceOf(current)
    const shares = current.map((_, i) => distanceOf(current.filter((_, j) => j !== i)) - all)
    const least = Math.min(...shares)
    if (least >= leastReduction) return current
    current = current.filter((_, i) => i !== shares.indexOf(least))
  }
  return current
}

function fixOf(
  choice: Choice,
  wanted: number,
  predictedReduction: number,
  { analysis, heard }: PlanInput,
  objective: Objective,
  singles: SearchResult['singles'],
): Omit<Fix, 'id'> & { id: string } {
  const { candidate, amount } = choice
  const move = moveOf(choice)
  const { rows } = predictRows(analysis, heard.model, [move])
  const changes = candidate.realise(amount, choice.filter ?? undefined)
  return {
    id: '',
    title: changeTitle(choice, changes),
    kind: candidate.kind,
    track: candidate.node,
    trackName: candidate.trackName,
    amount,
    unit: candidate.unit,
    wanted,
    move,
    changes,
    closes: closedGaps(objective, analysis.rows, rows),
    predictedReduction,
    predicted: movedFeatures(objective, analysis.rows, rows),
    confidence: confidenceOf(candidate, heard),
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

/** Terms that get closer to their zone, by how far they were outside. */
function closedGaps(objective: Objective, before: Rows, after: Rows): Fix['closes'] {
  return objective.terms
    .map(term => {
      const sigmas = (rows: Rows) =>
        Math.abs(excess(term, rows[term.scope]!.values[term.id] ?? term.median)) / term.sigma
      return { feature: term.id, scope: term.scope, sigmas: sigmas(before), gain: sigmas(before) - sigmas(after) }
    })
    .filter(({ gain, sigmas }) => gain > 0.25 && sigmas >= 0.5)
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

function confidenceOf(candidate: Candidate, heard: Heard): Fix['confidence'] {
  if (!candidate.postChain) {
    return { value: 'low', reason: 'a compressor, limiter or saturator behind it will answer to the change' }
  }
  if (heard.explained < 0.9) {
    return { value: 'medium', reason: `the heard tracks explain ${Math.round(100 * heard.explained)} % of Main` }
  }
  if (candidate.kind === 'eq' || candidate.kind === 'bass-mono') {
    return {
      value: 'medium',
      reason: "linear and after the track's dynamics; Live's filter curve is modelled, not measured",
    }
  }
  return { value: 'high', reason: "linear and after the track's dynamics: the effect is computed, not guessed" }
}

function riskOf(candidate: Candidate): string {
  if (candidate.node === 'master_track') return 'Moves every track at once.'
  switch (candidate.kind) {
    case 'level':
      return 'Sends follow the fader: reverb and delay of this track move with it.'
    case 'eq':
      return 'Changes the sound of the track, not only its place in the mix: listen in solo and in the mix.'
    case 'width':
      return 'Check the mono sum of the track.'
    case 'bass-mono':
      return 'A wide bass layer loses its width below the corner.'
    case 'pan':
      return 'Placement is taste: listen on headphones.'
  }
}
