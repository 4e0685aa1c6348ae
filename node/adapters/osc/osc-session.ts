/**
 * Live through AbletonOSC, for those who run it already. It reaches the tracks and their top-level devices: Main and the
 * returns are in the snapshot without anything in them, or not at all; racks without their chains; what is macro-mapped or
 * automated is not known. No audio.
 */
import { AppError } from '../../audio/app-error.ts'
import { findRow, mixerRows } from '../../live/device-table.ts'
import { type Capabilities, type LiveSession, ReadFailed, type Take, WriteRefused } from '../../live/session.ts'
import {
  type DevicePath,
  deviceAt,
  type LiveSet,
  type Parameter,
  type ParameterRef,
  parameterAt,
  type TrackPath,
} from '../../live/set.ts'
import { displayText } from '../../live/value.ts'
import { OscClient, type OscPatience, type OscPorts, type OscValue } from './client.ts'
import { type OscPlace, type PlaceContext, placeOf, rawOf } from './places.ts'
import { askDeviceParameter, askMixer, askSet } from './snapshot.ts'

/** How often a value is written again when the packet that carried it got lost. */
const writeTries = 8

export class OscSession implements LiveSession {
  readonly capabilities: Capabilities = {
    write: true,
    capture: false,
    observe: true,
    transport: true,
    canInsert: [],
    canSetSidechainSource: [],
    solo: true,
  }
  readonly #client: OscClient
  readonly #observed = new Map<
    (parameter: Parameter) => void,
    { readonly ref: ParameterRef; readonly place: OscPlace }
  >()
  readonly #known = new Map<string, number>()
  /** The last snapshot: places of parameters by name. */
  #set: LiveSet | null = null
  #context: PlaceContext = { indexOf: () => -1 }

  private constructor(client: OscClient) {
    this.#client = client
    client.listen((address, args) => this.#heard(address, args))
  }

  /** Throws AppError OSC_PORT_IN_USE, LIVE_NOT_CONNECTED, OSC_TOO_OLD. */
  static async open(ports?: OscPorts, patience?: OscPatience): Promise<OscSession> {
    const client = await OscClient.open(ports, patience)
    try {
      if ((await client.ask('/live/test')) === null) throw notConnected()
      // Older releases have no parameter names: everything rests on them.
      if ((await client.ask('/live/application/get/version')) === null) {
        throw new AppError({
          code: 'OSC_TOO_OLD',
          message: 'This AbletonOSC does not tell the version of Live.',
          action: 'Install its current release, choose it in Live’s preferences again, and restart Live.',
        })
      }
      return new OscSession(client)
    } catch (error) {
      client.close()
      throw error
    }
  }

  async snapshot(): Promise<LiveSet> {
    const found = await askSet(this.#client)
    if (!found) throw notConnected()
    this.#set = found.set
    this.#context = found.context
    return found.set
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    const set = this.#set ?? (await this.snapshot())
    const before = parameterAt(set, ref)
    const place = before && placeOf(ref, this.#context)
    if (!before || !place) return undefined
    const now =
      place.kind === 'mixer' ? await askMixer(this.#client, place) : await askDeviceParameter(this.#client, place)
    if (!now) throw new ReadFailed(ref, 'AbletonOSC does not answer.')
    return { ...before, value: now.value, display: now.display ?? displayOf(set, ref, now.value) }
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    const before = await this.#require(ref)
    const { min, max, name, isQuantized } = before
    if (!(value >= min && value <= max)) {
      throw new WriteRefused(ref, 'out-of-range', `"${name}" goes from ${min} to ${max}, got ${value}.`)
    }
    const place = placeOf(ref, this.#context)!
    const wanted = isQuantized ? Math.round(value) : Math.fround(value)
    let held = before
    for (let tries = 0; tries < writeTries; tries++) {
      this.#client.tell(place.set, place.indices, place.toWire(wanted))
      // Setters are not answered.
      held = (await this.read(ref))!
      if (held.value === wanted) break
    }
    return held
  }

  /** From the device table: AbletonOSC tells Live's text of the current value only. Throws ReadFailed where no law is known. */
  async displayText(ref: ParameterRef, value: number): Promise<string> {
    const set = this.#set ?? (await this.snapshot())
    if (!parameterAt(set, ref)) await this.#require(ref)
    return displayOf(set, ref, value)
  }

  async setSolo(path: TrackPath, on: boolean): Promise<boolean> {
    const target = { track: path, device: null, parameter: null }
    if (!this.#set) await this.snapshot()
    const index = this.#context.indexOf(path)
    if (index < 0) throw new WriteRefused(target, 'missing', `AbletonOSC reaches no track at ${path}.`)
    let held: boolean | null = null
    for (let tries = 0; tries < writeTries && held !== on; tries++) {
      this.#client.tell('/live/track/set/solo', [index], { type: 'i', value: on ? 1 : 0 })
      const answer = await this.#client.ask('/live/track/get/solo', index)
      if (!answer) throw notConnected()
      held = rawOf(answer[0]) === 1
    }
    return held!
  }

  async play(): Promise<void> {
    this.#client.tell('/live/song/start_playing', [])
  }

  async stop(): Promise<void> {
    this.#client.tell('/live/song/stop_playing', [])
  }

  async insertDevice(track: TrackPath): Promise<DevicePath> {
    throw unsupported(track, null, 'AbletonOSC cannot insert devices.')
  }

  async removeDevice(track: TrackPath, device: DevicePath): Promise<void> {
    throw unsupported(track, device, 'AbletonOSC cannot remove devices.')
  }

  async setSidechainSource({
    track,
    device,
  }: {
    readonly track: TrackPath
    readonly device: DevicePath
  }): Promise<void> {
    throw unsupported(track, device, 'AbletonOSC cannot choose what a side-chain hears.')
  }

  async capture(): Promise<Take> {
    throw new AppError({
      code: 'CAPTURE_UNSUPPORTED',
      message: 'AbletonOSC carries no sound.',
      action: 'Name the stems of the song, or use the Uplift device.',
    })
  }

  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void {
    const place = placeOf(ref, this.#context)
    if (!place) throw new WriteRefused(ref, 'missing', `AbletonOSC reaches no "${ref.parameter}" at ${ref.track}.`)
    const entry = (changed: Parameter) => onChange(changed)
    this.#observed.set(entry, { ref, place })
    this.#client.tell(place.startListening, place.indices)
    return () => {
      this.#observed.delete(entry)
      this.#client.tell(place.stopListening, place.indices)
    }
  }

  async close(): Promise<void> {
    for (const { place } of this.#observed.values()) this.#client.tell(place.stopListening, place.indices)
    this.#observed.clear()
    this.#client.close()
  }

  /** Answers to questions come under the same address as what listeners are told: both show what Live holds now. */
  #heard(address: string, args: readonly OscValue[]): void {
    // A server that starts again has forgotten who listens.
    if (address === '/live/startup') {
      for (const { place } of this.#observed.values()) this.#client.tell(place.startListening, place.indices)
      return
    }
    const told = new Map<string, number>()
    for (const [callback, { ref, place }] of [...this.#observed]) {
      if (place.get !== address || !place.indices.every((index, i) => args[i] === index)) continue
      const value = place.fromWire(args[place.indices.length])
      const key = `${address} ${place.indices.join(' ')}`
      const before = this.#known.get(key)
      told.set(key, value)
      const parameter = this.#set && parameterAt(this.#set, ref)
      if (before === undefined || before === value || !parameter) continue
      callback({ ...parameter, value, display: displayOf(this.#set!, ref, value) })
    }
    for (const [key, value] of told) this.#known.set(key, value)
  }

  async #require(ref: ParameterRef): Promise<Parameter> {
    const found = await this.read(ref)
    if (found) return found
    const where = `${ref.track}, ${ref.device ?? 'mixer'}`
    throw new WriteRefused(ref, 'missing', `AbletonOSC reaches no "${ref.parameter}" at ${where}.`)
  }
}

function displayOf(set: LiveSet, ref: ParameterRef, value: number): string {
  const className = ref.device === null ? null : (deviceAt(set, ref)?.className ?? null)
  const row =
    className === null && /^Send /.test(ref.parameter)
      ? mixerRows.send
      : findRow(className, ref.parameter, set.liveVersion)
  if (!row) throw new ReadFailed(ref, `How Live shows "${ref.parameter}" is not known without asking it.`)
  return displayText(row, value)
}

const unsupported = (track: TrackPath, device: DevicePath | null, message: string) =>
  new WriteRefused({ track, device, parameter: null }, 'unsupported', message)

const notConnected = () =>
  new AppError({
    code: 'LIVE_NOT_CONNECTED',
    message: 'AbletonOSC does not answer on port 11000.',
    action: 'Open Live, choose AbletonOSC as a control surface in its preferences, then try again.',
  })
