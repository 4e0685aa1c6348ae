/**
 * Real sets of Live 8.1 to 12.4 out of public repositories. They are not part of this repository: their folder is
 * $UPLIFT_ALS_SAMPLES or ../shared/samples/als. Of each Live version the small ones; all with UPLIFT_ALS=all (a minute).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { AlsSession } from '../../../node/adapters/als/als-session.ts'
import { refKey } from '../../../node/adapters/als/parameters.ts'
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
const isWanted = ({ file }: { readonly file: string }) =>
  process.env['UPLIFT_ALS'] === 'all' || statSync(file).size < 80_000

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

describe.skipIf(!isThere)('every sample set', () => {
  test.each(rows.filter(isWanted))('$name is read and written', async ({ file, name, version, tracks, devices }) => {
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
    // save() reads the copy again and refuses when a value is not what was written.
    const { changes } = await session.save(out)
    expect(changes.map(({ ref }) => ref)).toEqual(refs)
    for (const { ref, after } of changes) expect(after).toBe((await session.read(ref))!.display)
    const places = refs.flatMap(ref => session.als.places.get(refKey(ref))!)
    const changed = differentLines(original, xmlOf(out))
    expect(changed.every(([before, after]) => withoutValue(before) === withoutValue(after))).toBe(true)
    expect(changed.length).toBe(places.reduce((sum, { ends }) => sum + ends.length, 0))
  })
})

/** Lines in which two files differ, paired. Both must have as many. */
function differentLines(a: Buffer, b: Buffer): readonly (readonly [string, string])[] {
  const [lines, others] = [a, b].map(bytes => bytes.toString('latin1').split('\n')) as [string[], string[]]
  expect(others.length).toBe(lines.length)
  return lines.flatMap((line, i) => (line === others[i] ? [] : [[line, others[i]!] as const]))
}

const withoutValue = (line: string) => line.replace(/Value="[^"]*"/, '')
