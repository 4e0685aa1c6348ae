/** What the hub lets through and adds, and what happens when the set changes under its hands. */
import { expect, onTestFinished, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { miniSong } from '../support/mini-song.ts'
import { Max } from './max.ts'
import { built } from './support/built.ts'
import { expectClean } from './support/expect-clean.ts'
import { HubPartner } from './support/hub-partner.ts'
import { noiseSong } from './support/noise-song.ts'
import { makeRig } from './support/rig.ts'
import { makeFolder } from './support/small-patch.ts'
import { changesOf, valuesOf } from './support/values.ts'

const peak = (signal: Float32Array) => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

test('the hub lowers for a while, at most, and is transparent to the bit again by Max’s own clock', async () => {
  const files = await built('scripts')
  const partner = new HubPartner()
  const max = new Max({ set: createSimulatedSet(noiseSong), folder: files.folder, nodeScript: partner.make })
  onTestFinished(() => max.close())
  const hub = max.load(files.hub, max.live.main)
  await partner.meet(max)
  const source = (await max.live.set.capture()).main.channels[0]!
  /** What leaves against what came in, over one vector. */
  const gain = () => {
    const at = Math.round(max.live.transport.at((1000 * Math.floor((max.clock.now * 44.1) / 512) * 512) / 44_100).frame)
    return hub.output[0].map((x, n) => x / source[at + n]!)
  }
  max.live.transport.loop.on = true
  max.live.transport.loop.lengthBeats = 16
  max.live.transport.play(0)
  await max.pass(500)
  expect(new Set(gain())).toEqual(new Set([1]))
  await partner.ask(max, 'attenuate', { db: 6 })
  await max.pass(200)
  // Float products: the last bits.
  for (const value of gain()) expect(value).toBeCloseTo(10 ** (-6 / 20), 5)
  await partner.pass(max, 31_000)
  expect(new Set(gain())).toEqual(new Set([1]))
})

test('A/B plays excerpts only while Live stands still; a device that vanishes while it is written leaves no half fix', async () => {
  const rig = makeRig(await built(), { spec: miniSong, data: makeFolder(), taps: ({ source }) => source !== null })
  const { max, hub } = rig
  onTestFinished(() => max.close())
  const { live } = max
  await rig.says(/5 Taps found/)
  hub.use('capture')
  await rig.says(/Analyze next/)
  hub.use('analyze')
  await rig.says(/fix(es)? found/)

  await rig.offers('compare')
  hub.use('compare', 2)
  await max.until('an excerpt', () => peak(hub.output[0]) > 0.01)
  expect(live.transport.playing).toBe(false)
  live.transport.play(0)
  await max.pass(300)
  expect(hub.see('compare').value).toBe(0)
  live.transport.stop()
  await max.pass(500)
  expect(peak(hub.output[0])).toBe(0)

  const before = await valuesOf(live.set)
  await rig.offers('apply-1')
  const touched: string[] = []
  live.meddle = parameter => {
    touched.push(parameter.row.name)
    live.meddle = null
    const owner = live.tracks.flatMap(track => track.devices).find(({ controls }) => controls.includes(parameter))
    // A mixer cannot be taken away: somebody maps it.
    if (owner) live.removeDevice(owner)
    else parameter.isEnabled = false
  }
  hub.use('apply-1')
  await max.until('the write', () => touched.length > 0)
  await rig.offers('capture')
  expect(rig.line()).not.toMatch(/^Applied/)
  const changes = changesOf(before, await valuesOf(live.set))
  // What is gone is gone by the user's hand; nothing that is there has another value.
  expect(Object.values(changes).filter(value => value !== undefined)).toEqual([])
  expectClean(rig)
})
