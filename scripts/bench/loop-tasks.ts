/** The mix model, masking, the planner and the renderer, on generated songs. */
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import {
  compareMeasured,
  type Measured,
  measureDucking,
  measureSession,
  measureTrackMasking,
} from '../../node/app/measure.ts'
import { plan } from '../../node/fixes/plan.ts'
import { shippedProfiles } from '../../node/profile/shipped.ts'
import { benchSong } from './material.ts'
import type { Warm } from './tasks.ts'

export async function stems(count: number, warm: Warm): Promise<Record<string, number>> {
  const measured = await measureSession(createSimulatedSet(withTracks(count)))
  return {
    model: await warm(() => compareMeasured(measured, shippedProfiles.demo(), 'premaster'), 3),
    masking: await warm(() => measureTrackMasking(measured), 3),
    ducking: await warm(() => measureDucking(measured), 3),
    plan: await planCost(measured, warm),
  }
}

/** A plan on a model that has not been asked before: what compressors would do is worked out once per model. */
async function planCost(measured: Measured, warm: Warm): Promise<number> {
  const fresh = Array.from({ length: 5 }, () => compareMeasured(measured, shippedProfiles.demo(), 'premaster'))
  return warm(() => plan({ ...fresh.shift()!, profileName: 'demo' }), 3)
}

export async function wholeLoop(warm: Warm): Promise<Record<string, number>> {
  const { spec } = benchSong()
  const measured = await measureSession(createSimulatedSet(spec))
  const leaves = measured.set.tracks.filter(({ kind }) => kind !== 'group' && kind !== 'master').length
  const of = `${measured.analysis.seconds.toFixed(0)} s, ${leaves} tracks`
  return {
    [`mix model, ${of}`]: await warm(() => compareMeasured(measured, shippedProfiles.demo(), 'premaster'), 3),
    [`plan, ${of}`]: await planCost(measured, warm),
    [`render, ${of}, from nothing`]: await warm(() => createSimulatedSet(spec).capture(), 3),
    'generate that song (stems and reverb)': await warm(benchSong, 3),
  }
}

/** A short song whose tracks are taken away or doubled until there are so many. */
function withTracks(count: number): SimulatedSetSpec {
  const { spec } = generateSong({ seed: 2027, length: 'short' })
  const sounding = spec.tracks.filter(({ source }) => source)
  const rest = spec.tracks.filter(({ source }) => !source)
  const copies = Array.from({ length: count }, (_, n) => {
    const track = sounding[n % sounding.length]!
    return n < sounding.length ? track : { ...track, name: `${track.name} ${n}` }
  })
  return { ...spec, tracks: [...rest, ...copies] }
}
