/** What happens to devices in a real set: removed, duplicated, moved, reopened, crashed, closed, too old. */
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Device } from './device.ts'
import type { MaxOptions } from './max.ts'
import { type Built, built } from './support/built.ts'
import { expectClean } from './support/expect-clean.ts'
import { noiseSong } from './support/noise-song.ts'
import { makeRig, type Rig } from './support/rig.ts'
import { makeFolder } from './support/small-patch.ts'

interface Opened extends Rig {
  readonly files: Built
  readonly data: string
}

/** Three tracks of noise, a tap on each but the last. */
async function open(options: Pick<MaxOptions, 'live' | 'nodeScript'> = {}): Promise<Opened> {
  const files = await built()
  const data = makeFolder()
  const rig = makeRig(files, {
    spec: noiseSong,
    data,
    taps: ({ name }) => name === 'One' || name === 'Two',
    ...options,
  })
  onTestFinished(() => rig.max.close())
  return { ...rig, files, data }
}

const ready = async (options?: Parameters<typeof open>[0]) => {
  const rig = await open(options)
  await rig.says(/2 Taps found/)
  return rig
}
const keyOf = (device: Device) => Number([...device.stored].find(([name]) => /key/i.test(name))?.[1][0])

describe('taps', () => {
  test('one that is removed is gone, one that comes is there, each knows its track', async () => {
    const rig = await ready()
    const { max, hub, taps, files } = rig
    expect([...taps.values()].map(tap => tap.text('track'))).toEqual(['One', 'Two'])
    max.remove(taps.get('Two')!)
    await rig.says(/1 Tap found/)
    const another = max.load(files.tap, max.live.track('Three'))
    await rig.says(/2 Taps found/)
    expect(another.text('track')).toBe('Three')
    expect(another.text('status')).toBe('Ready.')
    expect(hub.see('capture').isActive).toBe(true)
  })

  test('a duplicate, which comes with the key of its original, gets one of its own', async () => {
    const rig = await ready()
    const { max, taps, files } = rig
    const original = taps.get('One')!
    const key = keyOf(original)
    const copy = max.load(files.tap, max.live.track('Three'), { stored: original.stored })
    await rig.says(/3 Taps found/)
    expect(keyOf(original)).toBe(key)
    expect(keyOf(copy)).not.toBe(key)
    expect([original.text('track'), copy.text('track')]).toEqual(['One', 'Three'])
  })

  test('names follow Live, and what is the matter is told apart', async () => {
    const rig = await ready()
    const { max, taps } = rig
    const { live } = max
    const [one, two] = [taps.get('One')!, taps.get('Two')!]
    live.set.renameTrack('tracks 0', 'Lead')
    await max.until('the new name', () => one.text('track') === 'Lead')

    const words = async (tap: Device, change: () => void, before = tap.text('status')) => {
      change()
      live.changed()
      await max.until(
        () => `another status than "${before}"`,
        () => tap.text('status') !== before,
      )
      return tap.text('status')
    }
    const seen = [
      await words(two, () => live.frozen.add(live.track('Two'))),
      await words(two, () => live.frozen.delete(live.track('Two'))),
      await words(two, () => live.set.setMute('tracks 1', true)),
      await words(two, () => live.set.setMute('tracks 1', false)),
      // Utility behind the tap.
      await words(two, () => live.track('Two').devices.reverse()),
      await words(two, () => live.track('Two').devices.reverse()),
    ]
    expect(new Set([seen[0], seen[2], seen[4]]).size).toBe(3)
    expect([seen[1], seen[3], seen[5]]).toEqual(['Ready.', 'Ready.', 'Ready.'])
  })

  test('a set that is opened again knows its keys', async () => {
    const rig = await ready()
    const { max, hub, taps, files } = rig
    const stored = new Map([...taps].map(([name, tap]) => [name, tap.stored]))
    const keys = new Map([...taps].map(([name, tap]) => [name, keyOf(tap)]))
    hub.use('stage', 2)
    const hubKey = keyOf(hub)
    for (const device of [...max.devices]) max.remove(device)
    await max.pass(1_000)
    const again = [...stored].map(([name, values]) => max.load(files.tap, max.live.track(name), { stored: values }))
    const hubAgain = max.load(files.hub, max.live.main, { stored: hub.stored })
    await max.until('the hub to find them', () => /2 Taps found/.test(hubAgain.text('line')))
    expect(again.map(keyOf)).toEqual([...keys.values()])
    expect(keyOf(hubAgain)).toBe(hubKey)
    expect(hubAgain.see('stage').value).toBe(2)
    expect(max.undoFlood).toEqual([])
  })
})

describe('hubs', () => {
  test('a second one stays passive and says so; when the first goes, it takes over', async () => {
    const rig = await ready()
    const { max, hub, files } = rig
    const second = max.load(files.hub, max.live.main)
    await max.until('the second to give way', () => /Another Uplift/.test(second.text('line')))
    expect(second.see('capture').isActive).toBe(false)
    expect(hub.see('capture').isActive).toBe(true)
    max.remove(hub)
    await max.until('the second to take over', () => /2 Taps found/.test(second.text('line')))
    expect(second.see('capture').isActive).toBe(true)
  })

  test('one that is not last on Main says it', async () => {
    const rig = await ready()
    const { live } = rig.max
    live.main.devices.reverse()
    live.changed()
    await rig.says(/not the last device/)
    live.main.devices.reverse()
    live.changed()
    await rig.says(/2 Taps found/)
  })

  test('in a Live that is too old it says so, and lets the sound through', async () => {
    const rig = await open({ live: { version: [12, 1, 11], displayValue: 'absent' } })
    await rig.says(/Live 12\.2 or newer/)
    await expectThrough(rig)
  })
})

describe('the process', () => {
  test('a crash is told, and everything is there again afterwards', async () => {
    const rig = await ready()
    const { hub } = rig
    const [script] = hub.processes
    const { pid } = script!
    script!.crash()
    await rig.says(/Node has stopped|Starting/)
    expect(hub.see('capture').isActive).toBe(false)
    await rig.says(/2 Taps found/)
    expect(script!.pid).not.toBe(pid)
    expect(hub.see('capture').isActive).toBe(true)
    expectClean(rig)
  })

  test('when Node never comes, the face says it after ten seconds, and the sound goes through', async () => {
    const rig = await open({ nodeScript: () => ({ receive: () => {} }) })
    await rig.max.pass(9_000)
    expect(rig.line()).toMatch(/Node is on its way/)
    await rig.max.pass(4_000)
    expect(rig.line()).toMatch(/Node has not started/)
    expect(rig.hub.see('capture').isActive).toBe(false)
    await expectThrough(rig)
  })

  test('Live closes in the middle of a capture: no error, and no process is left', async () => {
    const rig = await ready()
    const { max, hub } = rig
    hub.use('capture')
    await rig.says(/Recording/)
    await max.pass(1_000)
    const { pid } = hub.processes[0]!
    await max.close()
    expect(max.errors).toEqual([])
    expect(() => process.kill(pid!, 0)).toThrow(/ESRCH/)
  })

  test('Cancel stops a capture, and the set stands as it stood', async () => {
    const rig = await ready()
    const { max, hub } = rig
    const { transport } = max.live
    transport.jump(3)
    transport.loop.on = true
    hub.use('capture')
    await rig.says(/Recording/)
    await max.pass(500)
    expect(transport.playing).toBe(true)
    await rig.offers('cancel')
    hub.use('cancel')
    await rig.offers('capture')
    expect(transport.playing).toBe(false)
    expect(transport.loop.on).toBe(true)
    expectClean(rig)
  })
})

/** What comes in goes out of the hub, to the bit, while Live plays. */
async function expectThrough({ max, hub }: Rig): Promise<void> {
  const source = (await max.live.set.capture()).main.channels[0]!
  max.live.transport.play(0)
  await max.pass(500)
  const heard = hub.output[0]
  const at = source.indexOf(heard[0]!)
  expect(at).toBeGreaterThan(0)
  expect(heard).toEqual(source.slice(at, at + heard.length))
  max.live.transport.stop()
}
