/** The parts of a page that are words and tables: gaps, fixes, features, notes. */
import type { FeatureId, Scope } from '../features/catalogue.ts'
import { feature, featureIds, scopes } from '../features/catalogue.ts'
import type { Proof } from '../fixes/proof.ts'
import { type Comparison, type Contribution, type Gap, severityOf } from '../gap/gap.ts'
import type { Profile, ProfileKind } from '../profile/profile.ts'
import {
  categories,
  declinedOf,
  type GapStory,
  gapsIn,
  groupBy,
  lightOf,
  type MadeMove,
  outside,
  zoneOf,
} from './facts.ts'
import {
  affectedWords,
  alsoCloses,
  changeWords,
  confidenceWords,
  limitWords,
  predictedWords,
  reasonSentence,
} from './fix-words.ts'
import type { Ends } from './html-plots.ts'
import { html, type Markup, type Piece } from './markup.ts'
import { part } from './page.ts'
import {
  capitalize,
  featureList,
  formatAmount,
  formatFeature,
  formatNumber,
  formatRange,
  formatShare,
  gapSentence,
  type Light,
  noGapWords,
  scopeLabel,
  severityWords,
} from './words.ts'

/** A mark, a word and a colour: each alone says it. */
export const lightPiece = (light: Light): Markup =>
  html`<span class="light ${light}">${severityWords[light].mark} ${severityWords[light].word}</span>`

const sharesPiece = (contributors: readonly Contribution[]): Piece =>
  contributors.length > 0 &&
  html`<ul class="shares" aria-label="Carried by">${contributors
    .slice(0, 4)
    .map(
      ({ track, share }) =>
        html`<li><span title="${track}">${track}</span><b>${formatShare(share)}</b><i><i style="width:${Math.min(100, 100 * share)}%;height:4px"></i></i></li>`,
    )}</ul>`

/** What became of a gap. */
function storyPiece({ before, after }: GapStory, kind: ProfileKind, isProof: boolean): Markup {
  const gap = (before ?? after)!
  const sentence = gapSentence({ ...gap, contributors: [] }, kind)
  const contributors = feature(gap.feature).gap === 'material' ? [] : gap.contributors
  const now = !isProof
    ? lightPiece(gap.severity)
    : before === null
      ? html`new: ${lightPiece(gap.severity)}`
      : html`${lightPiece(before.severity)} → ${lightPiece(after?.severity ?? 'ok')}`
  const left =
    before && after
      ? `Now ${formatFeature(after.feature, after.value)}: ${formatAmount(after.feature, after.excess)} outside the range.`
      : ''
  return html`<li class="story"><div><p>${now}</p><p>${sentence} <span class="muted">${left}</span></p></div>${sharesPiece(contributors)}</li>`
}

const shownStories = 5

function storyList(stories: readonly GapStory[], kind: ProfileKind, isProof: boolean): Piece {
  const list = (some: readonly GapStory[]) =>
    html`<ul class="plain" style="gap:0">${some.map(story => storyPiece(story, kind, isProof))}</ul>`
  const rest = stories.slice(shownStories)
  return [
    list(stories.slice(0, shownStories)),
    rest.length > 0 && html`<details><summary>${rest.length} more</summary>${list(rest)}</details>`,
  ]
}

const score = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, 0))

/** Gaps by category: lights and scores of one comparison or of two, then what each gap was and is. */
export function gapsPart(
  stories: readonly GapStory[],
  { before, after }: { readonly before: Comparison | null; readonly after: Comparison },
  kind: ProfileKind,
): Piece {
  const scored = categories.filter(category => (before ?? after).categories[category] !== undefined)
  if (scored.length === 0)
    return part('Gaps', null, html`<p>Nothing measured here is in the profile, so nothing is scored.</p>`)
  const panels = scored.map(category => {
    const own = stories.filter(story => feature((story.before ?? story.after)!.feature).category === category)
    const lights = [before, after].flatMap(each => (each ? [lightPiece(lightOf(gapsIn(each, category)))] : []))
    const scores = [before, after].flatMap(each => (each ? [score(each.categories[category])] : []))
    return html`<div class="panel"><div class="category"><h3>${capitalize(category)}</h3><span>${lights.map((light, i) => [i > 0 && ' → ', light])} <span class="muted">score ${scores.join(' → ')}</span></span></div>${own.length > 0 ? storyList(own, kind, before !== null) : html`<p class="muted">${capitalize(noGapWords(after.categories[category] === 100 ? 0 : 1, kind))}</p>`}</div>`
  })
  return part(
    'Gaps by category',
    'What levels, EQ, width and dynamics can change; worst first, with the tracks that carry it.',
    html`<div class="plain" style="display:grid;gap:.8rem">${panels}</div>`,
  )
}

export function materialPart(gaps: readonly Gap[], kind: ProfileKind): Piece {
  if (gaps.length === 0) return null
  return part(
    'Material',
    'Tempo, sounds, arrangement: reported, never scored, yours to decide.',
    html`<div class="panel">${storyList(
      gaps.map(gap => ({ before: gap, after: null })),
      kind,
      false,
    )}</div>`,
  )
}

const entry = (name: string, value: Piece): Piece =>
  value !== '' && value !== null && html`<dt>${name}</dt><dd>${value}</dd>`

function outcomePiece({ outcome }: MadeMove): Markup {
  return outcome.kind === 'applied'
    ? html`<span class="light ok">✓ applied</span>`
    : html`<span class="light warning">✕ refused${outcome.rolledBack && ', rolled back'}</span>`
}

function cardPiece(move: MadeMove, proof: Proof): Markup {
  const { fix, outcome, distance, pass, planDistance, comparison } = move
  const plan = { distanceBefore: planDistance }
  const values =
    outcome.kind === 'applied'
      ? outcome.readBack.map(({ ref, before, after }) => html`<div>${ref.parameter}: ${before} → <b>${after}</b></div>`)
      : fix.changes.map(change => html`<div>${changeWords(change)}</div>`)
  const fall = distance && 1 - distance.after / distance.before
  const measured =
    distance && fall !== null && Number.isFinite(fall)
      ? `gap ${formatNumber(distance.before, 3)} → ${formatNumber(distance.after, 3)} (${formatShare(Math.abs(fall))} ${fall < 0 ? 'more' : 'less'})`
      : outcome.kind === 'applied'
        ? `together with the other fixes of pass ${pass}`
        : ''
  return html`<li class="card"><header><h3>${fix.title}</h3>${outcomePiece(move)}</header><p>${reasonSentence(fix, comparison, proof.profile.kind)}</p><dl>${[
    entry('Refused', outcome.kind === 'refused' ? outcome.reason : ''),
    entry('Also closes', alsoCloses(fix)),
    entry('Where', affectedWords(fix)),
    entry('Amount', limitWords(fix)),
    entry(outcome.kind === 'applied' ? 'Read back' : 'Would set', values),
    entry(
      'Predicted',
      `${outcome.kind === 'applied' ? 'closes' : 'would close'} ${predictedWords(fix, plan)}${pass > 1 ? ` that pass ${pass - 1} left` : ''}`,
    ),
    entry('Measured', measured),
    entry('Confidence', `${confidenceWords(fix)}: ${fix.confidence.reason}`),
    entry('Risk', fix.risk),
  ]}</dl><details><summary>By hand, and alternatives</summary><p>${fix.byHand}</p>${
    fix.alternatives.length > 0 &&
    html`<ul class="notes">${fix.alternatives.map(other => html`<li>${other.title}: alone ${predictedWords({ ...fix, predictedReduction: other.predictedReduction }, plan)}</li>`)}</ul>`
  }</details></li>`
}

export function fixesPart(moves: readonly MadeMove[], proof: Proof): Piece {
  const declined = proof.passes.flatMap(pass => declinedOf(pass).map(fix => fix.title))
  const refused = [...new Set(proof.passes.flatMap(({ plan }) => plan.refused))]
  const list = (title: string, lines: readonly string[]) =>
    lines.length > 0 &&
    html`<h3 style="margin-top:1rem">${title}</h3><ul class="notes">${lines.map(each => html`<li>${each}</li>`)}</ul>`
  return part(
    'Fixes',
    moves.length > 0 ? 'What was changed, why, and what Live gave back.' : null,
    html`${moves.length > 0 ? html`<ol class="cards">${moves.map(move => cardPiece(move, proof))}</ol>` : html`<p>Nothing was changed.</p>`}${list('Not approved', declined)}${list('Left alone', refused)}`,
  )
}

export function passesPart(proof: Proof): Piece {
  const rows = proof.passes.map(({ applied, before, predicted, after }, i) => {
    const held = applied.filter(({ outcome }) => outcome.kind === 'applied').length
    return html`<tr><th scope="row">Pass ${i + 1}</th><td>${held} of ${applied.length}</td><td>${formatNumber(before, 3)}</td><td>${formatNumber(predicted, 3)}</td><td>${formatNumber(after, 3)}</td></tr>`
  })
  return part(
    'The gap, pass by pass',
    'Mean distance outside the references’ range in σ, weighted, each figure counted up to 4 σ.',
    html`<div class="panel scroll" tabindex="0" role="group" aria-label="Passes"><table><thead><tr><th scope="col">Pass</th><th scope="col">Fixes applied</th><th scope="col">Before</th><th scope="col">Predicted</th><th scope="col">Measured</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  )
}

/** Every figure of every section: before, predicted, after, range, light. */
export function featuresPart(ends: Ends, comparison: Comparison | null, predicted: Proof['features']): Piece {
  const scored = new Set(comparison?.objective.terms.map(({ scope, id }) => `${scope}/${id}`))
  const forecast = new Map(predicted.map(each => [`${each.scope}/${each.feature}`, each.predicted]))
  const isProof = ends.before !== null
  const row = (scope: Scope, id: FeatureId): Piece => {
    const value = ends.after.rows[scope]?.values[id] ?? null
    const zone = zoneOf(ends.profile, scope, id)
    const key = `${scope}/${id}`
    const light = value !== null && zone && (severityOf(Math.abs(outside(id, zone, value)) / zone.sigma) ?? 'ok')
    return html`<tr><th scope="row">${feature(id).label}</th>${isProof && html`<td>${formatFeature(id, ends.before?.rows[scope]?.values[id] ?? null)}</td><td>${typeof forecast.get(key) === 'number' ? formatFeature(id, forecast.get(key)!) : '–'}</td>`}<td>${formatFeature(id, value)}</td><td>${zone ? formatRange(id, zone) : '–'}</td><td class="word">${light && scored.has(key) ? lightPiece(light) : html`<span class="muted">not scored</span>`}</td></tr>`
  }
  const titles = isProof ? ['Before', 'Predicted', 'After'] : ['Value']
  const tables = scopes
    .filter(scope => ends.after.rows[scope] !== undefined)
    .map(scope => {
      const ids = featureIds.filter(id => ends.after.rows[scope]!.values[id] !== undefined)
      return html`<details><summary>${capitalize(scopeLabel(scope))}: ${ids.length} figures</summary><div class="scroll" tabindex="0" role="group" aria-label="Figures of ${scopeLabel(scope)}"><table><thead><tr><th scope="col">Figure</th>${titles.map(title => html`<th scope="col">${title}</th>`)}<th scope="col">Range</th><th scope="col" style="text-align:left">Light</th></tr></thead><tbody>${ids.map(id => row(scope, id))}</tbody></table></div></details>`
    })
  return part('Every figure', null, html`<div class="panel" style="padding-block:.3rem">${tables}</div>`)
}

export const notesPart = (title: string, notes: readonly string[]): Piece =>
  notes.length > 0 && part(title, null, html`<ul class="notes">${notes.map(note => html`<li>${note}</li>`)}</ul>`)

/** Where the target comes from and what was left out of the score, in sentences. */
export function targetNotes(comparison: Comparison, profile: Profile, provenanceWords: string): string[] {
  const notScored = [...groupBy(comparison.notScored, item => item.reason)].map(
    ([reason, items]) => `Not scored (${reason}): ${featureList(items.map(item => item.feature)).join(', ')}.`,
  )
  return [`Target: ${provenanceWords}, references as ${profile.stage}s. ${profile.description}`.trim(), ...notScored]
}
