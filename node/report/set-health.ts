/** What a look at a set finds without hearing it: missing samples, gains that clip, doubled EQs, unused returns, devices off. */
import { findRow } from '../live/device-table.ts'
import { type Device, everyDevice, type LiveSet, type Parameter, type Track, type TrackPath } from '../live/set.ts'
import { displayForRaw } from '../live/value.ts'

export interface HealthRemark {
  readonly kind: 'missing-sample' | 'clipping-gain' | 'doubled-eq' | 'unused-return' | 'device-off'
  /** null: the set as a whole. */
  readonly track: TrackPath | null
  /** One sentence. */
  readonly text: string
}

export interface HealthMaterial {
  readonly set: LiveSet
  readonly samples: readonly { readonly path: string; readonly state: 'found' | 'missing' | 'elsewhere' }[]
}

export function setHealth({ set, samples }: HealthMaterial): readonly HealthRemark[] {
  const missing = samples
    .filter(({ state }) => state === 'missing')
    .map(({ path }): HealthRemark => ({ kind: 'missing-sample', track: null, text: `The sample ${path} is missing.` }))
  return [
    ...missing,
    ...set.tracks.flatMap(gains),
    ...set.tracks.flatMap(doubledEqs),
    ...unusedReturns(set),
    ...devicesOff(set),
  ]
}

/** Above full scale nothing is left over on Main, whatever the tracks hold. */
const mainDb = 0
/** A fader this far up mends the level of what comes before it, or drives what comes behind. */
const trackDb = 3
/** A gain of four on a device is more than any mix move; it is usually made up for somewhere else. */
const deviceDb = 12

/** Names of the parameters of Live's devices that make everything louder. */
const gainNames = new Set(['Output', 'Gain', 'Gain (Legacy)', 'Input Gain', 'Makeup'])

function gains(track: Track): HealthRemark[] {
  const isMain = track.kind === 'master'
  const remark = (text: string): HealthRemark => ({ kind: 'clipping-gain', track: track.path, text })
  const fader = track.mixer.find(({ name }) => name === 'Track Volume')
  const db = fader && dbOf(null, fader)
  const limit = isMain ? mainDb : trackDb
  const faders =
    db !== undefined && db !== null && db > limit + 0.05
      ? [remark(`The fader of ${track.name} stands at +${fader!.display}.`)]
      : []
  const devices = everyDevice(track).flatMap(({ device }) =>
    device.kind !== 'device'
      ? []
      : device.parameters
          .filter(parameter => gainNames.has(parameter.name) && (dbOf(device.className, parameter) ?? 0) > deviceDb)
          .map(({ name, display }) => remark(`${name} of ${device.name} on ${track.name} adds ${display}.`)),
  )
  return [...faders, ...devices]
}

/** null: no level in dB. */
function dbOf(className: string | null, { name, value, min, max }: Parameter): number | null {
  const row = findRow(className, name)
  if (row && row.unit !== 'dB') return null
  // Older Lives have another range for the same control: then the raw value itself is in dB.
  const isCurrent = row !== undefined && row.min === min && row.max === max
  return isCurrent ? displayForRaw(row, value) : max > 1 ? value : null
}

const isOn = ({ parameters }: Device) => parameters.find(({ name }) => name === 'Device On')?.value !== 0

/** Two EQ Eights right behind each other in one chain: bands of one would do, and each costs. */
function doubledEqs(track: Track): HealthRemark[] {
  const chains = [
    track.devices,
    ...everyDevice(track).flatMap(({ device }) => device.chains.map(({ devices }) => devices)),
  ]
  return chains.flatMap(devices =>
    devices.slice(1).flatMap((device, i): HealthRemark[] => {
      const before = devices[i]!
      const isPair = device.className === 'Eq8' && before.className === 'Eq8' && isOn(device) && isOn(before)
      return isPair
        ? [{ kind: 'doubled-eq', track: track.path, text: `${track.name} has two EQ Eights in a row.` }]
        : []
    }),
  )
}

function unusedReturns(set: LiveSet): HealthRemark[] {
  const returns = set.tracks.filter(({ kind }) => kind === 'return')
  return returns.flatMap((track, index): HealthRemark[] => {
    const name = `Send ${String.fromCharCode(65 + index)}`
    const isFed = set.tracks.some(({ mixer }) =>
      mixer.some(send => send.name === name && (send.value > send.min || send.automation !== 'none')),
    )
    return isFed ? [] : [{ kind: 'unused-return', track: track.path, text: `Nothing is sent to ${track.name}.` }]
  })
}

const namedDevices = 4

/** One remark per track. What automation or a macro switches is off only for now. */
function devicesOff(set: LiveSet): HealthRemark[] {
  return set.tracks.flatMap((track): HealthRemark[] => {
    const off = everyDevice(track).filter(({ device }) => {
      const on = device.parameters.find(({ name }) => name === 'Device On')
      return on?.value === 0 && on.isEnabled && on.automation === 'none'
    })
    if (off.length === 0) return []
    const named = off.slice(0, namedDevices).map(({ device }) => device.name)
    const names = off.length > namedDevices ? [...named, `${off.length - namedDevices} more`] : named
    return [{ kind: 'device-off', track: track.path, text: `Off on ${track.name}: ${names.join(', ')}.` }]
  })
}
