/** Learns a folder until it is killed: the program of test/app/learn-crash.test.ts. argv: home, worker URL. */
import { join } from 'node:path'
import { learn } from '../../node/app/learn.ts'
import { Library } from '../../node/app/library.ts'
import { AnalysisPool } from '../../node/app/pool.ts'

const [home, worker] = process.argv.slice(2) as [string, string]
const library = await Library.open('mine', { folder: join(home, 'profiles') })
const pool = new AnalysisPool({ size: 2, cache: null, worker: new URL(worker) })
const learned = await learn(library, join(home, 'music'), {
  pool,
  saveEveryMs: 1,
  onProgress: () => void process.stdout.write('.'),
})
await pool.close()
await library.close()
process.stdout.write(`done ${learned.measured}`)
