/** Work on a set in a file as a session does it, by chance: fixes with and without a new device, undo, redo, checkpoints. */
import { applyFix } from '../../node/app/apply.ts'
import { makeCheckpoint, restoreCheckpoint } from '../../node/app/checkpoints.ts'
import type { Ledger } from '../../node/app/ledger.ts'
import { redoable, redoEntry, undoable, undoEntry } from '../../node/app/undo.ts'
import type { DevicePath, LiveSet, ParameterRef, TrackPath } from '../../node/live/set.ts'
import { FileSet } from './file-set.ts'
import { changeOf, fixOf } from './fix-of.ts'
import { undoLast } from './undo-last.ts'

/** 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) / 2 ** 32
  }
}

export async function workOnce(session: FileSet, ledger: Ledger, random: () => number): Promise<void> {
  const upTo = (count: number) => Math.floor(count * random())
  const oneOf = <T>(all: readonly T[]): T | undefined => all[upTo(all.length)]
  const set = await session.snapshot()
  const dice = random()
  if (dice < 0.3) await applyFix(session, set, mixFix(set, random), ledger)
  else if (dice < 0.5) await applyFix(session, set, newDevice(set, random), ledger)
  else if (dice < 0.6) await applyFix(session, set, onLastDevice(set, random), ledger)
  else if (dice < 0.68) await undoLast(session, ledger)
  else if (dice < 0.78) {
    // One that later fixes have built upon is asked for, and then stays.
    const any = oneOf(undoable(ledger))
    if (any) await undoEntry(session, ledger, any.id)
  } else if (dice < 0.9) {
    const any = oneOf(redoable(ledger))
    if (any) await redoEntry(session, ledger, any.id)
  } else if (dice < 0.95) await makeCheckpoint(session, ledger, 'here')
  else {
    const any = oneOf(ledger.checkpoints)
    if (any) await restoreCheckpoint(session, ledger, any)
  }
}

/** What the set must hold: the entries that the ledger calls applied, one after the other, on a new set. */
export async function expectedSet(ledger: Ledger): Promise<LiveSet> {
  const fresh = FileSet.create(null)
  const devices = new Map<string, DevicePath>()
  for (const { id, inserted, changes } of ledger.entries.filter(({ state }) => state === 'applied')) {
    if (inserted) {
      const track = inserted.track as TrackPath
      const index = (await fresh.snapshot()).tracks.find(({ path }) => path === track)!.devices.length
      const device = await fresh.insertDevice(track, inserted.deviceClass, index)
      await fresh.setSidechainSource({ track, device }, 'tracks 0')
      devices.set(id, device)
    }
    for (const { track, device, insertedBy, parameter, toRaw } of changes) {
      const at = insertedBy === null ? (device as DevicePath | null) : devices.get(insertedBy)!
      const ref: ParameterRef = { track: track as TrackPath, device: at, parameter }
      await fresh.write(ref, toRaw)
    }
  }
  return fresh.snapshot()
}

/** Values that are equal or clearly not: two that differ by less than Uplift's tolerance are one to it. */
const stepsOf = (step: number, range: number, random: () => number) => step * Math.floor((range / step) * random())

function mixFix(set: LiveSet, random: () => number) {
  const track: TrackPath = `tracks ${Math.floor(4 * random())}`
  const eq = (parameter: string) => ({ track, device: 'devices 0' as DevicePath, parameter })
  return fixOf([
    changeOf(set, { track, device: null, parameter: 'Track Volume' }, -stepsOf(0.5, 12, random)),
    changeOf(set, eq('1 Frequency A'), 100 + stepsOf(50, 1000, random)),
    changeOf(set, eq('1 Gain A'), -stepsOf(0.5, 6, random)),
    changeOf(set, { track, device: 'devices 1', parameter: 'Stereo Width' }, 50 + stepsOf(5, 100, random)),
  ])
}

/** On two tracks only, so that several alike come to stand on one. Few thresholds: some hold the same, too. */
function newDevice(set: LiveSet, random: () => number) {
  const index = 1 + Math.floor(2 * random())
  const track: TrackPath = `tracks ${index}`
  const path: DevicePath = `devices ${set.tracks[index]!.devices.length}`
  const change = (parameter: string, to: number) => ({
    ...changeOf(set, { track, device: null, parameter: 'Track Volume' }, to),
    ref: { track, device: path, parameter },
    deviceName: 'Compressor',
    deviceClass: 'Compressor2',
    unit: '',
  })
  const threshold = -10 - stepsOf(5, 20, random)
  return fixOf([change('Threshold', threshold), change('Ratio', 4), change('S/C On', 1)], {
    inserts: {
      track,
      path,
      className: 'Compressor2',
      name: 'Compressor',
      sidechain: { track: 'tracks 0', trackName: 'Kick' },
    },
  })
}

/** A later fix on what may be a device of an earlier one, along with the fader. */
function onLastDevice(set: LiveSet, random: () => number) {
  const track = set.tracks[1 + Math.floor(2 * random())]!
  const last = track.devices.at(-1)!
  const fader = changeOf(set, { track: track.path, device: null, parameter: 'Track Volume' }, -stepsOf(0.5, 12, random))
  const [parameter, to] =
    last.className === 'Compressor2'
      ? ['Ratio', 2 + stepsOf(0.5, 4, random)]
      : ['Stereo Width', stepsOf(5, 150, random)]
  return fixOf([
    fader,
    changeOf(set, { track: track.path, device: last.path, parameter: parameter as string }, to as number),
  ])
}
