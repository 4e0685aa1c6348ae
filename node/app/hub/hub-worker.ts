/** Worker program of the hub: everything that takes longer than a turn of the event loop should. */
import { parentPort } from 'node:worker_threads'
import { AppError } from '../../audio/app-error.ts'
import { type LiveSet, masterOf } from '../../live/set.ts'
import { Analyst } from './analyst.ts'
import { learnReferences } from './references.ts'
import type { FromHubWorker, ToHubWorker, Work, WorkName } from './work.ts'

const port = parentPort!
let current = 0
const analyst = new Analyst({
  onStep: (words, progress) => post({ kind: 'step', id: current, words, progress }),
})
const work: { readonly [N in WorkName]: (args: Work[N]['args']) => Promise<Work[N]['result']> } = {
  measure: args => analyst.measure(args),
  solve: args => analyst.solve(args),
  preview: args => analyst.preview(args),
  look: async args => analyst.look(args),
  take: args => analyst.take(args),
  library: args => analyst.library(args),
  learn: args => learnReferences(args, (words, progress) => post({ kind: 'step', id: current, words, progress })),
}

/** A set comes track by track in front of the work that needs it: one large message would hold up the sender. */
let tracks: LiveSet['tracks'][number][] = []
let lastSet: LiveSet | null = null
/** One after the other. */
let last: Promise<void> = Promise.resolve()

port.on('message', (message: ToHubWorker) => {
  if (message.kind === 'track') return void tracks.push(message.track)
  const own = tracks
  if (message.hasSet) tracks = []
  last = last.then(() => run(message, message.hasSet ? own : null))
})

/** Anything but an AppError is a bug: it ends the worker, and the hub reports it. */
async function run({ id, name, args }: Extract<ToHubWorker, { kind: 'work' }>, own: LiveSet['tracks'] | null) {
  current = id
  try {
    const whole = own ? { ...(args as object), set: withTracks((args as { set: LiveSet }).set, own) } : args
    const result = await work[name](whole as never)
    // The same buffer may stand for two channels; they are copied, since the analyst goes on with them.
    post({ kind: 'done', id, result })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    post({ kind: 'failed', id, code: error.code, message: error.message, action: error.action })
  }
}

/** The same object for the same set, so that what was read with it is known again. */
function withTracks(set: LiveSet, own: LiveSet['tracks']): LiveSet {
  const whole = { ...set, tracks: own }
  masterOf(whole)
  if (lastSet && JSON.stringify(lastSet) === JSON.stringify(whole)) return lastSet
  lastSet = whole
  return whole
}

function post(message: FromHubWorker): void {
  port.postMessage(message)
}
