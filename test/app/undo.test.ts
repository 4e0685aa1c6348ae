import { beforeEach, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { findCheckpoint, makeCheckpoint, restoreCheckpoint } from '../../node/app/checkpoints.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { recover } from '../../node/app/recover.ts'
import { redoable, redoEntry, undoable, undoEntry } from '../../node/app/undo.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import { type DevicePath, type LiveSet, type ParameterRef, parameterAt } from '../../node/live/set.ts'
import { changeOf, fixOf } from '../support/fix-of.ts'
import { miniSong } from '../support/mini-song.ts'
import { undoLast } from '../support/undo-last.ts'

const lead: ParameterRef = { track: 'tracks 2', device: null, parameter: 'Track Volume' }
const pads: ParameterRef = { ...lead, track: 'tracks 3' }
const eq = (parameter: string): ParameterRef => ({ track: 'tracks 3', device: 'devices 0', parameter })

let session: SimulatedSet
let set: LiveSet
let ledger: Ledger
const sleep = async () => {}
const options = { sleep }

beforeEach(async () => {
  session = createSimulatedSet(miniSong)
  set = await session.snapshot()
  ledger = Ledger.inMemory(() => new Date(2026, 10, 22, 14, 32))
})

const shown = async (ref: ParameterRef) => (await session.read(ref))?.display
/** Applies on the set as it is now; the id of its entry. */
async function apply(make: (set: LiveSet) => Fix): Promise<string> {
  const now = await session.snapshot()
  const outcome = await applyFix(session, now, make(now), ledger, options)
  if (outcome.kind !== 'applied') throw new Error(outcome.reason)
  return outcome.ledgerId
}
const level = (ref: ParameterRef, db: number, title = `to ${db} dB`) =>
  apply(now => fixOf([changeOf(now, ref, db)], { title }))
const bell = () =>
  apply(now =>
    fixOf([
      changeOf(now, eq('8 Filter Type A'), 3),
      changeOf(now, eq('8 Frequency A'), 280),
      changeOf(now, eq('8 Gain A'), -2.8),
      changeOf(now, eq('8 Filter On A'), 1),
    ]),
  )
const ducker = (threshold = -24) =>
  apply(now => {
    const path: DevicePath = `devices ${now.tracks[1]!.devices.length}`
    const on = (parameter: string, to: number) => ({
      ...changeOf(now, lead, to),
      ref: { track: 'tracks 1' as const, device: path, parameter },
      deviceName: 'Compressor',
      deviceClass: 'Compressor2',
      unit: '',
    })
    return fixOf([on('Threshold', threshold), on('Ratio', 4), on('S/C On', 1)], {
      inserts: {
        track: 'tracks 1',
        className: 'Compressor2',
        name: 'Compressor',
        path,
        sidechain: { track: 'tracks 0', trackName: 'Kick' },
      },
    })
  })

test('undo restores what was there, to the bit; redo writes it again', async () => {
  const id = await bell()
  const after = await session.snapshot()
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({ kind: 'undone', kept: [] })
  expect(await session.snapshot()).toEqual(set)
  expect(ledger.entry(id).state).toBe('undone')
  // As a new entry: the ids say in which order things were written.
  expect(await redoEntry(session, ledger, id, options)).toMatchObject({ kind: 'applied', ledgerId: '2' })
  expect(await session.snapshot()).toEqual(after)
  expect(undoable(ledger).map(entry => entry.id)).toEqual(['2'])
  expect(redoable(ledger)).toEqual([])
})

test('undo takes the newest first, until nothing of ours is left', async () => {
  await level(lead, -3)
  await level(lead, -5)
  await bell()
  for (const left of [2, 1, 0]) {
    expect(await undoLast(session, ledger, options)).toMatchObject({ kind: 'undone' })
    expect(undoable(ledger).length).toBe(left)
  }
  expect(await undoLast(session, ledger, options)).toBeNull()
  expect(await session.snapshot()).toEqual(set)
  expect(redoable(ledger).length).toBe(3)
})

test('undo asks when the user has moved a parameter since; each can be kept or restored', async () => {
  const id = await apply(now => fixOf([changeOf(now, lead, -3), changeOf(now, pads, -4)]))
  await session.write(lead, 0.4)
  const asked = await undoEntry(session, ledger, id, options)
  expect(asked).toMatchObject({
    kind: 'conflict',
    conflicts: [{ trackName: 'Lead', parameter: 'Track Volume', why: 'moved', by: null, written: '-3.0 dB' }],
  })
  expect(await shown(pads)).toBe('-4.0 dB')
  const key = asked?.kind === 'conflict' ? asked.conflicts[0]!.key : ''
  const answered = await undoEntry(session, ledger, id, { ...options, choices: new Map([[key, 'keep']]) })
  expect(answered).toMatchObject({ kind: 'undone', restored: [{ name: '"Track Volume" on Pads' }], kept: [{ key }] })
  expect((await session.read(lead))!.value).toBeCloseTo(0.4, 6)
  expect(await shown(pads)).toBe('0.0 dB')
  expect(ledger.entry(id).changes.map(({ released }) => released)).toEqual([true, false])
})

test('told to, undo overwrites what the user has moved', async () => {
  const id = await level(lead, -3)
  await session.write(lead, 0.4)
  expect(await undoEntry(session, ledger, id, { ...options, otherwise: 'restore' })).toMatchObject({ kind: 'undone' })
  expect(await session.snapshot()).toEqual(set)
})

test('a conflict names the later fix when it was not the user who moved it', async () => {
  const first = await level(lead, -3)
  await level(lead, -5, 'Lower Lead further')
  expect(await undoEntry(session, ledger, first, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'moved', by: 'Lower Lead further', now: '-5.0 dB', before: '0.0 dB' }],
  })
})

test('what no longer matches is history: said, left alone, and closed', async () => {
  const id = await level(lead, -3)
  session.renameTrack('tracks 2', 'Somebody else')
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'gone', now: null }],
  })
  expect(await undoEntry(session, ledger, id, { ...options, otherwise: 'restore' })).toMatchObject({
    kind: 'undone',
    restored: [],
    kept: [{ why: 'gone' }],
  })
  expect(await shown(lead)).toBe('-3.0 dB')
  expect(ledger.entry(id).state).toBe('closed')
})

test('undo finds tracks and devices that have moved', async () => {
  const id = await bell()
  session.moveTrack('tracks 3', 0)
  await session.insertDevice('tracks 0', 'StereoGain', 0)
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({ kind: 'undone' })
  const gain: ParameterRef = { track: 'tracks 0', device: 'devices 1', parameter: '8 Gain A' }
  expect(parameterAt(await session.snapshot(), gain)).toEqual(parameterAt(set, eq('8 Gain A')))
})

test('an undo that Live refuses half-way leaves the fix as it was', async () => {
  const id = await bell()
  const after = await session.snapshot()
  session.trouble.afterWrites(2, () => session.setEnabled(eq('8 Gain A'), false))
  const outcome = await undoEntry(session, ledger, id, options)
  session.setEnabled(eq('8 Gain A'), true)
  expect(outcome).toMatchObject({ kind: 'refused' })
  expect(await session.snapshot()).toEqual(after)
  expect(ledger.entry(id).state).toBe('applied')
})

test('redo asks, too, when the user has moved something since the undo', async () => {
  const id = await level(lead, -3)
  await undoEntry(session, ledger, id, options)
  await session.write(lead, 0.4)
  expect(await redoEntry(session, ledger, id, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'moved' }],
  })
  expect(await redoEntry(session, ledger, id, { ...options, otherwise: 'restore' })).toMatchObject({ kind: 'applied' })
  expect(await shown(lead)).toBe('-3.0 dB')
  // What the user had set in between is what undo goes back to now.
  await undoLast(session, ledger, options)
  expect((await session.read(lead))!.value).toBeCloseTo(0.4, 6)
})

test('before the first fix a checkpoint is made; restoring it brings the whole set back, each parameter in one write', async () => {
  await level(lead, -3)
  await level(lead, -5)
  await bell()
  await ducker()
  expect(ledger.checkpoints).toMatchObject([{ name: 'before Uplift, 14:32', isAutomatic: true, position: 0 }])
  let writes = 0
  const write = session.write.bind(session)
  session.write = async (ref, value) => {
    writes++
    return write(ref, value)
  }
  const outcome = await restoreCheckpoint(session, ledger, ledger.checkpoints[0]!, options)
  expect(outcome).toMatchObject({ kind: 'undone', removed: ['Compressor on Bass'] })
  expect(await session.snapshot()).toEqual(set)
  // One fader, four of the EQ; the compressor's own go with it.
  expect(writes).toBe(5)
  expect(undoable(ledger)).toEqual([])
})

test('a checkpoint of the user’s own goes back so far and no further', async () => {
  await level(lead, -3)
  await makeCheckpoint(session, ledger, 'good drop')
  const before = await session.snapshot()
  await level(lead, -6)
  await level(pads, -2)
  const checkpoint = findCheckpoint(ledger, set.name, 'good drop')!
  await restoreCheckpoint(session, ledger, checkpoint, options)
  expect(await session.snapshot()).toEqual(before)
  expect(findCheckpoint(ledger, set.name, 'never made')).toBeUndefined()
})

test('what the user set between two fixes is not lost silently', async () => {
  await level(lead, -3)
  await session.write(lead, 0.5)
  await level(lead, -9)
  expect(await restoreCheckpoint(session, ledger, ledger.checkpoints[0]!, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'moved', now: '-9.0 dB', before: '0.0 dB' }],
  })
})

test('a device that a fix put there goes with its undo and comes back with redo, keyed as before', async () => {
  const id = await ducker()
  const after = await session.snapshot()
  expect(after.tracks[1]!.devices[2]).toMatchObject({ className: 'Compressor2', sidechainSource: 'tracks 0' })
  expect(await shown({ track: 'tracks 1', device: 'devices 2', parameter: 'Threshold' })).toBe('-24.0 dB')
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({
    kind: 'undone',
    removed: ['Compressor on Bass'],
  })
  expect(await session.snapshot()).toEqual(set)
  expect(await redoEntry(session, ledger, id, options)).toMatchObject({ kind: 'applied' })
  expect(await session.snapshot()).toEqual(after)
})

test('what later fixes did on a device that goes is not undone one by one', async () => {
  await ducker()
  const ratio: ParameterRef = { track: 'tracks 1', device: 'devices 2', parameter: 'Ratio' }
  await apply(now => fixOf([changeOf(now, ratio, 2)]))
  const outcome = await restoreCheckpoint(session, ledger, ledger.checkpoints[0]!, options)
  expect(outcome).toMatchObject({ kind: 'undone', restored: [], removed: ['Compressor on Bass'] })
  expect(await session.snapshot()).toEqual(set)
})

test('a device that the user has worked on since is not taken away without asking', async () => {
  const id = await ducker()
  await session.write({ track: 'tracks 1', device: 'devices 2', parameter: 'Release' }, 0.7)
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ deviceName: 'Compressor', parameter: null, why: 'moved' }],
  })
  await undoEntry(session, ledger, id, { ...options, otherwise: 'keep' })
  expect((await session.snapshot()).tracks[1]!.devices.length).toBe(3)
  expect(ledger.entry(id).state).toBe('closed')
})

test('a device that cannot be keyed or set is taken away again', async () => {
  const before = await session.snapshot()
  session.setSidechainSource = async () => {}
  await expect(ducker()).rejects.toThrow('Compressor on Bass does not hear Kick')
  expect(await session.snapshot()).toEqual(before)
  expect(ledger.entries.map(({ state }) => state)).toEqual(['rolled-back'])
})

/** Writes go through until `count` of them are done, then the process is gone: everything throws. */
function dieAfter(count: number): () => void {
  const names = ['write', 'read', 'snapshot', 'insertDevice', 'removeDevice', 'setSidechainSource', 'setSolo'] as const
  const alive = Object.fromEntries(names.map(name => [name, session[name]]))
  session.trouble.afterWrites(count, () => {
    for (const name of names) {
      session[name] = (async () => {
        throw new Error('the process is dead')
      }) as never
    }
  })
  return () => void Object.assign(session, alive)
}

test.each([1, 2, 3, 4])('after a crash behind write %d of 4 the next start puts back what was written', async count => {
  const revive = dieAfter(count)
  await expect(bell()).rejects.toThrow('dead')
  revive()
  const recovery = await recover(session, ledger, options)
  expect(recovery.entries).toMatchObject([{ outcome: 'rolled-back' }])
  expect(recovery.entries[0]!.parameters.filter(({ holds }) => holds === 'new').length).toBe(count)
  expect(await session.snapshot()).toEqual(set)
  expect(await recover(session, ledger, options)).toEqual({ entries: [], elsewhere: 0 })
})

test.each([1, 2, 3, 5])(
  'after a crash behind step %d of putting in a device, it is gone at the next start',
  async count => {
    const revive = dieAfter(count)
    await expect(ducker()).rejects.toThrow('dead')
    revive()
    expect(await recover(session, ledger, options)).toMatchObject({
      entries: [{ outcome: 'rolled-back', inserted: { isThere: true } }],
    })
    expect(await session.snapshot()).toEqual(set)
  },
)

test('a crash in the middle of an undo ends as undone', async () => {
  const id = await bell()
  const revive = dieAfter(2)
  await expect(undoEntry(session, ledger, id, options)).rejects.toThrow('dead')
  revive()
  expect(await recover(session, ledger, options)).toMatchObject({ entries: [{ id, outcome: 'undone' }] })
  expect(await session.snapshot()).toEqual(set)
})

test('a crash right behind the removal of one of two devices alike ends as undone', async () => {
  await ducker()
  const before = await session.snapshot()
  const id = await apply(now => {
    const path = 'devices 3' as const
    const threshold = { ...changeOf(now, { track: 'tracks 1', device: 'devices 2', parameter: 'Threshold' }, -30) }
    return fixOf([{ ...threshold, ref: { ...threshold.ref, device: path } }], {
      inserts: { track: 'tracks 1', className: 'Compressor2', name: 'Compressor', path, sidechain: null },
    })
  })
  const revive = dieAfter(1)
  await expect(undoEntry(session, ledger, id, options)).rejects.toThrow('dead')
  revive()
  expect(await recover(session, ledger, options)).toMatchObject({ entries: [{ id, outcome: 'undone' }] })
  expect(await session.snapshot()).toEqual(before)
})

const thresholds = async () =>
  (await session.snapshot()).tracks[1]!.devices.filter(({ className }) => className === 'Compressor2').map(
    ({ parameters }) => parameters.find(({ name }) => name === 'Threshold')!.display,
  )

test('devices alike, undone and redone in another order, are told apart: the one that came back last goes first', async () => {
  await ducker(-24)
  await ducker(-30)
  await undoLast(session, ledger, options)
  await undoLast(session, ledger, options)
  await redoEntry(session, ledger, '2', options)
  await redoEntry(session, ledger, '1', options)
  expect(await thresholds()).toEqual(['-30.0 dB', '-24.0 dB'])
  const revive = dieAfter(1)
  await expect(undoLast(session, ledger, options)).rejects.toThrow('dead')
  revive()
  expect(await recover(session, ledger, options)).toMatchObject({ entries: [{ outcome: 'undone' }] })
  expect(await thresholds()).toEqual(['-30.0 dB'])
  expect(await undoLast(session, ledger, options)).toMatchObject({ kind: 'undone' })
  expect(await session.snapshot()).toEqual(set)
})

test('when the first of three devices alike has gone, the others are still the ones they were', async () => {
  const [first, second, third] = [await ducker(-24), await ducker(-30), await ducker(-18)]
  const ratio = await apply(now =>
    fixOf([changeOf(now, { track: 'tracks 1', device: 'devices 3', parameter: 'Ratio' }, 2)]),
  )
  expect(await undoEntry(session, ledger, first, options)).toMatchObject({ kind: 'undone' })
  expect(await undoEntry(session, ledger, ratio, options)).toMatchObject({ kind: 'undone', restored: [{}] })
  expect(await undoEntry(session, ledger, second, options)).toMatchObject({ kind: 'undone' })
  expect(await thresholds()).toEqual(['-18.0 dB'])
  expect(await undoEntry(session, ledger, third, options)).toMatchObject({ kind: 'undone' })
  expect(await session.snapshot()).toEqual(set)
})

test('a device is told from one alike that came later, also after the user has put something before both', async () => {
  const first = await ducker(-24)
  await ducker(-30)
  await session.insertDevice('tracks 1', 'StereoGain', 0)
  expect(await undoEntry(session, ledger, first, options)).toMatchObject({ kind: 'undone' })
  expect(await thresholds()).toEqual(['-30.0 dB'])
})

test('of two devices that hold the same, the one that was being taken away is known to have gone', async () => {
  await ducker(-24)
  const last = await ducker(-24)
  const revive = dieAfter(1)
  await expect(undoEntry(session, ledger, last, options)).rejects.toThrow('dead')
  revive()
  expect(await recover(session, ledger, options)).toMatchObject({ entries: [{ id: last, outcome: 'undone' }] })
  expect(await thresholds()).toEqual(['-24.0 dB'])
})

test('what was done on a device is redone on the one that has come back', async () => {
  await ducker()
  await apply(now => fixOf([changeOf(now, { track: 'tracks 1', device: 'devices 2', parameter: 'Ratio' }, 2)]))
  const after = await session.snapshot()
  await undoLast(session, ledger, options)
  await undoLast(session, ledger, options)
  await redoEntry(session, ledger, '1', options)
  expect(await redoEntry(session, ledger, '2', options)).toMatchObject({ kind: 'applied' })
  expect(await session.snapshot()).toEqual(after)
})

test('undo asks when a later fix stands on it, even where the value is the one sought', async () => {
  const first = await level(lead, -3)
  await level(lead, 0, 'Back up')
  expect(await undoEntry(session, ledger, first, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'moved', by: 'Back up' }],
  })
})

test('what somebody has moved since the crash is left alone, and asked for', async () => {
  const revive = dieAfter(4)
  await expect(bell()).rejects.toThrow('dead')
  revive()
  await session.write(eq('8 Gain A'), 3)
  const recovery = await recover(session, ledger, options)
  expect(recovery.entries).toMatchObject([{ outcome: 'interrupted' }])
  expect(recovery.entries[0]!.parameters.map(({ holds }) => holds)).toEqual(['new', 'new', 'other', 'new'])
  expect(await shown(eq('8 Filter On A'))).toBe('On')
  const { id } = recovery.entries[0]!
  expect(await undoEntry(session, ledger, id, options)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ why: 'moved' }],
  })
  await undoEntry(session, ledger, id, { ...options, otherwise: 'restore' })
  expect(await session.snapshot()).toEqual(set)
})

test('of two that a crash has left, the one that nobody has touched is put back', async () => {
  for (const make of [bell, () => level(lead, -3)]) {
    const revive = dieAfter(1)
    await expect(make()).rejects.toThrow('dead')
    revive()
  }
  await session.write(eq('8 Filter Type A'), 5)
  expect(await recover(session, ledger, options)).toMatchObject({
    entries: [{ outcome: 'interrupted' }, { outcome: 'rolled-back', parameters: [{ holds: 'new' }] }],
  })
  expect(await shown(lead)).toBe('0.0 dB')
})

test('unfinished work on another set waits until that one is open', async () => {
  const revive = dieAfter(1)
  await expect(bell()).rejects.toThrow('dead')
  revive()
  const other = createSimulatedSet({ ...miniSong, name: 'Another song' })
  expect(await recover(other, ledger, options)).toEqual({ entries: [], elsewhere: 1 })
  expect(await undoEntry(other, ledger, '1', options)).toMatchObject({ kind: 'refused' })
})
