/** The traffic lights of the face, from a comparison. */
import { type FaceLight, type FaceState, faceLights } from '../../../device/protocol.ts'
import { type Category, feature } from '../../features/catalogue.ts'
import type { Comparison } from '../../gap/gap.ts'

const categories: Readonly<Record<FaceLight, readonly Category[]>> = {
  loudness: ['loudness'],
  dynamics: ['dynamics'],
  tone: ['spectrum', 'trance colour', 'masking'],
  'low-end': ['low end'],
  sidechain: ['sidechain'],
  stereo: ['stereo'],
}

/** off: nothing of it was scored (a premaster's loudness, a side-chain that cannot be measured). */
export function lightsOf({ objective, gaps }: Pick<Comparison, 'objective' | 'gaps'>): FaceState['lights'] {
  const lightOf = (light: FaceLight) => {
    const isOf = (id: Comparison['gaps'][number]['feature']) => categories[light].includes(feature(id).category)
    if (!objective.terms.some(({ id }) => isOf(id))) return 'off'
    // Worst first.
    return gaps.find(gap => isOf(gap.feature))?.severity ?? 'good'
  }
  return Object.fromEntries(faceLights.map(light => [light, lightOf(light)])) as FaceState['lights']
}

export const noLights = Object.fromEntries(faceLights.map(light => [light, 'off'])) as FaceState['lights']
