/** The demo: a healthy song from the generator, spoiled by a handful of known faults. */
import { type Fault, faultsFor } from '../adapters/demo-song/faults.ts'
import { type DemoSong, generateSong } from '../adapters/demo-song/song.ts'
import { createSimulatedSet, type SimulatedSet } from '../adapters/simulated/simulated-set.ts'
import { AppError } from '../audio/app-error.ts'

export interface Demo {
  readonly song: DemoSong
  readonly faults: readonly Fault[]
  readonly session: SimulatedSet
}

/** One of each kind a producer meets: a level, mud, a wide sub, a pan left where it was put for listening. */
const demoFaults = ['level-lead+6', 'mud-', 'wide-sub-', 'pan-hats']

/** Throws AppError when the seed's song has none of the faults (it would have nothing to show). */
export function makeDemo({ seed, length }: { readonly seed: number; readonly length: 'full' | 'short' }): Demo {
  const song = generateSong({ seed, length })
  const possible = faultsFor(song.spec)
  const faults = demoFaults.flatMap(id => possible.findLast(fault => fault.id.startsWith(id)) ?? [])
  if (faults.length === 0) {
    throw new AppError({
      code: 'DEMO_EMPTY',
      message: `The song of seed ${seed} offers none of the demo's faults.`,
      action: 'Try another --seed.',
    })
  }
  return { song, faults, session: createSimulatedSet(faults.reduce((spec, fault) => fault.apply(spec), song.spec)) }
}
