/** Redo in Live: what Undo took out last is written again, as the next thing that Undo takes back. */
import { redoEntry } from '../undo.ts'
import { afterChange } from './changing.ts'
import type { Desk } from './desk.ts'

/** Returns whether a fix went in. */
export async function redo(desk: Desk): Promise<boolean> {
  let isIn = false
  await desk.during('undoing', 'Redoing.', async () => {
    const { bridge, redoOrder } = desk
    const ledger = await desk.ledger()
    const next = redoOrder.next(ledger, bridge.setName)
    if (!next) return desk.say('There is nothing to redo.')
    const outcome = await redoEntry(bridge, ledger, next.id)
    if (outcome.kind === 'refused') return desk.say(outcome.reason, 'error')
    if (outcome.kind === 'conflict') {
      const [{ parameter, trackName, why }] = outcome.conflicts as [(typeof outcome.conflicts)[number]]
      return desk.say(`"${parameter ?? 'Device'}" on ${trackName}: ${why} since. Nothing was changed.`, 'warning')
    }
    redoOrder.redone(next)
    const { fix } = next
    const place = desk.model.slots.findIndex(slot => slot.fix === fix)
    // Of an earlier plan, it is a change like any other.
    const isOffered = fix !== null && place >= 0
    if (isOffered) {
      desk.applied = [...desk.applied, { fix, outcome, distance: null }]
      desk.setSlot(place, 'applied')
    }
    desk.lastWish = null
    await afterChange(desk, !isOffered)
    desk.say(`Redone: ${next.title}. Capture again to measure it.`)
    isIn = true
  })
  return isIn
}
