/**
 * A Live set in a JSON file: it outlives the process that writes to it, as Live outlives Uplift. A mixer and a few devices on
 * four tracks; no sound. What it cannot prove: how Live itself answers when a device is killed.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { deviceRows, mixerRows, type ParameterRow } from '../../node/live/device-table.ts'
import { type LiveSession, WriteRefused } from '../../node/live/session.ts'
import {
  type Device,
  type DevicePath,
  type LiveSet,
  type Parameter,
  type ParameterRef,
  parameterAt,
  type Track,
  type TrackPath,
} from '../../node/live/set.ts'
import { displayText } from '../../node/live/value.ts'

/** Raw values by name; what is absent stands at its default. */
type Values = Record<string, number>
export interface FileTrack {
  name: string
  solo: boolean
  mixer: Values
  devices: { className: string; sidechain: string | null; values: Values }[]
}

/** A few parameters of each are enough, and keep the file small. */
const shown: Readonly<Record<string, readonly string[]>> = {
  Eq8: ['1 Filter On A', '1 Filter Type A', '1 Frequency A', '1 Gain A', '1 Q A'],
  StereoGain: ['Stereo Width', 'Output'],
  Compressor2: ['Threshold', 'Ratio', 'S/C On'],
}
const rowsOf = (className: string) => deviceRows(className).filter(({ name }) => shown[className]!.includes(name))

const unsupported = async (): Promise<never> => {
  throw new RangeError('a set in a file has no sound')
}

export class FileSet implements LiveSession {
  readonly capabilities = {
    write: true,
    capture: false,
    observe: false,
    transport: false,
    canInsert: Object.keys(shown),
    canSetSidechainSource: ['Compressor2'],
    solo: true,
  }
  readonly #file: string | null
  #memory = ''
  /** null: kept in memory only. */
  constructor(file: string | null) {
    this.#file = file
  }

  /** A new set, everything at its default. */
  static create(file: string | null): FileSet {
    const set = new FileSet(file)
    set.#save(
      ['Kick', 'Bass', 'Lead', 'Pads'].map(name => ({
        name,
        solo: false,
        mixer: {},
        devices: ['Eq8', 'StereoGain'].map(className => ({ className, sidechain: null, values: {} })),
      })),
    )
    return set
  }

  get tracks(): FileTrack[] {
    return JSON.parse(this.#file === null ? this.#memory : readFileSync(this.#file, 'utf8')) as FileTrack[]
  }

  async snapshot(): Promise<LiveSet> {
    return {
      name: 'Set in a file',
      liveVersion: '12.4',
      tempo: 138,
      beatsPerBar: 4,
      lengthSeconds: 0,
      locators: [],
      tracks: this.tracks.map(describeTrack),
    }
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    return parameterAt(await this.snapshot(), ref)
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    const found = await this.read(ref)
    if (!found) throw new WriteRefused(ref, 'missing', 'no such parameter')
    if (!(value >= found.min && value <= found.max)) throw new WriteRefused(ref, 'out-of-range', 'out of range')
    this.#change(ref.track, track => {
      const values = ref.device === null ? track.mixer : track.devices[indexOf(ref.device)]!.values
      values[ref.parameter] = Math.fround(value)
    })
    return (await this.read(ref))!
  }

  async displayText(ref: ParameterRef, value: number): Promise<string> {
    const rows = ref.device === null ? Object.values(mixerRows) : Object.keys(shown).flatMap(rowsOf)
    return displayText(rows.find(({ name }) => name === ref.parameter)!, value)
  }

  async setSolo(path: TrackPath, on: boolean): Promise<boolean> {
    this.#change(path, track => {
      track.solo = on
    })
    return on
  }

  async insertDevice(path: TrackPath, className: string, index: number): Promise<DevicePath> {
    this.#change(path, ({ devices }) => void devices.splice(index, 0, { className, sidechain: null, values: {} }))
    return `devices ${index}`
  }

  async removeDevice(path: TrackPath, device: DevicePath): Promise<void> {
    this.#change(path, ({ devices }) => void devices.splice(indexOf(device), 1))
  }

  async setSidechainSource(
    ref: { readonly track: TrackPath; readonly device: DevicePath },
    source: TrackPath | null,
  ): Promise<void> {
    this.#change(ref.track, ({ devices }) => {
      devices[indexOf(ref.device)]!.sidechain = source
    })
  }

  capture = unsupported
  observe = () => () => {}
  async close(): Promise<void> {}

  #change(path: TrackPath, change: (track: FileTrack) => void): void {
    const { tracks } = this
    change(tracks[indexOf(path)]!)
    this.#save(tracks)
  }

  /** Live takes a change or does not: never half of one. */
  #save(tracks: readonly FileTrack[]): void {
    this.#memory = JSON.stringify(tracks)
    if (this.#file === null) return
    writeFileSync(`${this.#file}.new`, this.#memory)
    renameSync(`${this.#file}.new`, this.#file)
  }
}

const indexOf = (path: string) => Number(path.split(' ')[1])

const parametersOf = (rows: readonly ParameterRow[], values: Values) =>
  rows.map((row): Parameter => {
    const { name, min, max, isQuantized, items: valueItems } = row
    const value = values[name] ?? Math.fround(row.default)
    const display = displayText(row, value)
    return { name, value, min, max, isQuantized, valueItems, isEnabled: true, automation: 'none', display }
  })

const describeTrack = ({ name, solo, mixer, devices }: FileTrack, index: number): Track => ({
  path: `tracks ${index}`,
  name,
  kind: 'audio',
  group: null,
  output: 'main',
  solo,
  mixer: parametersOf([mixerRows.volume, mixerRows.panning], mixer),
  devices: devices.map(
    ({ className, sidechain, values }, at): Device => ({
      path: `devices ${at}`,
      kind: 'device',
      className,
      name: className,
      parameters: parametersOf(rowsOf(className), values),
      chains: [],
      sidechainSource: sidechain as TrackPath | null,
    }),
  ),
})
