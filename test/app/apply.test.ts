import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix, undoEntry } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import { type LiveSet, type ParameterRef, parameterAt } from '../../node/live/set.ts'
import { miniSong } from '../support/mini-song.ts'

const fader: ParameterRef = { track: 'tracks 2', device: null, parameter: 'Track Volume' }
const eq = (parameter: string): ParameterRef => ({ track: 'tracks 3', device: 'devices 0', parameter })

let session: SimulatedSet
let set: LiveSet
let folder: string
let ledger: Ledger

beforeEach(async () => {
  session = createSimulatedSet(miniSong)
  set = await session.snapshot()
  folder = await mkdtemp(join(tmpdir(), 'uplift-ledger-'))
  ledger = await Ledger.open(join(folder, 'ledger.json'))
})
afterEach(() => rm(folder, { recursive: true }))

const change = (ref: ParameterRef, to: number, unit = 'dB') => {
  const parameter = parameterAt(set, ref)!
  const track = set.tracks.find(({ path }) => path === ref.track)!
  const device = track.devices.find(({ path }) => path === ref.device) ?? null
  return {
    ref,
    trackName: track.name,
    deviceName: device?.name ?? null,
    deviceClass: device?.className ?? null,
    from: 0,
    to,
    unit,
    fromText: parameter.display,
    fromRaw: parameter.value,
  }
}

const fixOf = (...changes: Fix['changes']): Fix => ({
  id: 'fix-1',
  title: 'a fix',
  kind: 'level',
  track: 'tracks 2',
  trackName: 'Lead',
  amount: -3,
  unit: 'dB',
  wanted: -3,
  move: { kind: 'level', node: 'tracks 2', db: -3 },
  changes,
  closes: [],
  predictedReduction: 0.1,
  predicted: [],
  confidence: { value: 'high', reason: '' },
  risk: '',
  alternatives: [],
  byHand: 'Move the fader.',
})
const levelFix = () => fixOf(change(fader, -3))
const eqFix = () =>
  fixOf(
    change(eq('8 Filter Type A'), 3),
    change(eq('8 Frequency A'), 280, 'Hz'),
    change(eq('8 Gain A'), -2.8),
    change(eq('8 Q A'), 1.2, ''),
    change(eq('8 Filter On A'), 1),
  )
const shown = async (ref: ParameterRef) => (await session.read(ref))!.display

test('an applied fix stands in the set, is read back, and is in the ledger', async () => {
  const outcome = await applyFix(session, set, eqFix(), ledger)
  expect(outcome).toMatchObject({ kind: 'applied' })
  expect(await shown(eq('8 Frequency A'))).toBe('280 Hz')
  expect(await shown(eq('8 Gain A'))).toBe('-2.80 dB')
  expect(await shown(eq('8 Filter On A'))).toBe('On')
  expect(ledger.entries).toHaveLength(1)
  expect(ledger.entries[0]).toMatchObject({ state: 'applied', title: 'a fix' })
})

test('undo restores what was there, to the bit', async () => {
  const outcome = await applyFix(session, set, eqFix(), ledger)
  expect(outcome.kind).toBe('applied')
  expect(await undoEntry(session, ledger.entries[0]!, ledger)).toEqual({ kind: 'undone' })
  expect(await session.snapshot()).toEqual(set)
  expect(ledger.entries[0]!.state).toBe('undone')
})

test('all of a fix or none: when the third write is refused, the first two are put back', async () => {
  session.setEnabled(eq('8 Gain A'), false)
  const before = await session.snapshot()
  const outcome = await applyFix(session, set, eqFix(), ledger)
  expect(outcome).toMatchObject({ kind: 'refused' })
  expect(await session.snapshot()).toEqual(before)
})

test('a write that Live silently ignores is noticed by reading back, and undone', async () => {
  session.ignoreWrites(eq('8 Q A'))
  const outcome = await applyFix(session, set, eqFix(), ledger)
  expect(outcome).toMatchObject({ kind: 'refused', rolledBack: true })
  expect(outcome.kind === 'refused' && outcome.reason).toMatch(
    /"8 Q A" on Pads was set to .*, Live holds .*\. Undone\./,
  )
  expect(await session.snapshot()).toEqual(set)
  expect(ledger.entries[0]!.state).toBe('rolled-back')
})

test('an automated parameter is never overwritten', async () => {
  session.setAutomation(fader, 'playing')
  const outcome = await applyFix(session, set, levelFix(), ledger)
  expect(outcome).toMatchObject({ kind: 'refused', rolledBack: false })
  expect(ledger.entries).toEqual([])
})

test('what the user moved since the analysis is left alone', async () => {
  await session.write(fader, 0.5)
  const outcome = await applyFix(session, set, levelFix(), ledger)
  expect(outcome).toMatchObject({ kind: 'refused' })
  expect((await session.read(fader))!.value).toBeCloseTo(0.5, 6)
})

test('a device that vanished is said, not guessed around', async () => {
  const fix = eqFix()
  session.removeDevice('tracks 3', 'devices 0')
  expect(await applyFix(session, set, fix, ledger)).toMatchObject({ kind: 'refused' })
})

test('undo asks when the user has moved a parameter since, and overwrites only when told to', async () => {
  await applyFix(session, set, levelFix(), ledger)
  await session.write(fader, 0.4)
  const outcome = await undoEntry(session, ledger.entries[0]!, ledger)
  expect(outcome).toMatchObject({ kind: 'conflict', conflicts: [{ trackName: 'Lead', parameter: 'Track Volume' }] })
  expect((await session.read(fader))!.value).toBeCloseTo(0.4, 6)
  expect(await undoEntry(session, ledger.entries[0]!, ledger, { overwrite: true })).toEqual({ kind: 'undone' })
  expect((await session.read(fader))!.value).toBeCloseTo(0.85, 6)
})

test('undo does not touch a track that merely stands where the renamed one stood', async () => {
  await applyFix(session, set, levelFix(), ledger)
  session.renameTrack('tracks 2', 'Somebody else')
  expect(await undoEntry(session, ledger.entries[0]!, ledger)).toMatchObject({
    kind: 'conflict',
    conflicts: [{ now: null }],
  })
})

test('the ledger is on disk before the first write, so that a crash in the middle can be put right', async () => {
  const seen: string[] = []
  const write = session.write.bind(session)
  session.write = async (ref, value) => {
    seen.push(JSON.parse(await readFile(join(folder, 'ledger.json'), 'utf8')).entries[0].state)
    if (seen.length === 2) throw new Error('the process dies here')
    return write(ref, value)
  }
  await expect(applyFix(session, set, eqFix(), ledger)).rejects.toThrow('dies here')
  expect(seen[0]).toBe('pending')

  session.write = write
  const reopened = await Ledger.open(join(folder, 'ledger.json'))
  expect(reopened.pending).toHaveLength(1)
  expect(await undoEntry(session, reopened.pending[0]!, reopened)).toEqual({ kind: 'undone' })
  expect(await session.snapshot()).toEqual(set)
})

test('a file that is no ledger is named and left untouched', async () => {
  const file = join(folder, 'other.json')
  await writeFile(file, '{"version": 7}')
  await expect(Ledger.open(file)).rejects.toMatchObject({ code: 'LEDGER_INVALID' })
  expect(await readFile(file, 'utf8')).toBe('{"version": 7}')
})
