/** A track's devices as the preview needs them: in order, each with its model and its settings before and after the moves. */
import { deviceName } from '../../live/device-table.ts'
import { type Device, everyDevice, isTransparent, type Track, type TrackPath } from '../../live/set.ts'
import type { DynamicModel, LinearModel, Settings } from '../devices/device-model.ts'
import { modelOf } from '../devices/index.ts'
import { liveSettings } from '../devices/live-settings.ts'
import type { DeviceMove, Move } from '../moves.ts'

interface OfDevice {
  readonly device: Device
  /** Its settings differ before and after. */
  readonly isMoved: boolean
}

export type Stage = OfDevice &
  (
    | { readonly kind: 'linear'; readonly model: LinearModel; readonly before: Settings; readonly after: Settings }
    | {
        readonly kind: 'dynamic'
        readonly model: DynamicModel
        readonly before: Settings
        readonly after: Settings
        /** Whose signal the external side-chain hears; null: none is chosen. */
        readonly key: { readonly before: TrackPath | null; readonly after: TrackPath | null }
      }
    /** Plug-ins, parallel racks, and devices of which only the direction is known. */
    | { readonly kind: 'unknown' }
  )

export interface DeviceChain {
  /** Devices that act, before or after the moves. */
  readonly stages: readonly Stage[]
  /** Moves that cannot be heard, with the reason in words. */
  readonly leftOut: readonly { readonly move: DeviceMove; readonly reason: string }[]
}

export function deviceChain(track: Track, moves: readonly Move[]): DeviceChain {
  const own = moves.filter(move => move.kind === 'device').filter(move => move.node === track.path)
  const devices = [...inSeries(track.devices), ...insertedOn(track, own)]
  const leftOut: { move: DeviceMove; reason: string }[] = []
  const moved = new Map<string, DeviceMove[]>()
  for (const move of own) {
    const device = devices.find(({ path }) => path === move.device)
    const reason = device
      ? obstacleOf(device, move)
      : `What runs beside it on ${track.name} was not heard apart from it.`
    if (reason === null) moved.set(move.device, [...(moved.get(move.device) ?? []), move])
    else leftOut.push({ move, reason })
  }
  const stages = devices.map(device => stageOf(device, moved.get(device.path) ?? []))
  return { stages: stages.filter(isActive), leftOut }
}

/** Devices that a fix puts at the end of the chain: a move's path leads to none that is there. */
function insertedOn(track: Track, moves: readonly DeviceMove[]): Device[] {
  const present = new Set<string>(everyDevice(track).map(({ device }) => device.path))
  const added = moves.filter(({ device }, i) => !present.has(device) && moves.findIndex(m => m.device === device) === i)
  return added.map(({ device, className }) => ({
    path: device,
    kind: 'device',
    className,
    name: deviceName(className) ?? className,
    parameters: [],
    chains: [],
    sidechainSource: null,
  }))
}

/** Tracks that its devices listen to, before or after the moves. */
export const sidechainSources = (track: Track, moves: readonly Move[]): TrackPath[] => [
  ...everyDevice(track).flatMap(({ device }) => device.sidechainSource ?? []),
  ...moves.flatMap(move => (move.kind === 'device' && move.node === track.path ? (move.key ?? []) : [])),
]

/** A rack with one chain is its devices; one with several is a device of which nothing is known. */
function inSeries(devices: readonly Device[]): Device[] {
  return devices.flatMap(device => {
    const only = device.chains.length === 1 && isOn(device) ? device.chains[0]! : null
    return only ? inSeries(only.devices) : [device]
  })
}

const isOn = ({ parameters }: Device) => parameters.find(({ name }) => name === 'Device On')?.value !== 0

const isActive = (stage: Stage) => stage.isMoved || (isOn(stage.device) && !isTransparent(stage.device))

function obstacleOf(device: Device, { className, from, to }: DeviceMove): string | null {
  const model = modelOf(className)
  if (model === null || model.kind === 'tendency') return `What ${device.name} does is not modelled.`
  return model.unpredictable(from) ?? model.unpredictable(to)
}

function stageOf(device: Device, moves: readonly DeviceMove[]): Stage {
  const isMoved = moves.length > 0
  const model = device.chains.length > 0 ? null : modelOf(device.className)
  const unknown: Stage = { kind: 'unknown', device, isMoved }
  if (model === null || model.kind === 'tendency') return unknown
  const before = { ...liveSettings(device), ...moves[0]?.from }
  if (!isMoved && model.unpredictable(before) !== null) return unknown
  // Several moves of one device start from the same settings: each brings what it changes.
  const after: Record<string, number> = { ...before }
  for (const { from, to } of moves)
    for (const [name, value] of Object.entries(to)) if (value !== from[name]) after[name] = value
  if (model.kind === 'linear') return { kind: 'linear', device, isMoved, model, before, after }
  const chosen = moves.find(({ key }) => key !== undefined)?.key ?? null
  const key = { before: device.sidechainSource ?? chosen, after: chosen ?? device.sidechainSource }
  return { kind: 'dynamic', device, isMoved, model, before, after, key }
}
