/** Live's transport on the virtual clock. */
import type { Clock } from '../clock.ts'

/** Live tells positions by the audio buffer: so many samples at once. */
const vector = 512

export class Transport {
  tempo: number
  loop = { on: false, startBeats: 0, lengthBeats: 16 }
  /** Where playing starts: the insert marker. */
  startBeats = 0
  /** Counts the jumps and starts: a recording over one is no take. */
  discontinuities = 0
  readonly #clock: Clock
  readonly #sampleRate: number
  #playing = false
  /** Position at `#since`. */
  #beats = 0
  #since = 0

  constructor(clock: Clock, tempo: number, sampleRate: number) {
    this.#clock = clock
    this.tempo = tempo
    this.#sampleRate = sampleRate
  }

  get playing(): boolean {
    return this.#playing
  }

  /** Exact position of what sounds now, in beats. */
  get exactBeats(): number {
    if (!this.#playing) return this.#beats
    const beats = this.#beats + (Math.max(0, this.#clock.now - this.#since) / 60_000) * this.tempo
    const { on, startBeats, lengthBeats } = this.loop
    const end = startBeats + lengthBeats
    return on && this.#beats < end && beats >= end ? startBeats + ((beats - startBeats) % lengthBeats) : beats
  }

  /** As the Live API says it: at the start of the buffer that plays. */
  get beats(): number {
    const seconds = (this.exactBeats * 60) / this.tempo
    const frames = Math.floor((seconds * this.#sampleRate) / vector) * vector
    return this.#playing ? Math.max(0, ((frames / this.#sampleRate) * this.tempo) / 60) : this.#beats
  }

  /** What sounds at a time of the clock: the song's frame, and whether it moves. */
  at(time: number): { readonly frame: number; readonly isMoving: boolean; readonly beats: number } {
    const perBeat = (60 * this.#sampleRate) / this.tempo
    if (!this.#playing || time < this.#since) {
      return { frame: Math.round(this.#beats * perBeat), isMoving: false, beats: this.#beats }
    }
    const frame = Math.round(this.#beats * perBeat) + Math.round(((time - this.#since) / 1000) * this.#sampleRate)
    const { on, startBeats, lengthBeats } = this.loop
    const end = Math.round((startBeats + lengthBeats) * perBeat)
    const isLooping = on && this.#beats * perBeat < end && frame >= end
    const length = Math.round(lengthBeats * perBeat)
    const inLoop = isLooping ? frame - length * (Math.floor((frame - end) / length) + 1) : frame
    return { frame: inLoop, isMoving: true, beats: inLoop / perBeat }
  }

  play(fromBeats = this.#beats): void {
    this.discontinuities++
    this.#place(fromBeats)
    this.#playing = true
  }

  stop(): void {
    this.#place(this.exactBeats)
    this.#playing = false
  }

  jump(beats: number): void {
    this.discontinuities++
    this.#place(Math.max(0, beats))
    if (!this.#playing) this.startBeats = this.#beats
  }

  setTempo(tempo: number): void {
    this.#place(this.exactBeats)
    this.tempo = tempo
    this.discontinuities++
  }

  #place(beats: number): void {
    this.#beats = beats
    // It is heard from the next buffer on.
    const buffers = Math.ceil((this.#clock.now * this.#sampleRate) / 1000 / vector)
    this.#since = (1000 * buffers * vector) / this.#sampleRate
  }
}
