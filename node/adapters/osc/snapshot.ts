/** A snapshot of what AbletonOSC reaches, question by question. */
import { currentName, findRow, mixerRows } from '../../live/device-table.ts'
import {
  type Device,
  type DevicePath,
  deviceKind,
  emptyMain,
  type LiveSet,
  type Locator,
  mixerNames,
  type Parameter,
  sendName,
  type Track,
  type TrackPath,
} from '../../live/set.ts'
import { displayText } from '../../live/value.ts'
import type { OscClient, OscValue } from './client.ts'
import { type OscPlace, type PlaceContext, rawOf } from './places.ts'

export interface FoundSet {
  readonly set: LiveSet
  readonly context: PlaceContext
}

/** null: AbletonOSC stopped answering. */
export async function askSet(client: OscClient): Promise<FoundSet | null> {
  const song = (property: string) => client.ask(`/live/song/get/${property}`)
  const answers = await Promise.all([
    client.ask('/live/application/get/version'),
    ...['num_tracks', 'tempo', 'signature_numerator', 'signature_denominator', 'song_length', 'cue_points'].map(song),
  ])
  if (answers.some(answer => answer === null)) return null
  const [version, count, tempo, numerator, denominator, length, cues] = answers as (readonly OscValue[])[]
  const bpm = rawOf(tempo![0])
  const reader = new Reader(client, `${rawOf(version![0])}.${rawOf(version![1])}`)
  const tracks = await reader.tracks(rawOf(count![0]))
  if (!tracks) return null
  return {
    set: {
      // AbletonOSC does not tell the name of the set.
      name: 'Live set',
      liveVersion: reader.liveVersion,
      tempo: bpm,
      beatsPerBar: (rawOf(numerator![0]) * 4) / rawOf(denominator![0]),
      lengthSeconds: (rawOf(length![0]) * 60) / bpm,
      locators: locatorsOf(cues!),
      tracks: [...tracks, emptyMain],
    },
    context: reader,
  }
}

function locatorsOf(cues: readonly OscValue[]): readonly Locator[] {
  const locators: Locator[] = []
  for (let i = 0; i + 1 < cues.length; i += 2) locators.push({ name: String(cues[i]), beats: rawOf(cues[i + 1]) })
  return locators.sort((a, b) => a.beats - b.beats)
}

/** The answers of one track, in this order. */
const properties = [
  'name',
  'is_grouped',
  'is_foldable',
  'has_midi_input',
  'output_routing_type',
  'solo',
  'volume',
  'panning',
  'mute',
] as const

class Reader implements PlaceContext {
  readonly liveVersion: string
  readonly #client: OscClient
  readonly #tracks = new Set<TrackPath>()
  /** Numbers of parameters by track, device and name. */
  readonly #numbers = new Map<string, number>()

  constructor(client: OscClient, liveVersion: string) {
    this.#client = client
    this.liveVersion = liveVersion
  }

  indexOf(track: TrackPath, device?: string, parameter?: string): number {
    if (device === undefined) return this.#tracks.has(track) ? Number(track.split(' ')[1]) : -1
    return this.#numbers.get(`${track}\n${device}\n${parameter}`) ?? -1
  }

  async tracks(count: number): Promise<readonly Track[] | null> {
    // There is no count of returns: the first track's sends are tried until one is not there.
    let sends = 0
    while (count > 0 && (await this.#client.probe('/live/track/get/send', 0, sends)) !== null) sends++
    const asked = await Promise.all(Array.from({ length: count }, (_, index) => this.#track(index, sends)))
    const tracks: Track[] = []
    let group: TrackPath | null = null
    for (const each of asked) {
      if (!each) return null
      const { track, isGrouped } = each
      // It tells that a track is in a group, not in which: the nearest one before it.
      const own: TrackPath | null = isGrouped ? group : null
      const output = own !== null && track.output === 'none' ? 'group' : track.output
      tracks.push({ ...track, group: own, output })
      this.#tracks.add(track.path)
      if (track.kind === 'group') group = track.path
    }
    return tracks
  }

  async #track(index: number, sends: number) {
    const ask = (property: string, ...more: readonly number[]) =>
      this.#client.ask(`/live/track/get/${property}`, index, ...more)
    const [answers, levels, classes, names] = await Promise.all([
      Promise.all(properties.map(property => ask(property))),
      Promise.all(Array.from({ length: sends }, (_, send) => ask('send', send))),
      ask('devices/class_name'),
      ask('devices/name'),
    ])
    if (!classes || !names || [...answers, ...levels].some(answer => answer === null)) return null
    const value = (property: (typeof properties)[number]) => answers[properties.indexOf(property)]![0]
    const path: TrackPath = `tracks ${index}`
    const devices = await Promise.all(
      classes.map((className, place) => this.#device(index, place, String(className), String(names[place]))),
    )
    if (devices.some(device => device === null)) return null
    const track: Track = {
      path,
      name: String(value('name')),
      kind: rawOf(value('is_foldable')) === 1 ? 'group' : rawOf(value('has_midi_input')) === 1 ? 'midi' : 'audio',
      group: null,
      output: outputOf(String(value('output_routing_type'))),
      solo: rawOf(value('solo')) === 1,
      mixer: [
        mixerParameter(mixerNames.volume, rawOf(value('volume'))),
        mixerParameter(mixerNames.panning, rawOf(value('panning'))),
        mixerParameter(mixerNames.activator, 1 - rawOf(value('mute'))),
        ...levels.map((level, send) => mixerParameter(sendName(send), rawOf(level![0]))),
      ],
      devices: devices.filter(device => device !== null),
    }
    return { track, isGrouped: rawOf(value('is_grouped')) === 1 }
  }

  async #device(track: number, index: number, className: string, name: string): Promise<Device | null> {
    const ask = (property: string) => this.#client.ask(`/live/device/get/parameters/${property}`, track, index)
    const answers = await Promise.all(['name', 'value', 'min', 'max', 'is_quantized'].map(ask))
    if (answers.some(answer => answer === null)) return null
    const [names, values, mins, maxs, quantized] = answers as (readonly OscValue[])[]
    const path: DevicePath = `devices ${index}`
    const texts = await Promise.all(
      names!.map((_, p) => this.#client.ask('/live/device/get/parameter/value_string', track, index, p)),
    )
    if (texts.some(text => text === null)) return null
    const parameters = names!.map((own, p): Parameter => {
      const row = findRow(className, String(own), this.liveVersion)
      const current = currentName(className, row?.name ?? String(own))
      const key = `tracks ${track}\n${path}\n${current}`
      if (!this.#numbers.has(key)) this.#numbers.set(key, p)
      const isQuantized = rawOf(quantized![p]) === 1
      return {
        name: current,
        value: rawOf(values![p]),
        min: rawOf(mins![p]),
        max: rawOf(maxs![p]),
        isQuantized,
        valueItems: isQuantized ? (row?.items ?? []) : [],
        isEnabled: true,
        automation: 'none',
        display: String(texts[p]![0]),
      }
    })
    return { path, kind: deviceKind(className), className, name, parameters, chains: [], sidechainSource: null }
  }
}

function outputOf(text: string): Track['output'] {
  if (/^(main|master)$/i.test(text.trim())) return 'main'
  return /\bsends?\b/i.test(text) ? 'sends-only' : 'none'
}

function mixerParameter(name: string, value: number): Parameter {
  const row = findRow(null, name) ?? mixerRows.send
  const { min, max, isQuantized, items } = row
  const shown = displayText(row, value)
  return { name, value, min, max, isQuantized, valueItems: items, isEnabled: true, automation: 'none', display: shown }
}

/** What Live holds. `display` null: AbletonOSC has no text for it. */
interface Held {
  readonly value: number
  readonly display: string | null
}

export async function askMixer(client: OscClient, { get, indices, fromWire }: OscPlace): Promise<Held | null> {
  const answer = await client.ask(get, ...indices)
  return answer && { value: fromWire(answer[0]), display: null }
}

export async function askDeviceParameter(
  client: OscClient,
  { get, indices, fromWire }: OscPlace,
): Promise<Held | null> {
  const [value, text] = await Promise.all([
    client.ask(get, ...indices),
    client.ask('/live/device/get/parameter/value_string', ...indices),
  ])
  return value && text && { value: fromWire(value[0]), display: String(text[0]) }
}
