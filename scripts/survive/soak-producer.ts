/** What somebody does in Live for hours: plays, jumps, moves faders, renames and adds tracks, changes the mode. Seeded. */
import { stream } from '../../node/adapters/demo-song/random.ts'
import type { Device } from '../../test/max/device.ts'
import type { Max } from '../../test/max/max.ts'

export interface SoakProducerOptions {
  readonly max: Max
  readonly hub: Device
  /** The tap's patcher: some tracks that are added get one. */
  readonly tap: string
  readonly seed: number
  /** How long it goes, virtual. New tracks come in the first half only, so that the second can be compared. */
  readonly seconds: number
}

const songBeats = 448
const mostNew = 4
const modes = { passive: 0, onDemand: 1, assist: 2 } as const

export class SoakProducer {
  readonly #options: SoakProducerOptions
  readonly #random: () => number
  readonly did = { plays: 0, jumps: 0, faders: 0, renames: 0, added: 0, modes: 0 }

  constructor(options: SoakProducerOptions) {
    this.#options = options
    this.#random = stream(options.seed, 'soak')
  }

  /** Second by second. Ten minutes: most of it played and listened to, a pause, a while on demand. */
  async act(second: number): Promise<void> {
    const { max, seconds } = this.#options
    const { live } = max
    const place = second % 600
    if (place === 1 || place === 420) this.#mode(place === 1 ? 'passive' : 'assist')
    if (place === 560) this.#mode('onDemand')
    if (place % 300 === 270) live.transport.stop()
    else if (!live.transport.playing && place % 300 < 270) {
      live.transport.play(this.#beats())
      this.did.plays++
    } else if (second % 37 === 0) {
      live.transport.jump(this.#beats())
      this.did.jumps++
    }
    const audio = live.tracks.filter(({ kind }) => kind === 'audio')
    const index = Math.floor(this.#random() * audio.length)
    if (second % 7 < 2) {
      await live.set.write(
        { track: `tracks ${index}`, device: null, parameter: 'Track Volume' },
        0.5 + 0.4 * this.#random(),
      )
      live.sounds()
      this.did.faders++
    }
    if (second % 71 === 0) {
      // Every name that was ever shown stays in Max's memory: two tracks only, so that growth in the second half is ours.
      const at = (second / 71) % 2
      const { name } = audio[at]!
      live.set.renameTrack(`tracks ${at}`, name.startsWith('New ') ? name.slice(4) : `New ${name}`)
      this.did.renames++
    }
    if (second % 53 === 0 && this.did.added < mostNew && second < seconds / 2) {
      const added = ++this.did.added
      live.set.insertTrack({ name: `Added ${added}`, kind: 'audio' }, Math.floor(audio.length / 2))
      if (added % 2 === 0) max.load(this.#options.tap, live.track(`Added ${added}`))
    }
  }

  /** Nothing moves any more. */
  rest(): void {
    this.#options.max.live.transport.stop()
    this.#mode('onDemand')
  }

  #mode(mode: keyof typeof modes): void {
    this.#options.hub.use('mode', modes[mode])
    this.did.modes++
  }

  #beats(): number {
    return Math.floor(this.#random() * songBeats)
  }
}
