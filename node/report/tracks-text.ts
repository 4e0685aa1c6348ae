/** What the tracks add to an analysis, as lines for a terminal: ducking, masking, who fills which band. */
import { contiguousBands } from '../dsp/bands.ts'
import type { TrackDucking } from '../features/analysis.ts'
import { type Scope, scopes } from '../features/catalogue.ts'
import type { Masking } from '../features/masking/masking.ts'
import type { TrackFindings } from '../mix/track-findings.ts'
import { block, join, type Paint, painter, printableData, type TextOptions, wrap } from './layout.ts'
import { duckingWords, maskingPairWords, playbackWords, sharesWords, slotWords } from './track-words.ts'
import { formatShare, inScope } from './words.ts'

const listed = 6

/** Masking and bands of the drop, where there is one: the section that is judged. */
export function tracksText(findings: TrackFindings, { color }: TextOptions): string {
  const paint = painter(color)
  const { ducking, masking, shares } = printableData(findings)
  const scope = (['drop', ...scopes] as const).find(each => masking.scopes[each])
  return join([
    duckingBlock(paint, ducking),
    ...(scope ? maskingBlocks(paint, masking, scope) : []),
    ...(scope && shares[scope]
      ? [
          block(
            paint,
            `Who carries the power ${inScope(scope)}`,
            sharesWords(shares[scope]).flatMap(line => wrap(line, '  ')),
          ),
        ]
      : []),
  ])
}

function duckingBlock(paint: Paint, ducking: readonly TrackDucking[]): string[] {
  const measured = ducking.filter(({ depthDb }) => depthDb !== null)
  const left = ducking.filter(({ depthDb }) => depthDb === null)
  return [
    ...block(
      paint,
      'Ducking under the kick',
      [...measured, ...left].flatMap(each => wrap(duckingWords(each), '  ')),
    ),
  ]
}

function maskingBlocks(paint: Paint, masking: Masking, scope: Scope): (readonly string[])[] {
  const { pairs, slots, mixClarity, reason } = masking.scopes[scope]!
  const clarity =
    mixClarity === null
      ? `Mix clarity not measured: ${reason ?? 'nothing sounds'}.`
      : `Mix clarity ${formatShare(mixClarity / 100)}: on average a track keeps that share of its own loudness. A dense drop reads low; compare mixes with it.`
  return [
    block(paint, `Masking ${inScope(scope)}`, [
      ...wrap(clarity, '  '),
      ...pairs.slice(0, listed).flatMap(pair => wrap(maskingPairWords(pair), '  ')),
      ...wrap(playbackWords(masking.playback), '  '),
    ]),
    block(
      paint,
      `Who fills which band ${inScope(scope)}`,
      contiguousBands.flatMap(band => wrap(slotWords(band, slots[band]), '  ')),
    ),
  ]
}
