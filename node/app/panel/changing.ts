/** Apply, Undo, Redo and going back, outside Live. Nothing is written that was not pressed. */
import type { AppliedFix } from '../../fixes/proof.ts'
import { applyFix } from '../apply.ts'
import { entriesSince, findCheckpoint, restoreCheckpoint } from '../checkpoints.ts'
import type { UndoneEntry } from '../redo-order.ts'
import type { Conflict, RestoreOutcome } from '../restore.ts'
import { redoEntry, undoable, undoEntry } from '../undo.ts'
import type { PanelDesk } from './desk.ts'
import { canWrite } from './fix.ts'
import { render } from './listening.ts'

export async function apply(desk: PanelDesk, ids: readonly string[]): Promise<void> {
  const { session, ledger, sound } = desk.options
  const fixes = desk.offer.fixes.filter(fix => ids.includes(fix.id) && canWrite(fix))
  if (fixes.length === 0) return desk.say('These fixes are no longer offered.', 'warning')
  if (!desk.state.can.apply)
    return desk.say('Nothing is written here: the fixes say how to do them by hand.', 'neutral')
  // So that what was there before can be heard afterwards.
  await render(desk, fixes)
  const applied: AppliedFix[] = []
  const refusals: string[] = []
  for (const fix of fixes) {
    desk.step(`Applying: ${fix.title}`, null)
    desk.mark(fix.id, 'applying')
    const outcome = await applyFix(session, desk.set!, fix, ledger)
    desk.mark(fix.id, outcome.kind === 'applied' ? 'applied' : 'offered')
    if (outcome.kind === 'applied') applied.push({ fix, outcome, distance: null })
    else refusals.push(outcome.reason)
  }
  await desk.taste.taken(
    applied.map(({ fix }) => fix),
    desk.offer.told.amounts,
  )
  if (applied.length > 0) {
    desk.redoOrder.clear()
    if (sound === 'session') await desk.measure(applied)
    else {
      desk.ledgerChanged()
      desk.say('Applied and read back. Export the stems again, then Analyze measures it.', 'good')
    }
  }
  if (refusals[0] !== undefined) desk.say(refusals[0], 'warning')
}

export async function undo(desk: PanelDesk): Promise<void> {
  const { session, ledger } = desk.options
  const [entry] = undoable(ledger, (await session.snapshot()).name)
  if (!entry) return desk.say('There is nothing to undo.', 'neutral')
  const undone = undoneOf(desk, entry)
  const outcome = await undoEntry(session, ledger, entry.id)
  if (await restored(desk, outcome, [undone], `Undone: ${entry.title}.`))
    await desk.taste.answered(undone.fix ? [undone.fix] : [], 'undone')
}

/** What was undone last is written again, as the next thing that Undo takes back. */
export async function redo(desk: PanelDesk): Promise<void> {
  const { session, ledger } = desk.options
  const next = desk.redoOrder.next(ledger, (await session.snapshot()).name)
  if (!next) return desk.say('There is nothing to redo.', 'neutral')
  const outcome = await redoEntry(session, ledger, next.id)
  if (outcome.kind === 'refused') return desk.say(outcome.reason, 'error')
  if (outcome.kind === 'conflict') return desk.say(conflictWords(outcome.conflicts), 'warning')
  desk.redoOrder.redone(next)
  await measureAgain(desk)
  await desk.taste.taken(next.fix ? [next.fix] : [], desk.offer.told.amounts)
  desk.say(`Redone: ${next.title}.`, 'neutral')
}

export async function goBack(desk: PanelDesk, id: string): Promise<void> {
  const { session, ledger } = desk.options
  const checkpoint = findCheckpoint(ledger, desk.set!.name, id)
  if (!checkpoint) return desk.say('This checkpoint is gone.', 'warning')
  const undone = entriesSince(ledger, checkpoint).map(entry => undoneOf(desk, entry))
  await restored(desk, await restoreCheckpoint(session, ledger, checkpoint), undone, `Back at "${checkpoint.name}".`)
}

const undoneOf = ({ offer }: PanelDesk, { id, title }: Pick<UndoneEntry, 'id' | 'title'>): UndoneEntry => ({
  id,
  title,
  fix: offer.fixes.find(fix => fix.title === title) ?? null,
})

async function restored(
  desk: PanelDesk,
  outcome: RestoreOutcome,
  undone: readonly UndoneEntry[],
  words: string,
): Promise<boolean> {
  if (outcome.kind === 'refused') desk.say(outcome.reason, 'error')
  if (outcome.kind === 'conflict') desk.say(conflictWords(outcome.conflicts), 'warning')
  if (outcome.kind !== 'undone') return false
  desk.redoOrder.undone(undone)
  await measureAgain(desk)
  desk.say(words, 'neutral')
  return true
}

async function measureAgain(desk: PanelDesk): Promise<void> {
  desk.restored++
  desk.update({ proof: null })
  if (desk.options.sound === 'session') await desk.measure([])
  else desk.ledgerChanged()
}

function conflictWords([first]: readonly Conflict[]): string {
  const { parameter, trackName, why } = first!
  return `"${parameter ?? 'Device'}" on ${trackName}: ${why} since. Nothing was changed; set it by hand.`
}
