/** The finished mix of a song: balance, EQ, width, ducking and routing, with the habits of its producer. */
import { dbToGain, gainToDb } from '../../dsp/decibel.ts'
import type { SimulatedDeviceSpec, SimulatedTrackSpec } from '../simulated/spec.ts'
import { ducker, type EqMoves, eqEight, utility } from './devices.ts'
import { levelDb, type Stretch } from './level.ts'
import type { Producer, Role } from './producers.ts'
import { between, pick, type Random } from './random.ts'
import { addScaled, peakOf, type Sound } from './sound.ts'

/** Level of each part in the drop, dB before the common trim. Low parts are not K-weighted. */
const balance: Readonly<Record<Role, { readonly db: number; readonly weighted: boolean }>> = {
  kick: { db: -13.2, weighted: false },
  sub: { db: -18.3, weighted: false },
  rolling: { db: -19.3, weighted: false },
  lead: { db: -20.8, weighted: true },
  pad: { db: -23, weighted: true },
  pluck: { db: -26.5, weighted: true },
  arp: { db: -28, weighted: true },
  clap: { db: -26, weighted: true },
  openHat: { db: -26.3, weighted: true },
  closedHats: { db: -28.7, weighted: true },
  ride: { db: -31, weighted: true },
  perc: { db: -31, weighted: true },
  fx: { db: -25, weighted: true },
  reverb: { db: -28.5, weighted: true },
}

/** dB into the reverb, before its own level is set. */
export const reverbSends: Readonly<Partial<Record<Role, number>>> = {
  lead: -8,
  pluck: -5,
  clap: -12,
  pad: -10,
  arp: -10,
}

const tenth = (x: number) => Math.round(x * 10) / 10

export interface MixOptions {
  readonly producer: Producer
  readonly stems: Readonly<Record<Exclude<Role, 'reverb'>, Sound>>
  readonly bassName: string
  readonly ghostKick: Sound | null
  readonly kickHz: number
  readonly stretch: Readonly<Record<'drop' | 'rise', Stretch>>
  readonly sampleRate: number
  readonly makeReverb: (input: Sound) => Sound
  readonly random: Random
}

export interface Mix {
  readonly tracks: readonly SimulatedTrackSpec[]
  /** Rough level and peak of the drop, before devices. */
  readonly roughLoudness: number
  readonly roughPeakDb: number
}

export function makeMix(options: MixOptions): Mix {
  const { producer, stems, sampleRate, stretch, random } = options
  const volume: Partial<Record<Role, number>> = {}
  const setVolume = (role: Role, stem: Sound) => {
    const { db, weighted } = balance[role]
    const where = role === 'fx' ? stretch.rise : stretch.drop
    const habit = (producer.levels[role] ?? 0) + between(random, -0.7, 0.7)
    volume[role] = db + habit - levelDb(stem, where, weighted, sampleRate)
  }
  const roles = Object.keys(stems) as Exclude<Role, 'reverb'>[]
  for (const role of roles) setVolume(role, stems[role])

  const frames = stems.kick[0]!.length
  const bus: Sound = [new Float32Array(frames), new Float32Array(frames)]
  for (const [role, sendDb] of Object.entries(reverbSends) as [Exclude<Role, 'reverb'>, number][])
    addScaled(bus, stems[role], dbToGain(volume[role]! + sendDb))
  const reverb = options.makeReverb(bus)
  setVolume('reverb', reverb)

  const all: Readonly<Record<Role, Sound>> = { ...stems, reverb }
  const rough: Sound = [0, 1].map(() => new Float32Array(stretch.drop.to - stretch.drop.from))
  for (const role of Object.keys(all) as Role[])
    addScaled(
      rough,
      all[role].map(x => x.subarray(stretch.drop.from, stretch.drop.to)),
      dbToGain(volume[role]!),
    )
  // Premaster peaks between −6 and −3 dBFS; ducking takes a little more off, a parallel return adds.
  const trim = between(random, -3.9, -2.9) - gainToDb(peakOf(rough)) - (producer.parallelDrums ? 1.3 : 0)
  for (const role of Object.keys(all) as Role[]) volume[role] = tenth(volume[role]! + trim)
  const whole = { from: 0, to: rough[0]!.length }
  return {
    tracks: makeTracks({ ...options, all, volume: volume as Record<Role, number> }),
    roughLoudness: levelDb(rough, whole, true, sampleRate) + trim,
    roughPeakDb: gainToDb(peakOf(rough)) + trim,
  }
}

interface TrackOptions extends MixOptions {
  readonly all: Readonly<Record<Role, Sound>>
  readonly volume: Readonly<Record<Role, number>>
}

function makeTracks(options: TrackOptions): SimulatedTrackSpec[] {
  const { producer, all, volume, random, sampleRate, kickHz } = options
  const depthDb = Math.min(8, Math.max(4, between(random, 4.5, 7.5) + producer.duckDb))
  const attackMs = between(random, 0.5, 2)
  const releaseMs = between(random, 100, 180)
  const source = options.ghostKick ? 'Ghost Kick' : 'Kick'
  const keyPeakDb = gainToDb(peakOf(options.ghostKick ?? all.kick))
  const duck = (share: number) => ducker({ source, keyPeakDb, depthDb: depthDb * share, attackMs, releaseMs })
  const gentle = (low: number, high: number) => tenth(between(random, low, high))
  const body = (hz: number) => ({ hz, gainDb: producer.bodyDb + gentle(-0.8, 0.8), q: 0.9 })
  const bright = (hz: number) => ({ hz, gainDb: producer.brightDb + gentle(-0.7, 0.7) })
  const wide = (percent: number) => utility({ widthPercent: percent + producer.widthPercent + gentle(-5, 5) })

  const eqs: Readonly<Record<Role, EqMoves>> = {
    kick: { highPassHz: 24, bells: [{ hz: gentle(240, 340), gainDb: gentle(-2.5, -0.5), q: 1.1 }] },
    clap: { highPassHz: gentle(180, 260), highShelf: bright(7000) },
    closedHats: { highPassHz: gentle(220, 400), highShelf: bright(9000) },
    openHat: { highPassHz: gentle(220, 400), highShelf: bright(8000) },
    ride: { highPassHz: gentle(300, 400) },
    perc: { highPassHz: gentle(150, 300) },
    sub: { highPassHz: 26, bells: [{ hz: kickHz, gainDb: gentle(-2, -1), q: 1.4 }] },
    rolling: { highPassHz: gentle(60, 80), bells: [{ hz: kickHz, gainDb: gentle(-2.5, -1.5), q: 1.2 }, body(200)] },
    lead: {
      highPassHz: gentle(130, 200),
      bells: [body(280), { hz: gentle(2500, 3500), gainDb: gentle(-1.5, 1), q: 0.9 }],
      highShelf: bright(8000),
    },
    pad: { highPassHz: gentle(110, 180), bells: [body(250)] },
    pluck: {
      highPassHz: gentle(150, 240),
      bells: [{ hz: gentle(1500, 2500), gainDb: gentle(-1, 1.5), q: 1 }],
      highShelf: bright(7000),
    },
    arp: { highPassHz: gentle(180, 250), highShelf: bright(7000) },
    fx: { highPassHz: gentle(90, 130) },
    reverb: { highPassHz: gentle(180, 260), bells: [{ hz: 350, gainDb: gentle(-2, -0.5), q: 0.8 }] },
  }
  const utilities: Readonly<Record<Role, SimulatedDeviceSpec>> = {
    kick: utility({ widthPercent: 0 }),
    clap: wide(90),
    closedHats: wide(100),
    openHat: wide(100),
    ride: wide(100),
    perc: wide(100),
    sub: random() < 0.5 ? utility({ widthPercent: 0 }) : utility({ bassMonoHz: 120 }),
    rolling: utility({ bassMonoHz: Math.round(gentle(110, 150)) }),
    lead: wide(100),
    pad: wide(122),
    pluck: wide(105),
    arp: wide(110),
    fx: wide(110),
    reverb: wide(92),
  }
  // Real sets are uneven: a few tracks lack the one or the other.
  const optional: Role[] = ['clap', 'openHat', 'ride', 'perc', 'pluck', 'arp', 'fx', 'closedHats', 'kick']
  const withoutUtility = new Set([pick(random, optional), pick(random, optional), pick(random, optional)])
  const withoutEq = new Set([pick(random, ['ride', 'perc', 'fx', 'clap'] as const), pick(random, optional)])
  const shareOf: Partial<Record<Role, number>> = { rolling: 0.9, lead: 0.75, pad: 1 }
  const pans: Partial<Record<Role, number>> = {
    perc: gentle(0.2, 0.4) * pick(random, [-1, 1]),
    arp: gentle(0.1, 0.2) * pick(random, [-1, 1]),
    ride: gentle(0.1, 0.2) * pick(random, [-1, 1]),
    closedHats: gentle(0, 0.1) * pick(random, [-1, 1]),
  }
  const parallel = producer.parallelDrums ? -12 : null

  const track = (role: Exclude<Role, 'reverb'>, name: string, group?: string): SimulatedTrackSpec => ({
    name,
    kind: 'audio',
    ...(group ? { group } : {}),
    source: { sampleRate, channels: all[role] },
    volumeDb: volume[role],
    pan: pans[role] ?? 0,
    ...(parallel !== null && ['kick', 'clap', 'perc'].includes(role) ? { sendsDb: [null, parallel] } : {}),
    devices: [
      ...(withoutEq.has(role) ? [] : [eqEight(eqs[role])]),
      ...(shareOf[role] ? [duck(shareOf[role])] : []),
      ...(withoutUtility.has(role) ? [] : [utilities[role]]),
    ],
  })
  const bassGroup = random() < 0.5 ? 'Bass' : undefined
  return [
    { name: 'Drums', kind: 'group', volumeDb: 0 },
    track('kick', 'Kick', 'Drums'),
    ...(options.ghostKick
      ? [
          {
            name: 'Ghost Kick',
            kind: 'audio',
            output: 'none',
            source: { sampleRate, channels: options.ghostKick },
            volumeDb: 0,
          } as const,
        ]
      : []),
    track('clap', 'Clap', 'Drums'),
    track('closedHats', 'Closed Hats', 'Drums'),
    track('openHat', 'Open Hat', 'Drums'),
    track('ride', 'Ride', 'Drums'),
    track('perc', 'Perc', 'Drums'),
    ...(bassGroup ? [{ name: bassGroup, kind: 'group', volumeDb: 0 } as const] : []),
    track('sub', options.bassName, bassGroup),
    track('rolling', 'Rolling Bass', bassGroup),
    { name: 'Synths', kind: 'group', volumeDb: 0 },
    track('lead', 'Supersaw Lead', 'Synths'),
    track('pad', 'Pad', 'Synths'),
    track('pluck', 'Pluck', 'Synths'),
    track('arp', 'Arp', 'Synths'),
    track('fx', 'FX'),
    {
      name: 'Reverb Print',
      kind: 'audio',
      output: 'sends-only',
      source: { sampleRate, channels: all.reverb },
      volumeDb: 0,
      sendsDb: [0],
    },
    {
      name: 'Reverb',
      kind: 'return',
      volumeDb: volume.reverb,
      devices: [eqEight(eqs.reverb), utilities.reverb],
    },
    ...(parallel !== null
      ? [
          {
            name: 'Parallel Drums',
            kind: 'return',
            volumeDb: -4,
            devices: [
              {
                className: 'Compressor2',
                settings: { Threshold: -30, Ratio: 8, Attack: 5, Release: 80, Knee: 6, Model: 0, Makeup: 0 },
              },
            ],
          } as const,
        ]
      : []),
  ]
}
