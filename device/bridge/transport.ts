import type { Operations, WireTransport } from '../protocol.ts'
import type { Live } from './live.ts'

export class Transport {
  readonly #live: Live

  constructor(live: Live) {
    this.#live = live
  }

  look(): WireTransport {
    const live = this.#live
    const { song } = live
    return {
      ...this.glance(),
      loop: {
        on: live.flag(song, 'loop'),
        startBeats: live.number(song, 'loop_start', 0),
        lengthBeats: live.number(song, 'loop_length', 0),
      },
    }
  }

  /** What moves: for looking often. */
  glance(): Pick<WireTransport, 'playing' | 'beats' | 'tempo'> {
    const live = this.#live
    return {
      playing: this.isPlaying(),
      beats: live.number(live.song, 'current_song_time'),
      tempo: live.number(live.song, 'tempo'),
    }
  }

  isPlaying(): boolean {
    return this.#live.flag(this.#live.song, 'is_playing')
  }

  /** From where the position is. */
  play(): void {
    this.#live.call(this.#live.song, 'continue_playing')
  }

  stop(): void {
    this.#live.call(this.#live.song, 'stop_playing')
  }

  /** start_time is the insert marker, from which Live's own Play button starts. */
  moveTo(beats: number): void {
    const live = this.#live
    if (live.has(live.song, 'Song', 'start_time')) live.set(live.song, 'start_time', beats)
    live.set(live.song, 'current_song_time', beats)
  }

  /** As Live's space bar: from the insert marker, or stop. */
  toggle(): void {
    if (this.isPlaying()) this.stop()
    else this.#live.call(this.#live.song, 'start_playing')
  }

  loop(on: boolean): void {
    this.#live.set(this.#live.song, 'loop', on ? 1 : 0)
  }

  records(): boolean {
    return this.#live.flag(this.#live.song, 'record_mode')
  }

  run({ do: what, beats }: Operations['transport']['args']): WireTransport {
    if (what === 'stop') this.stop()
    if (what === 'play') {
      if (beats !== undefined) {
        if (this.isPlaying()) this.stop()
        this.moveTo(beats)
      }
      this.play()
    }
    return this.look()
  }
}
