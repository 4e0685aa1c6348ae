/** The styles of a library with the names that the user gave them; and targets made of a style, of neighbours, of chosen tracks. */
import { AppError } from '../audio/app-error.ts'
import type { Analysis } from '../features/analysis.ts'
import type { SimilarTrack } from '../profile/embedding.ts'
import { audiblyWide } from '../profile/learn.ts'
import type { Profile } from '../profile/profile.ts'
import { profileOf } from '../profile/profile-of.ts'
import type { Reference } from '../profile/reference.ts'
import { shippedProfiles } from '../profile/shipped.ts'
import { type StyleCluster, StyleSpace } from '../profile/style.ts'
import { clusterName } from '../report/style-text.ts'
import type { KeptReference, Library, LibraryData } from './library.ts'
import { laidOut } from './library-layout.ts'

export type NamedCluster = StyleCluster & { readonly name: string }

/**
 * Names follow the members: a style that was named keeps its name when it is found again with most of them, whatever its
 * place in the order.
 */
export function stylesOf(references: readonly Reference[], named: LibraryData['styles']): readonly NamedCluster[] {
  const clusters = new StyleSpace(references).clusters()
  const overlap = (cluster: StyleCluster, hashes: readonly string[]) => {
    const own = new Set(cluster.members.map(({ hash }) => hash))
    const shared = hashes.filter(hash => own.has(hash)).length
    return shared / (own.size + hashes.length - shared)
  }
  const taken = new Set<string>()
  return clusters.map(cluster => {
    const best = named
      .filter(({ name }) => !taken.has(name))
      .map(({ name, members }) => ({ name, share: overlap(cluster, members) }))
      .sort((a, b) => b.share - a.share)[0]
    if (best && best.share > 0.5) {
      taken.add(best.name)
      return { ...cluster, name: best.name }
    }
    return { ...cluster, name: clusterName(cluster) }
  })
}

/** `which`: its number from 1, or its name. Throws AppError STYLE_MISSING. */
export function styleOf(library: Library, which: string): NamedCluster {
  const styles = stylesOf(library.references, library.data.styles)
  const found = styles[Number(which) - 1] ?? styles.find(({ name }) => name.toLowerCase() === which.toLowerCase())
  if (found) return found
  throw new AppError({
    code: 'STYLE_MISSING',
    message: `"${library.data.name}" has no style "${which}".`,
    action: `There are: ${styles.map(({ name }, i) => `${i + 1} ${name}`).join('; ')}.`,
  })
}

/** What a piece of music sounds like, and its figures: an analysis has both. */
export type Music = Pick<Analysis, 'rows' | 'style'>
export type StyleNeighbour = SimilarTrack<KeptReference>

/** The references that sound most like this music, as `uplift similar` ranks them; [] where either kept no sound. */
export function styleNeighbours(library: Library, { style }: Music, k: number): readonly StyleNeighbour[] {
  if (!style || style.length === 0 || !library.references.some(each => each.style !== undefined)) return []
  return laidOut(library).similar(style, { k })
}

/** What a mix is to come near to, out of a library. */
export type TargetChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'style'; readonly which: string }
  /** The `k` references most like the mix. */
  | { readonly kind: 'nearest'; readonly k: number }
  /** Titles with weights. */
  | { readonly kind: 'tracks'; readonly weights: ReadonlyMap<string, number> }

export interface ChosenTarget {
  readonly profile: Profile
  /** The neighbours that it is made of; [] otherwise. */
  readonly neighbours: readonly StyleNeighbour[]
}

/** Throws AppError PROFILE_EMPTY, STYLE_MISSING, SOUND_MISSING, REFERENCE_MISSING. `music`: the mix, for its neighbours. */
export function targetIn(library: Library, choice: TargetChoice, music: Music): ChosenTarget {
  const { name, stage, overrules } = library.data
  const about = (words: string) => ({ name: `${name}: ${words}`, stage, description: '' })
  const options = { prior: shippedProfiles.prior(), overrules }
  switch (choice.kind) {
    case 'all':
      return { profile: library.profile(), neighbours: [] }
    case 'style': {
      const style = styleOf(library, choice.which)
      return { profile: profileOf(style.members, about(style.name), options), neighbours: [] }
    }
    case 'nearest': {
      const neighbours = styleNeighbours(library, music, choice.k)
      if (neighbours.length === 0) throw soundMissing(library)
      const references = neighbours.map(({ reference }) => reference)
      // Half as much at twice the distance of the nearest; a floor keeps a twin in the library from being everything.
      const distances = neighbours.map(({ similarity }) => Math.sqrt(2 * Math.max(0, 1 - similarity)))
      const nearest = Math.max(0.25, distances[0]!)
      const weights = distances.map(distance => nearest / Math.max(nearest, distance))
      return {
        profile: audiblyWide(
          profileOf(references, about(`the ${references.length} nearest to this mix`), { overrules, weights }),
        ),
        neighbours,
      }
    }
    case 'tracks': {
      const chosen = [...choice.weights].map(([title, weight]) => ({
        reference: referenceCalled(library, title),
        weight,
      }))
      const profile = profileOf(
        chosen.map(({ reference }) => reference),
        about(chosen.map(({ reference }) => reference.title).join(', ')),
        { overrules, weights: chosen.map(({ weight }) => weight) },
      )
      return { profile: audiblyWide(profile), neighbours: [] }
    }
  }
}

const soundMissing = ({ data: { name, folders } }: Library) =>
  new AppError({
    code: 'SOUND_MISSING',
    message: `What sounds like this mix cannot be told: it is too quiet, or the references of "${name}" were measured by a version that did not keep how they sound.`,
    action: `Run uplift learn on their folder again: ${folders.join(', ')}; or leave --target out.`,
  })

function referenceCalled(library: Library, title: string): Reference {
  const found = library.references.find(each => each.title.toLowerCase() === title.toLowerCase())
  if (found) return found
  throw new AppError({
    code: 'REFERENCE_MISSING',
    message: `There is no reference "${title}" in "${library.data.name}".`,
    action: `uplift profile show "${library.data.name}" --tracks lists them.`,
  })
}

/** "style:2", "style:dark", "nearest", "nearest:8", "tracks:Song A,Song B=2". null: not of this form. */
export function parseTarget(text: string): TargetChoice | null {
  const [kind, rest = ''] = text.split(/:(.*)/s)
  if (kind === 'style' && rest) return { kind, which: rest }
  if (kind === 'nearest') {
    const k = rest === '' ? 5 : Number(rest)
    return Number.isInteger(k) && k > 0 ? { kind, k } : null
  }
  if (kind !== 'tracks' || !rest) return null
  const weights = rest.split(',').map((each): [string, number] => {
    const found = /^(.*?)(?:=(\d+(?:\.\d+)?))?$/.exec(each.trim())!
    return [found[1]!.trim(), found[2] === undefined ? 1 : Number(found[2])]
  })
  return weights.every(([title, weight]) => title !== '' && weight > 0) ? { kind, weights: new Map(weights) } : null
}
