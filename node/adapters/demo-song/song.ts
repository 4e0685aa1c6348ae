/**
 * A trance production made from a seed: stems, and a finished, plausible mix of them as a simulated set.
 * The demo, the tests and the known-answer evaluation use it, so it is deterministic: no clock, no Math.random.
 *
 * The simulated set has no reverb device. "Reverb Print" is therefore a wet stem, rendered here from the parts at their
 * levels in the mix, that plays into the return "Reverb" only: it does not follow later changes of those parts, and they
 * have no send to it.
 */
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../simulated/spec.ts'
import { beatsPerBar, locatorsOf, makePlan, makeSections, type Plan, type SongSection } from './arrangement.ts'
import { renderOffbeatBass, renderRollingBass, renderSub } from './basses.ts'
import {
  renderClap,
  renderClosedHats,
  renderGhostKick,
  renderKick,
  renderOpenHat,
  renderPerc,
  renderRide,
} from './drums.ts'
import { renderEffects } from './effects.ts'
import { makeHarmony, midiToHz } from './harmony.ts'
import { type Mix, makeMix } from './mix.ts'
import { renderArp, renderPluck } from './plucks.ts'
import { producers, type Role } from './producers.ts'
import { between, pick, stream } from './random.ts'
import { reverberate } from './reverb.ts'
import { peakOf, type Sound, saturate, scale } from './sound.ts'
import { renderLead, renderPad } from './synths.ts'

export type { SongSection } from './arrangement.ts'

export interface SongOptions {
  readonly seed: number
  readonly length: 'full' | 'short'
  /** Premaster (default): no limiter, peaks near −5 dBFS. Master: Glue and Limiter on Main, about −8.5 LUFS. */
  readonly stage?: 'premaster' | 'master'
  readonly sampleRate?: 44_100 | 48_000
  /** Name of a mixing habit; from the seed when absent. */
  readonly producer?: string
}

export interface DemoSong {
  readonly spec: SimulatedSetSpec
  readonly seed: number
  /** Such as "F# minor". */
  readonly key: string
  readonly tempo: number
  /** Name of the mixing habit. */
  readonly producer: string
  readonly sections: readonly SongSection[]
}

export function generateSong(options: SongOptions): DemoSong {
  const { seed, length, stage = 'premaster', sampleRate = 44_100 } = options
  if (!Number.isInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`)
  const random = stream(seed, 'song')
  const tempo = pick(random, [132, 134, 135, 136, 137, 138, 138, 138, 139, 140, 140, 141, 142])
  const drawn = pick(random, producers)
  const producer = options.producer ? producers.find(p => p.name === options.producer) : drawn
  if (!producer) throw new RangeError(`producer must be one of ${producers.map(p => p.name)}, got ${options.producer}`)
  const harmony = makeHarmony(stream(seed, 'harmony'))
  const sections = makeSections(length, stream(seed, 'arrangement'))
  const plan = makePlan({ sampleRate, tempo, harmony, sections })
  const offbeat = random() < 0.5
  const bassName = offbeat ? 'Off-beat Bass' : 'Sub'

  const stems = {
    kick: renderKick(plan, seed),
    clap: renderClap(plan, seed),
    closedHats: renderClosedHats(plan, seed),
    openHat: renderOpenHat(plan, seed),
    ride: renderRide(plan, seed),
    perc: renderPerc(plan, seed),
    sub: offbeat ? renderOffbeatBass(plan, seed) : renderSub(plan, seed),
    rolling: renderRollingBass(plan, seed),
    lead: renderLead(plan, seed),
    pad: renderPad(plan, seed),
    pluck: renderPluck(plan, seed),
    arp: renderArp(plan, seed),
    fx: renderEffects(plan, seed),
  }
  for (const role of Object.keys(stems) as (keyof typeof stems)[]) bounce(stems[role], drives[role] ?? 0)
  const roomRandom = stream(seed, 'room')
  const room = {
    seconds: between(roomRandom, 1.6, 2.8),
    predelaySeconds: between(roomRandom, 0.015, 0.04),
    damping: between(roomRandom, 0.15, 0.4),
  }
  const mix = makeMix({
    producer,
    stems,
    bassName,
    ghostKick: producer.ghostKick ? renderGhostKick(plan) : null,
    kickHz: midiToHz(harmony.kickMidi),
    stretch: stretches(plan),
    sampleRate,
    makeReverb: input => bounce(reverberate(input, room, sampleRate, roomRandom), 0),
    random: stream(seed, 'mix'),
  })
  return {
    spec: {
      name: `Demo ${seed} in ${harmony.key}`,
      sampleRate,
      tempo,
      beatsPerBar,
      locators: locatorsOf(sections),
      tracks: mix.tracks,
      master: stage === 'master' ? { devices: masterChain(mix) } : {},
    },
    seed,
    key: harmony.key,
    tempo,
    producer: producer.name,
    sections,
  }
}

/** Saturation that tames the peaks of a stem, as the clippers and soft limiters in most productions do. */
const drives: Readonly<Partial<Record<Role, number>>> = {
  kick: 1.5,
  clap: 2.5,
  rolling: 2.2,
  lead: 2.6,
  pad: 1.6,
  pluck: 2,
  arp: 1.6,
}

/** A stem as it leaves its project: saturated, peak at −3 dBFS. */
function bounce(stem: Sound, drive: number): Sound {
  const peak = Math.max(1e-9, peakOf(stem))
  return drive > 0 ? saturate(stem, { inputGain: drive / peak, peak: 0.708, drive }) : scale(stem, 0.708 / peak)
}

/** Eight bars of the last drop in which every part plays, and the rise before it. */
function stretches(plan: Plan) {
  const drop = plan.sections.findLastIndex(section => section.type === 'drop')
  const { startBeats, endBeats } = plan.sections[drop]!
  const middle = (startBeats + endBeats) / 2
  const rise = plan.sections[drop - 1]!
  return {
    drop: { from: plan.frameOf(middle), to: plan.frameOf(middle + 8 * beatsPerBar) },
    rise: { from: plan.frameOf(rise.startBeats), to: plan.frameOf(rise.endBeats) },
  }
}

function masterChain(mix: Mix): SimulatedDeviceSpec[] {
  const gainDb = Math.round(10 * (-3.9 - mix.roughLoudness)) / 10
  return [
    { className: 'GlueCompressor', settings: { Threshold: Math.round(mix.roughPeakDb - 4) } },
    { className: 'Limiter', settings: { 'Input Gain': gainDb, Ceiling: -1, Release: 40 } },
  ]
}
