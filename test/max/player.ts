/** What Live plays, by vectors: every Max device hears its track at its own place in the chain. */
import { pathsOf } from '../../node/adapters/simulated/model.ts'
import type { Take } from '../../node/live/session.ts'
import { type TrackPath, trackAt } from '../../node/live/set.ts'
import { type Vector, vectorFrames } from './audio.ts'
import type { Device } from './device.ts'
import type { Max } from './max.ts'

type Heard = readonly [Float32Array, Float32Array]

const nothing: Heard = [new Float32Array(0), new Float32Array(0)]

export class Player {
  readonly #max: Max
  #heard = new Map<Device, Heard>()
  /** What the renderings are of. */
  #revision = -1
  #vectors = 0

  constructor(max: Max) {
    this.#max = max
  }

  /** Renders what is about to be heard, if the set has changed. */
  async prepare(): Promise<void> {
    const { live, sketch } = this.#max
    if (sketch || !live.transport.playing || this.#revision === live.revision) return
    this.#revision = live.revision
    this.#heard = new Map()
    const whole = await live.set.capture()
    for (const device of this.#max.devices) this.#heard.set(device, await this.#at(device, whole))
  }

  /** All vectors that have begun by now. */
  run(): void {
    const { clock, live, sketch } = this.#max
    const { sampleRate, transport } = live
    for (; (1000 * this.#vectors * vectorFrames) / sampleRate <= clock.now; this.#vectors++) {
      if (sketch && this.#vectors % sketch.everyVector !== 0) continue
      const time = (1000 * this.#vectors * vectorFrames) / sampleRate
      const { frame, isMoving, beats } = transport.at(time)
      const phase = new Float32Array(vectorFrames)
      for (let n = 0; n < vectorFrames; n++) {
        const there = isMoving ? ((frame + n) / sampleRate / 60) * transport.tempo : beats
        phase[n] = there - Math.floor(there)
      }
      for (const device of this.#max.devices) {
        const [left, right] = isMoving ? (sketch?.heard ?? this.#heard.get(device) ?? nothing) : nothing
        const from = sketch && isMoving ? frame % left.length : frame
        const vector: Vector = {
          number: this.#vectors,
          left: cut(left, from),
          right: cut(right, from),
          phase,
        }
        device.hear(vector)
      }
    }
  }

  /** What flows into the device: its track's signal without the Live devices behind it. */
  async #at({ liveDevice }: Device, whole: Take): Promise<Heard> {
    const { main } = this.#max.live
    const isIn = (track: { readonly devices: readonly object[] }) => track.devices.includes(liveDevice)
    const index = this.#max.live.tracks.findIndex(isIn)
    // In a rack's chain: not rendered.
    if (index < 0) return nothing
    const track = this.#max.live.tracks[index]!
    const path = pathsOf(this.#max.live.tracks)[index]!
    const behind = track.devices.slice(track.devices.indexOf(liveDevice) + 1).filter(({ kind }) => kind !== 'max')
    const take = behind.length === 0 ? whole : await this.#without(path, behind.length)
    const { channels } = track === main ? take.main : take.taps.get(path)!
    return [channels[0]!, channels[1] ?? channels[0]!]
  }

  /** As it sounds without the last Live devices of a track. */
  async #without(path: TrackPath, count: number): Promise<Take> {
    const fork = this.#max.live.set.fork()
    for (let left = count; left > 0; left--) {
      const { devices } = trackAt(await fork.snapshot(), path)!
      await fork.removeDevice(path, `devices ${devices.findLastIndex(({ kind }) => kind !== 'max')}`)
    }
    return fork.capture()
  }
}

function cut(channel: Float32Array, from: number): Float32Array {
  const vector = new Float32Array(vectorFrames)
  const start = Math.max(0, from)
  vector.set(channel.subarray(start, Math.max(start, from + vectorFrames)), Math.max(0, -from))
  return vector
}
