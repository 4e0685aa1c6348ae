/** What goes wrong with a set while a program works on it: Live is busy, does not answer, or the user does something. */
import { ReadFailed, WriteRefused, type WriteTarget } from '../../live/session.ts'
import type { ParameterRef } from '../../live/set.ts'

export type Scope = ParameterRef | 'all'

const keyOf = (scope: WriteTarget | 'all') =>
  scope === 'all' ? scope : `${scope.track}/${scope.device ?? ''}/${scope.parameter ?? ''}`

export class Trouble {
  readonly #busy = new Map<string, number>()
  readonly #deaf = new Map<string, number>()
  #watches: { left: number; readonly happens: () => void }[] = []

  /** The next `times` writes are refused as busy. */
  busyFor(scope: Scope, times: number): void {
    this.#busy.set(keyOf(scope), times)
  }

  /** The next `times` reads get no answer. */
  failReads(scope: Scope, times: number): void {
    this.#deaf.set(keyOf(scope), times)
  }

  /** Once, right after the `count`-th write from now on. */
  afterWrites(count: number, happens: () => void): void {
    if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`count must be a positive integer, got ${count}`)
    this.#watches.push({ left: count, happens })
  }

  /** Throws when it is the turn of a refusal. */
  beforeWrite(target: WriteTarget): void {
    if (!takeOne(this.#busy, target)) return
    throw new WriteRefused(target, 'busy', 'Live is busy: changes cannot be triggered by notifications.')
  }

  beforeRead(ref: ParameterRef): void {
    if (takeOne(this.#deaf, ref)) throw new ReadFailed(ref, `Live gave no answer about "${ref.parameter}".`)
  }

  afterWrite(): void {
    for (const watch of this.#watches) watch.left--
    const due = this.#watches.filter(({ left }) => left === 0)
    this.#watches = this.#watches.filter(({ left }) => left > 0)
    for (const { happens } of due) happens()
  }
}

function takeOne(counts: Map<string, number>, target: WriteTarget): boolean {
  for (const key of [keyOf(target), 'all']) {
    const left = counts.get(key) ?? 0
    if (left === 0) continue
    counts.set(key, left - 1)
    return true
  }
  return false
}
