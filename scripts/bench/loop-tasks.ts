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
import type { Audio } from '../../node/audio/audio.ts'
import { plan } from '../../node/fixes/plan.ts'
import type { Stage } from '../../node/gap/objective.ts'
import type { Take } from '../../node/live/session.ts'
import { shippedProfiles } from '../../node/profile/shipped.ts'
import { benchSong } from './material.ts'
import type { Warm } from './tasks.ts'

export async function stems(count: number, warm: Warm): Promise<Record<string, number>> {
  const measured = await measureSession(createSimulatedSet(withTracks(count)))
  return {
    model: await modelCost(measured, warm),
    masking: await warm(() => measureTrackMasking(measured), 3),
    ducking: await duckingCost(measured, warm),
    plan: await planCost(measured, warm),
    ...(await masterCost(count, warm)),
  }
}

/** The same tracks through Glue and Limiter on Main: every amount of theirs is tried through both. */
async function masterCost(count: number, warm: Warm): Promise<Record<string, number>> {
  const measured = await measureSession(createSimulatedSet(withTracks(count, 'master')))
  return { 'plan of a master': await planCost(measured, warm, 'master') }
}

/** Three warm runs, each of a take that has not been heard before: what is worked out from a buffer is kept with it. */
function ofFreshTakes(measured: Measured, warm: Warm, work: (fresh: Measured) => unknown): Promise<number> {
  const fresh = Array.from({ length: 4 }, () => ({ ...measured, take: copyOf(measured.take) }))
  return warm(() => work(fresh.shift()!), 3)
}

const modelCost = (measured: Measured, warm: Warm) =>
  ofFreshTakes(measured, warm, fresh => compareMeasured(fresh, shippedProfiles.demo(), 'premaster'))

const duckingCost = (measured: Measured, warm: Warm) => ofFreshTakes(measured, warm, measureDucking)

function copyOf(take: Take): Take {
  const copies = new Map<Float32Array, Float32Array>()
  const copy = ({ sampleRate, channels }: Audio): Audio => ({
    sampleRate,
    channels: channels.map(channel => {
      const made = copies.get(channel) ?? channel.slice()
      copies.set(channel, made)
      return made
    }),
  })
  return { ...take, main: copy(take.main), taps: new Map([...take.taps].map(([path, tap]) => [path, copy(tap)])) }
}

/** A plan on a model that has not been asked before: what compressors would do is worked out once per model. */
async function planCost(measured: Measured, warm: Warm, stage: Stage = 'premaster'): Promise<number> {
  const fresh = Array.from({ length: 5 }, () => compareMeasured(measured, shippedProfiles.demo(), stage))
  return warm(() => plan({ ...fresh.shift()!, profileName: 'demo' }), 3)
}

export async function wholeLoop(warm: Warm): Promise<Record<string, number>> {
  const { spec } = benchSong()
  const measured = await measureSession(createSimulatedSet(spec))
  const leaves = measured.set.tracks.filter(({ kind }) => kind !== 'group' && kind !== 'master').length
  const of = `${measured.analysis.seconds.toFixed(0)} s, ${leaves} tracks`
  return {
    [`mix model, ${of}`]: await modelCost(measured, warm),
    [`mix model of a take heard before, ${of}`]: await warm(
      () => compareMeasured(measured, shippedProfiles.demo(), 'premaster'),
      3,
    ),
    [`plan, ${of}`]: await planCost(measured, warm),
    [`render, ${of}, from nothing`]: await warm(() => createSimulatedSet(spec).capture(), 3),
    'generate that song (stems and reverb)': await warm(benchSong, 3),
  }
}

/** A short song whose tracks are taken away or doubled until there are so many. */
function withTracks(count: number, stage: Stage = 'premaster'): SimulatedSetSpec {
  const { spec } = generateSong({ seed: 2027, length: 'short', stage })
  const sounding = spec.tracks.filter(({ source }) => source)
  const rest = spec.tracks.filter(({ source }) => !source)
  const copies = Array.from({ length: count }, (_, n) => {
    const track = sounding[n % sounding.length]!
    return n < sounding.length ? track : { ...track, name: `${track.name} ${n}` }
  })
  return { ...spec, tracks: [...rest, ...copies] }
}
