/**
 * `uplift undo`: what a ledger on disk could undo. The sets that the command line works on (a folder of stems, the simulated
 * set) are gone when it ends, so nothing can be written back from here; the device in Live does that with its own ledger.
 */
import { resolve } from 'node:path'
import { Ledger } from '../app/ledger.ts'
import { undoable } from '../app/undo.ts'
import { AppError } from '../audio/app-error.ts'
import { printable } from '../report/layout.ts'
import { printJson, printText } from './output.ts'

export interface UndoOptions {
  readonly ledger: string
  readonly json?: boolean
}

export async function undo({ ledger: file, json }: UndoOptions): Promise<void> {
  const ledger = await Ledger.read(file)
  if (!ledger) {
    throw new AppError({
      code: 'LEDGER_MISSING',
      message: `There is no ledger at ${resolve(file)}.`,
      action: 'Name one with --ledger; uplift fix writes ledger.json into its output folder.',
    })
  }
  const entries = undoable(ledger)
  if (json) {
    const documents = entries.map(({ id, time, set, title, state, inserted, changes }) => ({
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
    }))
    printJson({
      uplift: 1,
      command: 'undo',
      ledger: resolve(file),
      entries: documents,
      checkpoints: ledger.checkpoints,
    })
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
      'These sets existed only while the command ran: your stems were not touched, and the changed mix is a file of its own.',
      'Nothing is written from here.',
    ]),
  )
}

const printableLines = (lines: readonly string[]) => lines.map(printable).join('\n')
