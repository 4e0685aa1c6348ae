/**
 * Works on a set in a file until it is killed: fixes of several parameters, with and without a new device, undo, redo,
 * checkpoints. Arguments: a folder with set.json, and a seed. Says "." before each.
 */
import { join } from 'node:path'
import { applyFix } from '../../node/app/apply.ts'
import { makeCheckpoint, restoreCheckpoint } from '../../node/app/checkpoints.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { recover } from '../../node/app/recover.ts'
import { redoable, redoEntry, undoLast } from '../../node/app/undo.ts'
import type { DevicePath, LiveSet, TrackPath } from '../../node/live/set.ts'
import { FileSet } from './file-set.ts'
import { changeOf, fixOf } from './fix-of.ts'

const [folder, seed] = process.argv.slice(2)
let state = Number(seed)
/** 0 to 1, the same for the same seed. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  return (state >>> 0) / 2 ** 32
}
const upTo = (count: number) => Math.floor(count * random())

const session = new FileSet(join(folder!, 'set.json'))
const ledger = await Ledger.open(join(folder!, 'ledger.json'))
await recover(session, ledger)
for (;;) {
  process.stdout.write('.')
  const set = await session.snapshot()
  const dice = random()
  if (dice < 0.45) await applyFix(session, set, mixFix(set), ledger)
  else if (dice < 0.6) await applyFix(session, set, newDevice(set), ledger)
  else if (dice < 0.8) await undoLast(session, ledger)
  else if (dice < 0.9) {
    // Devices put back out of order may be told apart no longer: recovery then asks, which is another test's matter.
    const last = redoable(ledger).find(({ inserted }) => inserted === null)
    if (last) await redoEntry(session, ledger, last.id)
  } else if (dice < 0.95) await makeCheckpoint(session, ledger, 'here')
  else if (ledger.checkpoints.length > 0) {
    await restoreCheckpoint(session, ledger, ledger.checkpoints[upTo(ledger.checkpoints.length)]!)
  }
}

function mixFix(set: LiveSet) {
  const track: TrackPath = `tracks ${upTo(4)}`
  const eq = (parameter: string) => ({ track, device: 'devices 0' as DevicePath, parameter })
  return fixOf([
    changeOf(set, { track, device: null, parameter: 'Track Volume' }, -12 * random()),
    changeOf(set, eq('1 Frequency A'), 100 + 1000 * random()),
    changeOf(set, eq('1 Gain A'), -6 * random()),
    changeOf(set, { track, device: 'devices 1', parameter: 'Stereo Width' }, 50 + 100 * random()),
  ])
}

function newDevice(set: LiveSet) {
  const track: TrackPath = `tracks ${1 + upTo(3)}`
  const path: DevicePath = `devices ${set.tracks[Number(track.split(' ')[1])]!.devices.length}`
  const change = (parameter: string, to: number) => ({
    ...changeOf(set, { track, device: null, parameter: 'Track Volume' }, to),
    ref: { track, device: path, parameter },
    deviceName: 'Compressor',
    deviceClass: 'Compressor2',
    unit: '',
  })
  return fixOf([change('Threshold', -10 - 20 * random()), change('Ratio', 4), change('S/C On', 1)], {
    inserts: {
      track,
      path,
      className: 'Compressor2',
      name: 'Compressor',
      sidechain: { track: 'tracks 0', trackName: 'Kick' },
    },
  })
}
