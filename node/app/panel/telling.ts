/** The user's word, outside Live: what the next solution is for, what is set aside, how much, what is meant to be so. */
import { AppError } from '../../audio/app-error.ts'
import { type FileWord, isSayable, tellFile } from '../file-word.ts'
import type { PanelChoices } from './data.ts'
import type { PanelDesk } from './desk.ts'
import type { PanelAction } from './source.ts'

export async function choose(desk: PanelDesk, choice: Partial<PanelChoices>): Promise<void> {
  const { choices } = desk.state
  const isOtherPart = choice.part !== undefined && choice.part !== choices.part
  const isOtherProfile = choice.profile !== undefined && choice.profile !== choices.profile
  desk.update({ choices: { ...choices, ...choice, ...(isOtherProfile ? { target: choice.target ?? '' } : {}) } })
  try {
    // Another part is another measurement, not only another solution.
    await (isOtherPart && desk.findings ? desk.measure([]) : desk.solve())
  } catch (error) {
    // What cannot be is not chosen: the target of before holds.
    if (error instanceof AppError) desk.update({ choices })
    throw error
  }
}

export async function setAside(desk: PanelDesk, id: string): Promise<void> {
  const fix = desk.fix(id)
  if (!fix) return desk.say(gone, 'warning')
  desk.offer.told.setAside(fix)
  await desk.taste.answered([fix], 'rejected')
  await desk.solve()
  desk.say(`Set aside: ${fix.title}. Another way is looked for; nothing was changed.`, 'neutral')
}

export async function bringBack(desk: PanelDesk): Promise<void> {
  desk.offer.told.bringBack()
  await desk.solve()
}

export async function scale(desk: PanelDesk, id: string, factor: number): Promise<void> {
  const fix = desk.fix(id)
  if (!fix) return desk.say(gone, 'warning')
  desk.offer.scale(fix, factor)
  await desk.solve()
}

export async function intend(desk: PanelDesk, id: string): Promise<void> {
  const fix = desk.fix(id)
  const closed = fix?.closes[0]
  if (!closed) return desk.say('This fix helps the others; there is no finding of its own to silence.', 'neutral')
  const finding = { feature: closed.feature, scope: closed.scope, track: null }
  await desk.options.memory.intend(desk.set!.name, finding, true)
  await desk.taste.answered([fix], 'rejected')
  await desk.solve()
}

export async function tellOfTrack(
  desk: PanelDesk,
  action: Extract<PanelAction, { kind: 'lock' | 'role' }>,
): Promise<void> {
  if (!desk.set?.tracks.some(track => track.name === action.track)) return
  const { memory } = desk.options
  const { name } = desk.set
  if (action.kind === 'lock') await memory.lockTrack(name, action.track, action.isLocked)
  else await memory.setRole(name, action.track, action.role)
  await desk.solve()
}

/** Read again at once, unless the files are of before what is applied now. */
export async function match(desk: PanelDesk, action: FileWord): Promise<void> {
  const { set, findings, unread } = desk
  const { sound, memory } = desk.options
  if (!set || typeof sound !== 'object' || sound === null || !isSayable(set, action)) return
  const before = await tellFile(memory, set.name, action, (unread ?? findings)?.files ?? [])
  // Nothing is measured that a word could spoil.
  if (unread) return desk.measure([])
  if (!findings) return
  if (desk.state.fixes.some(({ state }) => state === 'applied'))
    return desk.say('Noted: it counts when the next export is analyzed.', 'neutral')
  try {
    await desk.measure([])
  } catch (error) {
    await before()
    throw error
  }
}

const gone = 'This fix is no longer offered.'
