/** Styles and neighbours in words. */
import { type FeatureId, feature } from '../features/catalogue.ts'
import { type StylePart, stylePartNames } from '../features/style/layout.ts'
import type { SimilarTrack } from '../profile/embedding.ts'
import type { StyleCluster } from '../profile/style.ts'
import { formatNumber } from './words.ts'

/** What more and less of a group of features is called. */
const traitWords: Readonly<Record<string, readonly [more: string, less: string]>> = {
  'spectrum-sub': ['heavy sub', 'light sub'],
  'spectrum-bass': ['full bass', 'lean bass'],
  'spectrum-lowMid': ['warm', 'clean low mids'],
  'spectrum-mid': ['mid-forward', 'scooped mids'],
  'spectrum-presence': ['present', 'soft'],
  'spectrum-brilliance': ['brilliant', 'mellow'],
  'spectrum-air': ['airy', 'dark'],
  'spectrum-tilt': ['bright', 'dark'],
  'stereo-sub': ['wide sub', 'mono sub'],
  'stereo-bass': ['wide bass', 'narrow bass'],
  'stereo-lowMid': ['wide low mids', 'narrow low mids'],
  'stereo-mid': ['wide', 'narrow'],
  'stereo-presence': ['wide presence', 'narrow presence'],
  'stereo-brilliance': ['wide highs', 'narrow highs'],
  'stereo-air': ['wide air', 'narrow air'],
  loudness: ['loud', 'quiet'],
  'loudness-range': ['wide range', 'even level'],
  dynamics: ['punchy', 'dense'],
  'true-peak': ['hot peaks', 'peaks with headroom'],
  sidechain: ['deep ducking', 'little ducking'],
  'low-end': ['kick-led', 'bass-led'],
  supersaw: ['big supersaws', 'plain leads'],
  acid: ['acid', 'no acid'],
  tempo: ['fast', 'slow'],
  beat: ['straight beat', 'broken beat'],
}
/** More of these means less of what their group is called after: correlation is the opposite of width. */
const reversed = (id: FeatureId) =>
  id.startsWith('correlation') || id.startsWith('bassMononess') || id === 'clarity' || id === 'tempoStability'

/** Below this, in σ of the library, a trait does not tell a style. */
const telling = 0.5

/** "dark, narrow, deep ducking, 132 BPM". */
export function clusterName({ traits, members }: Pick<StyleCluster, 'traits' | 'members'>): string {
  const words = traits.flatMap(({ feature: id, sigmas }) => {
    const pair = traitWords[feature(id).group]
    if (!pair || Math.abs(sigmas) < telling) return []
    return [sigmas > 0 !== reversed(id) ? pair[0] : pair[1]]
  })
  const tempos = members.flatMap(({ tempo }) => tempo ?? []).sort((a, b) => a - b)
  const tempo = tempos[Math.floor(tempos.length / 2)]
  const told = [...new Set(words)].filter(word => word !== 'fast' && word !== 'slow').slice(0, 3)
  return [...(told.length > 0 ? told : ['all of them']), ...(tempo ? [`${formatNumber(tempo, 0)} BPM`] : [])].join(', ')
}

/** "tight in low end and tone, far in width". */
export function neighbourWords({ parts }: Pick<SimilarTrack, 'parts'>): string {
  const told = (['tight', 'far'] as const).flatMap(word => {
    const names = stylePartNames.filter(part => parts[part].word === word)
    return names.length > 0 ? [`${word} in ${andList(names)}`] : []
  })
  return told.length > 0 ? told.join(', ') : 'neither tight nor far in anything'
}

/** "Your track is nearest to these: …", one line each. */
export function neighboursText(name: string, neighbours: readonly SimilarTrack[]): string {
  const lines = neighbours.map((each, i) => {
    const { title, tempo, key } = each.reference
    const about = [tempo && `${formatNumber(tempo, 1)} BPM`, key].filter(Boolean).join(', ')
    return `  ${i + 1}. ${title}${about ? ` (${about})` : ''}: ${formatNumber(each.similarity, 2)} alike; ${neighbourWords(each)}`
  })
  return [`${name} is nearest to:`, ...lines].join('\n')
}

export function clustersText(clusters: readonly (StyleCluster & { readonly name: string })[]): string {
  if (clusters.length === 1) return 'One style: the references do not fall apart into several.'
  return clusters
    .map(
      ({ name, members, exemplar }, i) =>
        `  ${i + 1}. ${name}: ${members.length} references, such as "${exemplar.title}"`,
    )
    .join('\n')
}

const andList = (names: readonly StylePart[]) =>
  names
    .map(part => (part === 'low end' ? 'the low end' : part))
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
