import { Bridge } from '../bridge/bridge.ts'
import type { Job } from '../bridge/jobs.ts'
import { idOf, type LiveId } from '../bridge/live.ts'
import { trackIds } from '../bridge/places.ts'
import { Refusal, refusalOf } from '../bridge/refusal.ts'
import { canInsert, oldestLive } from '../bridge/version.ts'
import { faceMessages } from '../face/face-messages.ts'
import { ownFace, type Trouble } from '../face/own-state.ts'
import type { Atom, Host } from '../host.ts'
import { randomKey } from '../key.ts'
import {
  audioEvents,
  audioOrders,
  type Events,
  type FaceState,
  hubOutlets,
  keyRange,
  type Operation,
  type Operations,
  tapToHub,
  transportMs,
  wire,
} from '../protocol.ts'
import { Election } from './election.ts'
import { NodeLink, type Reply, type Request } from './node-link.ts'
import { Recorder } from './recorder.ts'
import { Sound } from './sound.ts'
import { Switches } from './switches.ts'
import { placeOf } from './tap-place.ts'
import { TapRegistry } from './tap-registry.ts'

/** What exists once Live's objects may be used. */
interface Session {
  readonly bridge: Bridge
  readonly taps: TapRegistry
  readonly sound: Sound
  readonly recorder: Recorder
  /** This device. */
  readonly device: LiveId
}

/** For the set to say which key it remembers. */
const keyMs = 300
/** Between looks at the transport while an excerpt plays: the two must not be heard together. */
const auditionMs = 50
/** Tracks move seldom, and Live tells when. */
const tracksMs = 1_000
/** All that a hub does which is not in charge. */
const passiveOperations: readonly Operation[] = ['capabilities', 'face', 'open', 'taps']

export class Hub {
  readonly #host: Host
  readonly #link: NodeLink
  readonly #election: Election
  readonly #switches = new Switches()
  #session: Session | null = null
  #key = 0
  #sampleRate = 44_100
  #isLiveOld = false
  #isDecided = false
  /** What Node said before anything could be answered. */
  #earlyHello: readonly Atom[] | null = null
  #nodeFace: FaceState | null = null
  #shownFace: FaceState | null = null
  #wasPlaying = false
  #tracks: { readonly at: number; readonly paths: ReturnType<typeof trackIds> } | null = null

  constructor(host: Host) {
    this.#host = host
    this.#link = new NodeLink({
      host,
      send: atoms => host.outlet(hubOutlets.node, atoms),
      onRequest: (request, reply) => this.#request(request, reply),
      onReady: () => this.#nodeCame(),
      onLost: () => this.#nodeWent(),
      onState: () => this.#show(),
    })
    this.#election = new Election({
      host,
      send: (selector, key) => host.outlet(hubOutlets.hubs, [selector, key]),
      onDecision: isInCharge => this.#decided(isInCharge),
      onTwin: () => this.#newKey(),
    })
  }

  loaded(): void {
    if (this.#session) return
    this.#session = this.#open()
    if (this.#isLiveOld) {
      this.#show()
      return
    }
    this.#session.sound.start()
    this.#host.schedule(keyMs, () => this.#election.start(this.#key || this.#newKey()))
    this.#poll()
    this.#show()
  }

  /** The device's on switch. */
  enabled(isOn: boolean): void {
    this.#session?.recorder.enabled(isOn)
  }

  stored(key: number): void {
    if (Number.isInteger(key) && key >= keyRange.min && key <= keyRange.max) this.#key = key
  }

  fromNode(selector: string, atoms: readonly Atom[]): void {
    if (this.#isDecided) this.#link.receive(selector, atoms)
    else if (selector === wire.hello) this.#earlyHello = atoms
  }

  process(event: string): void {
    this.#link.processEvent(event)
  }

  fromHub(selector: string, key: number): void {
    this.#election.receive(selector, key)
  }

  fromTap(selector: string, numbers: readonly number[]): void {
    const session = this.#session
    if (!session || !this.#isDecided || this.#election.isPassive) return
    const { taps, recorder } = session
    const [key = 0, a = 0, b = 0] = numbers
    switch (selector) {
      case tapToHub.meter:
        if (taps.isHeard(key)) this.#link.stream(wire.meter, numbers)
        break
      case tapToHub.hello:
        taps.hello(key, a, b)
        break
      case tapToHub.alive:
        taps.alive(key, a !== 0)
        break
      case tapToHub.bye:
        taps.bye(key)
        recorder.tapGone(key)
        break
      case tapToHub.recording:
        recorder.tapRuns(key, a)
        break
      case tapToHub.recorded:
        recorder.tapClosed(key, a)
    }
  }

  fromAudio(name: string, value: number): void {
    if (name === audioEvents.rate) this.#sampleRate = value
    else this.#session?.sound.event(name, value)
  }

  press(atoms: readonly Atom[]): void {
    const press = this.#switches.press(atoms)
    if (press && !this.#election.isPassive) this.#link.tell('press', press)
  }

  dropped(path: string): void {
    this.#link.tell('dropped', { path })
  }

  /** A key that was pressed in the floating window and is Live's. */
  windowKey(key: string): void {
    const { bridge } = this.#session ?? {}
    if (!bridge || key !== 'space') return
    bridge.live.forget()
    bridge.transport.toggle()
  }

  /** Live takes the device away, or closes. */
  close(): void {
    this.#link.close()
    this.#election.close()
    this.#session?.recorder.close()
    this.#session?.bridge.close()
  }

  #open(): Session {
    const host = this.#host
    const order = (name: string, ...rest: readonly Atom[]) => host.outlet(hubOutlets.audio, [name, ...rest])
    const toTaps = (selector: string, ...rest: readonly Atom[]) => host.outlet(hubOutlets.taps, [selector, ...rest])
    const bridge = new Bridge(host, {
      changed: changes => this.#changed(changes),
      setChanged: () => this.#setChanged(),
    })
    this.#isLiveOld = bridge.version.rank < oldestLive
    const run: ConstructorParameters<typeof TapRegistry>[0]['run'] = job =>
      bridge.jobs.run(job, { done: () => {}, failed: error => host.post(`Uplift: ${refusalOf(error).message}`) })
    const recorder = new Recorder({
      host,
      bridge,
      toTaps,
      order,
      sampleRate: () => this.#sampleRate,
      onProgress: (take, beats) => this.#link.tell('recording', { take, beats }),
      onEnd: recorded => this.#link.tell('recorded', recorded),
    })
    const taps = new TapRegistry({
      host,
      toTaps,
      run,
      place: liveId => this.#placeOf(liveId),
      onChange: rows => this.#link.tell('taps', rows),
      onTrouble: ({ trackName, status }) => recorder.edited(`the tap on "${trackName}" became ${status}`),
    })
    const sound = new Sound({ host, order, transport: bridge.transport, onEnd: () => this.#compareEnded() })
    return { bridge, taps, sound, recorder, device: idOf(host.live('this_device')) }
  }

  #decided(isInCharge: boolean): void {
    const { taps, recorder, sound } = this.#session!
    if (isInCharge) taps.start()
    else {
      recorder.cancelAny()
      sound.release()
      taps.stop()
    }
    this.#link.tell('passive', { passive: !isInCharge })
    if (!this.#isDecided) {
      this.#isDecided = true
      this.#link.start()
      if (this.#earlyHello) this.#link.receive(wire.hello, this.#earlyHello)
    }
    this.#show()
  }

  #newKey(): number {
    this.#key = randomKey(this.#host)
    this.#host.outlet(hubOutlets.store, [this.#key])
    return this.#key
  }

  #nodeCame(): void {
    this.#nodeFace = null
    this.#link.tell('passive', { passive: this.#election.isPassive })
    this.#link.tell('taps', this.#session!.taps.rows)
    for (const press of this.#switches.values) this.#link.tell('press', press)
    this.#show()
  }

  /** Nobody is left to end what it began. */
  #nodeWent(): void {
    const { recorder, sound, taps } = this.#session!
    recorder.cancelAny()
    sound.release()
    taps.listen([])
    this.#setCompare()
  }

  #request({ op, args }: Request, reply: Reply): void {
    const { bridge } = this.#session!
    const failed = (error: unknown) => reply.failed(refusalOf(error))
    if (this.#election.isPassive && !passiveOperations.includes(op)) {
      failed(new Refusal('unsupported', 'Another Uplift is at work in this set.'))
      return
    }
    bridge.live.forget()
    try {
      if (op in bridge.handlers) {
        const handler = bridge.handlers[op as keyof typeof bridge.handlers] as (args: unknown) => Job<unknown>
        const isLong = op === 'snapshot'
        const done = (result: unknown) => {
          if (isLong) bridge.jobs.run(reply.doneInSlices(result), { done: () => {}, failed, isLong })
          else reply.done(result)
        }
        bridge.jobs.run(handler(args), { done, failed, isLong })
      } else this.#ownOperation(op, args as never, reply)
    } catch (error) {
      failed(error)
    }
  }

  /** Throws Refusal. */
  #ownOperation<O extends Operation>(op: O, args: Operations[O]['args'], reply: Reply): void {
    const { taps, sound, recorder } = this.#session!
    const own: { readonly [P in Operation]?: (args: Operations[P]['args']) => void } = {
      taps: () => reply.done(taps.rows),
      listen: ({ taps: keys }) => {
        taps.listen(keys)
        reply.done(null)
      },
      record: order => recorder.begin(order, reply),
      cancelRecord: ({ take }) => {
        recorder.cancel(take)
        reply.done(null)
      },
      ring: order => sound.ring(order, reply),
      audition: order => reply.done(sound.audition(order)),
      attenuate: order => reply.done(sound.attenuate(order)),
      capabilities: () => reply.done(this.#capabilities()),
      face: state => {
        this.#nodeFace = state
        this.#show()
        reply.done(null)
      },
      open: ({ url, where }) => {
        const order = where === 'browser' ? audioOrders.browse : audioOrders.windowOpen
        this.#host.outlet(hubOutlets.audio, [order, url])
        reply.done(null)
      },
    }
    const handler = own[op]
    if (!handler) throw new Refusal('unsupported', `The device cannot "${op}".`)
    handler(args)
  }

  #capabilities(): Operations['capabilities']['result'] {
    const { bridge, device } = this.#session!
    const { live, version } = bridge
    const main = live.child(live.song, 'master_track')
    const last = main !== 0 && live.ids(main, 'devices').at(-1) === device
    return { liveVersion: version.text, insert: canInsert(version), hubKey: this.#key, last }
  }

  #changed(changes: Events['changed']): void {
    this.#link.tell('changed', changes)
    const moved = changes.find(({ parameter: [, , , , state] }) => state >> 2 === 0)
    if (moved) this.#session?.recorder.edited(`"${moved.ref.parameter}" was moved`)
  }

  #setChanged(): void {
    this.#tracks = null
    this.#link.tell('set-changed', null)
    this.#session?.taps.lookAgain()
    this.#session?.recorder.edited('tracks or devices were changed')
  }

  #placeOf(liveId: LiveId) {
    const { bridge, taps, device } = this.#session!
    const { live } = bridge
    live.forget()
    const now = this.#host.now()
    if (!this.#tracks || now - this.#tracks.at >= tracksMs) this.#tracks = { at: now, paths: trackIds(live) }
    return placeOf(live, liveId, { tracks: this.#tracks.paths, ownDevices: new Set([...taps.liveIds, device]) })
  }

  #poll(): void {
    const { sound, bridge } = this.#session!
    this.#host.schedule(sound.isPlaying ? auditionMs : transportMs, () => {
      this.#poll()
      if (!this.#link.isReady || this.#election.isPassive) return
      bridge.live.forget()
      sound.watchTransport()
      const isPlaying = bridge.transport.isPlaying()
      if (!isPlaying && !this.#wasPlaying) return
      this.#wasPlaying = isPlaying
      const { beats, tempo } = bridge.transport.glance()
      this.#link.stream(wire.transport, [isPlaying ? 1 : 0, beats, tempo])
    })
  }

  #compareEnded(): void {
    this.#setCompare()
    this.#link.tell('press', { control: 'compare', value: 0 })
  }

  /** Back to what is now, without pressing it. */
  #setCompare(): void {
    this.#host.outlet(hubOutlets.face, ['compare', 'set', 0])
  }

  #show(): void {
    const trouble = this.#trouble()
    const state = trouble || !this.#nodeFace ? ownFace(trouble ?? 'waiting', this.#nodeFace) : this.#nodeFace
    for (const message of faceMessages(state, this.#shownFace)) this.#host.outlet(hubOutlets.face, message)
    this.#shownFace = state
  }

  #trouble(): Trouble | null {
    if (this.#isLiveOld) return 'old-live'
    if (this.#election.isPassive) return 'passive'
    return this.#link.state === 'ready' ? null : this.#link.state
  }
}
