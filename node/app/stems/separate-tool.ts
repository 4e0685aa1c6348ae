/** A separation tool that the user has installed, driven by its command line: progress and errors passed on, cancelled with all it started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants, mkdir, stat } from 'node:fs/promises'
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import type { StemKind } from './import-names.ts'

export interface SeparatorCommand {
  readonly kind: 'audio-separator' | 'demucs'
  /** The program and what comes before its own arguments ("python3 -m demucs"). */
  readonly command: readonly string[]
}

export interface ToolRun {
  readonly file: string
  /** Where the tool writes; made if it is not there. */
  readonly out: string
  /** Only this stem and the rest. */
  readonly stem?: StemKind
  /** Of the tool's own models; otherwise the one that it takes by itself. */
  readonly model?: string
  /** Folder of models (audio-separator). */
  readonly models?: string
  /** 0 to 1 where the tool says it, and its newest line. */
  readonly onProgress?: (share: number | null, line: string) => void
  readonly signal?: AbortSignal
}

const kinds: readonly SeparatorCommand['kind'][] = ['demucs', 'audio-separator']

/**
 * The tool that `configured` names (a name on PATH, a path, or "python3 -m demucs"), else the first that is on PATH.
 * null: none is installed. Throws AppError when the configured one is not there or is neither of the two.
 */
export async function findSeparator(
  configured: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SeparatorCommand | null> {
  if (configured === undefined) {
    for (const kind of kinds) {
      const path = await onPath(kind, env)
      if (path) return { kind, command: [path] }
    }
    return null
  }
  const words = (await isProgram(configured)) ? [configured] : configured.split(/\s+/).filter(Boolean)
  const kind = kinds.find(each => words.some(word => basename(word).toLowerCase().includes(each)))
  if (!kind)
    throw new AppError({
      code: 'SEPARATOR_UNKNOWN',
      message: `"${configured}" is neither audio-separator nor demucs.`,
      action: 'These two have a command line that is known. UVR5 has none: separate there, then name its folder.',
    })
  const [first = ''] = words
  const program = isAbsolute(first) || /[\\/]/.test(first) ? resolve(first) : await onPath(first, env)
  if (!program || !(await isProgram(program))) throw absent(configured)
  return { kind, command: [program, ...words.slice(1)] }
}

/**
 * Runs the tool to its end. Throws AppError SEPARATOR_FAILED with its last words; the signal's reason when it is aborted,
 * once the tool and what it started are gone.
 */
export async function runSeparator({ kind, command }: SeparatorCommand, run: ToolRun): Promise<void> {
  const { signal, onProgress = () => {} } = run
  signal?.throwIfAborted()
  await mkdir(run.out, { recursive: true })
  const [program = '', ...before] = command
  const child = spawn(program, [...before, ...argumentsOf[kind](run)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A group of its own: Python starts workers that would outlive it.
    detached: process.platform !== 'win32',
  })
  const stop = () => kill(child, 'SIGTERM')
  const force = () => kill(child, 'SIGKILL')
  let timer: NodeJS.Timeout | undefined
  const onAbort = () => {
    stop()
    timer = setTimeout(force, patienceMilliseconds)
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  process.once('exit', force)
  const said: string[] = []
  const hear = (data: Buffer) => {
    // Progress bars rewrite their line.
    for (const line of data.toString().split(/[\r\n]+/)) {
      const text = line.trim()
      if (text === '') continue
      const percent = /(\d{1,3})\s?%/.exec(text)?.[1]
      if (percent === undefined) said.push(text)
      if (said.length > 40) said.shift()
      onProgress(percent === undefined ? null : Math.min(1, Number(percent) / 100), text)
    }
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  try {
    const { code, fault } = await new Promise<{ code: number | null; fault: string | null }>(end => {
      child.once('error', cause => end({ code: null, fault: cause.message }))
      child.once('close', code => end({ code, fault: null }))
    })
    signal?.throwIfAborted()
    if (code === 0) return
    throw new AppError({
      code: 'SEPARATOR_FAILED',
      message: `${kind} ${fault === null ? `ended with code ${code}` : `could not be started: ${fault}`}${lastWords(said)}.`,
      action: 'Try the same file with the tool by itself; its own message says what is missing.',
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    process.removeListener('exit', force)
  }
}

/** Time to put things away after being asked to end. */
const patienceMilliseconds = 2000

/** The tools' own names of stems, for "only this one". */
const argumentsOf: Readonly<Record<SeparatorCommand['kind'], (run: ToolRun) => string[]>> = {
  demucs: ({ file, out, stem, model }) => [
    ...['-n', model ?? 'htdemucs', '-o', out, '--float32'],
    ...(stem ? [`--two-stems=${stem}`] : []),
    file,
  ],
  'audio-separator': ({ file, out, stem, model, models }) => [
    ...[file, '--output_dir', out, '--output_format', 'WAV'],
    ...(model ? ['-m', model] : []),
    ...(models ? ['--model_file_dir', models] : []),
    ...(stem ? ['--single_stem', `${stem[0]!.toUpperCase()}${stem.slice(1)}`] : []),
  ],
}

function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has just ended by itself.
  }
}

const lastWords = (said: readonly string[]) => {
  const last = said.slice(-2).join(' / ').replace(/\.$/, '')
  return last === '' ? '' : `: ${last}`
}

async function onPath(name: string, env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean))
    for (const ending of endings) {
      const path = join(folder, `${name}${ending}`)
      if (await isProgram(path)) return path
    }
  return null
}

const isProgram = (path: string) =>
  Promise.all([stat(path), access(path, constants.X_OK)]).then(
    ([status]) => status.isFile(),
    () => false,
  )

const absent = (configured: string) =>
  new AppError({
    code: 'SEPARATOR_MISSING',
    message: `The separation tool "${configured}" is not there, or may not be run.`,
    action: 'Name it as you would in a terminal, or by its whole path.',
  })
