/** Learn, outside Live: a folder of references into a profile; Cancel ends it, and what was measured until then is kept. */
import { AppError } from '../../audio/app-error.ts'
import { learnReferences } from '../hub/references.ts'
import type { PanelDesk } from './desk.ts'
import { typedFolder } from './library.ts'

export async function learn(desk: PanelDesk, folder: string, name: string): Promise<void> {
  const { libraries } = desk.options
  const learned = await desk
    .cancellable(signal =>
      learnReferences(
        { folder: typedFolder(folder), name, libraries },
        (words, progress) => desk.step(words.replace(/\.$/, ''), progress),
        signal,
      ),
    )
    .catch(error => {
      if (!(error instanceof AppError && error.code === 'CANCELLED')) throw error
      return null
    })
  if (learned?.references === 0 || !desk.findings) desk.look()
  else await desk.solve()
  if (!learned) return desk.say('Cancelled. What was measured is kept: Learn goes on from there.', 'neutral')
  const { references, failures } = learned
  const unread = failures > 0 ? ` ${failures} ${failures === 1 ? 'file' : 'files'} could not be read.` : ''
  desk.say(
    references > 0
      ? `"${name}" is taught by ${references} references.${unread}`
      : `Nothing there to learn from.${unread}`,
    references > 0 ? 'good' : 'warning',
  )
}
