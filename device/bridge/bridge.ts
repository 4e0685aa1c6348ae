/** All that the hub does with the Live set, as jobs in slices. Made once `loaded` has come. */
import type { Host } from '../host.ts'
import type { Events, Operation, Operations, WireParameter } from '../protocol.ts'
import { type Job, Jobs } from './jobs.ts'
import { Live } from './live.ts'
import { Parameters, parameterFinder } from './parameters.ts'
import { refusalOf } from './refusal.ts'
import { readSet } from './snapshot.ts'
import { insertDevice, removeDevice, setSidechain, setSolo, show } from './structure.ts'
import { StructureWatch } from './structure-watch.ts'
import { Transport } from './transport.ts'
import { ValueWatch } from './value-watch.ts'
import { type LiveVersion, readVersion } from './version.ts'
import { UndoStep, writeAll } from './write.ts'

/** What the bridge alone answers. */
export type BridgeOperation = Exclude<
  Operation,
  'taps' | 'listen' | 'record' | 'cancelRecord' | 'ring' | 'audition' | 'attenuate' | 'capabilities' | 'face' | 'open'
>
type Handlers = { readonly [O in BridgeOperation]: (args: Operations[O]['args']) => Job<Operations[O]['result']> }

export class Bridge {
  readonly live: Live
  readonly jobs: Jobs
  readonly parameters: Parameters
  readonly structure: StructureWatch
  readonly transport: Transport
  readonly version: LiveVersion
  readonly handlers: Handlers
  readonly #values: ValueWatch
  readonly #undo: UndoStep

  constructor(host: Host, tell: { changed(changes: Events['changed']): void; setChanged(): void }) {
    const live = new Live(host)
    const jobs = new Jobs(host, () => live.forget())
    const run = (job: Job<void>) =>
      jobs.run(job, { done: () => {}, failed: error => host.post(`Uplift: ${refusalOf(error).message}`) })
    const parameters = new Parameters(live, host)
    const version = readVersion(live)
    const structure = new StructureWatch({ live, host, run, onChange: () => tell.setChanged() })
    const values = new ValueWatch({ live, host, parameters, run, report: changes => tell.changed(changes) })
    const transport = new Transport(live)
    const undo = new UndoStep(live)
    this.live = live
    this.jobs = jobs
    this.parameters = parameters
    this.structure = structure
    this.transport = transport
    this.version = version
    this.#values = values
    this.#undo = undo
    run(structure.watchOutline())
    this.handlers = {
      snapshot: () => readSet({ live, parameters, liveVersion: version.text, structure }),
      read: ({ refs }) => readAll(live, parameters, refs),
      write: ({ writes }) => writeAll({ live, parameters, undo }, writes),
      texts: ({ ref, values }) => texts(live, parameters, { ref, values }),
      solo: args => once(() => setSolo(live, args)),
      insert: args => once(() => insertDevice(live, args)),
      remove: args => once(() => removeDevice(live, args)),
      sidechain: args => once(() => setSidechain(live, args)),
      observe: ({ refs }) => observe(live, parameters, { refs, values }),
      transport: args => once(() => transport.run(args)),
      show: args => once(() => show(live, args)),
    }
  }

  /** Nothing of Live's is left open or observed. */
  close(): void {
    this.jobs.clear()
    this.#undo.close()
    this.#values.close()
    this.structure.close()
  }
}

// biome-ignore lint/correctness/useYield: a job that is done in one step.
function* once<Result>(work: () => Result): Job<Result> {
  return work()
}

function* readAll(
  live: Live,
  parameters: Parameters,
  refs: Operations['read']['args']['refs'],
): Job<(WireParameter | null)[]> {
  const find = parameterFinder(live, parameters)
  const rows: (WireParameter | null)[] = []
  for (const ref of refs) {
    try {
      rows.push(yield* parameters.read(yield* find(ref)))
    } catch (error) {
      if (refusalOf(error).reason !== 'missing') throw error
      rows.push(null)
    }
    yield
  }
  return rows
}

function* texts(live: Live, parameters: Parameters, { ref, values }: Operations['texts']['args']): Job<string[]> {
  const { id } = yield* parameterFinder(live, parameters)(ref)
  const rows: string[] = []
  for (const value of values) {
    rows.push(live.textForValue(id, value))
    yield
  }
  return rows
}

/** Refs that are not there are left out: their devices went, which the structure's watch tells. */
function* observe(
  live: Live,
  parameters: Parameters,
  { refs, values }: Operations['observe']['args'] & { readonly values: ValueWatch },
): Job<null> {
  const find = parameterFinder(live, parameters)
  const found = []
  for (const ref of refs) {
    try {
      found.push({ ref, found: yield* find(ref) })
    } catch (error) {
      if (refusalOf(error).reason !== 'missing') throw error
    }
    yield
  }
  yield* values.watch(found)
  return null
}
