/** Apply, Undo, and the user's word on findings and tracks. Nothing is written that was not pressed. */
import type { FixOutcome } from '../../fixes/proof.ts'
import type { ParameterRef } from '../../live/set.ts'
import { applyFix } from '../apply.ts'
import { sweepTakes } from '../capture/take-folder.ts'
import { entriesSince, findCheckpoint, restoreCheckpoint } from '../checkpoints.ts'
import { locate, placeOf } from '../locate.ts'
import { recover } from '../recover.ts'
import { undoable, undoEntry } from '../undo.ts'
import type { Desk } from './desk.ts'
import { solve } from './hearing.ts'

/** Writes the fixes in these places, one transaction each. Returns whether any went in. */
export async function apply(desk: Desk, places: readonly number[]): Promise<boolean> {
  const before = desk.applied.length
  await desk.during('applying', places.length === 1 ? 'Applying the fix.' : 'Applying the fixes.', async () => {
    const { bridge, set } = desk
    if (!set) throw new RangeError('fixes must be of a set')
    const ledger = await desk.ledger()
    const refusals: string[] = []
    bridge.takeUndoSteps()
    for (const place of places) {
      const { fix } = desk.model.slots[place]!
      desk.setSlot(place, 'applying')
      let outcome: FixOutcome | null = null
      try {
        outcome = await applyFix(bridge, set, fix, ledger)
      } finally {
        desk.setSlot(place, outcome?.kind === 'applied' ? 'applied' : 'offered')
      }
      if (outcome.kind === 'applied') desk.applied = [...desk.applied, { fix, outcome, distance: null }]
      else refusals.push(outcome.reason)
    }
    desk.lastWish = null
    if (desk.applied.length > before) desk.redoOrder.clear()
    await afterChange(desk)
    const done = places.length - refusals.length
    if (refusals.length > 0) desk.say(`${done > 0 ? `${done} applied. ` : ''}${refusals[0]}`, 'warning')
    else desk.say(`${appliedWords(done, bridge.takeUndoSteps())} Capture again to measure it.`, 'good')
  })
  return desk.applied.length > before
}

/** Our Undo is one step a fix; Live's own may be more. */
const appliedWords = (count: number, steps: number) =>
  `${count === 1 ? 'Applied' : `${count} fixes applied`}${steps > count ? ` (${steps} steps in Live's Undo)` : ''}.`

/** Takes back the user's last word, or the newest fix that is in the set. Pressed again after a conflict, it keeps what the user moved. */
export class Undo {
  readonly #desk: Desk
  /** The entry that was asked about. */
  #asked: string | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  async press(): Promise<void> {
    const desk = this.#desk
    const wish = desk.lastWish
    if (wish) {
      desk.lastWish = null
      await wish()
      await solve(desk)
      return
    }
    await desk.during('undoing', 'Undoing.', async () => {
      const ledger = await desk.ledger()
      const [entry] = undoable(ledger, desk.bridge.setName)
      if (!entry) return desk.say('There is nothing to undo.')
      const answer = this.#asked === entry.id ? ({ otherwise: 'keep' } as const) : {}
      const outcome = await undoEntry(desk.bridge, ledger, entry.id, answer)
      this.#asked = null
      switch (outcome.kind) {
        case 'conflict': {
          const [{ parameter, trackName, why }] = outcome.conflicts as [(typeof outcome.conflicts)[number]]
          this.#asked = entry.id
          return desk.say(
            `"${parameter ?? 'Device'}" on ${trackName}: ${why} since. Undo again leaves it as it is.`,
            'warning',
          )
        }
        case 'refused':
          return desk.say(outcome.reason, 'error')
        case 'undone': {
          const place = desk.applied.findIndex(
            ({ outcome: one }) => one.kind === 'applied' && one.ledgerId === entry.id,
          )
          const undone = desk.applied[place]
          desk.applied = desk.applied.filter((_, i) => i !== place)
          desk.redoOrder.undone([{ id: entry.id, title: entry.title, fix: undone?.fix ?? null }])
          const slot = desk.model.slots.findIndex(({ fix }) => fix === undone?.fix)
          if (slot >= 0) desk.setSlot(slot, 'offered')
          await afterChange(desk, undone === undefined)
          return desk.say(`Undone: ${entry.title}.`)
        }
      }
    })
  }
}

/** Everything that Uplift wrote since a checkpoint goes back; nothing does where somebody has moved some of it since. */
export async function goBack(desk: Desk, id: string): Promise<void> {
  await desk.during('undoing', 'Going back.', async () => {
    const ledger = await desk.ledger()
    const checkpoint = findCheckpoint(ledger, desk.bridge.setName, id)
    if (!checkpoint) return desk.say('This checkpoint is gone.', 'warning')
    const undone = entriesSince(ledger, checkpoint).map(({ id, title }) => ({
      id,
      title,
      fix: desk.applied.find(({ outcome: one }) => one.kind === 'applied' && one.ledgerId === id)?.fix ?? null,
    }))
    const outcome = await restoreCheckpoint(desk.bridge, ledger, checkpoint)
    if (outcome.kind === 'refused') return desk.say(outcome.reason, 'error')
    if (outcome.kind === 'conflict') {
      const [{ parameter, trackName, why }] = outcome.conflicts as [(typeof outcome.conflicts)[number]]
      return desk.say(`"${parameter ?? 'Device'}" on ${trackName}: ${why} since. Set it back by hand.`, 'warning')
    }
    desk.applied = []
    desk.redoOrder.undone(undone)
    desk.update({
      slots: desk.model.slots.map(slot => (slot.state === 'applied' ? { ...slot, state: 'offered' } : slot)),
    })
    await afterChange(desk, true)
    desk.say(`Back at "${checkpoint.name}".`)
  })
}

/** `isForeign`: something changed that is no fix of this plan. */
export async function afterChange(desk: Desk, isForeign = false): Promise<void> {
  const { heard } = desk.model
  const isStale = isForeign || desk.applied.length > 0
  const canRedo = desk.redoOrder.next(await desk.ledger(), desk.bridge.setName) !== null
  desk.update({
    canUndo: await canUndo(desk),
    canRedo,
    // An export of before is no export of the set as it is now.
    unread: null,
    ...(heard ? { heard: { ...heard, isStale } } : {}),
  })
}

export const canUndo = async (desk: Desk) =>
  desk.lastWish !== null || undoable(await desk.ledger(), desk.bridge.setName).length > 0

/** What a crash left half done is put back, and what can be undone is known. */
export async function recoverAtStart(desk: Desk): Promise<void> {
  const ledger = await desk.ledger()
  // Whoever has the ledger is alone with the folder; after a reconnection its own take still counts.
  const source = desk.model.heard?.source
  await sweepTakes(desk.folder, [...desk.takes, ...(source?.kind === 'ring' ? [{ path: source.file }] : [])])
  const { entries } = await recover(desk.bridge, ledger)
  desk.update({ canUndo: await canUndo(desk) })
  const [first] = entries
  if (!first) return
  if (first.outcome === 'interrupted')
    desk.say(`"${first.title}" was interrupted, and moved since: Undo asks.`, 'warning')
  else desk.say(`"${first.title}" was interrupted last time: it has been put back.`)
}

/** "Intended, stay silent": the finding that the fix answers first is not spoken of again in this set. */
export async function intend(desk: Desk, place: number): Promise<void> {
  const [closed] = desk.model.slots[place]!.fix.closes
  if (!closed) return desk.say('This fix helps the others; there is no finding of its own to silence.')
  const finding = { feature: closed.feature, scope: closed.scope, track: null }
  await wish(desk, 'Noted as intended. Undo takes it back.', async isOn =>
    (await desk.memory()).intend(desk.bridge.setName, finding, isOn),
  )
}

/** "Lock this track": no fix touches it again in this set. */
export async function lock(desk: Desk, place: number): Promise<void> {
  const { trackName } = desk.model.slots[place]!.fix
  await wish(desk, `${trackName} is locked. Undo unlocks it.`, async isOn =>
    (await desk.memory()).lockTrack(desk.bridge.setName, trackName, isOn),
  )
}

async function wish(desk: Desk, words: string, set: (isOn: boolean) => Promise<void>): Promise<void> {
  await set(true)
  desk.lastWish = () => set(false)
  desk.update({ canUndo: true })
  if (await solve(desk)) desk.say(words)
}

/** Selects the fix' track and device in Live. */
export async function show(desk: Desk, place: number): Promise<void> {
  const { fix } = desk.model.slots[place]!
  const { set, bridge, connection } = desk
  if (!set) return
  const device = fix.changes[0]?.ref.device ?? null
  let ref: ParameterRef | null = { track: fix.track, device, parameter: fix.changes[0]?.ref.parameter ?? '' }
  if (desk.isMoved) {
    const known = placeOf(set, ref)
    ref = known && locate(await bridge.snapshot(), known)
    if (!ref) return desk.say(`${fix.trackName} is no longer to be found in the set.`, 'warning')
  }
  await connection.request('show', { track: ref.track, device: ref.device })
  // What Uplift cannot write, the user can: how stands beside it.
  if (desk.model.slots[place]!.state === 'by-hand') desk.say(fix.byHand)
}
