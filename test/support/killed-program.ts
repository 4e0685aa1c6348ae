/** Works on a set in a file until it is killed. Arguments: a folder with set.json, and a seed. Says "." before each step. */
import { join } from 'node:path'
import { Ledger } from '../../node/app/ledger.ts'
import { recover } from '../../node/app/recover.ts'
import { FileSet } from './file-set.ts'
import { randomFrom, workOnce } from './session-work.ts'

const [folder, seed] = process.argv.slice(2)
const random = randomFrom(Number(seed))
const session = new FileSet(join(folder!, 'set.json'))
const ledger = await Ledger.open(join(folder!, 'ledger.json'))
await recover(session, ledger)
for (;;) {
  process.stdout.write('.')
  await workOnce(session, ledger, random)
}
