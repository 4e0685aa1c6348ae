/** The session view: every track with its devices, what it is taken for, what it carries, and what fixes would set on it. */
import type { Fix } from '../../fixes/fix.ts'
import { everyDevice, type LiveSet, mixerNames, type Parameter, type Track } from '../../live/set.ts'
import { roleByName } from '../../mix/roles/name-evidence.ts'
import type { Measured } from '../measure.ts'
import { type RememberedSet, rememberedRoles } from '../set-memory.ts'
import { listTracks } from '../track-list.ts'
import type { PanelTrack } from './data.ts'
import { panelChanges } from './fix.ts'

/** Of a set that was heard. */
export function panelTracks(
  measured: Measured,
  remembered: RememberedSet,
  fixes: readonly Fix[],
): readonly PanelTrack[] {
  const rows = new Map(listTracks(measured, remembered).map(row => [row.path, row]))
  return measured.set.tracks.map(track => {
    const row = rows.get(track.path)
    const about = row
      ? { role: row.role, confidence: row.confidence, because: row.because, share: row.share }
      : { role: null, confidence: 1, because: '', share: null }
    return { ...stripOf(measured.set, track, remembered), ...about, changes: changesOn(track, fixes) }
  })
}

/** Of one that nobody has heard yet: roles by name alone. */
export const unheardTracks = (set: LiveSet, remembered: RememberedSet): readonly PanelTrack[] => {
  const told = rememberedRoles(remembered)
  return set.tracks.map(track => ({
    ...stripOf(set, track, remembered),
    ...roleOf(track, told),
    share: null,
    changes: [],
  }))
}

function roleOf(
  { name, kind }: Track,
  told: ReturnType<typeof rememberedRoles>,
): Pick<PanelTrack, 'role' | 'confidence' | 'because'> {
  if (kind === 'master') return { role: null, confidence: 1, because: '' }
  const said = told.get(name)
  if (said) return { role: said, confidence: 1, because: 'You said so.' }
  if (kind === 'group' || kind === 'return') return { role: 'bus', confidence: 1, because: `It is a ${kind} track.` }
  const guess = roleByName(name)
  return guess
    ? { role: guess, confidence: byNameAlone, because: 'By its name; nothing was heard.' }
    : { role: 'other', confidence: 0, because: 'Its name says nothing, and nothing was heard.' }
}

/** A name is a hint, not a measurement: shown as unsure. */
const byNameAlone = 0.5

type Strip = Omit<PanelTrack, 'role' | 'confidence' | 'because' | 'share' | 'changes'>

function stripOf(set: LiveSet, track: Track, { lockedTracks }: RememberedSet): Strip {
  const textOf = (name: string) => find(track.mixer, name)?.display ?? ''
  return {
    path: track.path,
    name: track.name,
    kind: track.kind,
    depth: depthOf(set, track),
    isLocked: lockedTracks.includes(track.name),
    volume: textOf(mixerNames.volume),
    pan: textOf(mixerNames.panning),
    isMuted: find(track.mixer, mixerNames.activator)?.value === 0,
    devices: everyDevice(track).map(({ device }) => ({
      name: device.name,
      isOn: find(device.parameters, 'Device On')?.value !== 0,
    })),
  }
}

const find = (parameters: readonly Parameter[], name: string) => parameters.find(each => each.name === name)

function depthOf({ tracks }: LiveSet, track: Track): number {
  let depth = 0
  for (let { group } = track; group !== null; depth++) {
    const around = tracks.find(({ path }) => path === group)
    if (!around || depth > tracks.length) break
    group = around.group
  }
  return depth
}

const changesOn = ({ path }: Track, fixes: readonly Fix[]) =>
  fixes.filter(({ track }) => track === path).flatMap(panelChanges)
