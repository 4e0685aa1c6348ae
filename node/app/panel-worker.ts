/** Worker program of the panel: a simulated set or stems with everything that takes long. The other end is panel-remote.ts. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { makeDemo } from './demo.ts'
import { Ledger } from './ledger.ts'
import { librariesFolder } from './library.ts'
import type { FromPanelWorker, PanelWork, ToPanelWorker } from './panel-remote.ts'
import { PanelSession } from './panel-session.ts'
import { SetMemory, setMemoryFile } from './set-memory.ts'
import { openStems } from './stems.ts'

const port = parentPort!
const post = (message: FromPanelWorker) => port.postMessage(message)

/** What this process changes vanishes with it, and so does its ledger's meaning: a folder for each run. */
async function open({ what, folder, profile }: PanelWork): Promise<PanelSession> {
  const own = join(folder, `run-${randomUUID().slice(0, 8)}`)
  const { session, warnings } = await opened(what)
  return new PanelSession({
    session,
    kind: what.kind,
    ledger: await Ledger.open(join(own, 'ledger.json')),
    memory: await SetMemory.open(setMemoryFile(folder)),
    folder: own,
    profile: profile ?? (what.kind === 'simulated' ? 'demo' : null),
    libraries: librariesFolder(),
    warnings,
  })
}

async function opened(what: PanelWork['what']) {
  if (what.kind === 'stems') return openStems(what.folder)
  return { session: makeDemo({ seed: what.seed, length: 'short' }).session, warnings: [] }
}

const source = await open(workerData as PanelWork)
const tell = () => {
  const { excerpts } = source.state
  const files = (excerpts?.sides ?? []).map(side => [side, source.excerpt(excerpts!.id, side)!] as const)
  post({ kind: 'state', state: source.state, files })
}
source.watch(tell)
tell()

port.on('message', (message: ToPanelWorker) => {
  switch (message.kind) {
    case 'act':
      // Anything that is no refusal of the world's is a bug: it ends the worker, and the panel says so.
      void source.act(message.action).then(() => post({ kind: 'done', id: message.id, view: null }))
      return
    case 'look':
      void source.look(message.isDeep).then(view => post({ kind: 'done', id: message.id, view }))
      return
    case 'close':
      void source.close().then(() => port.close())
  }
})
