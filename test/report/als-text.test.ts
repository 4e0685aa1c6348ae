import { rmSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { alsDocument, alsText } from '../../node/report/als-text.ts'
import { setHealth } from '../../node/report/set-health.ts'
import {
  device,
  folder,
  parameter,
  type SmallSet,
  smallSet,
  smallXml,
  utility,
  writeSet,
} from '../adapters/als/small-set.ts'

const home = folder()
afterAll(() => rmSync(home, { recursive: true }))
const read = (set: SmallSet) => readAls(writeSet(home, smallXml(set)))

test('a set is printed with its tempo, locators, tracks in their groups, and marks', async () => {
  const text = alsText(await read(smallSet), { color: false })
  expect(text).toContain('Test Set, saved by Ableton Live 12.4.5')
  expect(text).toContain('138 BPM, 4/4, 0:55 of arrangement.')
  expect(text).toContain('Locators: Intro (bar 1), Drop (bar 17).')
  expect(text).toMatch(/^ {2}Kick & Bass — “Größe” +-6\.0 dB +C +Utility, Compressor$/m)
  expect(text).toMatch(/^ {4}Lead /m)
  // Automated: a star.
  expect(text).toMatch(/^ {2}Ghost \(frozen\) +0\.0 dB \*/m)
})

test('the document holds the whole set and its health', async () => {
  const document = JSON.parse(JSON.stringify(alsDocument(await read(smallSet))))
  expect(document).toMatchObject({ uplift: 1, command: 'als', signature: { numerator: 4 } })
  expect(document.set.tracks).toHaveLength(6)
  expect(document.places).toBeUndefined()
})

test('health: what is wrong is said once, and nothing about what is right', async () => {
  const eq = device('Eq8', parameter('GlobalGain', '0'))
  const page = await read({
    mainVolume: '1.2',
    mainDevices: utility('1'),
    tracks: [
      {
        id: 1,
        name: 'Pad',
        devices: eq + eq + device('Reverb', '', { on: 'false' }),
        sends: ['0.5', '0.0003162277571'],
      },
      { id: 2, name: 'Lead', volume: '1.3', devices: eq + utility('8') + eq },
      { id: 3, name: 'A-Verb', tag: 'ReturnTrack' },
      { id: 4, name: 'B-Delay', tag: 'ReturnTrack' },
    ],
  })
  expect(setHealth(page).map(({ kind, text }) => [kind, text])).toEqual([
    // 20 log10(8) = 18.1 dB; a fader at 20 log10(1.3) = 2.3 dB is within the 3 dB of a track.
    ['clipping-gain', 'Output of Utility on Lead adds 18.1 dB.'],
    ['clipping-gain', 'The fader of Main stands at +1.6 dB.'],
    ['doubled-eq', 'Pad has two EQ Eights in a row.'],
    ['unused-return', 'Nothing is sent to B-Delay.'],
    ['device-off', 'Off on Pad: Reverb.'],
  ])
  // Without the fixture's odd one out: a set with one track and nothing to say.
  expect(setHealth(await read({ tracks: [{ id: 1, name: 'Pad', devices: utility('1') }] }))).toEqual([])
})

test('gains of an older Live count in its own range', async () => {
  const tracks = [{ id: 1, name: 'Pad', devices: device('Limiter', parameter('Gain', '15')) }]
  for (const creator of ['Ableton Live 11.3', 'Ableton Live 12.4']) {
    const page = await read({ creator, tracks })
    expect(
      setHealth(page).map(({ kind }) => kind),
      creator,
    ).toEqual(['clipping-gain'])
  }
})
