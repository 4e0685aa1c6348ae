import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { AlsSession } from '../../../node/adapters/als/als-session.ts'
import { readAls } from '../../../node/adapters/als/read-als.ts'
import { writeAls } from '../../../node/adapters/als/write-als.ts'
import { mixerNames, type ParameterRef, parameterAt } from '../../../node/live/set.ts'
import { testLiveSession } from '../../contract/live-session.ts'
import { folder, smallSet, smallXml, writeSet } from './small-set.ts'

const home = folder()
afterAll(() => rmSync(home, { recursive: true }))
const xml = smallXml(smallSet)
const file = writeSet(home, xml)
const out = join(home, 'copy.als')
const textOf = (path: string) => gunzipSync(readFileSync(path)).toString('utf8')

testLiveSession('a Live set file', () => AlsSession.open(file))

const volume: ParameterRef = { track: 'tracks 0', device: null, parameter: mixerNames.volume }
const output: ParameterRef = { track: 'tracks 0', device: 'devices 0', parameter: 'Output' }
const automated: ParameterRef = { track: 'tracks 3', device: null, parameter: mixerNames.volume }
const mapped: ParameterRef = { track: 'tracks 2', device: 'devices 0 chains 0 devices 0', parameter: 'Output' }
const macro: ParameterRef = { track: 'tracks 2', device: 'devices 0', parameter: 'Drive & Dirt' }

describe('the copy', () => {
  test('without changes has the same XML, packed or plain', async () => {
    const session = await AlsSession.open(file)
    await session.save(out)
    expect(textOf(out)).toBe(xml)
    const plain = writeSet(home, xml, { name: 'plain.als', isPlain: true })
    await (await AlsSession.open(plain)).save(join(home, 'plain copy.als'))
    expect(readFileSync(join(home, 'plain copy.als'), 'utf8')).toBe(xml)
  })

  test('differs in the values that were written, and nowhere else', async () => {
    const session = await AlsSession.open(file)
    await session.write(volume, 0.55)
    await session.write(output, 0.1)
    const { changes } = await session.save(out)
    expect(changes.map(({ before, after }) => [before, after])).toEqual([
      ['-6.0 dB', '-12.0 dB'],
      ['-6.02 dB', '3.50 dB'],
    ])
    // 40 dB per unit of the fader, 0.85 is 0 dB: −12 dB; 35 dB per unit of the Utility.
    const wanted = xml
      .replace('<Manual Value="0.5011872411" />', '<Manual Value="A" />')
      .replace('<Gain><LomId Value="0" /><Manual Value="0.5" />', '<Gain><LomId Value="0" /><Manual Value="B" />')
    const written = textOf(out)
    const values = [...written.matchAll(/Value="(0\.251188\d*|1\.49623\d*)"/g)].map(match => match[1]!)
    expect(written).toBe(wanted.replace('"A"', `"${values[0]}"`).replace('"B"', `"${values.at(-1)}"`))
  })

  test('holds what was written, and a value written back leaves no trace', async () => {
    const session = await AlsSession.open(file)
    const before = (await session.read(volume))!.value
    await session.write(volume, 0.3)
    await session.write(volume, before)
    expect((await session.save(out)).changes).toEqual([])
    expect(textOf(out)).toBe(xml)
  })

  test('is put beside what stood there before, and never in place of the set', async () => {
    const place = join(home, 'taken.als')
    writeFileSync(place, 'something of the user')
    const session = await AlsSession.open(file)
    const { backup } = await session.save(place)
    expect(readFileSync(backup!, 'utf8')).toBe('something of the user')
    expect((await session.save(place)).backup).not.toBe(backup)
    await expect(session.save(file)).rejects.toMatchObject({ code: 'ALS_SAME_FILE' })
    expect(textOf(file)).toBe(xml)
  })

  test('is refused when the set was saved in the meantime; nothing is left behind', async () => {
    const own = join(home, 'moving.als')
    copyFileSync(file, own)
    const session = await AlsSession.open(own)
    await session.write(volume, 0.55)
    writeSet(home, xml.replace('Synths', 'Synthesizers').replace('Kick', 'Big Kick'), { name: 'moving.als' })
    const target = join(home, 'never.als')
    await expect(session.save(target)).rejects.toMatchObject({ code: 'ALS_CHANGED' })
    expect(existsSync(target)).toBe(false)
    expect(readdirSync(home).filter(name => name.includes('.part-'))).toEqual([])
  })

  test('that does not read back as intended is not made', async () => {
    const als = await readAls(file)
    const places = new Map(als.places)
    // As if the table had the wrong unit for a fader: the file would hold 0.7 as a gain, which is −3.1 dB.
    const key = [...places.keys()].find(each => each.endsWith(mixerNames.volume))!
    places.set(key, { ...places.get(key)!, unit: { unit: 'raw' } })
    const target = join(home, 'wrong.als')
    await expect(writeAls({ ...als, places }, [{ ref: volume, raw: 0.7 }], target)).rejects.toMatchObject({
      code: 'ALS_NOT_HELD',
    })
    expect(existsSync(target)).toBe(false)
  })
})

describe('refusals', () => {
  test('an automated value is written only when that is asked for', async () => {
    const careful = await AlsSession.open(file)
    await expect(careful.write(automated, 0.5)).rejects.toMatchObject({ reason: 'disabled' })
    const asked = await AlsSession.open(file, { writeAutomated: true })
    expect((await asked.write(automated, 0.5)).value).toBe(0.5)
    await asked.save(out)
    expect(parameterAt((await readAls(out)).set, automated)!.display).toBe('-14.0 dB')
  })

  test('a mapped value is turned by its macro, which can be written; switches follow too', async () => {
    const session = await AlsSession.open(file)
    await expect(session.write(mapped, 0)).rejects.toThrow(/turned by the macro "Drive & Dirt"/)
    // The macro stands at its end: gain 2, muted; Manual says something else.
    const mute = { ...mapped, parameter: 'Mute' }
    expect((await session.read(mapped))!.display).toBe('6.02 dB')
    expect((await session.read(mute))!.value).toBe(1)
    await session.write(macro, 0)
    expect((await session.read(mapped))!.display).toBe('0.00 dB')
    expect((await session.read(mute))!.value).toBe(0)
    await session.save(out)
    const again = await readAls(out)
    expect(parameterAt(again.set, mapped)!.display).toBe('0.00 dB')
    expect(parameterAt(again.set, mute)!.value).toBe(0)
  })
})
