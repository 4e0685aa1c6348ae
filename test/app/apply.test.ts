import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { LiveSet, ParameterRef } from '../../node/live/set.ts'
import { changeOf, fixOf } from '../support/fix-of.ts'
import { miniSong } from '../support/mini-song.ts'

const fader: ParameterRef = { track: 'tracks 2', device: null, parameter: 'Track Volume' }
const eq = (parameter: string): ParameterRef => ({ track: 'tracks 3', device: 'devices 0', parameter })

let session: SimulatedSet
let set: LiveSet
let folder: string
let ledger: Ledger
let pauses: number[]
const sleep = async (milliseconds: number) => void pauses.push(milliseconds)
const apply = (fix: Fix) => applyFix(session, set, fix, ledger, { sleep })

beforeEach(async () => {
  session = createSimulatedSet(miniSong)
  set = await session.snapshot()
  folder = await mkdtemp(join(tmpdir(), 'uplift-ledger-'))
  ledger = await Ledger.open(join(folder, 'ledger.json'))
  pauses = []
})
afterEach(async () => {
  await ledger.close()
  await rm(folder, { recursive: true })
})

const levelFix = () => fixOf([changeOf(set, fader, -3)])
const eqFix = () =>
  fixOf([
    changeOf(set, eq('8 Filter Type A'), 3),
    changeOf(set, eq('8 Frequency A'), 280),
    changeOf(set, eq('8 Gain A'), -2.8),
    changeOf(set, eq('8 Q A'), 1.2),
    changeOf(set, eq('8 Filter On A'), 1),
  ])
const shown = async (ref: ParameterRef) => (await session.read(ref))!.display

test('an applied fix stands in the set, is read back, and is in the ledger', async () => {
  const outcome = await apply(eqFix())
  expect(outcome).toMatchObject({ kind: 'applied', ledgerId: '1' })
  expect(await shown(eq('8 Frequency A'))).toBe('280 Hz')
  expect(await shown(eq('8 Gain A'))).toBe('-2.80 dB')
  expect(await shown(eq('8 Filter On A'))).toBe('On')
  expect(outcome.kind === 'applied' && outcome.readBack[2]).toEqual({
    ref: eq('8 Gain A'),
    before: '0.00 dB',
    after: '-2.80 dB',
  })
  expect(ledger.entries).toMatchObject([{ state: 'applied', title: 'a fix', set: set.name }])
  // What Live holds, to its 32 bits: the value that undo compares with.
  const held = (await session.read(eq('8 Gain A')))!.value
  expect(ledger.entries[0]!.changes[2]).toMatchObject({ toRaw: held, toText: '-2.80 dB', deviceName: 'EQ Eight' })
})

test('all of a fix or none: when the third write is refused, the first two are put back', async () => {
  const before = await session.snapshot()
  session.trouble.afterWrites(2, () => session.setEnabled(eq('8 Gain A'), false))
  const outcome = await apply(eqFix())
  session.setEnabled(eq('8 Gain A'), true)
  expect(await session.snapshot()).toEqual(before)
  expect(outcome).toMatchObject({ kind: 'refused', rolledBack: true })
  expect(outcome.kind === 'refused' && outcome.writes?.map(({ putBack }) => putBack)).toEqual([true, true, true])
  expect(ledger.entries[0]!.state).toBe('rolled-back')
})

test('what cannot be put back is said, with what it was and what it holds, and stays open in the ledger', async () => {
  session.trouble.afterWrites(3, () => {
    session.setEnabled(eq('8 Gain A'), false)
    session.setEnabled(eq('8 Q A'), false)
  })
  const outcome = await apply(eqFix())
  expect(outcome.kind === 'refused' && outcome.reason).toMatch(
    /^"8 Q A" on Pads was refused by Live: .* NOT put back: "8 Gain A" on Pads was 0\.00 dB, holds -2\.80 dB\.$/,
  )
  expect(outcome.kind === 'refused' && outcome.writes?.map(({ putBack }) => putBack)).toEqual([true, true, false, true])
  expect(ledger.entries[0]!.state).toBe('interrupted')
})

test('a write that Live silently ignores is noticed by reading back, and undone', async () => {
  session.ignoreWrites(eq('8 Q A'))
  const outcome = await apply(eqFix())
  expect(outcome).toMatchObject({ kind: 'refused', rolledBack: true })
  expect(outcome.kind === 'refused' && outcome.reason).toMatch(/^"8 Q A" on Pads was set to .*, Live holds .*\.$/)
  expect(await session.snapshot()).toEqual(set)
  expect(ledger.entries[0]!.state).toBe('rolled-back')
})

test('while Live is busy it is asked again, five times, with growing pauses', async () => {
  session.trouble.busyFor('all', 5)
  expect(await apply(levelFix())).toMatchObject({ kind: 'applied' })
  expect(pauses).toEqual([20, 40, 80, 160, 320])
  expect(await shown(fader)).toBe('-3.0 dB')
})

test('Live busy for longer is a refusal; nothing is left behind', async () => {
  session.trouble.busyFor(fader, 100)
  const outcome = await apply(levelFix())
  expect(outcome).toMatchObject({ kind: 'refused', writes: [{ putBack: true, now: '0.0 dB' }] })
  expect(await session.snapshot()).toEqual(set)
})

test('an answer that is lost is asked for again', async () => {
  session.trouble.failReads(fader, 3)
  expect(await apply(levelFix())).toMatchObject({ kind: 'applied', readBack: [{ after: '-3.0 dB' }] })
})

test('a long fix pauses after every 50 writes, so that Live can draw and answer', async () => {
  const bands = [1, 2, 3, 4, 5, 6, 7, 8].flatMap(band =>
    (['A', 'B'] as const).flatMap(side => [
      changeOf(set, eq(`${band} Filter Type ${side}`), 3),
      changeOf(set, eq(`${band} Frequency ${side}`), 100 * band),
      changeOf(set, eq(`${band} Gain ${side}`), -band / 2),
      changeOf(set, eq(`${band} Q ${side}`), 1.2),
    ]),
  )
  expect(bands.length).toBe(64)
  expect(await apply(fixOf(bands))).toMatchObject({ kind: 'applied' })
  expect(pauses).toEqual([20])
})

test('an automated, a disabled and a moved parameter are never overwritten', async () => {
  session.setAutomation(fader, 'playing')
  expect(await apply(levelFix())).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/is automated/) })
  session.setAutomation(fader, 'none')
  session.setEnabled(fader, false)
  expect(await apply(levelFix())).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/macro or disabled/) })
  session.setEnabled(fader, true)
  await session.write(fader, 0.5)
  expect(await apply(levelFix())).toMatchObject({
    kind: 'refused',
    rolledBack: false,
    reason: expect.stringMatching(/was moved from 0\.0 dB to .* since the analysis/),
  })
  expect((await session.read(fader))!.value).toBeCloseTo(0.5, 6)
  expect(ledger.entries).toEqual([])
})

test('a list item that the device does not have is refused, not clamped to the last', async () => {
  const outcome = await apply(fixOf([changeOf(set, eq('8 Filter Type A'), 9)]))
  expect(outcome).toMatchObject({ kind: 'refused', reason: '"8 Filter Type A" on Pads cannot show 9.' })
})

test('a track that was moved, and a device behind a new one, are found again by their names', async () => {
  session.moveTrack('tracks 3', 0)
  await session.insertDevice('tracks 0', 'Compressor2', 0)
  const outcome = await apply(eqFix())
  expect(outcome).toMatchObject({ kind: 'applied' })
  const moved: ParameterRef = { track: 'tracks 0', device: 'devices 1', parameter: '8 Gain A' }
  expect(await shown(moved)).toBe('-2.80 dB')
  expect(await shown({ ...moved, track: 'tracks 3', device: 'devices 0' })).toBe('0.00 dB')
})

test('a device that vanished is said, not guessed around; nor is its twin taken for it', async () => {
  const fix = eqFix()
  await session.removeDevice('tracks 3', 'devices 0')
  expect(await apply(fix)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/no longer in the set/) })

  session = createSimulatedSet(miniSong)
  await session.insertDevice('tracks 3', 'Eq8', 0)
  set = await session.snapshot()
  await session.removeDevice('tracks 3', 'devices 0')
  // Two EQ Eights were planned on; the one that is left stands where the first stood.
  expect(await apply(eqFix())).toMatchObject({ kind: 'refused', rolledBack: false })
})

test('a parameter in a rack is written where the rack has moved to', async () => {
  session = createSimulatedSet({
    ...miniSong,
    tracks: miniSong.tracks.map(track =>
      track.name === 'Pads'
        ? {
            ...track,
            devices: [
              {
                className: 'AudioEffectGroupDevice',
                chains: [{ name: 'Wide', devices: [{ className: 'StereoGain' }] }],
              },
            ],
          }
        : track,
    ),
  })
  set = await session.snapshot()
  const width: ParameterRef = { track: 'tracks 3', device: 'devices 0 chains 0 devices 0', parameter: 'Stereo Width' }
  const fix = fixOf([changeOf(set, width, 130)])
  await session.insertDevice('tracks 3', 'Eq8', 0)
  expect(await apply(fix)).toMatchObject({
    kind: 'applied',
    readBack: [{ ref: { device: 'devices 1 chains 0 devices 0' }, after: '130 %' }],
  })
})

test('the ledger is on disk before the first write', async () => {
  const seen: string[] = []
  const write = session.write.bind(session)
  session.write = async (ref, value) => {
    seen.push(JSON.parse(await readFile(join(folder, 'ledger.json'), 'utf8')).entries[0].state)
    return write(ref, value)
  }
  await apply(levelFix())
  expect(seen).toEqual(['pending'])
})

test('without a ledger nothing is written; when its end cannot be recorded the fix is taken back', async () => {
  await ledger.close()
  await rm(folder, { recursive: true })
  await expect(apply(levelFix())).rejects.toMatchObject({ code: 'LEDGER_NOT_WRITTEN' })
  expect(await session.snapshot()).toEqual(set)

  folder = await mkdtemp(join(tmpdir(), 'uplift-ledger-'))
  ledger = await Ledger.open(join(folder, 'ledger.json'))
  session.trouble.afterWrites(1, () => {
    ledger.update = async () => {
      throw new Error('no space left on device')
    }
  })
  await expect(apply(levelFix())).rejects.toThrow('no space')
  expect(await session.snapshot()).toEqual(set)
})

test('a solo left on is switched off, read back and recorded like a parameter', async () => {
  await session.setSolo('tracks 4', true)
  set = await session.snapshot()
  const fix = fixOf([], { trackName: 'Hats', solo: { track: 'tracks 4', on: false } })
  expect(await apply(fix)).toMatchObject({ kind: 'applied', readBack: [{ before: 'On', after: 'Off' }] })
  expect((await session.snapshot()).tracks[4]!.solo).toBe(false)
  expect(await apply(fix)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/is Off already/) })
})
