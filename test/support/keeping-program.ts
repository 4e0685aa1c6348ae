/**
 * Writes what Uplift keeps until it is killed: analyses in the cache, ledger, receipts, what was told of a set, answers, a
 * library. Argument: a folder. Says "<what> <n>" once the n-th of that kind is written: from then on it must not be lost.
 * test/app/keep-crash.test.ts
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AnalysisCache } from '../../node/app/analysis-cache.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { Library } from '../../node/app/library.ts'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { writeReceipt } from '../../node/app/receipts.ts'
import { SetMemory, setMemoryFile } from '../../node/app/set-memory.ts'
import { subject } from '../guide/preferences/simulated-user.ts'
import { fixes, proofOf } from '../report/fixture.ts'
import { keptAnalysis } from './kept-analysis.ts'

const folder = process.argv[2]!
const say = (what: string, n: number) => process.stdout.write(`${what} ${n}\n`)
const cache = new AnalysisCache({ folder: join(folder, 'cache'), version: 'kept' })
const memory = await SetMemory.open(setMemoryFile(folder))
const preferences = await Preferences.open(preferencesFile(folder))
const ledger = await Ledger.open(join(folder, 'ledger.json'))
const library = await Library.open('mine', { folder: join(folder, 'profiles') })
const proof = proofOf(
  'learned',
  fixes.map(fix => ({ ...fix, confidence: { value: 0.9, words: 'high' as const, reason: 'linear' } })),
)
for (let n = ledger.entries.length + 1; ; n++) {
  await ledger.add({ set: 'Song', title: `Fix ${n}`, inserted: null, changes: [] })
  say('ledger', n)
  const file = join(folder, `${n}.wav`)
  await writeFile(file, `sound ${n}`)
  await cache.write(file, {}, keptAnalysis(n))
  say('cache', n)
  await memory.lockTrack('Song', `Track ${n}`, true)
  say('memory', n)
  await preferences.add([
    { event: 'answer', set: 'Song', key: `${n}`, subject: subject('width', 'pad'), answer: 'accepted', factor: null },
  ])
  say('preferences', n)
  library.change({ folders: [...library.data.folders, `/${n}`] })
  await library.save()
  say('library', n)
  await writeReceipt(proof, ledger, null, { folder: join(folder, 'receipts') })
  say('receipts', n)
}
