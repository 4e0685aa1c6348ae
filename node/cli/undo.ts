/**
 * `uplift undo`: what a ledger on disk could undo; with --osc, the taking back itself, in the set that is open in Live. The
 * other sets that the command line works on (a folder of stems, the simulated set) are gone when it ends.
 */
import { resolve } from 'node:path'
import { confirm } from '@clack/prompts'
import { OscSession } from '../adapters/osc/osc-session.ts'
import { Ledger } from '../app/ledger.ts'
import type { LedgerEntry } from '../app/ledger-schema.ts'
import { undoable, undoEntry } from '../app/undo.ts'
import { AppError } from '../audio/app-error.ts'
import { printable } from '../report/layout.ts'
import { canAsk } from './approve.ts'
import { oscPorts, wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface UndoOptions {
  readonly ledger: string
  readonly osc?: boolean
  readonly oscPort: number
  readonly oscAnswerPort: number
  readonly json?: boolean
}

export async function undo(id: string | undefined, options: UndoOptions): Promise<void> {
  const { ledger: file, json } = options
  if (options.osc) return undoInLive(id, options)
  if (id !== undefined) wrongUsage('an entry is taken back where the set is: --osc, or the device in Live')
  const ledger = await Ledger.read(file)
  if (!ledger) throw missing(file)
  const entries = undoable(ledger)
  if (json) {
    const { checkpoints } = ledger
    printJson({ uplift: 1, command: 'undo', ledger: resolve(file), entries: entries.map(entryDocument), checkpoints })
    return
  }
  const lines = entries.flatMap(({ id, set, title, state, changes }) => [
    `${id}  ${title} (${set}${state === 'applied' ? '' : `, ${state}`})`,
    ...changes.map(each => `     ${each.trackName}: ${each.parameter}: ${each.toText} → ${each.fromText}`),
  ])
  if (lines.length === 0) return void printText(`Nothing to undo in ${resolve(file)}.`)
  printText(
    printableLines([
      ...lines,
      '',
      'Nothing is written from here: a folder of stems is never changed, and the simulated set existed only while the command ran.',
      'What went into a set that is open in Live is taken back by uplift undo --osc, or by the device.',
    ]),
  )
}

async function undoInLive(id: string | undefined, options: UndoOptions): Promise<void> {
  const { ledger: file, json } = options
  if (!(await Ledger.read(file))) throw missing(file)
  const session = await OscSession.open(oscPorts(options))
  const ledger = await Ledger.open(file).catch(async error => {
    await session.close()
    throw error
  })
  try {
    const entries = undoable(ledger, (await session.snapshot()).name)
    const entry = id === undefined ? entries[0] : entries.find(each => each.id === id)
    if (!entry) {
      throw new AppError({
        code: 'NOTHING_TO_UNDO',
        message: id === undefined ? 'There is nothing to undo in the open set.' : `"${id}" is not in the open set.`,
        action: 'uplift undo lists what the ledger holds.',
      })
    }
    let outcome = await undoEntry(session, ledger, entry.id)
    if (outcome.kind === 'conflict') {
      const restore =
        canAsk(json) && (await confirm({ message: 'Somebody has moved it since. Set it back all the same?' }))
      if (restore === true) outcome = await undoEntry(session, ledger, entry.id, { otherwise: 'restore' })
    }
    if (outcome.kind !== 'undone') {
      throw new AppError({
        code: 'NOT_UNDONE',
        message: outcome.kind === 'refused' ? outcome.reason : `"${entry.title}": somebody has moved it since.`,
        action: 'Everything is as it was; set it back by hand in Live.',
      })
    }
    if (json) printJson({ uplift: 1, command: 'undo', ledger: resolve(file), undone: entryDocument(entry) })
    else printText(printable(`Undone: ${entry.title}.`))
  } finally {
    await ledger.close()
    await session.close()
  }
}

const entryDocument = ({ id, time, set, title, state, inserted, changes }: LedgerEntry) => ({
  id,
  time,
  set,
  title,
  state,
  inserted: inserted && { track: inserted.trackName, device: inserted.deviceName ?? inserted.deviceClass },
  changes: changes.map(({ trackName, deviceName, parameter, fromText, toText }) => ({
    track: trackName,
    device: deviceName,
    parameter,
    before: fromText,
    after: toText,
  })),
})

const missing = (file: string) =>
  new AppError({
    code: 'LEDGER_MISSING',
    message: `There is no ledger at ${resolve(file)}.`,
    action: 'Name one with --ledger; uplift fix writes ledger.json into its output folder.',
  })

const printableLines = (lines: readonly string[]) => lines.map(printable).join('\n')
