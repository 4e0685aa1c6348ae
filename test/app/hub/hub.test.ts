import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parameterAt } from '../../../node/live/set.ts'
import { volume } from '../../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../../support/mini-song.ts'
import { makeRig, patience } from './hub-rig.ts'

const louderLead = (db: number) => changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: db }))

let rig: Awaited<ReturnType<typeof makeRig>>
afterEach(() => rig.close())

describe('the hub', () => {
  test('Capture, Analyze, Apply, capture again: the fix is in the set, and proven; Undo takes it out', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, session, press, done, face, asked } = rig
    const before = await session.read(volume('tracks 2'))
    expect(hub.model.canUndo).toBe(false)
    await done('capture')
    expect(hub.model.message?.line).toBe('Captured Main and 5 of 5 tracks. Analyze next.')
    await done('analyze')
    const { findings, slots } = hub.model
    expect(findings!.heard).toMatch(/^5 of 5 tracks heard explain \d+ %$/)
    expect(slots[0]!.fix).toMatchObject({ trackName: 'Lead', kind: 'level' })
    expect(slots[0]!.fix.amount).toBeLessThan(0)
    // Nothing has been written so far.
    expect(asked('write')).toEqual([])

    await done('apply-1')
    expect(hub.model.slots[0]!.state).toBe('applied')
    const applied = await session.read(volume('tracks 2'))
    expect(applied!.value).toBeLessThan(before!.value)
    expect(hub.model.heard!.isStale).toBe(true)
    await press('analyze')
    expect(hub.model.activity).toBeNull()

    await done('capture')
    await done('analyze')
    const proof = hub.model.findings!.proof!
    expect(proof.scoreAfter).toBeGreaterThan(proof.scoreBefore)
    expect(proof.after).toBeLessThan(proof.before)
    expect(hub.model.message).toMatchObject({ tone: 'good' })
    expect(hub.model.message!.line).toMatch(/^Score \d+ → \d+\. \d+ % of the gap closed, \d+ % foretold\.$/)
    await vi.waitFor(() => expect(face.now!.line).toBe(hub.model.message!.line), patience)

    await done('undo')
    expect((await session.read(volume('tracks 2')))!.value).toBe(before!.value)
    expect(hub.model.canUndo).toBe(false)
    await vi.waitFor(() => expect(face.now!.enabled).toContain('redo'), patience)

    await done('redo')
    expect((await session.read(volume('tracks 2')))!.value).toBe(applied!.value)
    expect(hub.model.message!.line).toMatch(/^Redone: /)
    await vi.waitFor(() => expect(face.now!.enabled).toContain('undo'), patience)
    expect(face.now!.enabled).not.toContain('redo')
    await done('undo')
    expect((await session.read(volume('tracks 2')))!.value).toBe(before!.value)
  })

  test('a parameter that was moved since is not overwritten: Undo asks, and pressed again leaves it', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, session, done } = rig
    await done('capture')
    await done('analyze')
    await done('apply-1')
    await session.write(volume('tracks 2'), 0.4)
    await done('undo')
    expect(hub.model.message!.line).toMatch(/Lead.*moved since.*Undo again/)
    expect((await session.read(volume('tracks 2')))!.value).toBeCloseTo(0.4, 6)
    await done('undo')
    expect((await session.read(volume('tracks 2')))!.value).toBeCloseTo(0.4, 6)
    expect(hub.model.canUndo).toBe(false)
  })

  test('locked and intended findings go, stay gone after a restart of Live, and Undo brings the last one back', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, device, done, asked } = rig
    await done('capture')
    await done('analyze')
    expect(hub.model.slots.map(({ fix }) => fix.trackName)).toContain('Lead')
    await done('lock-1')
    expect(hub.model.message!.line).toBe('Lead is locked. Undo unlocks it.')
    expect(hub.model.slots.map(({ fix }) => fix.trackName)).not.toContain('Lead')
    const times = asked('capabilities').length
    device.say('hello', device.version, 1)
    await vi.waitFor(() => expect(asked('capabilities').length).toBe(times + 1), patience)
    await hub.idle()
    await done('undo')
    expect(hub.model.slots.map(({ fix }) => fix.trackName)).toContain('Lead')
  })

  test('Passive shows and writes nothing, strength scales, and nothing of it needs another capture', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, done, asked } = rig
    await done('capture')
    await done('analyze')
    const { amount } = hub.model.slots[0]!.fix
    await done('mode', 0)
    await done('apply-1')
    expect(asked('write')).toEqual([])
    expect(hub.model.message!.line).toMatch(/Passive/)
    await done('strength', 50)
    await vi.waitFor(() => expect(hub.model.slots[0]!.fix.amount).not.toBe(amount), patience)
    expect(hub.model.slots[0]!.fix.amount / amount).toBeCloseTo(0.5, 1)
    expect(asked('record').length).toBe(1)
  })

  test('Assist analyzes what it captured, and proves what was applied on the same bars', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, done, press, asked } = rig
    await done('mode', 2)
    await done('capture')
    expect(hub.model.findings).not.toBeNull()
    await press('apply-1')
    await vi.waitFor(() => expect(hub.model.findings!.proof).not.toBeNull(), patience)
    const [first, second] = asked('record')
    expect([second!.fromBeats, second!.toBeats]).toEqual([first!.fromBeats, first!.toBeats])
  })

  test('Before and After are files of one loudness, played through the hub while Live stands still', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { done, asked, session } = rig
    await done('capture')
    await done('analyze')
    const set = await session.snapshot()
    await done('compare', 1)
    await done('compare', 2)
    await done('compare', 0)
    const files = asked('audition').map(({ file }) => file)
    expect(files[0]).toMatch(/before\.wav$/)
    expect(files[1]).toMatch(/after\.wav$/)
    expect(files[2]).toBeNull()
    expect(await session.snapshot()).toEqual(set)
  })

  test('while Live plays, Before takes the applied values out and Now brings them back; levels only go down', async () => {
    rig = await makeRig(louderLead(3), { healthy: miniSong })
    const { hub, done, press, asked, session, device } = rig
    await done('capture')
    await done('analyze')
    const before = parameterAt(await session.snapshot(), volume('tracks 2'))!.value
    await done('apply-1')
    const after = (await session.read(volume('tracks 2')))!.value
    device.handlers.transport = () => ({
      playing: true,
      beats: 4,
      tempo: 138,
      loop: { on: false, startBeats: 0, lengthBeats: 4 },
    })
    await press('compare', 1)
    await vi.waitFor(async () => expect((await session.read(volume('tracks 2')))!.value).toBe(before), patience)
    await vi.waitFor(() => expect(hub.model.activity!.words).toMatch(/before/), patience)
    await press('compare', 2)
    await vi.waitFor(async () => expect((await session.read(volume('tracks 2')))!.value).toBe(after), patience)
    await press('compare', 1)
    await vi.waitFor(async () => expect((await session.read(volume('tracks 2')))!.value).toBe(before), patience)
    await done('cancel')
    expect((await session.read(volume('tracks 2')))!.value).toBe(after)
    const levels = asked('attenuate').map(({ db }) => db)
    expect(Math.min(...levels)).toBe(0)
    expect(levels.at(-1)).toBe(0)
    expect(Math.max(...levels)).toBeGreaterThan(0)
    await done('undo')
    expect((await session.read(volume('tracks 2')))!.value).toBe(before)
  })

  test('Learn takes the next folder for references, never a file, and takes itself back', async () => {
    rig = await makeRig(miniSong)
    const { hub, device, folder, done } = rig
    const drop = async (path: string) => {
      device.tell({ kind: 'event', event: 'dropped', data: { path } })
      await new Promise(resolve => setTimeout(resolve, 20))
      await hub.idle()
    }
    const line = () => hub.model.message?.line
    await done('learn')
    expect(line()).toBe('Drop the folder with your references here. Learn again: never mind.')
    await done('learn')
    expect(line()).toBe('Nothing is learned.')
    await done('learn')
    await drop(join(folder, 'ledger.json'))
    expect(line()).toMatch(/"ledger.json" is not a folder\./)
    await done('learn')
    await drop(folder)
    expect(line()).toBe('Learned: 12 references teach. 1 file could not be read. Analyze again.')
    expect(hub.model.awaitsReferences).toBe(false)
  })

  test('a second hub stays passive: it says so, does nothing, and leaves the ledger to the first', async () => {
    rig = await makeRig(miniSong)
    const { hub, device, done, face, asked } = rig
    device.tell({ kind: 'event', event: 'passive', data: { passive: true } })
    await done('capture')
    expect(asked('record')).toEqual([])
    await vi.waitFor(() => expect(face.now!.line).toMatch(/in charge/), patience)
    expect(face.now!.enabled).not.toContain('capture')
    expect(hub.model.isPassive).toBe(true)
  })

  test('Cancel ends a recording; so does the end of the device; both say so and leave the hub of use', async () => {
    rig = await makeRig(miniSong)
    const { hub, device, press, done, asked } = rig
    device.handlers.record = () => null
    await press('capture')
    await vi.waitFor(() => expect(asked('record').length).toBe(1), patience)
    device.handlers.cancelRecord = ({ take }) => {
      const data = { take, end: 'cancelled', detail: '', startedAt: {}, sampleRate: 44_100 }
      device.tell({ kind: 'event', event: 'recorded', data })
      return null
    }
    await done('cancel')
    expect(hub.model.message!.line).toMatch(/^Cancelled/)
    await press('capture')
    await vi.waitFor(() => expect(asked('record').length).toBe(2), patience)
    device.say('hello', device.version, 1)
    await vi.waitFor(() => expect(hub.model.message?.line).toMatch(/lost|anew/), patience)
    expect(hub.model.heard).toBeNull()
  })

  test('a stopped take is refused in words and not measured', async () => {
    rig = await makeRig(miniSong)
    const { hub, device, done } = rig
    device.handlers.record = ({ take }) => {
      const data = { take, end: 'stopped', detail: '', startedAt: {}, sampleRate: 44_100 }
      setTimeout(() => device.tell({ kind: 'event', event: 'recorded', data }), 5)
      return null
    }
    await done('capture')
    expect(hub.model.message).toMatchObject({ tone: 'error' })
    expect(hub.model.message!.line).toMatch(/^Live stopped/)
    expect(hub.model.heard).toBeNull()
  })
})
