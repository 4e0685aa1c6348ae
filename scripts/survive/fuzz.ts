/**
 * Damaged input into everything that reads what others wrote. Each input must be taken or refused with an AppError, one
 * sentence that a person can read; nothing may crash, hang, or take memory without bound. A process of its own reads, so
 * that what does not come back is seen, named and ended.
 */
import { fork } from 'node:child_process'
import type { SurviveLine } from './line.ts'

export interface FuzzRow {
  readonly target: string
  readonly inputs: number
  /** Inputs that were taken in spite of the damage; the others were refused in a sentence. */
  readonly taken: number
  /** The slowest input, milliseconds, and the most memory that the process had so far, MB. */
  readonly slowestMs: number
  readonly peakMb: number
  readonly seconds: number
  /** What went wrong, with the smallest input that still shows it. null: nothing. */
  readonly fault: string | null
}

export const fuzzLine = ({ target, inputs, taken, slowestMs, peakMb, seconds, fault }: FuzzRow): SurviveLine => ({
  area: 'fuzz',
  what: target,
  count: inputs,
  unit: 'inputs',
  found: `${taken} taken, ${inputs - taken} refused in a sentence; slowest ${slowestMs} ms, ${peakMb} MB`,
  faults: fault === null ? [] : [fault],
  seconds,
})

export interface FuzzOptions {
  /** In all; shared out evenly. */
  readonly inputs: number
  readonly seed: number
  /** The checkout: its presets and test files are what is damaged. */
  readonly root: string
  /** Only targets whose names contain this. */
  readonly only?: string
}

/** An input that takes longer than this hangs: two orders above the slowest of the sound ones. */
const patienceMs = 20_000

/** `program`: the built scripts/survive.ts, which is started once more. `heard` gets each row as it comes. */
export async function fuzz(
  program: string,
  options: FuzzOptions,
  heard: (row: FuzzRow) => void = () => {},
): Promise<readonly FuzzRow[]> {
  const rows: FuzzRow[] = []
  const child = fork(program, ['fuzz-child', JSON.stringify(options)], {
    execArgv: ['--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let errors = ''
  child.stderr!.on('data', (text: Buffer) => (errors = `${errors}${text}`.slice(-2_000)))
  let reading = ''
  let isDone = false
  let alive = Date.now()
  const fault = (what: string): FuzzRow => ({
    target: reading || 'start',
    inputs: 0,
    taken: 0,
    slowestMs: 0,
    peakMb: 0,
    seconds: 0,
    fault: what,
  })
  const watch = setInterval(() => {
    if (Date.now() - alive < patienceMs) return
    rows.push(fault(`an input took longer than ${patienceMs / 1000} s`))
    child.kill('SIGKILL')
  }, 500)
  child.on('message', (message: { reading?: string; row?: FuzzRow; done?: true }) => {
    alive = Date.now()
    if (message.reading !== undefined) reading = message.reading
    if (message.done) isDone = true
    if (message.row) {
      rows.push(message.row)
      heard(message.row)
    }
  })
  const [code, signal] = await new Promise<[number | null, string | null]>(resolve =>
    child.on('exit', (...how) => resolve(how)),
  )
  clearInterval(watch)
  if (!isDone && !rows.some(row => row.fault !== null))
    rows.push(fault(`the process ended with ${signal ?? code}: ${errors.trim().slice(0, 500)}`))
  return rows
}
