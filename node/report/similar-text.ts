/** Similar tracks and comparisons in words. */
import { type Category, feature, type Scope } from '../features/catalogue.ts'
import { type StylePart, stylePartNames } from '../features/style/layout.ts'
import { type RowComparison, type RowDifference, tellingDifferences } from '../profile/compare-rows.ts'
import type { PartCloseness, SimilarTrack } from '../profile/embedding.ts'
import type { Metric } from '../profile/metric.ts'
import { join, printable, wrap } from './layout.ts'
import {
  capitalize,
  directionWord,
  formatAmount,
  formatDeviation,
  formatFeature,
  inScope,
  scopeLabel,
} from './words.ts'

/** "tight in the low end, tone and groove, far in width". */
export function closenessWords(parts: SimilarTrack['parts']): string {
  const words: readonly PartCloseness['word'][] = ['tight', 'near', 'apart', 'far']
  return words
    .flatMap(word => {
      const names = stylePartNames.filter(part => parts[part].word === word)
      return names.length > 0 ? [`${word} in ${listed(names.map(partLabel))}`] : []
    })
    .join(', ')
}

const partLabel = (part: StylePart) => (part === 'low end' ? 'the low end' : part)

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Which measured figures say more about a part. */
const categoriesOf: Readonly<Record<StylePart, readonly Category[]>> = {
  'low end': ['low end'],
  tone: ['spectrum'],
  groove: ['rhythm', 'sidechain'],
  harmony: [],
  dynamics: ['dynamics'],
  width: ['stereo'],
}

/** A network's vote, or why it has none. */
type SoundWords =
  | {
      readonly kind: 'network' | 'user'
      readonly name: string
      readonly share: number
      readonly answeredBy: string
      readonly unheard: number
    }
  | { readonly kind: 'silent'; readonly reason: string }

export interface SimilarText {
  readonly name: string
  readonly profile: string
  readonly metric: Pick<Metric, 'kind' | 'tracks'>
  /** Who computed it. */
  readonly answeredBy: string
  readonly sound?: SoundWords | null
  /** What was compared: a section, or the whole track. */
  readonly scope: Scope
  readonly neighbours: readonly (Pick<SimilarTrack, 'similarity' | 'parts'> & {
    readonly reference: { readonly title: string }
    readonly comparison: RowComparison
  })[]
}

/** The nearest first; for each what it is near and far in, and the figures behind what is far. */
export function similarText({
  name,
  profile,
  metric,
  answeredBy,
  sound = null,
  scope,
  neighbours,
}: SimilarText): string {
  const what = scope === 'overall' ? '' : ` ${inScope(scope)}`
  const head = wrap(
    `Nearest to ${printable(name)}${what} among ${metric.tracks} references of "${printable(profile)}":`,
  )
  const list = neighbours.flatMap(({ reference, similarity, parts, comparison }, i) => [
    ...wrap(
      `${printable(reference.title)} (${Math.round(100 * Math.max(0, similarity))} of 100): ${closenessWords(parts)}.`,
      `${`${i + 1}`.padStart(3)}. `,
    ),
    ...stylePartNames
      .filter(part => parts[part].word === 'far' || parts[part].word === 'apart')
      .flatMap(part => {
        const found = tellingDifferences(
          comparison.differences.filter(
            each => each.scope === scope && categoriesOf[part].includes(feature(each.feature).category),
          ),
        ).slice(0, 2)
        return found.length > 0
          ? wrap(`${capitalize(part)}: ${found.map(each => differenceWords(each, 'it')).join('; ')}.`, '       ')
          : []
      }),
  ])
  const none = neighbours.length === 0 ? [`  No reference has ${scopeLabel(scope)}.`] : []
  return join([head, [...list, ...none], wrap(`${metricWords(metric)} Computed by ${answeredBy}.${soundWords(sound)}`)])
}

function soundWords(sound: SoundWords | null): string {
  if (!sound) return ''
  if (sound.kind === 'silent') return ` The network of this profile was not asked: ${sound.reason}`
  const { name, share, answeredBy, unheard } = sound
  const rest = unheard > 0 ? ` It has not heard ${unheard} of the references yet: train or set it again.` : ''
  return ` ${capitalize(printable(name))} had ${Math.round(100 * share)} % of the vote, computed by ${answeredBy}.${rest}`
}

/** Who answered. */
export const metricWords = ({ kind, tracks }: Pick<Metric, 'kind' | 'tracks'>) =>
  kind === 'trained'
    ? `Compared by style and by what was learned from ${tracks} references to tell one track from another.`
    : `Compared by plain distances: ${tracks} references are too few to learn which differences matter (30 are enough).`

/** "Mid width 4.2 dB narrower than it (−12.1 against −7.9 dB)". */
export function differenceWords({ feature: id, difference, mine, reference }: RowDifference, than: string): string {
  const { label } = feature(id)
  const figures = `${formatFeature(id, mine)} against ${formatFeature(id, reference)}`
  return `${label} ${formatAmount(id, difference)} ${directionWord(id, difference)} than ${than} (${figures})`
}

export interface CompareTextOptions {
  readonly mine: string
  readonly reference: string
  /** Per section. */
  readonly most: number
  readonly scopes?: readonly Scope[]
}

/** Section by section, what is farthest apart first; figures that nobody would hear are left out. */
export function compareText(comparison: RowComparison, { mine, reference, most, scopes }: CompareTextOptions): string {
  const { loudnessLu } = comparison
  const [own, other] = [printable(mine), printable(reference)]
  const level =
    loudnessLu === null
      ? `${own} against ${other}. One of them is too quiet to be level-matched.`
      : Math.abs(loudnessLu) < 0.05
        ? `${own} against ${other}: both are equally loud.`
        : `${own} is ${formatDeviation('LU', Math.abs(loudnessLu)).replace('+', '')} ${loudnessLu > 0 ? 'louder' : 'quieter'} than ${other}; all below is at equal loudness.`
  const blocks = comparison.scopes
    .filter(scope => scopes === undefined || scopes.includes(scope))
    .map(scope => {
      const here = comparison.differences.filter(each => each.scope === scope)
      const told = tellingDifferences(here)
      const lines = told.slice(0, most).flatMap(each => wrap(`${differenceWords(each, 'the reference')}.`, '  '))
      const rest = told.length - Math.min(most, told.length)
      return [
        capitalize(scopeLabel(scope)),
        ...lines,
        ...(told.length === 0 ? ['  Nothing that would be heard.'] : []),
        ...(rest > 0 ? [`  and ${rest} smaller ${rest === 1 ? 'difference' : 'differences'}.`] : []),
      ]
    })
  const none = blocks.length === 0 ? [['They have no section in common.']] : []
  return join([wrap(level), ...blocks, ...none])
}
