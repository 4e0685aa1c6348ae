/** One Max device in the set: its patcher, its face, what the set stores of it, and its life. */
import { readFileSync } from 'node:fs'
import type { SimulatedDevice } from '../../node/adapters/simulated/model.ts'
import type { Message } from './atoms.ts'
import { AudioPart, type SignalBox, type Vector, vectorFrames } from './audio.ts'
import type { BoxContext, PatcherJson } from './box.ts'
import type { Max } from './max.ts'
import type { FaceObject } from './objects/face-objects.ts'
import type { NodeScript } from './objects/node-script.ts'
import type { ScriptView } from './objects/v8.ts'
import { Patch } from './patch.ts'

export class Device {
  readonly max: Max
  readonly liveDevice: SimulatedDevice
  readonly patch: Patch
  readonly subpatches = new Map<BoxContext, Patch>()
  readonly signals = new Map<BoxContext, SignalBox>()
  /** Objects of the face by scripting name. */
  readonly face = new Map<string, FaceObject>()
  readonly scripts: ScriptView[] = []
  readonly processes: NodeScript[] = []
  /** What the set holds of the device: parameters by long name. Duplicating or saving the set copies it. */
  readonly stored: Map<string, Message>
  readonly audio: AudioPart
  /** live.thisdevice has banged: the Live API is there. */
  isReady = false
  isEnabled = true
  #isLoaded = false
  #isGone = false
  readonly #local: string
  readonly #onReady: (() => void)[] = []
  readonly #onEnabled: ((enabled: boolean) => void)[] = []
  readonly #muted = new Set<Patch>()
  /** What left it in the last vector. */
  output: readonly [Float32Array, Float32Array] = [new Float32Array(vectorFrames), new Float32Array(vectorFrames)]

  constructor(
    max: Max,
    file: string,
    liveDevice: SimulatedDevice,
    stored: ReadonlyMap<string, Message>,
    serial: number,
  ) {
    this.max = max
    this.liveDevice = liveDevice
    this.stored = new Map(stored)
    this.#local = String(serial).padStart(3, '0')
    const { patcher } = JSON.parse(readFileSync(file, 'utf8')) as { patcher: PatcherJson }
    this.patch = new Patch(this, patcher, file.replace(/^.*\//, '').replace(/\.maxpat$/, ''))
    this.audio = new AudioPart(this)
    this.#isLoaded = true
    const boxes = [...this.patch.every()].map(({ box }) => box)
    for (const box of boxes) box.restore?.()
    for (const box of boxes) box.loadbang?.()
    // Live tells a device that it is complete in its own time.
    max.clock.after(50, 'low', () => {
      if (this.#isGone) return
      this.isReady = true
      for (const tell of this.#onReady) tell()
    })
  }

  get isLoaded(): boolean {
    return this.#isLoaded && !this.#isGone
  }

  /** "---" is another text in each device. */
  localized(text: string): string {
    return text.replaceAll('---', this.#local)
  }

  onReady(tell: () => void): void {
    this.#onReady.push(tell)
  }

  onEnabled(tell: (enabled: boolean) => void): void {
    this.#onEnabled.push(tell)
  }

  /** The device's on switch in Live. */
  setEnabled(enabled: boolean): void {
    this.liveDevice.controls[0]!.value = enabled ? 1 : 0
    this.isEnabled = enabled
    for (const tell of this.#onEnabled) tell(enabled)
  }

  store(name: string, value: Message): void {
    this.stored.set(name, value)
  }

  /** Presses a button, or sets a switch, as the user's hand does. */
  use(name: string, value?: number): void {
    const object = this.face.get(name)
    if (!object) throw new RangeError(`the face has no "${name}", only ${[...this.face.keys()].join(', ')}`)
    object.use(value)
    this.max.clock.settle()
  }

  text(name: string): string {
    return this.see(name).text
  }

  see(name: string): FaceObject {
    const object = this.face.get(name)
    if (!object) throw new RangeError(`the face has no "${name}", only ${[...this.face.keys()].join(', ')}`)
    return object
  }

  mute(patch: Patch, isOff: boolean): void {
    if (isOff) this.#muted.add(patch)
    else this.#muted.delete(patch)
  }

  isMuted(patch: Patch): boolean {
    if (this.#muted.size === 0) return false
    for (let level: Patch | undefined = patch; level; level = this.outerOf(level)?.patch) {
      if (this.#muted.has(level)) return true
    }
    return false
  }

  /** The box that holds a subpatcher. */
  outerOf(patch: Patch): BoxContext | undefined {
    return [...this.subpatches].find(([, below]) => below === patch)?.[0]
  }

  plugOut(left: Float32Array, right: Float32Array): void {
    this.output = [left, right]
  }

  hear(vector: Vector): void {
    if (this.isLoaded && this.isEnabled) this.audio.run(vector)
  }

  /** Taken out of the set: the scripts go first, then whatever needs none. */
  free(): void {
    const every = [...this.patch.every()]
    const isFreebang = ({ context }: (typeof every)[0]) => context.className === 'freebang'
    for (const { box } of every.filter(one => !isFreebang(one))) box.free?.()
    for (const { box } of every.filter(isFreebang)) box.free?.()
    this.max.clock.settle()
    this.#isGone = true
  }
}
