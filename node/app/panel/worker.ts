/** Worker program of the panel: a set with everything that takes long. The other end is remote.ts. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AlsSession } from '../../adapters/als/als-session.ts'
import { OscSession } from '../../adapters/osc/osc-session.ts'
import { setHealth } from '../../report/set-health.ts'
import { dataFolder } from '../data-folder.ts'
import { makeDemo } from '../demo.ts'
import { Ledger } from '../ledger.ts'
import { librariesFolder } from '../library.ts'
import { SetMemory, setMemoryFile } from '../set-memory.ts'
import { openStems } from '../stems/stems.ts'
import { Votes } from '../votes.ts'
import type { FromPanelWorker, PanelWork, ToPanelWorker } from './remote.ts'
import { PanelSession, type PanelSessionOptions } from './session.ts'

const port = parentPort!
const post = (message: FromPanelWorker) => port.postMessage(message)

type Opening = Pick<PanelSessionOptions, 'session' | 'sound' | 'warnings' | 'remarks'>

/** What a simulated set changes vanishes with the process, and so does its ledger's meaning: a folder for each run. */
async function open({ what, folder, profile }: PanelWork): Promise<PanelSession> {
  const own = join(folder, `run-${randomUUID().slice(0, 8)}`)
  const opened = await opening(what)
  return new PanelSession({
    ...opened,
    kind: what.kind,
    // Live outlives this process: what was written to it must be known to the next.
    ledger: await Ledger.open(join(what.kind === 'osc' ? dataFolder() : own, 'ledger.json')),
    memory: await SetMemory.open(setMemoryFile(folder)),
    votes: await Votes.open(join(folder, 'votes.json')),
    folder: own,
    // What is done with the demo's song says nothing of the user.
    tasteFolder: what.kind === 'simulated' ? folder : dataFolder(),
    profile: profile ?? (what.kind === 'simulated' ? 'demo' : null),
    libraries: librariesFolder(),
  })
}

async function opening(what: PanelWork['what']): Promise<Opening> {
  switch (what.kind) {
    case 'simulated':
      return { session: makeDemo({ seed: what.seed, length: 'short' }).session, sound: 'session', warnings: [] }
    case 'stems':
      return { ...(await openStems(what.folder)), sound: 'session' }
    case 'als': {
      const session = await AlsSession.open(what.file)
      const remarks = setHealth(session.als).map(({ text }) => text)
      return { session, sound: what.stems === null ? null : { folder: what.stems }, warnings: [], remarks }
    }
    case 'osc': {
      const session = await OscSession.open()
      return { session, sound: what.stems === null ? null : { folder: what.stems }, warnings: [] }
    }
  }
}

const source = await open(workerData as PanelWork)
await source.start()
const tell = () => post({ kind: 'state', state: source.state, files: source.files })
source.watch(tell)
tell()
// Nobody opens the panel to look at an empty one.
if (source.state.can.analyze) void source.act({ kind: 'analyze' })

port.on('message', (message: ToPanelWorker) => {
  switch (message.kind) {
    case 'act':
      // Anything that is no refusal of the world's is a bug: it ends the worker, and the panel says so.
      void source.act(message.action).then(() => post({ kind: 'done', id: message.id, result: null }))
      return
    case 'look':
      void source.look(message.isDeep).then(result => post({ kind: 'done', id: message.id, result }))
      return
    case 'library':
      void source.library(message.profile).then(result => post({ kind: 'done', id: message.id, result }))
      return
    case 'close':
      void source.close().then(() => port.close())
  }
})
