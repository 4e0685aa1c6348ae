/** Receipts on disk: one JSON file a session, written whole or not at all, in the data folder. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Proof } from '../fixes/proof.ts'
import { type Receipt, receiptOf, receiptSchema } from '../report/receipt.ts'
import { dataFolder } from './data-folder.ts'
import { DurableFile } from './durable-file.ts'
import type { Ledger } from './ledger.ts'

export const receiptsFolder = () => join(dataFolder(), 'receipts')

export interface ReceiptOptions {
  readonly folder?: string
  readonly now?: () => Date
}

/** `ledgerFile` null: a ledger in memory. Returns what was written, and where. */
export async function writeReceipt(
  proof: Proof,
  ledger: Pick<Ledger, 'checkpoints' | 'entries'>,
  ledgerFile: string | null,
  { folder = receiptsFolder(), now = () => new Date() }: ReceiptOptions = {},
): Promise<{ readonly receipt: Receipt; readonly file: string }> {
  const time = now()
  const set = proof.before.set.name
  const used = new Set(
    proof.passes.flatMap(pass => pass.applied.flatMap(({ outcome, verdict }) => idsOf(outcome, verdict))),
  )
  const first = ledger.entries.findIndex(({ id }) => used.has(id))
  const checkpoint =
    first < 0 ? undefined : ledger.checkpoints.findLast(each => each.set === set && each.position <= first)
  // Sorts by time; the rest keeps two sessions of one second apart.
  const id = `${time.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`
  const receipt = receiptOf(proof, { id, time, checkpoint: checkpoint?.name ?? null, ledger: ledgerFile })
  const file = join(folder, `${id}.json`)
  await mkdir(folder, { recursive: true })
  await new DurableFile<Receipt>(file).write(receiptSchema.parse(receipt))
  return { receipt, file }
}

type Applied = Proof['passes'][number]['applied'][number]
const idsOf = (outcome: Applied['outcome'], verdict: Applied['verdict']): readonly string[] =>
  outcome.kind === 'applied' ? [outcome.ledgerId] : verdict?.kind === 'rolled-back' ? verdict.ledgerIds : []

export interface ReadReceipts {
  /** Oldest first. */
  readonly receipts: readonly Receipt[]
  /** Files that are no receipts this Uplift can read, in sentences. They are left as they are. */
  readonly warnings: readonly string[]
}

/** All of them; a missing folder holds none. */
export async function readReceipts({ folder = receiptsFolder() }: ReceiptOptions = {}): Promise<ReadReceipts> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  const receipts: Receipt[] = []
  const warnings: string[] = []
  for (const name of names.filter(each => each.endsWith('.json')).sort()) {
    try {
      receipts.push(receiptSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))))
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
      warnings.push(`${join(folder, name)} is not a receipt that this Uplift can read.`)
    }
  }
  return { receipts, warnings }
}
