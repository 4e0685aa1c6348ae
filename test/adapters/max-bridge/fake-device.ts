/**
 * The hub's v8 side as far as the bridge can tell: answers letters from a simulated set. It cannot prove anything about Max
 * or Live; the end-to-end tests run the real scripts.
 */
import {
  encodeLetter,
  type Letter,
  LetterBox,
  type Operation,
  type Operations,
  protocolVersion,
  type WireParameter,
  type WireRef,
  type WireSet,
  wire,
} from '../../../device/protocol.ts'
import type { Wire } from '../../../node/adapters/max-bridge/wire.ts'
import { findRow } from '../../../node/live/device-table.ts'
import { type LiveSession, WriteRefused } from '../../../node/live/session.ts'
import {
  type Chain,
  type Device,
  deviceAt,
  type LiveSet,
  type Parameter,
  type ParameterRef,
  type TrackPath,
  trackAt,
} from '../../../node/live/set.ts'

type Handlers = { [O in Operation]?: (args: Operations[O]['args']) => unknown }
type Receive = (...atoms: readonly unknown[]) => void

export class FakeDevice {
  /** The process' end of the line. */
  readonly wire: Wire
  /** Every request, in order. */
  readonly asked: { readonly op: Operation; readonly args: unknown }[] = []
  /** Answers of a test's own; `undefined` from one: no answer at all. */
  readonly handlers: Handlers = {}
  version = protocolVersion
  /** false: nothing gets through in either direction. */
  isConnected = true
  readonly #session: LiveSession
  readonly #liveVersion: string
  readonly #receivers = new Map<string, Receive>()
  readonly #box = new LetterBox()
  #number = 0
  #observed: (() => void)[] = []

  /** `liveVersion`: parameters go by that version's names, as far as the table knows them. */
  constructor(session: LiveSession, { liveVersion = '12.4' }: { readonly liveVersion?: string } = {}) {
    this.#session = session
    this.#liveVersion = liveVersion
    this.wire = {
      send: (selector, ...numbers) => {
        if (this.isConnected) setImmediate(() => this.#hear(selector, numbers))
      },
      on: (selector, receive) => void this.#receivers.set(selector, receive),
    }
  }

  /** As from v8's outlet. */
  say(selector: string, ...atoms: readonly unknown[]): void {
    if (this.isConnected) setImmediate(() => this.#receivers.get(selector)?.(...atoms))
  }

  tell(letter: Letter): void {
    for (const message of encodeLetter(letter, this.#number++)) this.say(wire.letter, ...message)
  }

  #hear(selector: string, numbers: readonly number[]): void {
    if (selector === wire.hello && numbers[1] === 1) this.say(wire.hello, this.version, 0)
    if (selector !== wire.letter) return
    const letter = this.#box.receive(numbers)
    if (letter?.kind === 'request') void this.#answer(letter)
  }

  async #answer({ id, op, args }: Extract<Letter, { kind: 'request' }>): Promise<void> {
    this.asked.push({ op, args })
    const own = this.handlers[op] as ((args: unknown) => unknown) | undefined
    try {
      const result = own ? await own(args) : await this.#perform(op, args)
      if (result !== undefined) this.tell({ kind: 'reply', id, result })
    } catch (error) {
      const reason = error instanceof WriteRefused ? error.reason : 'failed'
      this.tell({ kind: 'failure', id, reason, message: String((error as Error).message) })
    }
  }

  async #perform(op: Operation, args: unknown): Promise<unknown> {
    const session = this.#session
    switch (op) {
      case 'snapshot':
        return wireSetOf(await session.snapshot(), this.#liveVersion)
      case 'capabilities':
        return { liveVersion: this.#liveVersion, insert: true, hubKey: 4711, last: true }
      case 'read': {
        const { refs } = args as Operations['read']['args']
        return Promise.all(refs.map(async ref => wireOrNull(ref, await this.#read(ref))))
      }
      case 'write': {
        const { writes } = args as Operations['write']['args']
        const written = []
        for (const { ref, value } of writes) {
          try {
            written.push({ parameter: wireParameter(await session.write(liveRef(ref), value), ref.parameter) })
          } catch (error) {
            if (!(error instanceof WriteRefused)) throw error
            written.push({ reason: error.reason, message: error.message })
          }
        }
        return { written, undoSteps: 1 }
      }
      case 'texts': {
        const { ref, values } = args as Operations['texts']['args']
        return Promise.all(values.map(value => session.displayText(liveRef(ref), value)))
      }
      case 'solo': {
        const { track, on } = args as Operations['solo']['args']
        return session.setSolo(track as TrackPath, on)
      }
      case 'insert': {
        const { track, className, index, chain } = args as Operations['insert']['args']
        return session.insertDevice(track as TrackPath, className, index, (chain ?? undefined) as never)
      }
      case 'remove': {
        const { track, device } = args as Operations['remove']['args']
        await session.removeDevice(track as TrackPath, device as Device['path'])
        return null
      }
      case 'sidechain': {
        const { track, device, source } = args as Operations['sidechain']['args']
        const ref = { track: track as TrackPath, device: device as Device['path'] }
        await session.setSidechainSource(ref, source as TrackPath | null)
        return null
      }
      case 'observe': {
        for (const stop of this.#observed) stop()
        this.#observed = (args as Operations['observe']['args']).refs.map(ref =>
          session.observe(liveRef(ref), parameter => {
            const data = [{ ref, parameter: wireParameter(parameter, ref.parameter) }]
            this.tell({ kind: 'event', event: 'changed', data })
          }),
        )
        return null
      }
      case 'transport':
        return { playing: false, beats: 0, tempo: 138, loop: { on: false, startBeats: 0, lengthBeats: 16 } }
      case 'taps':
        return []
      default:
        return null
    }
  }

  async #read(ref: WireRef): Promise<Parameter | undefined> {
    const set = await this.#session.snapshot()
    if (!trackAt(set, ref.track as TrackPath)) return undefined
    // Live knows its own names only.
    const device = deviceAt(set, liveRef(ref))
    const isOwn =
      !device || device.parameters.some(({ name }) => oldName(device, name, this.#liveVersion) === ref.parameter)
    return isOwn ? this.#session.read(liveRef(ref)) : undefined
  }
}

const liveRef = (ref: WireRef) => ref as ParameterRef
const wireOrNull = (ref: WireRef, parameter: Parameter | undefined) =>
  parameter ? wireParameter(parameter, ref.parameter) : null

const oldName = ({ className, kind }: Device, name: string, version: string) =>
  (kind === 'device' ? findRow(className, name, version)?.name : undefined) ?? name

const automations = { none: 0, playing: 1, overridden: 2 } as const

export function wireParameter(
  { name, value, min, max, isQuantized, isEnabled, automation, display, valueItems }: Parameter,
  own = name,
): WireParameter {
  const state = Number(isQuantized) + 2 * Number(isEnabled) + 4 * automations[automation]
  const values = [own, value, min, max, state, display] as const
  return isQuantized ? [...values, valueItems] : values
}

const outputs = { main: 'Main', 'sends-only': 'Sends Only', none: 'No Output' } as const

export function wireSetOf(set: LiveSet, liveVersion: string): WireSet {
  const nameOf = (path: TrackPath) => trackAt(set, path)!.name
  const device = (each: Device): WireSet['tracks'][number]['devices'][number] => ({
    path: each.path,
    className: each.className,
    name: each.name,
    parameters: each.parameters.map(one => wireParameter(one, oldName(each, one.name, liveVersion))),
    chains: each.chains.map((chain: Chain) => ({
      path: chain.path,
      name: chain.name,
      isDrum: chain.kind === 'drum',
      solo: chain.solo,
      mixer: chain.mixer.map(one => wireParameter(one)),
      devices: chain.devices.map(device),
    })),
    sidechain: each.sidechainSource === null ? null : nameOf(each.sidechainSource),
    latency: 0,
  })
  return {
    name: set.name,
    liveVersion,
    tempo: set.tempo,
    beatsPerBar: set.beatsPerBar,
    lengthBeats: (set.lengthSeconds * set.tempo) / 60,
    locators: set.locators,
    tracks: set.tracks.map(track => ({
      path: track.path,
      name: track.name,
      color: 0,
      kind: track.kind,
      group: track.group,
      output: track.output === 'group' ? nameOf(track.group!) : outputs[track.output],
      solo: track.solo,
      frozen: false,
      mixer: track.mixer.map(one => wireParameter(one)),
      devices: track.devices.map(device),
    })),
  }
}
