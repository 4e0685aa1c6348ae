/** Writes raw values: everything is looked at first, then written in one go, then read back. */
import type { WireWrite, WireWritten } from '../protocol.ts'
import { writesPerRequest } from '../protocol.ts'
import type { Job } from './jobs.ts'
import type { Live } from './live.ts'
import { type Found, type Parameters, parameterFinder } from './parameters.ts'
import { Refusal, refusalOf } from './refusal.ts'

/** Float error of a value that was worked out from Live's own numbers, as a share of the range. */
const floatError = 1e-6
/** Live holds single-precision floats: what was written comes back with so much of the range's width changed. */
const heldError = 1e-5

interface Step extends Found {
  readonly value: number
  readonly before: number
}

/** Throws Refusal only for the request as a whole; each write has its own answer. */
export function* writeAll(
  { live, parameters, undo }: { live: Live; parameters: Parameters; undo: UndoStep },
  writes: readonly WireWrite[],
): Job<{ written: WireWritten[]; undoSteps: number }> {
  if (writes.length > writesPerRequest) {
    throw new Refusal('out-of-range', `At most ${writesPerRequest} values are written at a time.`)
  }
  const find = parameterFinder(live, parameters)
  const steps: (Step | Refusal)[] = []
  for (const write of writes) {
    try {
      const found = yield* find(write.ref)
      steps.push(prepare({ live, parameters }, found, write.value))
    } catch (error) {
      steps.push(refusalOf(error))
    }
    yield
  }
  const results = undo.around(() =>
    steps.map(step => (step instanceof Refusal ? step : attempt(() => put(live, step)))),
  )
  const written: WireWritten[] = []
  for (const result of results) {
    written.push(yield* answer(parameters, result))
    yield
  }
  return { written, undoSteps: written.filter(row => 'parameter' in row).length }
}

/**
 * Live's begin_undo_step and end_undo_step: not nested, so nothing of ours may come between, and it is closed in every case.
 * Whether Live groups what Max writes is not known: Uplift's own undo does not rely on it.
 */
export class UndoStep {
  readonly #live: Live
  #isOpen = false

  constructor(live: Live) {
    this.#live = live
  }

  around<Result>(work: () => Result): Result {
    this.#isOpen = this.#tell('begin_undo_step')
    try {
      return work()
    } finally {
      this.close()
    }
  }

  /** Also when the script ends in the middle. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#tell('end_undo_step')
  }

  #tell(name: string): boolean {
    try {
      this.#live.call(this.#live.song, name)
      return true
    } catch {
      // A Live without it: every write is an undo step of its own.
      return false
    }
  }
}

function prepare({ live, parameters }: { live: Live; parameters: Parameters }, found: Found, wanted: number): Step {
  const { min, max } = parameters.facts(found)
  const slack = floatError * Math.max(1, max - min)
  if (!(wanted >= min - slack && wanted <= max + slack)) {
    throw new Refusal('out-of-range', `"${found.name}" goes from ${min} to ${max}; ${wanted} is outside.`)
  }
  if (!live.flag(found.id, 'is_enabled')) {
    throw new Refusal('disabled', `"${found.name}" is moved by a macro or locked by Live.`)
  }
  return { ...found, value: Math.min(max, Math.max(min, wanted)), before: live.number(found.id, 'value') }
}

function put(live: Live, step: Step): Step {
  live.set(step.id, 'value', step.value)
  return step
}

/** Live may refuse without a word: then the old value is still there. */
function* answer(parameters: Parameters, result: Step | Refusal): Job<WireWritten> {
  if (result instanceof Refusal) return { reason: result.reason, message: result.message }
  try {
    const parameter = yield* parameters.read(result)
    const [, held, min, max] = parameter
    const isNear = (value: number) => Math.abs(held - value) <= heldError * Math.max(1, max - min)
    if (!isNear(result.value) && isNear(result.before)) {
      return { reason: 'busy', message: `Live did not take the value of "${result.name}".` }
    }
    return { parameter }
  } catch (error) {
    const { reason, message } = refusalOf(error)
    return { reason, message }
  }
}

function attempt<Result>(work: () => Result): Result | Refusal {
  try {
    return work()
  } catch (error) {
    return refusalOf(error)
  }
}
