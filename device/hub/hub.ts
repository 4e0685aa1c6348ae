import { oldestLive } from '../bridge/version.ts'
import { faceMessages } from '../face/face-messages.ts'
import { ownFace, type Trouble } from '../face/own-state.ts'
import { attempt } from '../guarded.ts'
import type { Atom, Host } from '../host.ts'
import { randomKey } from '../key.ts'
import { audioEvents, type FaceState, hubOutlets, keyRange, tapToHub, transportMs, wire } from '../protocol.ts'
import { Election } from './election.ts'
import { NodeLink, type Reply, type Request } from './node-link.ts'
import { answer } from './operations.ts'
import { openSession, type Session } from './session.ts'
import { Switches } from './switches.ts'

/** For the set to say which key it remembers. */
const keyMs = 300
/** Between looks at the transport while an excerpt plays: the two must not be heard together. */
const auditionMs = 50

/** One hub device: it keeps the parts together, and decides what the face shows. */
export class Hub {
  readonly #host: Host
  readonly #link: NodeLink
  readonly #election: Election
  readonly #switches = new Switches()
  #session: Session | null = null
  #key = 0
  #sampleRate = 44_100
  #isLiveOld = false
  #isOn = true
  #isDecided = false
  /** What Node said before anything could be answered. */
  #earlyHello: readonly Atom[] | null = null
  #nodeFace: FaceState | null = null
  #shownFace: FaceState | null = null
  #wasPlaying = false

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
    this.#isLiveOld = this.#session.bridge.version.rank < oldestLive
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
    this.#isOn = isOn
    this.#session?.recorder.enabled(isOn)
    if (this.#session) this.#show()
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
    // Live may be half gone: one part's failure must not keep another from closing.
    attempt(this.#host, () => this.#session?.recorder.close())
    attempt(this.#host, () => this.#session?.bridge.close())
  }

  #open(): Session {
    return openSession({
      host: this.#host,
      tell: (event, data) => this.#link.tell(event, data),
      sampleRate: () => this.#sampleRate,
      onCompareEnd: () => {
        this.#setCompare()
        this.#link.tell('press', { control: 'compare', value: 0 })
      },
    })
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

  #request(request: Request, reply: Reply): void {
    answer(request, reply, {
      ...this.#session!,
      host: this.#host,
      key: this.#key,
      isPassive: this.#election.isPassive,
      showFace: face => {
        this.#nodeFace = face
        this.#show()
      },
    })
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
    if (!this.#isOn) return 'off'
    return this.#link.state === 'ready' ? null : this.#link.state
  }
}
