/** Makes bark-references.json: mean and spread of relative Bark levels over the short references behind the demo profile. */
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { sectionsFromLocators } from '../../node/features/sections.ts'
import { type BarkLevels, spectraOf } from './bark.ts'
import { type ReferenceStatistics, relativeLevels } from './held-out.ts'

export async function barkReferences(seeds: readonly number[]): Promise<ReferenceStatistics> {
  const levels = new Map<string, BarkLevels[]>()
  for (const seed of seeds) {
    const { spec } = generateSong({ seed, length: 'short' })
    const { main } = await createSimulatedSet(spec).capture()
    const seconds = main.channels[0]!.length / main.sampleRate
    const sections = sectionsFromLocators(
      spec.locators.map(({ name, beats }) => ({ name, seconds: (60 / spec.tempo) * beats })),
      seconds,
    )
    for (const [type, bark] of spectraOf(main, sections ?? []).bark) {
      levels.set(type, [...(levels.get(type) ?? []), relativeLevels(bark)])
    }
  }
  return Object.fromEntries([...levels].map(([type, all]) => [type, statisticsOf(all)]))
}

function statisticsOf(all: readonly BarkLevels[]) {
  const over = (part: 'mid' | 'side') =>
    Array.from(all[0]![part], (_, b) => meanAndSpread(all.map(one => one[part][b]!)))
  return { mid: over('mid'), side: over('side') }
}

function meanAndSpread(values: readonly number[]): readonly [number, number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1)
  const hundredth = (x: number) => Math.round(100 * x) / 100
  return [hundredth(mean), hundredth(Math.sqrt(variance))]
}
