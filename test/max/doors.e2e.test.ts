/** The ways in that need no taps, where a tap does not belong, the panel's window, and what is left without v8. */
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { trackAt } from '../../node/live/set.ts'
import { miniSong } from '../support/mini-song.ts'
import type { MaxOptions } from './max.ts'
import { built } from './support/built.ts'
import { expectClean } from './support/expect-clean.ts'
import { noiseSong } from './support/noise-song.ts'
import { makeRig, type Rig } from './support/rig.ts'
import { makeFolder } from './support/small-patch.ts'
import { changesOf, valuesOf } from './support/values.ts'

interface Opened extends Rig {
  readonly data: string
  readonly tapFile: string
}

async function open(
  spec: SimulatedSetSpec,
  taps: readonly string[] = [],
  options: Pick<MaxOptions, 'habits' | 'live'> = {},
): Promise<Opened> {
  const files = await built()
  const data = makeFolder()
  const rig = makeRig(files, { spec, data, taps: ({ name }) => taps.includes(name), ...options })
  onTestFinished(() => rig.max.close())
  return { ...rig, data, tapFile: files.tap }
}

const measured = /fix(es)? found|Nothing to fix|nothing on Main alone/
/** Over full scale by what is on Main. */
const hotMain: SimulatedSetSpec = {
  ...miniSong,
  master: { volumeDb: -6, devices: [{ className: 'ChannelEq', settings: { 'Mid Gain': 12, 'Mid Freq': 400 } }] },
}

test('without a tap, a bounce that is dropped is scored, and what is on Main is moved for it', async () => {
  const rig = await open(hotMain)
  const { max, hub, data } = rig
  const { set } = max.live
  await rig.says(/Capture with Taps on your tracks, or drop an exported folder here/)
  const before = await valuesOf(set)
  const bounce = join(data, 'My bounce.wav')
  await writeWav(bounce, (await set.capture()).main, { format: 'float32' })
  hub.see('drop').drop(bounce)
  await rig.says(measured)
  const score = Number(hub.text('score'))
  expect(hub.text('heard')).toMatch(/^Main heard, none of 5 tracks$/)
  expect(hub.text('fix-1-track')).toBe('Main')

  hub.use('apply-1')
  await rig.says(/^Applied/)
  const changed = Object.keys(changesOf(before, await valuesOf(set)))
  expect(changed.length).toBeGreaterThan(0)
  for (const name of changed) expect(name).toMatch(/^Main /)

  // Bounced again: the same bars, so it is proven.
  await writeWav(bounce, (await set.capture()).main, { format: 'float32' })
  hub.see('drop').drop(bounce)
  await rig.says(/^Score \d+ → \d+/)
  expect(Number(hub.text('score'))).toBeGreaterThan(score)
  hub.use('undo')
  await rig.says(/^Undone/)
  expect(changesOf(before, await valuesOf(set))).toEqual({})
  expectClean(rig)
})

test('a folder of exported tracks gives what taps would; a file that is renamed finds its track', async () => {
  const rig = await open(miniSong)
  const { max, hub, data } = rig
  await rig.says(/Capture with Taps/)
  const { main, taps } = await max.live.set.capture()
  const set = await max.live.set.snapshot()
  const folder = join(data, 'Export')
  mkdirSync(folder)
  await writeWav(join(folder, 'Mini song Main.wav'), main, { format: 'float32' })
  for (const [path, audio] of taps) {
    const { name } = trackAt(set, path)!
    await writeWav(join(folder, `Mini song ${name === 'Pads' ? 'take 7' : name}.wav`), audio, {
      format: 'float32',
    })
  }
  hub.see('drop').drop(`${folder}/`)
  await rig.says(/^Pads has no file/, 60)
  renameSync(join(folder, 'Mini song take 7.wav'), join(folder, 'Mini song Pads.wav'))
  hub.see('drop').drop(`${folder}/`)
  await max.until(
    () => `all tracks to be heard, last "${hub.text('heard')}", "${rig.line()}"`,
    () => /^5 of 5 tracks heard explain (100|9\d) %$/.test(hub.text('heard')),
    40,
  )
  expectClean(rig)
})

test('a tap in a rack says so and is not taken for its track; moved behind the rack it is ready', async () => {
  const racked: SimulatedSetSpec = {
    ...noiseSong,
    tracks: noiseSong.tracks.map(track =>
      track.name === 'One'
        ? {
            ...track,
            devices: [
              {
                className: 'AudioEffectGroupDevice',
                chains: [
                  { name: 'Dry', devices: [{ className: 'StereoGain' }] },
                  { name: 'Wet', devices: [{ className: 'StereoGain' }] },
                ],
              },
            ],
          }
        : track,
    ),
  }
  const rig = await open(racked, ['Two'])
  const { max, hub, tapFile } = rig
  await rig.says(/1 Tap found/)
  const track = max.live.track('One')
  const [chain] = track.devices[0]!.chains
  const inside = max.load(tapFile, chain!)
  await max.until('the tap to know where it is', () => /rack/.test(inside.text('status')))
  expect(inside.text('track')).toBe('One')
  hub.use('capture')
  await rig.says(/Captured Main and 1 of 3 tracks/)
  const { stored } = inside
  max.remove(inside)
  const behind = max.load(tapFile, track, { stored })
  await max.until('the tap to be ready', () => behind.text('status') === 'Ready.')
  expectClean(rig)
})

test('the panel in a window: it opens with the page, and hands the space bar back to Live', async () => {
  const rig = await open(noiseSong)
  const { max, hub } = rig
  await rig.says(/Capture with Taps/)
  hub.use('panel-in', 1)
  await rig.offers('open-panel')
  hub.use('open-panel')
  await max.until('the window', () => [...max.windows.values()].includes(true))
  expect(max.pages.find(([what]) => what === 'url')?.[1]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
  const [say] = max.fromPages
  say!(['onloadend', 'page'])
  expect(max.pages.at(-1)?.[0]).toBe('executejavascript')
  expect(max.live.transport.playing).toBe(false)
  say!(['space'])
  await max.pass(200)
  expect(max.live.transport.playing).toBe(true)
  say!(['space'])
  await max.pass(200)
  expect(max.live.transport.playing).toBe(false)
  expect(max.systemMessages).toEqual([])
  expectClean(rig)
})

test('where Max has no v8, the face says what is needed, and the sound goes through untouched', async () => {
  const rig = await open(noiseSong, ['One'], { habits: { hasV8: false } })
  const { max, hub, taps } = rig
  await max.pass(15_000)
  expect(rig.line()).toMatch(/Live is older than 12\.2/)
  const source = (await max.live.set.capture()).main.channels[0]!
  max.live.transport.play(0)
  await max.pass(500)
  for (const [device, own] of [
    [hub, source],
    [taps.get('One')!, (await max.live.set.capture()).taps.get('tracks 0')!.channels[0]!],
  ] as const) {
    const [heard] = device.output
    const at = own.indexOf(heard[0]!)
    expect(at).toBeGreaterThan(0)
    expect(heard).toEqual(own.slice(at, at + heard.length))
  }
})
