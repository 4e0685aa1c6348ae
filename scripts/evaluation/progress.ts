/** How far a run is, and how long it will still take: what a song has to go through is known only when it has begun. */

interface JobProgress {
  /** Steps of this run: its scenarios, and the healthy original. null: not begun. */
  steps: number | null
  done: number
}

export class Progress {
  readonly #jobs = new Map<string, JobProgress & { readonly kind: string }>()

  /** `kind`: jobs of one kind (premasters, masters, stems) have about as many steps. */
  constructor(jobs: readonly { readonly key: string; readonly kind: string }[]) {
    for (const { key, kind } of jobs) this.#jobs.set(key, { kind, steps: null, done: 0 })
  }

  begins(key: string, steps: number): void {
    this.#jobs.get(key)!.steps = steps
  }

  stepDone(key: string): void {
    this.#jobs.get(key)!.done++
  }

  /** A song that ended early, or had nothing to do, has no steps left. */
  ends(key: string): void {
    const job = this.#jobs.get(key)!
    job.steps = job.done
  }

  /** Steps done in this run, and those that are left: of songs that have not begun as many as of the others of their kind. */
  get steps(): { readonly done: number; readonly left: number } {
    const jobs = [...this.#jobs.values()]
    const meanOf = (some: readonly JobProgress[]) =>
      some.length === 0 ? null : some.reduce((sum, { steps }) => sum + steps!, 0) / some.length
    const begun = jobs.filter(({ steps }) => steps !== null)
    const expected = (kind: string) => meanOf(begun.filter(job => job.kind === kind)) ?? meanOf(begun) ?? 0
    const left = jobs.reduce((sum, { steps, done, kind }) => sum + (steps ?? expected(kind)) - done, 0)
    return { done: jobs.reduce((sum, { done }) => sum + done, 0), left: Math.round(left) }
  }

  /** "34 steps of about 210, 300 s, about 26 min to go". */
  text(seconds: number): string {
    const { done, left } = this.steps
    const toGo = done === 0 ? '' : `, about ${Math.ceil(((seconds / done) * left) / 60)} min to go`
    return `${done} steps of about ${done + left}, ${Math.round(seconds)} s${toGo}`
  }
}
