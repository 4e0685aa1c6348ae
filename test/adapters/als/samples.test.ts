/**
 * Real sets of Live 8.1 to 12.4 out of public repositories. They are not part of this repository: their folder is
 * $UPLIFT_ALS_SAMPLES or ../shared/samples/als. All of it takes about 15 s.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { AlsSession } from '../../../node/adapters/als/als-session.ts'
import { readAls } from '../../../node/adapters/als/read-als.ts'
import {
  everyDevice,
  type LiveSet,
  mixerNames,
  type Parameter,
  type ParameterRef,
  parameterAt,
} from '../../../node/live/set.ts'

const samples = process.env['UPLIFT_ALS_SAMPLES'] ?? resolve('../shared/samples/als')
const manifest = join(samples, 'manifest.tsv')
const isThere = existsSync(manifest)
if (!isThere) process.stdout.write(`Skipped: no sample sets in ${samples}.\n`)

const rows = isThere
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split('\t'))
      .map(([file, , , , version, tracks, , devices]) => ({
        file: join(samples, file!),
        name: file!,
        version: version!,
        tracks: tracks!,
        // Formats of plug-ins are counted beside their devices there.
        devices: devices!.split(' ').filter(each => each !== '' && !each.startsWith('Vst3PluginInfo')),
      }))
  : []

const home = mkdtempSync(join(tmpdir(), 'uplift-als-samples-'))
afterAll(() => rmSync(home, { recursive: true }))

/** Not automated, not mapped: may be written. */
const isFree = ({ isEnabled, automation }: Parameter) => isEnabled && automation === 'none'

/** One parameter of the mixer and one of each class of device that the table knows, of those that may be written. */
function writable(set: LiveSet): readonly ParameterRef[] {
  const classes = new Set<string>()
  const refs: ParameterRef[] = []
  for (const track of set.tracks) {
    const volume = track.mixer.find(({ name }) => name === mixerNames.volume)
    if (volume && isFree(volume) && refs.length === 0) {
      refs.push({ track: track.path, device: null, parameter: volume.name })
    }
    for (const { device } of everyDevice(track)) {
      const one = device.parameters.findLast(each => isFree(each) && !each.isQuantized && each.display !== '')
      if (device.kind !== 'device' || classes.has(device.className) || !one) continue
      classes.add(device.className)
      refs.push({ track: track.path, device: device.path, parameter: one.name })
    }
  }
  return refs
}

const xmlOf = (file: string) => {
  const bytes = readFileSync(file)
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes
}

/** How many bytes differ at all, when everything before the first difference and after the last is left out. */
function middle(a: Buffer, b: Buffer): number {
  const short = Math.min(a.length, b.length)
  let start = 0
  while (start < short && a[start] === b[start]) start++
  let end = 0
  while (end < short - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return Math.max(a.length, b.length) - start - end
}

describe.skipIf(!isThere)('every sample set', () => {
  test.each(rows)('$name is read and written', async ({ file, name, version, tracks, devices }) => {
    const session = await AlsSession.open(file)
    const { set, devices: found, creator } = session.als
    const count = (kind: string) => set.tracks.filter(track => track.kind === kind).length
    expect(creator).toContain(version)
    expect(`audio=${count('audio')} midi=${count('midi')} group=${count('group')} return=${count('return')}`).toBe(
      tracks,
    )
    expect(found.map(each => `${each.className}:${each.count}`)).toEqual(expect.arrayContaining(devices))
    expect(set.tempo).toBeGreaterThanOrEqual(20)

    const original = xmlOf(file)
    const same = join(home, `same ${name}`)
    await session.save(same)
    expect(xmlOf(same).equals(original)).toBe(true)

    const refs = writable(set)
    for (const ref of refs) {
      const { min, max } = parameterAt(set, ref)!
      await session.write(ref, min + 0.6 * (max - min))
    }
    const out = join(home, name)
    // save() itself reads the copy again and compares; here with a reader of its own.
    await session.save(out)
    const again = await readAls(out)
    for (const ref of refs) {
      const wanted = (await session.read(ref))!
      const held = parameterAt(again.set, ref)!
      expect(held.value, `${ref.parameter}`).toBeCloseTo(wanted.value, 3)
    }
    // What was written put back to the file's own text: the original, byte for byte.
    const written = xmlOf(out).toString('latin1')
    const places = refs.flatMap(ref => session.als.places.get(`${ref.track}\n${ref.device ?? ''}\n${ref.parameter}`)!)
    const longest = Math.max(0, ...places.map(({ text }) => text.length)) + 24
    expect(Math.abs(written.length - original.length)).toBeLessThanOrEqual(longest * places.length * 2)
    if (refs.length === 1) expect(middle(original, xmlOf(out))).toBeLessThanOrEqual(longest)
    expect(linesOf(written).length).toBe(linesOf(original.toString('latin1')).length)
    const changed = differentLines(original.toString('latin1'), written)
    expect(changed.every(([before, after]) => withoutValue(before) === withoutValue(after))).toBe(true)
    expect(changed.length).toBe(places.reduce((sum, { ends }) => sum + ends.length, 0))
  })
})

const linesOf = (text: string) => text.split('\n')

function differentLines(a: string, b: string): readonly (readonly [string, string])[] {
  const other = linesOf(b)
  return linesOf(a).flatMap((line, i) => (line === other[i] ? [] : [[line, other[i]!] as const]))
}

const withoutValue = (line: string) => line.replace(/Value="[^"]*"/, '')
