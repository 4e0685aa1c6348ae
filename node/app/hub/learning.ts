/** The Learn button: the next folder that is dropped on the face holds references. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import { firstProfileName } from '../data-folder.ts'
import { librariesFolder } from '../library.ts'
import type { Desk } from './desk.ts'
import { systemPath } from './dropped-path.ts'
import { interruptible } from './hearing.ts'

/** Pressed again, it takes itself back. */
export function askForReferences(desk: Desk): void {
  const awaitsReferences = !desk.model.awaitsReferences
  desk.update({ awaitsReferences })
  if (awaitsReferences) desk.say('Drop the folder with your references here. Learn again: never mind.')
  else desk.say('Nothing is learned.')
}

export async function learn(desk: Desk, path: string, name = firstProfileName): Promise<boolean> {
  return desk.during('learning', 'Looking for references.', async signal => {
    const folder = await systemPath(path)
    const found = await stat(folder).catch(() => null)
    if (!found?.isDirectory()) {
      throw new AppError({
        code: 'FOLDER_WANTED',
        message: `"${basename(folder)}" is not a folder.`,
        action: 'Press Learn, then drop the folder that holds your references.',
      })
    }
    const args = { folder, name, libraries: librariesFolder(desk.folder) }
    const { references, failures } = await interruptible(desk, signal, () => desk.workshop.do('learn', args, desk.step))
    const { heard } = desk.model
    // What was found was found against something else.
    if (heard) desk.update({ heard: { ...heard, isMeasured: false } })
    const unread = failures > 0 ? ` ${failures} ${failures === 1 ? 'file' : 'files'} could not be read.` : ''
    desk.say(
      references > 0
        ? `Learned: ${references} references teach.${unread} Analyze again.`
        : `Nothing there to learn from.${unread}`,
      references > 0 ? 'good' : 'warning',
    )
  })
}
