/** Joins what is asked for while a request is under way into the next one. Requests of a batch never overlap. */
interface Waiting<I, R> {
  readonly item: I
  readonly resolve: (result: R) => void
  readonly reject: (error: unknown) => void
}

export class Batch<I, R> {
  readonly #size: number
  readonly #send: (items: readonly I[]) => Promise<readonly R[]>
  readonly #waiting: Waiting<I, R>[] = []
  #isRunning = false

  /** `send` answers with one result per item, in order. */
  constructor(size: number, send: (items: readonly I[]) => Promise<readonly R[]>) {
    this.#size = size
    this.#send = send
  }

  add(item: I): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isRunning) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    // What the caller asks for in the same turn goes along.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#size)
      try {
        const results = await this.#send(batch.map(({ item }) => item))
        if (results.length !== batch.length) {
          throw new RangeError(`a batch of ${batch.length} must get as many answers, got ${results.length}`)
        }
        for (const [i, { resolve }] of batch.entries()) resolve(results[i]!)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#isRunning = false
  }
}
