/** `uplift profile train` and `uplift profile model`: networks that listen beside the metric. */
import { dirname, join, resolve } from 'node:path'
import { Library } from '../app/library.ts'
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from '../app/onnx/checkpoint.ts'
import { hearWithUserModel } from '../app/onnx/hear-library.ts'
import { removeSounds } from '../app/onnx/sound-store.ts'
import { type NetworkOutcome, type NetworkProgress, trainNetwork } from '../app/onnx/train-network.ts'
import { AppError } from '../audio/app-error.ts'
import { timeWords } from './learn.ts'
import { numberOption, progress } from './options.ts'
import { printJson, printText } from './output.ts'

export interface TrainCommandOptions {
  readonly steps: number
  readonly seed: number
  readonly json?: boolean
}

/** Ctrl-C keeps what was trained; the same command goes on from there. */
export async function train(name: string, { json, ...options }: TrainCommandOptions): Promise<void> {
  const steps = Math.round(numberOption('steps', options.steps, 20, 100_000))
  const seed = Math.round(numberOption('seed', options.seed, 0, 2 ** 31))
  const library = await need(name)
  const { step, done } = progress(json)
  const file = join(dirname(library.file), 'training.json')
  const stop = interruption('Run the same command again: training goes on where it was.')
  try {
    const run = { seed, steps, hashes: library.references.map(({ hash }) => hash) }
    const outcome = await trainNetwork(library, {
      steps,
      seed,
      from: await readCheckpoint(file, run),
      onCheckpoint: state => writeCheckpoint(file, run, state),
      onProgress: each => step(progressWords(each)),
      signal: stop.signal,
    })
    await removeCheckpoint(file)
    done()
    if (json) return void printJson({ uplift: 1, command: 'profile train', name, ...outcome })
    printText(outcomeText(outcome))
  } finally {
    done()
    stop.release()
  }
}

/** A manifest, or "none" to go back to the metric alone. */
export async function model(name: string, manifest: string, { json }: { readonly json?: boolean }): Promise<void> {
  const library = await need(name)
  if (manifest === 'none') {
    await removeSounds(name)
    if (json) return void printJson({ uplift: 1, command: 'profile model', name, model: null })
    return void printText(`"${name}" is compared by the metric alone again.`)
  }
  const { step, done } = progress(json)
  const stop = interruption('Run the same command again; nothing was changed.')
  try {
    const heard = await hearWithUserModel(library, resolve(manifest), {
      onProgress: each => step(progressWords(each)),
      signal: stop.signal,
    })
    done()
    if (json) return void printJson({ uplift: 1, command: 'profile model', ...heard, name, model: heard.name })
    printText(`"${heard.name}" has listened to ${heard.tracks} references; uplift similar asks it from now on.`)
    for (const { title, reason } of heard.unheard) printText(`  not heard: ${title}: ${reason}`)
  } finally {
    done()
    stop.release()
  }
}

function progressWords(progress: NetworkProgress): string {
  switch (progress.kind) {
    case 'hearing':
      return `Listening to ${progress.title} (${progress.done + 1} of ${progress.total})`
    case 'training': {
      const { step, steps, loss, secondsLeft } = progress
      const left = secondsLeft === null ? '' : `, ${timeWords(secondsLeft)} left`
      return `Training step ${step} of ${steps}, loss ${loss.toFixed(2)}${left}`
    }
    case 'measuring':
      return 'Measuring on the references that were held out'
  }
}

function outcomeText({ taken, tracks, unheard, heldOut, steps, loss, before: earlier, file }: NetworkOutcome): string {
  const gone = unheard.map(({ title, reason }) => `\n  not heard: ${title}: ${reason}`).join('')
  const trained = `Trained ${steps} steps on ${tracks} references (loss ${loss.toFixed(2)}).${gone}`
  const rest = earlier === null ? 'the metric goes on alone' : `${earlier} goes on beside the metric`
  if (!heldOut) return `${trained}\nToo few were held out to tell whether it helps (10 are needed): ${rest}.`
  const { before, after, low, high } = heldOut
  const figures =
    `On ${heldOut.tracks} references that it had not heard, a section finds its own track at ${before.toFixed(3)} ` +
    `without and ${after.toFixed(3)} with it (1 is always first; the difference is ${low.toFixed(3)} to ${high.toFixed(3)}).`
  return taken
    ? `${trained}\n${figures}\nIt helps: uplift similar asks it from now on${earlier === null ? '' : `, and no longer ${earlier}`}. Saved to ${file}`
    : `${trained}\n${figures}\nThat is no sure gain: ${rest}.`
}

async function need(name: string): Promise<Library> {
  const library = await Library.read(name)
  if (library) return library
  throw new AppError({
    code: 'PROFILE_MISSING',
    message: `"${name}" is not a profile that was learned.`,
    action: 'uplift learn <folder> makes one; uplift profile list shows what there is.',
  })
}

/** The first Ctrl-C ends the work in order. */
function interruption(action: string) {
  const controller = new AbortController()
  const reason = new AppError({
    code: 'INTERRUPTED',
    message: 'Interrupted.',
    action,
  })
  const onInterrupt = () => controller.abort(reason)
  process.once('SIGINT', onInterrupt)
  return { signal: controller.signal, release: () => void process.off('SIGINT', onInterrupt) }
}
