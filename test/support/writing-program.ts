/**
 * Writes into a data folder as one Uplift of two does: what was told, what was answered, receipts, the ledger, a library.
 * Arguments: the folder, a name, how often. What is held for long is asked for until it is free. test/app/two-processes.test.ts
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Ledger } from '../../node/app/ledger.ts'
import { Library } from '../../node/app/library.ts'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { writeReceipt } from '../../node/app/receipts.ts'
import { SetMemory, setMemoryFile } from '../../node/app/set-memory.ts'
import { AppError } from '../../node/audio/app-error.ts'
import { subject } from '../guide/preferences/simulated-user.ts'
import { fixes, proofOf } from '../report/fixture.ts'

const [folder, who, count] = process.argv.slice(2) as [string, string, string]
const memory = await SetMemory.open(setMemoryFile(folder))
const preferences = await Preferences.open(preferencesFile(folder))
const proof = proofOf(
  'learned',
  fixes.map(fix => ({ ...fix, confidence: { value: 0.9, words: 'high' as const, reason: 'linear' } })),
)
/** Nobody holds it for ever. */
async function held<T>(open: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'FILE_IN_USE')) throw error
      await sleep(5)
    }
  }
}

process.stdout.write('ready\n')
await new Promise(go => process.stdin.once('data', go))
for (let i = 0; i < Number(count); i++) {
  const name = `${who} ${i}`
  await memory.lockTrack('Song', name, true)
  await preferences.add([
    { event: 'answer', set: 'Song', key: name, subject: subject('width', 'pad'), answer: 'accepted', factor: null },
  ])
  const ledger = await held(() => Ledger.open(join(folder, 'ledger.json')))
  await ledger.addCheckpoint({ set: 'Song', name })
  await writeReceipt(proof, ledger, null, { folder: join(folder, 'receipts') })
  await ledger.close()
  const library = await held(() => Library.open('mine', { folder: join(folder, 'profiles') }))
  library.change({ folders: [...library.data.folders, `/${name}`] })
  await library.save()
  await library.close()
}
process.stdin.destroy()
