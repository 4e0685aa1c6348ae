/** Masking between tracks, as lines for a terminal. */
import { contiguousBands } from '../dsp/bands.ts'
import { scopes } from '../features/catalogue.ts'
import type { Masking } from '../features/masking.ts'
import { block, join, painter, printableData, type TextOptions, wrap } from './layout.ts'
import { maskingPairWords, playbackWords, slotWords } from './track-words.ts'
import { formatShare, inScope } from './words.ts'

const listed = 6

/** The drop, where there is one: the section that is judged. */
export function maskingText(masking: Masking, { color }: TextOptions): string {
  const paint = painter(color)
  const scope = (['drop', ...scopes] as const).find(each => masking.scopes[each])
  if (!scope) return ''
  const { pairs, slots, mixClarity, reason } = printableData(masking.scopes[scope]!)
  const clarity =
    mixClarity === null
      ? `Mix clarity not measured: ${reason ?? 'nothing sounds'}.`
      : `Mix clarity ${formatShare(mixClarity / 100)}: that share of the tracks’ own loudness stays audible.`
  return join([
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
  ])
}
