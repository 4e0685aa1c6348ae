import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyFinder } from '../../node/app/key-finder.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { PanelSession, type PanelSessionOptions } from '../../node/app/panel/session.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { Votes } from '../../node/app/votes.ts'
import type { Profile } from '../../node/profile/profile.ts'

/** A panel's session that keeps all it keeps in `folder` or in memory, and has `target` as its profile; not started. */
export async function panelSessionIn(
  folder: string,
  target: Profile,
  options: Pick<PanelSessionOptions, 'session'> & Partial<PanelSessionOptions>,
): Promise<PanelSession> {
  const profile = join(folder, 'healthy.json')
  await writeFile(profile, JSON.stringify(target))
  return new PanelSession({
    kind: 'simulated',
    sound: 'session',
    ledger: Ledger.inMemory(),
    memory: SetMemory.inMemory(),
    votes: Votes.inMemory(),
    folder,
    tasteFolder: folder,
    libraries: join(folder, 'libraries'),
    profile,
    warnings: [],
    keyFinder: noKeyFinder,
    ...options,
  })
}

/** essentia's opinion is no matter here. */
const noKeyFinder = { find: async () => null, close: async () => {} } as unknown as KeyFinder
