/** Before, after and reference side by side: all run together, one is heard, so that switching keeps the position. */
import type { ExcerptSide } from '../../app/panel/data.ts'

/** Short enough to be no fade, long enough not to click. */
const fadeSeconds = 0.008

export class Player {
  #context: AudioContext | null = null
  #loaded: { readonly key: string; readonly buffers: ReadonlyMap<ExcerptSide, AudioBuffer> } | null = null
  #voices: ReadonlyMap<ExcerptSide, { readonly source: AudioBufferSourceNode; readonly gain: GainNode }> = new Map()
  #startedAt = 0
  #side: ExcerptSide = 'before'

  get isPlaying(): boolean {
    return this.#voices.size > 0
  }

  /** 0 to 1 of the excerpt. */
  get position(): number {
    const seconds = this.#loaded?.buffers.get(this.#side)?.duration
    if (!this.#context || !seconds || !this.isPlaying) return 0
    return ((this.#context.currentTime - this.#startedAt) % seconds) / seconds
  }

  /**
   * Starts all sides at once, from the beginning; the first of them is heard where the chosen one is not there. Must follow
   * from a press. Rejects when the server has them no more.
   */
  async play(id: number, sides: readonly ExcerptSide[]): Promise<void> {
    this.stop()
    this.#context ??= new AudioContext()
    const context = this.#context
    await context.resume()
    const key = `${id} ${sides.join(' ')}`
    const { buffers } = this.#loaded?.key === key ? this.#loaded : { buffers: await load(context, id, sides) }
    this.#loaded = { key, buffers }
    this.stop()
    if (!buffers.has(this.#side)) this.#side = sides[0]!
    this.#startedAt = context.currentTime + 0.02
    this.#voices = new Map(
      [...buffers].map(([side, buffer]) => {
        const source = new AudioBufferSourceNode(context, { buffer, loop: true })
        const gain = new GainNode(context, { gain: side === this.#side ? 1 : 0 })
        source.connect(gain).connect(context.destination)
        source.start(this.#startedAt)
        return [side, { source, gain }] as const
      }),
    )
  }

  stop(): void {
    for (const { source } of this.#voices.values()) source.stop()
    this.#voices = new Map()
  }

  choose(side: ExcerptSide): void {
    this.#side = side
    if (!this.#context) return
    const now = this.#context.currentTime
    for (const [each, { gain }] of this.#voices) {
      gain.gain.cancelScheduledValues(now)
      gain.gain.setValueAtTime(gain.gain.value, now)
      gain.gain.linearRampToValueAtTime(each === side ? 1 : 0, now + fadeSeconds)
    }
  }
}

async function load(context: AudioContext, id: number, sides: readonly ExcerptSide[]) {
  const buffers = new Map<ExcerptSide, AudioBuffer>()
  for (const side of sides) {
    const answer = await fetch(`excerpt/${id}/${side}`)
    if (!answer.ok) throw new Error('This excerpt is gone: render it again.')
    buffers.set(side, await context.decodeAudioData(await answer.arrayBuffer()))
  }
  return buffers
}
