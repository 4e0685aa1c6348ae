/** `uplift learn`: a folder of references becomes a profile, or brings one up to date. */
import { watch } from 'node:fs'
import { basename } from 'node:path'
import { judgeNews } from '../app/judge.ts'
import { learn as learnFolder } from '../app/learn.ts'
import { Library } from '../app/library.ts'
import { AnalysisPool } from '../app/pool.ts'
import { AppError } from '../audio/app-error.ts'
import { validateProfile } from '../profile/validate-profile.ts'
import { profileSummary, validationText } from '../report/profile-text.ts'
import { progress } from './options.ts'
import { printJson, printText } from './output.ts'

export interface LearnCommandOptions {
  readonly name: string
  readonly watch?: boolean
  /** false: measured anew, and not kept. */
  readonly cache: boolean
  readonly json?: boolean
}

export async function learn(folder: string, options: LearnCommandOptions): Promise<void> {
  const cancelled = new AbortController()
  const onInterrupt = () => cancelled.abort()
  process.once('SIGINT', onInterrupt)
  try {
    await learnOnce(folder, options, cancelled.signal)
    if (options.watch) await learnOnChanges(folder, options, cancelled.signal)
  } catch (error) {
    if (!cancelled.signal.aborted) throw error
    throw new AppError({
      code: 'CANCELLED',
      message: 'Stopped; what was measured is kept.',
      action: 'Run the same command to go on.',
    })
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

async function learnOnce(
  folder: string,
  { name, cache, json }: LearnCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { step, done } = progress(json)
  const library = await Library.open(name)
  const pool = new AnalysisPool({ cache: cache ? {} : null })
  try {
    step('Looking for audio')
    const learned = await learnFolder(library, folder, {
      pool,
      signal,
      onProgress: ({ done: count, total, file, secondsLeft }) =>
        step(
          `${count} of ${total} measured${secondsLeft === null ? '' : `, ${timeWords(secondsLeft)} left`}: ${basename(file)}`,
        ),
    })
    done()
    const { references } = library
    const validation = validateProfile(references)
    const profile = validation.references > 0 ? library.profile() : null
    const news = await judgeNews(library)
    if (json) {
      printJson({
        uplift: 1,
        command: 'learn',
        name: library.data.name,
        library: library.file,
        ...learned,
        validation,
        profile,
        judge: news,
      })
      return
    }
    const { found, unchanged, measured, removed, failures, copies } = learned
    const parts = [
      `${found} audio files`,
      `${measured} measured`,
      `${unchanged} known`,
      ...(removed > 0 ? [`${removed} taken out`] : []),
      ...(copies.length > 0 ? [`${copies.length} copies`] : []),
      ...(failures.length > 0 ? [`${failures.length} not readable`] : []),
    ]
    printText(`${parts.join(', ')}.`)
    for (const { path, message, action } of failures) printText(`  ${basename(path)}: ${message} ${action}`)
    const spoiled = references.filter(({ findings }) => findings.length > 0)
    if (spoiled.length > 0) {
      printText(
        `${spoiled.length} references do not teach everything (uplift profile show "${library.data.name}" tells why).`,
      )
    }
    if (!profile) {
      printText('There is nothing yet to learn from.')
      return
    }
    printText(`\n${profileSummary(profile)}\n\n${validationText(validation)}\n\nSaved to ${library.file}`)
    if (news !== null) printText(news)
  } finally {
    done()
    await pool.close()
    await library.close()
  }
}

/** So long after the last change: a file that is still being copied is not looked at yet. */
const settleMs = 3_000

/** Until interrupted. */
function learnOnChanges(folder: string, options: LearnCommandOptions, signal: AbortSignal): Promise<void> {
  if (!options.json) printText(`Watching ${folder}; Ctrl-C ends it.`)
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | null = null
    let running: Promise<void> | null = null
    const watcher = watch(folder, { recursive: true, signal }, () => {
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => {
        running = (running ?? Promise.resolve()).then(() => learnOnce(folder, options, signal)).catch(stop)
      }, settleMs)
    })
    const stop = (error: unknown) => {
      watcher.close()
      reject(error)
    }
    watcher.on('error', error => (signal.aborted ? resolve() : stop(error)))
    watcher.on('close', () => resolve())
  })
}

/** "40 s", "3 min", "1 h 20 min". */
export function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
