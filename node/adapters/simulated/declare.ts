/** From the declaration of a simulated set to its tracks. Throws RangeError naming what is wrong in it. */
import { mixerRows } from '../../live/device-table.ts'
import { sendName } from '../../live/set.ts'
import { type Control, control, rawOf } from './control.ts'
import { type DeclaredSet, declareDevice, sourceOf } from './declare-device.ts'
import type { Stereo } from './devices/effect.ts'
import type { SimulatedTrack } from './model.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec, SimulatedTrackSpec } from './spec.ts'

/** Tracks in Live's order: tracks, returns, Main. The ids are their places. */
export function declareTracks(spec: SimulatedSetSpec): SimulatedTrack[] {
  const isReturn = ({ kind }: SimulatedTrackSpec) => kind === 'return'
  const declared = [...spec.tracks.filter(track => !isReturn(track)), ...spec.tracks.filter(isReturn)]
  const names = declared.map(({ name }, id) => ({ name, id }))
  const context: DeclaredSet = { sampleRate: spec.sampleRate, idOf: (name, why) => idOf(names, name, why) }
  const returnCount = declared.filter(isReturn).length
  const tracks = declared.map((track, id) => declareTrack(track, id, returnCount, context))
  for (const { name, group, id } of tracks) {
    if (group === null) continue
    if (declared[group]!.kind !== 'group' || group === id) {
      throw new RangeError(`group of "${name}" must be a group track, got "${declared[group]!.name}"`)
    }
    for (let above: number | null = group, depth = 0; above !== null; above = tracks[above]!.group, depth++) {
      if (above === id || depth > tracks.length) throw new RangeError(`group of "${name}" must not contain it`)
    }
  }
  const main: SimulatedTrack = {
    id: tracks.length,
    name: 'Main',
    kind: 'master',
    group: null,
    output: 'main',
    solo: false,
    source: null,
    mixer: [
      control(mixerRows.volume, rawOf(mixerRows.volume, spec.master.volumeDb ?? 0, 'volume of Main')),
      control(mixerRows.panning),
    ],
    devices: (spec.master.devices ?? []).map(device => declareDevice(device, 'Main', context)),
  }
  return [...tracks, main]
}

/** Id of the one track of that name. */
export function idOf(tracks: readonly { readonly name: string; readonly id: number }[], name: string, why: string) {
  const matches = tracks.filter(track => track.name === name)
  if (matches.length !== 1) {
    throw new RangeError(`${why} must name one track, got "${name}" (${matches.length} found)`)
  }
  return matches[0]!.id
}

export function declareTrack(
  track: SimulatedTrackSpec,
  id: number,
  returnCount: number,
  context: DeclaredSet,
): SimulatedTrack {
  const group = track.group === undefined ? null : context.idOf(track.group, `group of "${track.name}"`)
  const output = track.output ?? 'main'
  return {
    id,
    name: track.name,
    kind: track.kind,
    group,
    output: output === 'main' && group !== null ? 'group' : output,
    solo: track.solo ?? false,
    source: trackSource(track, context.sampleRate),
    mixer: mixerOf(track, returnCount),
    devices: (track.devices ?? []).map(device => declareDevice(device, `"${track.name}"`, context)),
  }
}

function trackSource({ name, kind, source, devices = [] }: SimulatedTrackSpec, sampleRate: number): Stereo | null {
  if (!source) return null
  if (kind === 'group' || kind === 'return') throw new RangeError(`source must not be on ${kind} "${name}"`)
  const holdsInstruments = ({ className }: SimulatedDeviceSpec) => className !== 'AudioEffectGroupDevice'
  if (devices.filter(holdsInstruments).some(({ chains = [] }) => chains.some(chain => chain.source))) {
    throw new RangeError(`source of "${name}" must not be given beside those of its rack's chains`)
  }
  return sourceOf(source, `"${name}"`, sampleRate)
}

function mixerOf(track: SimulatedTrackSpec, returnCount: number): readonly Control[] {
  if ((track.sendsDb?.length ?? 0) > returnCount) {
    throw new RangeError(`sends of "${track.name}" must be at most ${returnCount}, got ${track.sendsDb!.length}`)
  }
  const sends = Array.from({ length: returnCount }, (_, index) => {
    const sendDb = track.sendsDb?.[index] ?? null
    const row = { ...mixerRows.send, name: sendName(index) }
    const send = control(row, sendDb === null ? row.min : rawOf(row, sendDb, `${row.name} of "${track.name}"`))
    // Live switches a return's own sends off until the user enables them.
    return track.kind === 'return' && sendDb === null ? { ...send, isEnabled: false } : send
  })
  return [
    control(mixerRows.volume, rawOf(mixerRows.volume, track.volumeDb ?? 0, `volume of "${track.name}"`)),
    control(mixerRows.panning, rawOf(mixerRows.panning, track.pan ?? 0, `pan of "${track.name}"`)),
    control(mixerRows.activator, track.mute ? 0 : 1),
    ...sends,
  ]
}
