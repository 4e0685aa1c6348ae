/**
 * Premaster or master: decided from the signal and the chain, never from the chain alone (an idle limiter does nothing). Where a
 * Tap first on Main hears what enters the chain, what the chain does is measured, and its names count for nothing.
 */
import type { Rows } from '../features/catalogue.ts'
import type { Device, LiveSet } from '../live/set.ts'
import { isTransparent, masterOf } from '../live/set.ts'
import type { Stage } from './objective.ts'

export interface StageDecision {
  readonly stage: Stage
  /** A sentence for the user. */
  readonly reason: string
}

/** What else is known of the sound that the rows are of. */
export interface MainHeard {
  /** Peak-to-loudness ratio of what enters Main's devices, dB; null or absent: not heard. */
  readonly enteringPlr?: number | null
  /** Recorded by Uplift on Main: it has gone through what stands in front of Uplift, and not through what stands behind. */
  readonly isAtUplift?: boolean
}

/** A finished master peaks here or above … */
const masterTruePeak = -2
/** … and is denser than an unlimited trance mix: premasters measure PLR 12 and more, masters 7 to 11 (facts 4.1). */
const masterPlr = 12
/** With a limiter or clipper on Main the signal needs to be less clear-cut. */
const masterPlrWithLimiter = 14
/** dB less between peaks and loudness: EQ and a gentle bus compressor stay below, a limiter that is meant to does not. */
const worksFromDb = 1

const limiters = new Set(['Limiter'])
/** Plug-ins are known by their names only. */
const limiterNames = /limit|clip|maxim|master|\bpro-?l\b|ozone/i

export function decideStage(
  rows: Rows,
  set: LiveSet | null = null,
  { enteringPlr = null, isAtUplift = false }: MainHeard = {},
): StageDecision {
  const truePeak = rows.overall?.values.truePeak ?? null
  const plr = rows.overall?.values.peakToLoudnessRatio ?? null
  if (truePeak === null || plr === null) {
    return {
      stage: 'premaster',
      reason: 'Loudness cannot be measured here, so it is not scored: treated as a premaster.',
    }
  }
  const chain = set ? heardChain(masterOf(set).devices, isAtUplift) : []
  const takenOff = enteringPlr === null || chain.length === 0 ? null : enteringPlr - plr
  const isLimited = takenOff === null ? chain.some(isLimiter) : takenOff >= worksFromDb
  const figures = `true peak ${truePeak.toFixed(1)} dBTP, PLR ${plr.toFixed(1)} dB`
  const off = takenOff === null ? null : `what is on Main takes ${Math.max(0, takenOff).toFixed(1)} dB off the peaks`
  if (truePeak >= masterTruePeak && plr <= (isLimited ? masterPlrWithLimiter : masterPlr)) {
    const why = off ?? (isLimited ? 'a limiter on Main' : null)
    return { stage: 'master', reason: `Treated as a master: ${figures}${why === null ? '' : `, ${why}`}.` }
  }
  const idle = off ?? (isLimited ? 'the limiter on Main hardly works' : null)
  return {
    stage: 'premaster',
    reason: `Treated as a premaster: ${figures}${idle === null ? '' : `; ${idle}`}. Loudness and crest are not scored.`,
  }
}

/** Devices that are on, racks opened. Uplift's own change nothing. */
function heardChain(devices: readonly Device[], isAtUplift: boolean): readonly Device[] {
  const hub = devices.findIndex(device => isTransparent(device) && device.name === 'Uplift')
  const front = isAtUplift && hub >= 0 ? devices.slice(0, hub) : devices
  return front.filter(device => isOn(device) && !isTransparent(device)).flatMap(opened)
}

const opened = (device: Device): readonly Device[] =>
  device.kind === 'rack' ? device.chains.flatMap(({ devices }) => devices.filter(isOn).flatMap(opened)) : [device]

const isOn = ({ parameters }: Device) => parameters.find(({ name }) => name === 'Device On')?.value !== 0

const isLimiter = ({ className, kind, name }: Device) =>
  limiters.has(className) || ((kind === 'plugin' || kind === 'max') && limiterNames.test(name))
