/**
 * AbletonOSC as its documented addresses promise, on a simulated set: answers go to one fixed port, setters are silent, only
 * tracks and top-level devices are reached, missing things are /live/error without an address. It loses packets on request.
 * It cannot prove what Live does between two packets, nor how fast.
 */
import osc, { type OscArgument, type OscMessage } from 'osc'
import type { SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { LiveSession } from '../../../node/live/session.ts'
import { type LiveSet, mixerNames, type ParameterRef, sendName, type TrackPath } from '../../../node/live/set.ts'

export interface FakePorts {
  readonly listen: number
  readonly answer: number
}

export class FakeAbletonOsc {
  readonly set: SimulatedSet & LiveSession
  readonly #ports: FakePorts
  /** 0 to 1: whether this packet is lost; called for each, both ways. */
  readonly #isLost: () => boolean
  #port: InstanceType<typeof osc.UDPPort> | null = null
  readonly #listening = new Map<string, () => void>()
  readonly asked: string[] = []

  constructor(set: SimulatedSet & LiveSession, ports: FakePorts, isLost: () => boolean = () => false) {
    this.set = set
    this.#ports = ports
    this.#isLost = isLost
  }

  async start(): Promise<void> {
    const port = new osc.UDPPort({ localAddress: '127.0.0.1', localPort: this.#ports.listen })
    await new Promise<void>((resolve, reject) => {
      port.on('ready', resolve)
      port.on('error', reject)
      port.open()
    })
    port.on('message', message => {
      if (!this.#isLost()) void this.#receive(message)
    })
    this.#port = port
    this.#send('/live/startup', [])
  }

  async stop(): Promise<void> {
    for (const stop of this.#listening.values()) stop()
    this.#listening.clear()
    this.#port?.close()
    this.#port = null
    await new Promise(resolve => setTimeout(resolve, 10))
  }

  #send(address: string, values: readonly (number | string | boolean)[]): void {
    if (this.#isLost()) return
    const args = values.map((value): OscArgument => {
      if (typeof value === 'string') return { type: 's', value }
      if (typeof value === 'boolean') return { type: 'i', value: value ? 1 : 0 }
      return { type: Number.isInteger(value) ? 'i' : 'f', value }
    })
    this.#port?.send({ address, args }, '127.0.0.1', this.#ports.answer)
  }

  async #receive({ address, args: given }: OscMessage): Promise<void> {
    const args = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as number[]
    this.asked.push(address)
    try {
      const set = await this.set.snapshot()
      const answer = await this.#answer(set, address, args)
      if (answer) this.#send(address, answer)
    } catch (error) {
      this.#send('/live/error', [String(error)])
    }
  }

  async #answer(set: LiveSet, address: string, args: readonly number[]) {
    const song: Record<string, readonly (number | string)[]> = {
      '/live/test': ['ok'],
      '/live/application/get/version': set.liveVersion.split('.').map(Number),
      '/live/song/get/num_tracks': [set.tracks.filter(isReached).length],
      '/live/song/get/tempo': [set.tempo],
      '/live/song/get/signature_numerator': [set.beatsPerBar],
      '/live/song/get/signature_denominator': [4],
      '/live/song/get/song_length': [(set.lengthSeconds * set.tempo) / 60],
      '/live/song/get/cue_points': set.locators.flatMap(({ name, beats }) => [name, beats]),
    }
    if (song[address]) return song[address]
    const [, , , verb, ...rest] = address.split('/')
    return address.startsWith('/live/track/')
      ? this.#track(set, verb!, rest.join('/'), args)
      : this.#device(set, verb!, rest.join('/'), args)
  }

  async #track(set: LiveSet, verb: string, property: string, args: readonly number[]) {
    const [index, second, third] = args
    const track = set.tracks.filter(isReached)[index!]
    if (!track) throw new RangeError('list index out of range')
    const path = track.path as TrackPath
    const names: Record<string, string> = {
      volume: mixerNames.volume,
      panning: mixerNames.panning,
      mute: mixerNames.activator,
    }
    const isSend = property === 'send'
    const name = isSend ? sendName(second!) : names[property]
    const ref: ParameterRef | null = name === undefined ? null : { track: path, device: null, parameter: name }
    const shown = (raw: number) => (property === 'mute' ? raw === 0 : raw)
    const indices = isSend ? [index!, second!] : [index!]
    if (verb === 'set' && property === 'solo') return void (await this.set.setSolo(path, second === 1))
    if (verb === 'set' && ref)
      return void (await this.#write(ref, property === 'mute' ? 1 - second! : isSend ? third! : second!))
    if (verb === 'start_listen' && ref) return this.#listen(`/live/track/get/${property}`, indices, ref, shown)
    if (verb === 'stop_listen') return this.#forget(`/live/track/get/${property}`, indices)
    if (ref) {
      const parameter = await this.set.read(ref)
      if (!parameter) throw new RangeError('list index out of range')
      return [...indices, shown(parameter.value)]
    }
    const values: Record<string, readonly (number | string | boolean)[]> = {
      name: [track.name],
      is_grouped: [track.group !== null],
      is_foldable: [track.kind === 'group'],
      has_midi_input: [track.kind === 'midi'],
      output_routing_type: [
        { main: 'Main', group: 'Group', none: 'No Output', 'sends-only': 'Sends Only' }[track.output],
      ],
      solo: [track.solo],
      'devices/class_name': track.devices.map(({ className }) => className),
      'devices/name': track.devices.map(device => device.name),
    }
    const value = values[property]
    if (!value) throw new RangeError(`Unknown OSC address: ${property}`)
    return [index!, ...value]
  }

  async #device(set: LiveSet, verb: string, property: string, args: readonly number[]) {
    const [t, d, p, value] = args
    const track = set.tracks.filter(isReached)[t!]
    const device = track?.devices[d!]
    if (!track || !device) throw new RangeError('list index out of range')
    const lists: Record<string, () => readonly (number | string | boolean)[]> = {
      'parameters/name': () => device.parameters.map(({ name }) => name),
      'parameters/value': () => device.parameters.map(each => each.value),
      'parameters/min': () => device.parameters.map(({ min }) => min),
      'parameters/max': () => device.parameters.map(({ max }) => max),
      'parameters/is_quantized': () => device.parameters.map(({ isQuantized }) => isQuantized),
    }
    if (lists[property]) return [t!, d!, ...lists[property]()]
    const parameter = device.parameters[p!]
    if (!parameter) throw new RangeError('list index out of range')
    const ref: ParameterRef = { track: track.path, device: device.path, parameter: parameter.name }
    if (verb === 'set') return void (await this.#write(ref, value!))
    const get = '/live/device/get/parameter/value'
    if (verb === 'start_listen') return this.#listen(get, [t!, d!, p!], ref, raw => raw)
    if (verb === 'stop_listen') return this.#forget(get, [t!, d!, p!])
    return [t!, d!, p!, property === 'parameter/value_string' ? parameter.display : parameter.value]
  }

  /** Live ignores what it cannot take. */
  async #write(ref: ParameterRef, value: number): Promise<void> {
    await this.set.write(ref, value).catch(() => {})
  }

  #listen(address: string, indices: readonly number[], ref: ParameterRef, shown: (raw: number) => number | boolean) {
    this.#forget(address, indices)
    const tell = (raw: number) => this.#send(address, [...indices, shown(raw)])
    this.#listening.set(
      `${address} ${indices}`,
      this.set.observe(ref, ({ value }) => tell(value)),
    )
    void this.set.read(ref).then(parameter => parameter && tell(parameter.value))
  }

  #forget(address: string, indices: readonly number[]): void {
    this.#listening.get(`${address} ${indices}`)?.()
    this.#listening.delete(`${address} ${indices}`)
  }
}

const isReached = ({ kind }: { readonly kind: string }) => kind !== 'return' && kind !== 'master'
