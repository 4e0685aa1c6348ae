/** Reports as self-contained HTML pages. */
import type { Analysis } from '../features/analysis.ts'
import type { Proof } from '../fixes/proof.ts'
import type { Comparison } from '../gap/gap.ts'
import type { TrackFindings } from '../mix/track-findings.ts'
import type { Judgement } from '../profile/judge/judgement.ts'
import { type Profile, provenance } from '../profile/profile.ts'
import { priorNote } from './analysis-text.ts'
import { gapStories, heardSentence, movesOf, predictionError, unmeasured } from './facts.ts'
import { featuresPart, fixesPart, gapsPart, materialPart, notesPart, passesPart, targetNotes } from './html-parts.ts'
import { type Ends, spectrumPart, timelinePart, widthPart } from './html-plots.ts'
import { judgementWords } from './judge-text.ts'
import { html, type Markup, type Piece } from './markup.ts'
import { type PageOptions, page } from './page.ts'
import { scorePlot } from './plots.ts'
import { errorSentence, verdict } from './proof-text.ts'
import { duckingPart, maskingPart } from './tracks-html.ts'
import { capitalize, featuresByScope, formatNumber, formatShare, formatTime, formatValue } from './words.ts'

export type { PageOptions } from './page.ts'

const method =
  'Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342, true peak with oversampling, levels and width on third octaves and named bands against the mid-range. The gap is the weighted mean distance outside the references’ 10th to 90th percentile, in robust σ, each figure counted up to 4 σ; 100 points are a gap of zero.'
const sameBars = 'Before and after are the same bars, the same sections and the same figures; one formula for both.'
const notVerified = "That Live's own devices respond as modelled is not verified here."

const tile = (name: string, value: Piece, about: Piece) =>
  html`<div class="tile"><span class="muted small">${name}</span><b>${value}</b><span class="muted small">${about}</span></div>`

const wideTile = (name: string, value: Piece, plot: Piece) =>
  html`<div class="tile wide"><span class="muted small">${name}</span><b>${value}</b>${plot}</div>`

function headerPiece(title: string, analysis: Analysis, about: Piece): Markup {
  const { seconds, sampleRate, grid, sections } = analysis
  const facts = [
    formatTime(seconds),
    grid ? formatValue('BPM', grid.tempo) : 'no beat grid',
    `${sampleRate / 1000} kHz`,
    sections.length === 1 ? '1 section' : `${sections.length} sections`,
  ]
  return html`<header><h1>${title}</h1><p class="muted">${analysis.name}: ${facts.join(', ')}</p>${about}</header>`
}

const priorPiece = (profile: Profile): Piece =>
  profile.kind === 'prior' &&
  html`<p class="light warning" style="white-space:normal">◆ The target is a prior from published figures, not your taste. ${priorNote}</p>`

const unmeasuredNotes = (analysis: Analysis) =>
  [...unmeasured(analysis)].map(([reason, items]) => `${capitalize(reason)}: ${featuresByScope(items)}.`)

export interface ProofPageOptions extends PageOptions {
  /** What this run cannot show; by default that Live's devices respond as modelled. */
  readonly notProven?: readonly string[]
}

export function proofHtml(proof: Proof, options: ProofPageOptions): string {
  const { profile, before, after, scoreBefore, scoreAfter, gapReduction } = proof
  const ends: Ends = { before: before.analysis, after: after.analysis, profile }
  const comparisons = { before: before.comparison, after: after.comparison }
  const moves = movesOf(proof)
  return page(options, [
    headerPiece(
      options.title,
      before.analysis,
      html`<p class="lead">${verdict(proof)} ${errorSentence(proof)}</p>${priorPiece(profile)}`,
    ),
    proof.features.length > 0 && headline(proof, gapReduction, scoreBefore, scoreAfter),
    fixesPart(moves, proof),
    passesPart(proof),
    timelinePart(ends),
    spectrumPart(ends),
    widthPart(ends),
    gapsPart(gapStories(proof), comparisons, profile.kind),
    materialPart(after.comparison.material, profile.kind),
    featuresPart(ends, after.comparison, proof.features),
    notesPart('Warnings', before.analysis.warnings),
    notesPart('Not measured', unmeasuredNotes(after.analysis)),
    notesPart('Notes', [
      ...targetNotes(after.comparison, profile, provenance(profile)),
      heardSentence(before),
      method,
      sameBars,
    ]),
    notesPart('What this does not prove', options.notProven ?? [notVerified]),
  ])
}

function headline(proof: Proof, gapReduction: number | null, scoreBefore: number, scoreAfter: number): Markup {
  const moves = movesOf(proof)
  const held = moves.filter(({ outcome }) => outcome.kind === 'applied').length
  const { medianDb, count } = predictionError(proof)
  const refused = moves.length - held
  return html`<div class="tiles">${wideTile(
    `Score of 100, against ${provenance(proof.profile)}, as a ${proof.stage}`,
    html`<span class="was">${formatNumber(scoreBefore, 0)}</span> → <span class="now">${formatNumber(scoreAfter, 0)}</span>`,
    scorePlot('score', scoreBefore, scoreAfter),
  )}${[
    tile(
      gapReduction !== null && gapReduction < 0 ? 'Gap grew by' : 'Gap closed',
      gapReduction === null ? 'none' : formatShare(Math.abs(gapReduction)),
      `${formatNumber(proof.distanceBefore.total, 3)} → ${formatNumber(proof.distanceAfter.total, 3)} σ, measured`,
    ),
    tile('Moves', held, refused > 0 ? `applied, ${refused} refused` : 'applied and read back'),
    tile(
      'Prediction error',
      medianDb === null ? '–' : `${formatNumber(medianDb, 2)} dB`,
      medianDb === null
        ? 'nothing moved'
        : `median of ${count} figures that moved${proof.passes.length > 1 ? ', last pass' : ''}`,
    ),
    tile(
      'Heard',
      formatShare(proof.before.explained),
      `of Main, from ${proof.before.heardTracks} of ${proof.before.audibleTracks} tracks`,
    ),
  ]}</div>`
}

function keyTile({ harmony }: Analysis): readonly [value: string, about: string] {
  if (!harmony) return ['–', 'not looked for']
  if (harmony.key === null) return ['–', harmony.reason]
  return [harmony.key, `${harmony.camelot}, ${formatShare(harmony.confidence)} sure`]
}

export interface AnalysisPage {
  readonly analysis: Analysis
  readonly comparison: Comparison | null
  readonly profile: Profile | null
  /** What the tracks add, where they were heard. */
  readonly tracks: TrackFindings | null
  /** Of the learned judge, where there is one to ask. */
  readonly judgement?: Judgement | null
}

export function analysisHtml(
  { analysis, comparison, profile, tracks, judgement }: AnalysisPage,
  options: PageOptions,
): string {
  const ends: Ends = { before: null, after: analysis, profile }
  const overall = analysis.rows.overall?.values ?? {}
  const scored = comparison !== null && comparison.objective.terms.length > 0
  return page(options, [
    headerPiece(options.title, analysis, profile && priorPiece(profile)),
    html`<div class="tiles">${
      scored &&
      profile &&
      wideTile(
        `Score of 100, against ${provenance(profile)}, as a ${comparison.stage}`,
        html`<span class="now">${formatNumber(comparison.score, 0)}</span>`,
        scorePlot('score', null, comparison.score),
      )
    }${[
      tile('Integrated loudness', formatValue('LUFS', overall.integratedLoudness ?? null), 'BS.1770-4'),
      tile('True peak', formatValue('dBTP', overall.truePeak ?? null), 'oversampled'),
      tile('Tempo', formatValue('BPM', overall.tempo ?? null), 'beat grid'),
      tile('Key', ...keyTile(analysis)),
    ]}</div>`,
    notesPart('Warnings', analysis.warnings),
    judgement ? notesPart('The learned judge', judgementWords(judgement)) : [],
    timelinePart(ends),
    spectrumPart(ends),
    widthPart(ends),
    duckingPart(analysis, tracks?.ducking ?? null),
    maskingPart(tracks?.masking ?? null),
    comparison &&
      profile && [
        gapsPart(
          comparison.gaps.map(gap => ({ before: gap, after: null })),
          { before: null, after: comparison },
          profile.kind,
        ),
        materialPart(comparison.material, profile.kind),
      ],
    featuresPart(ends, comparison, []),
    notesPart('Not measured', unmeasuredNotes(analysis)),
    notesPart('Notes', [
      ...(comparison && profile
        ? targetNotes(comparison, profile, provenance(profile))
        : ['Compared with nothing: no profile was given.']),
      method,
    ]),
  ])
}
