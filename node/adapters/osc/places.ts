/** Where AbletonOSC has a parameter: addresses, indices, and how its values travel. */
import { mixerNames, type ParameterRef, type TrackPath } from '../../live/set.ts'
import type { OscValue } from './client.ts'

export interface OscPlace {
  readonly kind: 'mixer' | 'device'
  readonly get: string
  readonly set: string
  readonly startListening: string
  readonly stopListening: string
  readonly indices: readonly number[]
  toWire(raw: number): { readonly type: 'i' | 'f'; readonly value: number }
  fromWire(value: OscValue | undefined): number
}

export interface PlaceContext {
  /** Number of a parameter in its device, by name. −1: none. With a track alone: the track's number. */
  indexOf(track: TrackPath, device?: string, parameter?: string): number
}

/** Switches come as true and false, or 1 and 0. */
export const rawOf = (value: OscValue | undefined): number =>
  typeof value === 'boolean' ? (value ? 1 : 0) : typeof value === 'number' ? value : Number.NaN

const float = (value: number) => ({ type: 'f', value }) as const

/** undefined: AbletonOSC does not reach it. */
export function placeOf({ track, device, parameter }: ParameterRef, context: PlaceContext): OscPlace | undefined {
  const trackIndex = /^tracks (\d+)$/.exec(track)?.[1]
  if (trackIndex === undefined) return undefined
  const t = Number(trackIndex)
  if (device !== null) {
    const d = /^devices (\d+)$/.exec(device)?.[1]
    const p = d === undefined ? -1 : context.indexOf(track, device, parameter)
    if (p < 0) return undefined
    return {
      kind: 'device',
      get: '/live/device/get/parameter/value',
      set: '/live/device/set/parameter/value',
      startListening: '/live/device/start_listen/parameter/value',
      stopListening: '/live/device/stop_listen/parameter/value',
      indices: [t, Number(d), p],
      toWire: float,
      fromWire: rawOf,
    }
  }
  const mixer = (property: string, indices: readonly number[] = [t]): OscPlace => ({
    kind: 'mixer',
    get: `/live/track/get/${property}`,
    set: `/live/track/set/${property}`,
    startListening: `/live/track/start_listen/${property}`,
    stopListening: `/live/track/stop_listen/${property}`,
    indices,
    toWire: float,
    fromWire: rawOf,
  })
  if (parameter === mixerNames.volume) return mixer('volume')
  if (parameter === mixerNames.panning) return mixer('panning')
  if (parameter === mixerNames.activator) {
    return { ...mixer('mute'), toWire: raw => ({ type: 'i', value: 1 - raw }), fromWire: value => 1 - rawOf(value) }
  }
  const letter = /^Send ([A-Z])$/.exec(parameter)?.[1]
  return letter === undefined ? undefined : mixer('send', [t, letter.charCodeAt(0) - 65])
}
