import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AlsSession } from '../../node/adapters/als/als-session.ts'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { OscSession } from '../../node/adapters/osc/osc-session.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import {
  applyApproved,
  type ExportedSet,
  foretoldDistance,
  measureExport,
  offerFixes,
} from '../../node/app/exported-set.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { compareMeasured } from '../../node/app/measure.ts'
import { keepPromise, keptPromise, promisedOf, promiseOf } from '../../node/app/promises.ts'
import { distancesOf } from '../../node/app/proof-of.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { analyze } from '../../node/features/analyze.ts'
import type { LiveSession } from '../../node/live/session.ts'
import { type ParameterRef, parameterAt } from '../../node/live/set.ts'
import { loadProfile } from '../../node/profile/shipped.ts'
import { keptPromiseText } from '../../node/report/kept-promise.ts'
import { folder, smallXml, wholeUtility, writeSet } from '../adapters/als/small-set.ts'
import { FakeAbletonOsc } from '../adapters/osc/fake-server.ts'
import { changeSide, miniSong } from '../support/mini-song.ts'
import { undoLast } from '../support/undo-last.ts'

// A bass that is as wide as it is loud: no profile of trance accepts that.
const spoiled = changeSide(
  { ...miniSong, tracks: miniSong.tracks.map(track => ({ ...track, devices: [{ className: 'StereoGain' }] })) },
  'Bass',
  mid => mid.map((_, n) => mid[n - 200] ?? 0),
)
const home = folder()
const stems = join(home, 'Mini song Stems')
const promises = join(home, 'promises')
const target = { profile: await loadProfile('demo'), stage: 'premaster' } as const
// The fault is one of width: the search need not look at the rest.
const planOptions = { wishes: { only: ['stereo'], intended: [] } } as const
const declared = { declared: 'drop' } as const
const remembered = SetMemory.inMemory().of('Mini song')

beforeAll(() => exportTo(stems, createSimulatedSet(spoiled)))
afterAll(() => rmSync(home, { recursive: true }))

async function exportTo(folder: string, live: LiveSession): Promise<void> {
  mkdirSync(folder)
  const { main, taps } = await live.capture()
  await writeWav(join(folder, 'Mini song Main.wav'), main, { format: 'float32' })
  // All faders are at 0 dB and all pans in the middle, so the track's file is its tap's.
  for (const { path, name } of (await live.snapshot()).tracks) {
    const tap = taps.get(path)
    if (tap) await writeWav(join(folder, `Mini song ${name}.wav`), tap, { format: 'float32' })
  }
}

/** The same song as a file: an EQ Eight is not in it, a Utility on each track is. */
function fileOfSong(): string {
  const tracks = miniSong.tracks.map(({ name }, i) => ({ id: 10 + i, name, devices: wholeUtility() }))
  return writeSet(home, smallXml({ tracks, mainVolume: '0.5011872336' }), { name: 'Mini song.als' })
}

async function fixAll(session: LiveSession, measured: ExportedSet, ledger = Ledger.inMemory()) {
  const { plan, compared } = offerFixes(session, measured, { ...target, remembered, planOptions })
  const applied = await applyApproved(session, measured, plan.fixes, ledger)
  const held = applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [{ fix, outcome }] : []))
  const foretold = foretoldDistance(
    target,
    compared,
    held.map(({ fix }) => fix),
  )
  return { plan, compared, applied, held, foretold, before: compared.comparison.distance.total }
}

describe('a set file with its stems', () => {
  test('is matched, solved, and its fixes read back from the copy; the file itself stays', async () => {
    const file = fileOfSong()
    const session = await AlsSession.open(file)
    const measured = await measureExport(session, stems, declared)
    expect(measured.files.map(({ trackName, confidence }) => [trackName, confidence])).toEqual(
      ['Bass', 'Hats', 'Kick', 'Lead', 'Main', 'Pads'].map(name => [name, 'certain']),
    )
    const { held, foretold, before, compared, applied } = await fixAll(session, measured)
    expect(held.map(({ fix }) => fix.trackName)).toContain('Bass')
    expect(foretold).toBeLessThan(before)
    const { path } = await session.save(join(home, 'copy.als'))
    await keepPromise(path, promiseOf(target, compared, applied), { folder: promises })
    const copy = (await readAls(path)).set
    for (const { ref, after } of held.flatMap(({ outcome }) => outcome.readBack))
      expect(parameterAt(copy, ref)!.display).toBe(after)
    expect((await readAls(file)).set.tracks).toEqual(measured.set.tracks)
  })

  test('the copy’s next export is measured against what was foretold of it', async () => {
    const file = join(home, 'copy.als')
    const session = await AlsSession.open(file)
    const promised = (await promisedOf(file, { folder: promises }))!
    expect(await promisedOf(join(home, 'Mini song.als'), { folder: promises })).toBeNull()
    // What Live would play: the same values in the set that the stems came from.
    const live = createSimulatedSet(spoiled)
    const refs = promised.written.map(({ text: _, ...ref }) => ref as ParameterRef)
    for (const ref of refs) await live.write(ref, (await session.read(ref))!.value)
    const again = join(home, 'Mini song again')
    await exportTo(again, live)
    const measured = await measureExport(session, again, declared)
    const compared = compareMeasured(measured, target.profile, target.stage)
    const kept = keptPromise(promised, target, compared, measured.set)
    const { before, foretold, measured: now } = kept.distance!
    expect(now).toBeLessThan(before)
    // The model's usual error on linear moves, in distance.
    expect(Math.abs(now - foretold)).toBeLessThan(0.1 * before)
    expect(kept.moved).toEqual([])
    expect(keptPromiseText(kept)).toMatch(/gap +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d/)
    // Another target: no two distances of one kind. And what was turned by hand is said.
    const other = keptPromise(promised, { ...target, stage: 'master' }, compared, measured.set)
    expect(other.distance).toBeNull()
    const [first] = refs
    const turned = await session.write(first!, (await session.read(first!))!.min)
    const moved = keptPromise(promised, target, compared, await session.snapshot()).moved
    expect(moved).toEqual([expect.stringContaining(`${first!.parameter} is ${turned.display}, `)])
  })

  test('a file that the user has given to nobody is not used, and its track is named as not heard', async () => {
    const memory = SetMemory.inMemory()
    await memory.setExportedFile('Mini song', 'Mini song Hats.wav', null)
    const session = await AlsSession.open(fileOfSong())
    const measured = await measureExport(session, stems, { ...declared, remembered: memory.of('Mini song') })
    expect(measured.warnings.join()).toContain('Hats has no file.')
    expect(measured.take.taps.size).toBe(4)
  })
})

describe('the open set through AbletonOSC, with its stems', () => {
  test('gets the fixes, sounds as foretold, and gives them back', async () => {
    // Of this process alone: test files run beside each other.
    const ports = { listen: 52_000 + (process.pid % 4_000) * 2, answer: 52_001 + (process.pid % 4_000) * 2 }
    const live = createSimulatedSet(spoiled)
    const server = new FakeAbletonOsc(live, ports)
    await server.start()
    const session = await OscSession.open({ host: '127.0.0.1', remotePort: ports.listen, localPort: ports.answer })
    try {
      const measured = await measureExport(session, stems, declared)
      const ledger = Ledger.inMemory()
      const { held, foretold, before } = await fixAll(session, measured, ledger)
      expect(held.map(({ fix }) => fix.trackName)).toContain('Bass')
      const { main } = await live.capture()
      const { sections, grid } = measured.analysis
      const after = analyze(main, { name: 'after', sections, grid })
      const [distance] = distancesOf(target, [after.rows])
      expect(distance!.total).toBeLessThan(before)
      // The model's usual error on linear moves, in distance.
      expect(Math.abs(distance!.total - foretold)).toBeLessThan(0.1 * before)
      for (const _ of held) expect((await undoLast(session, ledger))!.kind).toBe('undone')
      const again = await createSimulatedSet(spoiled).snapshot()
      expect((await live.snapshot()).tracks.map(({ devices, mixer }) => [devices, mixer])).toEqual(
        again.tracks.map(({ devices, mixer }) => [devices, mixer]),
      )
    } finally {
      await session.close()
      await server.stop()
    }
  })
})
