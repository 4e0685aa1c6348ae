/**
 * Moves: what a change of a mixer or device parameter does to a track's signal. Filters, width and faders are linear and
 * stationary: complex gains on mid and side per narrow band. What answers to level (compressors, limiters) is a gain over time;
 * per scope and band it comes down to the ratio of mean powers that it leaves (mix/dynamics.ts). The planner searches over
 * moves; the fixes layer knows which Live parameters make them.
 */
import { bandCount, gridCentres } from '../dsp/bands.ts'
import { dbToGain } from '../dsp/decibel.ts'
import type { FeatureId } from '../features/catalogue.ts'
import type { DevicePath, TrackPath } from '../live/set.ts'
import type { Settings, StereoResponse } from './devices/device-model.ts'
import { modelOf } from './devices/index.ts'

/** A device's parameters before and after: display values by name, all that the device has. */
export interface DeviceMove {
  readonly kind: 'device'
  readonly node: TrackPath
  readonly device: DevicePath
  readonly className: string
  readonly from: Settings
  readonly to: Settings
  /** A side-chain's source that is only now chosen; otherwise the device's own. */
  readonly key?: TrackPath
}

export type Move =
  | { readonly kind: 'level'; readonly node: TrackPath; readonly db: number }
  /** The mixer's pan, −1 to 1; behind the devices. */
  | { readonly kind: 'pan'; readonly node: TrackPath; readonly to: number }
  /** The track's activator: heard or not. */
  | { readonly kind: 'mute'; readonly node: TrackPath; readonly on: boolean }
  /** Solo off: the tracks that it silences are heard again. */
  | { readonly kind: 'solo'; readonly node: TrackPath; readonly on: false }
  | DeviceMove

/** What is added to features that band statistics do not tell, in their units. */
export type Shifts = Readonly<Partial<Record<FeatureId, number>>>

export function addShifts(a: Shifts, b: Shifts): Shifts {
  const ids = Object.keys(b) as FeatureId[]
  if (ids.length === 0) return a
  return { ...a, ...Object.fromEntries(ids.map(id => [id, (a[id] ?? 0) + b[id]!])) }
}

/** What a move does in one scope. */
export interface BandGains {
  /** Complex gains per narrow band on mid and side. */
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  /** Real gains on left and right behind those (balance, polarity of one side). */
  readonly left: number
  readonly right: number
  /** The mixer's new pan, where the move sets one. */
  readonly pan: number | null
  /** Heard from now on or not, where the move says so. */
  readonly heard: boolean | null
  readonly shifts: Shifts
}

/** What a device that answers to level does when its settings change: one entry per scope. */
export type DynamicEffects = (move: DeviceMove) => readonly DynamicEffect[]

export interface DynamicEffect {
  /** Ratio of amplitudes per narrow band, after over before. */
  readonly ratio: Float64Array
  readonly shifts: Shifts
}

export interface MoveContext {
  /** Hz: digital filters bend towards Nyquist. */
  readonly sampleRate: number
  readonly scopeCount: number
  /** null: nothing that answers to level can be predicted here. */
  readonly dynamics: DynamicEffects | null
}

const ones = new Float64Array(bandCount).fill(1)
const zeros = new Float64Array(bandCount)
const unmoved: BandGains = {
  mRe: ones,
  mIm: zeros,
  sRe: ones,
  sIm: zeros,
  left: 1,
  right: 1,
  pan: null,
  heard: null,
  shifts: {},
}

/** Main's own fader moves the peaks as much as the rest. */
const peakIds = ['truePeak'] as const

/** What a move does, per scope. Throws RangeError for a device that cannot be predicted. */
export function gainsOf(move: Move, { sampleRate, scopeCount, dynamics }: MoveContext): readonly BandGains[] {
  const everywhere = (gains: Partial<BandGains>): BandGains[] =>
    new Array<BandGains>(scopeCount).fill({ ...unmoved, ...gains })
  switch (move.kind) {
    case 'level': {
      const gain = new Float64Array(bandCount).fill(dbToGain(move.db))
      const shifts = move.node === 'master_track' ? Object.fromEntries(peakIds.map(id => [id, move.db])) : {}
      return everywhere({ mRe: gain, sRe: gain, shifts })
    }
    case 'pan':
      return everywhere({ pan: move.to })
    case 'mute':
      return everywhere({ heard: move.on })
    // Not a gain: the model asks which tracks it silences.
    case 'solo':
      return everywhere({})
    case 'device': {
      const model = modelOf(move.className)
      if (model?.kind === 'linear') {
        const before = responseOf(move.className, move.from, sampleRate)
        const after = model.response(move.to, sampleRate, bandHz(sampleRate))
        return everywhere(ratioOf(before, after))
      }
      if (model?.kind === 'dynamic' && dynamics !== null) {
        return dynamics(move).map(({ ratio, shifts }) => ({ ...unmoved, mRe: ratio, sRe: ratio, shifts }))
      }
      throw new RangeError(`a device that is moved must be one that can be predicted, got ${move.className}`)
    }
  }
}

const bandHzOf = new Map<number, Float64Array>()

function bandHz(sampleRate: number): Float64Array {
  let hz = bandHzOf.get(sampleRate)
  if (!hz) bandHzOf.set(sampleRate, (hz = gridCentres.map(centre => Math.min(centre, 0.49 * sampleRate))))
  return hz
}

/** The search moves one device many times from the same settings. */
const responses = new WeakMap<Settings, { readonly sampleRate: number; readonly response: StereoResponse }>()

function responseOf(className: string, settings: Settings, sampleRate: number): StereoResponse {
  const known = responses.get(settings)
  if (known?.sampleRate === sampleRate) return known.response
  const model = modelOf(className)
  if (model?.kind !== 'linear') throw new RangeError(`${className} must be linear`)
  const response = model.response(settings, sampleRate, bandHz(sampleRate))
  responses.set(settings, { sampleRate, response })
  return response
}

/** Where the device let nothing through, what comes out of it afterwards cannot be told from what came out before. */
const leastPower = 1e-8

function ratioOf(before: StereoResponse, after: StereoResponse): Partial<BandGains> {
  const divide = (aRe: Float64Array, aIm: Float64Array, bRe: Float64Array, bIm: Float64Array) => {
    const re = new Float64Array(bandCount)
    const im = new Float64Array(bandCount)
    for (let k = 0; k < bandCount; k++) {
      const power = Math.max(leastPower, bRe[k]! ** 2 + bIm[k]! ** 2)
      re[k] = (aRe[k]! * bRe[k]! + aIm[k]! * bIm[k]!) / power
      im[k] = (aIm[k]! * bRe[k]! - aRe[k]! * bIm[k]!) / power
    }
    return [re, im] as const
  }
  const [mRe, mIm] = divide(after.mRe, after.mIm, before.mRe, before.mIm)
  const [sRe, sIm] = divide(after.sRe, after.sIm, before.sRe, before.sIm)
  const side = (now: number, was: number) => (was === 0 ? 1 : now / was)
  return { mRe, mIm, sRe, sIm, left: side(after.left, before.left), right: side(after.right, before.right) }
}
