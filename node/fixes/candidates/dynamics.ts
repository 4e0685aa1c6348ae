/** What answers to level: ducking under the kick, compression, and the limiter on Main. */
import { gainToDb } from '../../dsp/decibel.ts'
import type { Device, LiveSet, TrackPath } from '../../live/set.ts'
import type { Settings } from '../../mix/devices/device-model.ts'
import { displayOf, liveSettings } from '../../mix/devices/live-settings.ts'
import type { MixModel } from '../../mix/model.ts'
import type { Move } from '../../mix/moves.ts'
import type { Role } from '../../mix/roles/role.ts'
import type { Candidate, Place } from './candidate.ts'
import { change, notMovable, parameterOf } from './parameters.ts'

const compressors = new Set(['Compressor2', 'GlueCompressor'])

/** Plug-ins and devices that shape a track's volume in time: a second ducker on top would fight them. */
const duckers = /kickstart|lfo ?tool|shaperbox|volume ?shaper|duck|side ?-?chain|pump|trackspacer/i
const duckerClasses = new Set(['AutoPan', 'AutoPan2'])

export const isForeignDucker = (device: Device) =>
  duckerClasses.has(device.className) || (device.kind === 'plugin' && duckers.test(device.name))

const hasSidechain = (device: Device) => device.sidechainSource !== null && liveSettings(device)['S/C On'] === 1

/** Keyed by the kick: what makes the track give way to it. */
export const isDucker = (device: Device, roles: ReadonlyMap<TrackPath, Role>) =>
  compressors.has(device.className) && hasSidechain(device) && roles.get(device.sidechainSource!) === 'kick'

interface Threshold {
  readonly low: number
  readonly high: number
  readonly now: number
}

function thresholdOf(device: Device): Threshold | null {
  const parameter = parameterOf(device, 'Threshold')
  const now = liveSettings(device).Threshold
  if (!parameter || notMovable(parameter) || now === undefined) return null
  const end = (value: number) => displayOf(device.className, { ...parameter, value }) ?? now
  // The last decibels of the taper are not known, and nobody ducks from there.
  return { low: Math.max(-60, end(parameter.min)), high: end(parameter.max), now }
}

/** More (+) or less (−) ducking by the threshold of the compressor that does it. */
export function duckingCandidates(
  { track, rules, model, make }: Place,
  ducker: Device,
  postChain: boolean,
): Candidate[] {
  const threshold = thresholdOf(ducker)
  if (!threshold) return []
  const { low, high, now } = threshold
  const { limitTotal, limitPerPass } = rules.moves.ducking
  const parameter = parameterOf(ducker, 'Threshold')!
  const move = (amount: number) => moveOf(track.path, ducker, { Threshold: now - amount })
  // Limits count from where it begins to work: the way to there is not heard.
  const idle = idleWay(model, move, { up: high - now, down: now - low })
  return [
    make('ducking', {
      control: `${ducker.path} threshold`,
      range: [idle > 0 ? 0 : -Math.min(limitTotal, high - now), Math.min(idle + limitTotal, now - low)],
      idle,
      limitPerPass: idle + limitPerPass,
      postChain,
      move,
      realise: amount => [change(track, ducker, parameter, now - amount)],
    }),
  ]
}

/** Of a track's level: less is no ducking, and no opening either. */
const audibleDb = 0.1
/** Amounts of the search are half decibels. */
const idleResolution = 0.5

/** How far a threshold comes down before its compressor takes anything; 0 where it works already, all of `down` where it never does. */
function idleWay(
  model: MixModel,
  move: (amount: number) => Move,
  { up, down }: { readonly up: number; readonly down: number },
): number {
  const isSilent = (amount: number) =>
    amount === 0 ||
    model.gainsOf(move(amount)).every(({ mRe }) => mRe.every(gain => Math.abs(gainToDb(gain)) < audibleDb))
  // A threshold at its top cannot be opened: whether it works is seen from a little less.
  if (!isSilent(-up) || !isSilent(idleResolution)) return 0
  let [silent, working] = [0, down]
  if (isSilent(down)) return down
  while (working - silent > idleResolution) {
    const middle = (silent + working) / 2
    if (isSilent(middle)) silent = middle
    else working = middle
  }
  return Math.floor(silent / idleResolution) * idleResolution
}

/** A compressor that is not there yet, keyed by `kick`; the amount is how far its threshold lies below the shallowest. */
export function newDuckerCandidates(
  { track, rules, make }: Place,
  compressor: Device,
  kick: TrackPath,
  kickName: string,
): Candidate[] {
  const { ratio, attackMs, releaseMs, kneeDb, shallowestDb, deepestDb } = rules.newDucker
  const newDucker = { Ratio: ratio, Attack: attackMs, Release: releaseMs, Knee: kneeDb } as const
  const settings = { ...liveSettings(compressor), ...newDucker, 'S/C On': 1 }
  const parameter = (name: string) => parameterOf(compressor, name)!
  const threshold = (amount: number) => shallowestDb - amount
  return [
    make('ducking', {
      control: 'new ducker',
      range: [0, shallowestDb - deepestDb],
      limitPerPass: shallowestDb - deepestDb,
      postChain: true,
      inserts: {
        track: track.path,
        className: compressor.className,
        name: compressor.name,
        path: compressor.path,
        sidechain: { track: kick, trackName: kickName },
      },
      move: amount => ({
        kind: 'device',
        node: track.path,
        device: compressor.path,
        className: compressor.className,
        key: kick,
        from: { ...settings, 'Device On': 0 },
        to: { ...settings, Threshold: threshold(amount) },
      }),
      realise: amount => [
        change(track, compressor, parameter('Threshold'), threshold(amount)),
        ...(Object.keys(newDucker) as (keyof typeof newDucker)[]).map(name =>
          change(track, compressor, parameter(name), newDucker[name]),
        ),
        // Last: until then it does nothing.
        change(track, compressor, parameter('S/C On'), 1),
      ],
    }),
  ]
}

/** Of a threshold's way, what its output gives back: nothing, or as much as a compressor that worked hard took. */
const givenBack = [0, 0.5] as const

/** Less (+) or more (−) compression by the threshold, alone or with the level matched at the output. */
export function compressionCandidates(
  { track, rules, make }: Place,
  compressor: Device,
  postChain: boolean,
): Candidate[] {
  const threshold = thresholdOf(compressor)
  if (!threshold || !compressors.has(compressor.className) || hasSidechain(compressor)) return []
  const { low, high, now } = threshold
  const { limitTotal } = rules.moves.compression
  const parameter = parameterOf(compressor, 'Threshold')!
  const output = outputOf(compressor)
  return givenBack.slice(0, output ? 2 : 1).map(share => {
    const reach =
      share > 0 ? { down: (output!.high - output!.now) / share, up: (output!.now - output!.low) / share } : null
    const limit = (way: number, given = Number.POSITIVE_INFINITY) => Math.max(0, Math.min(limitTotal, way, given))
    return make('compression', {
      control: `${compressor.path} threshold`,
      range: [-limit(now - low, reach?.down), limit(high - now, reach?.up)],
      postChain,
      move: amount =>
        moveOf(track.path, compressor, {
          Threshold: now + amount,
          ...(share > 0 ? { Output: output!.now - share * amount } : {}),
        }),
      realise: amount => [
        change(track, compressor, parameter, now + amount),
        ...(share > 0 ? [change(track, compressor, output!.parameter, output!.now - share * amount)] : []),
      ],
    })
  })
}

/** Where its output stands, and how far it goes; null: it is not there, or not to be moved. */
function outputOf(compressor: Device) {
  const parameter = parameterOf(compressor, 'Output')
  const now = liveSettings(compressor).Output
  if (!parameter || notMovable(parameter) || now === undefined) return null
  const end = (value: number) => displayOf(compressor.className, { ...parameter, value }) ?? now
  return { parameter, now, low: end(parameter.min), high: end(parameter.max) }
}

/** Less (+) or more (−) gain into the limiter on Main; its ceiling, up (+) or down (−). */
export function limiterCandidates({ track, rules, make }: Place, limiter: Device): Candidate[] {
  if (limiter.className !== 'Limiter' || track.kind !== 'master') return []
  const settings = liveSettings(limiter)
  const { limitTotal } = rules.moves.limiter
  return (
    [
      ['Input Gain', -1],
      ['Ceiling', 1],
    ] as const
  ).flatMap(([name, sign]) => {
    const parameter = parameterOf(limiter, name)
    const now = settings[name]
    if (!parameter || notMovable(parameter) || now === undefined) return []
    const [low, high] = [parameter.min, parameter.max].map(
      value => displayOf(limiter.className, { ...parameter, value }) ?? now,
    )
    const reach = sign > 0 ? [low! - now, high! - now] : [now - high!, now - low!]
    return [
      make('limiter', {
        control: `${limiter.path} ${name}`,
        range: [Math.max(-limitTotal, reach[0]!), Math.min(limitTotal, reach[1]!)],
        postChain: true,
        move: amount => moveOf(track.path, limiter, { [name]: now + sign * amount }),
        realise: amount => [change(track, limiter, parameter, now + sign * amount)],
      }),
    ]
  })
}

function moveOf(node: TrackPath, device: Device, to: Settings) {
  const from = liveSettings(device)
  return {
    kind: 'device' as const,
    node,
    device: device.path,
    className: device.className,
    from,
    to: { ...from, ...to },
  }
}

/** The kick's track, when there is one. */
export const kickOf = (set: LiveSet, roles: ReadonlyMap<TrackPath, Role>) =>
  set.tracks.find(track => roles.get(track.path) === 'kick')
