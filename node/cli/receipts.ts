/** `uplift receipts`: what was done in earlier sessions, and what it brought. */
import { readReceipts, receiptsFolder } from '../app/receipts.ts'
import { AppError } from '../audio/app-error.ts'
import { receiptsText, receiptText } from '../report/receipt-text.ts'
import { useColor } from './options.ts'
import { printJson, printText } from './output.ts'

export interface ReceiptsOptions {
  readonly last?: boolean
  readonly json?: boolean
}

/** `id`: one session in full; absent: the list. */
export async function receipts(id: string | undefined, { last, json }: ReceiptsOptions): Promise<void> {
  const { receipts: all, warnings } = await readReceipts()
  const wanted = id !== undefined ? all.find(receipt => receipt.id === id) : last ? all.at(-1) : undefined
  if (id !== undefined && !wanted) {
    throw new AppError({
      code: 'RECEIPT_MISSING',
      message: `There is no receipt "${id}" in ${receiptsFolder()}.`,
      action: 'uplift receipts lists those that are there.',
    })
  }
  if (json) {
    printJson({ uplift: 1, command: 'receipts', receipts: wanted ? [wanted] : last ? [] : all, warnings })
    return
  }
  const options = { color: useColor() }
  printText([wanted ? receiptText(wanted, options) : receiptsText(all, options), ...warnings].join('\n'))
}
