/** Several faults at once: three of different families on different tracks, drawn by the song's seed. */
import type { Fault } from '../../node/adapters/demo-song/faults.ts'
import { pick, stream } from '../../node/adapters/demo-song/random.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'

/** What is done to a healthy song: one known fault, or several at once. */
export interface Scenario {
  readonly id: string
  readonly family: Fault['family'] | 'three at once' | 'nothing ducks' | 'all ducks too much'
  readonly title: string
  readonly faults: readonly Fault[]
}

export const single = (fault: Fault): Scenario => ({
  id: fault.id,
  family: fault.family,
  title: fault.title,
  faults: [fault],
})

export const spoil = (spec: SimulatedSetSpec, { faults }: Scenario) =>
  faults.reduce((spoiled, fault) => fault.apply(spoiled), spec)

const everywhereFamilies = [
  ['no-ducking', 'nothing ducks'],
  ['too-much-ducking', 'all ducks too much'],
] as const

/** Ducking wrong on every track that ducks, as when the side-chain's source is lost or too loud: one track alone hardly shows. */
export function everywhere(faults: readonly Fault[]): Scenario[] {
  return everywhereFamilies.flatMap(([of, family]): Scenario[] => {
    const ducked = faults.filter(fault => fault.family === of)
    // The largest size on each track: they are listed by size.
    const largest = [...new Map(ducked.map(fault => [fault.track, fault])).values()]
    if (largest.length < 2) return []
    const title = `On ${largest.map(({ track }) => track).join(', ')}: ${family}`
    return [{ id: family.replaceAll(' ', '-'), family, title, faults: largest }]
  })
}

const atOnce = 3

/** `count` combinations, the same for the same seed. Fewer when the faults do not give so many families and tracks. */
export function combinations(faults: readonly Fault[], seed: number, count: number): Scenario[] {
  // A soloed track silences what else is wrong.
  const candidates = faults.filter(({ solo }) => !solo)
  return Array.from({ length: count }, (_, number) => {
    const random = stream(seed, `combination ${number}`)
    const drawn: Fault[] = []
    while (drawn.length < atOnce) {
      const left = candidates.filter(
        fault => !drawn.some(other => other.family === fault.family || other.track === fault.track),
      )
      if (left.length === 0) return null
      // By family first: levels are many, and would be in every draw.
      const family = pick(random, [...new Set(left.map(fault => fault.family))])
      drawn.push(
        pick(
          random,
          left.filter(fault => fault.family === family),
        ),
      )
    }
    return {
      id: `three-${number + 1}`,
      family: 'three at once',
      title: drawn.map(({ title }) => title).join(' + '),
      faults: drawn,
    } satisfies Scenario
  }).filter(scenario => scenario !== null)
}

/**
 * Of the single faults every n-th, starting with `offset`, so that over several songs all are met; of the combinations, which
 * are few, every second at least.
 */
export const sampleOf = (scenarios: readonly Scenario[], every: number, offset: number): Scenario[] => {
  const several = scenarios.filter(({ faults }) => faults.length > 1)
  const kept = (among: readonly Scenario[], n: number) => among.filter((_, i) => (i + offset) % n === 0)
  return [
    ...kept(
      scenarios.filter(({ faults }) => faults.length === 1),
      every,
    ),
    ...kept(several, Math.min(2, every)),
  ]
}
