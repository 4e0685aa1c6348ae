/** Which track carries a feature: its share of what is audible in the feature's band. */
import {
  type BandRange,
  bandRange,
  contiguousBands,
  namedBands,
  sumRange,
  thirdOctaveNominals,
  thirdOctaves,
} from '../dsp/bands.ts'
import { type FeatureId, feature, type Scope } from '../features/catalogue.ts'
import type { LiveSet } from '../live/set.ts'
import type { MixModel } from './model.ts'

interface Share {
  readonly track: string
  readonly share: number
}

const wholeRange = bandRange(20, 20_000)

/** The band a feature looks at, and whether it is about the side signal. */
function regionOf(id: FeatureId): { readonly range: BandRange; readonly side: boolean } {
  const third = thirdOctaveNominals.findIndex(nominal => id === `third${nominal}`)
  if (third >= 0) return { range: thirdOctaves[third]!, side: false }
  if (id === 'mud') return { range: namedBands.mud, side: false }
  if (id === 'bassMononess') return { range: bandRange(20, 120), side: true }
  const band = contiguousBands.find(name => id.toLowerCase().endsWith(name.toLowerCase()))
  const side = /^(width|correlation|monoFoldLoss)/.test(id)
  return { range: band ? namedBands[band] : wholeRange, side }
}

/** Shares of the heard tracks' power, largest first; of the side power for stereo features. Below 5 % left out. */
export function attributor(set: LiveSet, model: MixModel) {
  const name = new Map(set.tracks.map(track => [track.path, track.name]))
  return (id: FeatureId, scope: Scope): readonly Share[] => {
    const s = model.scopes.indexOf(scope)
    if (s < 0 || feature(id).gap === 'material') return []
    const { range, side } = regionOf(id)
    const powers = new Map<string, number>()
    let total = 0
    for (const [c, { track }] of model.contributors.entries()) {
      const { mm, ss } = model.arriving(c, s)
      const power = side ? sumRange(ss, range) : sumRange(mm, range) + sumRange(ss, range)
      powers.set(name.get(track)!, (powers.get(name.get(track)!) ?? 0) + power)
      total += power
    }
    if (total <= 0) return []
    return [...powers]
      .map(([track, power]) => ({ track, share: power / total }))
      .filter(({ share }) => share >= 0.05)
      .sort((a, b) => b.share - a.share)
  }
}
