import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { readAls } from '../../../node/adapters/als/read-als.ts'
import { readElements } from '../../../node/adapters/als/xml.ts'
import { deviceAt, parameterAt, trackAt } from '../../../node/live/set.ts'
import { device, folder, parameter, smallSet, smallXml, track, writeSet } from './small-set.ts'

const home = folder()
afterAll(() => rmSync(home, { recursive: true }))
const xml = smallXml(smallSet)
const read = (text: string) => readAls(writeSet(home, text))
const withDevices = (devices: string, creator = 'Ableton Live 12.4.5') =>
  read(smallXml({ creator, tracks: [{ id: 1, name: 'One', devices }] }))

describe('a set', () => {
  test('has its tracks in Live’s order, with groups, outputs and side-chain sources as places', async () => {
    const { set, tracks } = await read(xml)
    expect(set.tracks.map(({ path, name, kind, group, output }) => [path, name, kind, group, output])).toEqual([
      ['tracks 0', 'Kick & Bass — “Größe”', 'audio', null, 'main'],
      ['tracks 1', 'Synths', 'group', null, 'main'],
      ['tracks 2', 'Lead', 'midi', 'tracks 1', 'group'],
      ['tracks 3', 'Ghost', 'audio', null, 'none'],
      ['return_tracks 0', 'A-Reverb', 'return', null, 'main'],
      ['master_track', 'Main', 'master', null, 'main'],
    ])
    expect(deviceAt(set, { track: 'tracks 0', device: 'devices 1' })!.sidechainSource).toBe('tracks 3')
    expect(tracks.filter(({ isFrozen }) => isFrozen).map(({ name }) => name)).toEqual(['Ghost'])
  })

  test('has tempo, signature, length and locators in order of time', async () => {
    const { set, signature, tempoAutomation } = await read(xml)
    expect(set.tempo).toBe(138)
    expect(signature).toEqual({ numerator: 4, denominator: 4 })
    expect(set.lengthSeconds).toBeCloseTo((128 * 60) / 138, 9)
    expect(set.locators).toEqual([
      { name: 'Intro', beats: 0 },
      { name: 'Drop', beats: 64 },
    ])
    expect(tempoAutomation).toBeNull()
  })

  test('7/8 is code 303, three and a half beats per bar; an automated tempo says from where to where', async () => {
    const tempoEvents = '<FloatEvent Time="16" Value="140" /><FloatEvent Time="32" Value="128" />'
    // (7 − 1) + 99 · log2(8)
    const { set, signature, tempoAutomation } = await read(smallXml({ ...smallSet, signature: '303', tempoEvents }))
    expect(signature).toEqual({ numerator: 7, denominator: 8 })
    expect(set.beatsPerBar).toBe(3.5)
    expect(tempoAutomation).toEqual({ min: 128, max: 140, points: 2 })
  })

  test('a send to a return that is gone is left out', async () => {
    const { set } = await read(xml)
    expect(set.tracks[0]!.mixer.map(({ name }) => name)).toEqual([
      'Track Volume',
      'Track Panning',
      'Track Activator',
      'Send A',
    ])
    expect(parameterAt(set, { track: 'tracks 0', device: null, parameter: 'Send A' })!.display).toBe('-inf dB')
  })

  test('devices that nobody knows keep their class and stand in their place', async () => {
    const { set, devices } = await read(xml)
    expect(deviceAt(set, { track: 'tracks 2', device: 'devices 1' })).toMatchObject({
      className: 'HyperTune9',
      name: 'HyperTune9',
      kind: 'device',
      parameters: [{ name: 'Device On', value: 1 }],
    })
    expect(devices).toContainEqual({ className: 'HyperTune9', count: 1 })
  })

  test('a track of a kind that a later Live adds is kept', async () => {
    const { set } = await read(xml.replaceAll('MidiTrack', 'SpatialTrack'))
    expect(trackAt(set, 'tracks 2')).toMatchObject({ name: 'Lead', kind: 'audio' })
  })
})

describe('values come in Live’s units', () => {
  test.each([
    // The file's linear gain, ratio, fractions and seconds as Live shows them; each figure is arithmetic on the file's value.
    ['Compressor2', parameter('Threshold', '0.1'), 'Threshold', '-20.0 dB'],
    ['Compressor2', parameter('Ratio', '3.4028234663852886e+38'), 'Ratio', 'inf : 1'],
    ['Compressor2', parameter('Ratio', '4'), 'Ratio', '4.00 : 1'],
    ['StereoGain', parameter('StereoWidth', '1.4'), 'Stereo Width', '140 %'],
    ['StereoGain', parameter('Gain', '2'), 'Output', '6.02 dB'],
    ['Eq8', `<Bands.2><ParameterA>${parameter('Freq', '240')}</ParameterA></Bands.2>`, '3 Frequency A', '240 Hz'],
    ['Delay', parameter('DelayLine_TimeL', '0.25'), 'L Time', '250 ms'],
    ['Saturator', parameter('PreDrive', '-6'), 'Drive', '-6.0 dB'],
    ['MultibandDynamics', parameter('SplitLowMid', '120'), 'Low-Mid Crossover', '120 Hz'],
  ])('%s', async (className, inside, name, display) => {
    const { set } = await withDevices(device(className, inside))
    expect(parameterAt(set, { track: 'tracks 0', device: 'devices 0', parameter: name })?.display).toBe(display)
  })

  test('an older Live’s list gives range and value, Live 12.4 the name', async () => {
    // Limiter before 12.1: raw −24 to 24 dB, "Gain"; since: raw 0 to 1, "Input Gain".
    for (const [creator, value, min] of [
      ['Ableton Live 11.3.42', 6, -24],
      ['Ableton Live 12.4', 0.625, 0],
    ] as const) {
      const { set } = await withDevices(device('Limiter', parameter('Gain', '6')), creator)
      const gain = parameterAt(set, { track: 'tracks 0', device: 'devices 0', parameter: 'Input Gain' })!
      expect([gain.value, gain.min]).toEqual([value, min])
    }
  })

  test('a value that the table cannot tell is left out and named', async () => {
    const { set, unread } = await withDevices(device('Compressor2', parameter('Ratio', '0.5')))
    expect(parameterAt(set, { track: 'tracks 0', device: 'devices 0', parameter: 'Ratio' })).toBeUndefined()
    expect(unread).toEqual(['tracks 0, devices 0: Ratio (0.5)'])
  })

  test('up to Live 9 the value may stand in the first event, and more events are automation', async () => {
    const events = (values: string) => `<ArrangerAutomation><Events>${values}</Events></ArrangerAutomation>`
    const first = '<FloatEvent Time="-63072000" Value="0.5011872411" />'
    for (const [inside, automation] of [
      [first, 'none'],
      [`${first}<FloatEvent Time="4" Value="1" />`, 'playing'],
    ] as const) {
      const one = track({ id: 1, name: 'One', volumeTarget: 5 })
      const old = one.replace(
        /<Manual Value="1" \/>(?=<MidiControllerRange>.{0,60}<\/MidiControllerRange><AutomationTarget Id="5")/,
        events(inside),
      )
      expect(old).not.toBe(one)
      const { set } = await read(
        smallXml({ tracks: [], creator: 'Ableton Live 8.2.7' }).replace('<Tracks>', `<Tracks>${old}`),
      )
      expect(set.tracks[0]!.mixer[0]).toMatchObject({ display: '-6.0 dB', automation })
    }
  })
})

test('samples: there, missing from the project, or somewhere only Live knows', async () => {
  writeFileSync(join(home, 'kick.wav'), '')
  const ref = (path: string, relative: string, type: number) =>
    `<AudioClip><SampleRef><FileRef><RelativePathType Value="${type}" /><RelativePath Value="${relative}" /><Path Value="${path}" /></FileRef></SampleRef></AudioClip>`
  const old =
    '<AudioClip><SampleRef><FileRef><RelativePathType Value="3" /><RelativePath><RelativePathElement Dir="Samples" /></RelativePath><Name Value="old.wav" /></FileRef></SampleRef></AudioClip>'
  const clips = `${ref('C:\\Music\\kick.wav', 'kick.wav', 3)}${ref('/nowhere/gone.wav', '', 0)}${ref('/packs/snare.aif', 'Drums/snare.aif', 5)}${old}`
  const { samples } = await read(smallXml({ tracks: [{ id: 1, name: 'One', clips }] }))
  expect(samples.map(({ name, state }) => [name, state])).toEqual([
    ['kick.wav', 'found'],
    ['gone.wav', 'missing'],
    ['snare.aif', 'elsewhere'],
    ['old.wav', 'missing'],
  ])
})

describe('what is no set is refused in a sentence', () => {
  test.each([
    ['text', 'hello', 'ALS_DAMAGED'],
    ['another XML', '<svg></svg>', 'ALS_DAMAGED'],
    ['half a set', xml.slice(0, xml.length / 2), 'ALS_DAMAGED'],
    ['a set without tempo', xml.replaceAll('Tempo>', 'Temper>'), 'ALS_DAMAGED'],
    ['an endless nest', `<Ableton Creator="Live 12.0">${'<a>'.repeat(600)}`, 'ALS_TOO_LARGE'],
    // A billion laughs: entities of one's own are unknown here.
    ['entities', '<!DOCTYPE a [<!ENTITY b "bb">]><Ableton Creator="&b;"></Ableton>', 'ALS_DAMAGED'],
  ])('%s', async (_name, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code })
  })

  test('a file that is not there, and gzip that ends too early', async () => {
    await expect(readAls(join(home, 'none.als'))).rejects.toMatchObject({ code: 'FILE_MISSING' })
    const short = join(home, 'short.als')
    writeFileSync(short, gzipSync(xml).subarray(0, 300))
    await expect(readAls(short)).rejects.toMatchObject({ code: 'ALS_DAMAGED' })
  })

  test('a gzip bomb stops at the limit, not in memory', async () => {
    const bomb = join(home, 'bomb.als')
    writeFileSync(
      bomb,
      gzipSync(Buffer.concat([Buffer.from('<Ableton Creator="Live 12.0"><a b="'), Buffer.alloc(40e6, 120)])),
    )
    const nothing = { wants: () => 'nothing' as const, drops: () => false, take: () => {}, root: () => {} }
    const limits = { bytes: 30e6, gap: 1e9, elements: 1e6, depth: 100 }
    await expect(readElements(bomb, nothing, limits)).rejects.toMatchObject({ code: 'ALS_TOO_LARGE' })
    await expect(readElements(bomb, nothing, { ...limits, bytes: 1e9, gap: 1e7 })).rejects.toMatchObject({
      code: 'ALS_TOO_LARGE',
    })
  })
})
