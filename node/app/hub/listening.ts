/**
 * A/B: while Live stands still, the rendered, level-matched excerpts are played through the hub. While Live plays, the applied
 * values are switched out and in again, the louder side turned down; that ends by itself and always on the applied side.
 */
import { randomInt } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { attenuationMs } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'
import { restoreEntries } from '../restore.ts'
import { redoEntry } from '../undo.ts'
import type { Desk } from './desk.ts'
import { maxPath } from './dropped-path.ts'
import { interruptible } from './hearing.ts'
import { shownFixes } from './model.ts'
import type { Excerpts, Findings } from './work.ts'

const sides = ['now', 'before', 'after', 'reference'] as const
type Side = (typeof sides)[number]

export class Listening {
  readonly #desk: Desk
  #rendered: { readonly findings: Findings; readonly excerpts: Excerpts } | null = null
  /** Takes the presses of a live comparison; null: none is going on. */
  #turn: ((side: Side) => void) | null = null
  #queued: Side | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** `value`: index in `faceChoices.compare`. */
  async press(value: number): Promise<void> {
    const side = sides[value]
    if (side === undefined) return
    if (this.#turn) return this.#turn(side)
    if (this.#desk.model.activity?.kind === 'comparing') {
      // It is just switching: taken up right after.
      this.#queued = side
      return
    }
    const { connection } = this.#desk
    if (side === 'now') {
      await connection.request('audition', { file: null })
      return
    }
    const { playing } = await connection.request('transport', { do: 'look' })
    if (playing) await this.#live(side)
    else await this.#audition(side)
  }

  async #audition(side: Exclude<Side, 'now'>): Promise<void> {
    const desk = this.#desk
    await desk.during('rendering', 'Rendering before and after.', async signal => {
      const excerpts = await this.#excerpts(signal)
      const file = excerpts[side]
      if (file === null) return desk.say('There is no reference to hear yet: the prior has no sound.')
      await desk.connection.request('audition', { file: maxPath(file) })
      desk.say(`Playing ${side}: ${excerpts.title}.`)
    })
  }

  /** Switching in the set while it plays; needs something applied. */
  async #live(first: Exclude<Side, 'now'>): Promise<void> {
    const desk = this.#desk
    if (first === 'reference') return desk.say('Stop Live to hear the reference.')
    if (desk.applied.length === 0) return desk.say('Stop Live to hear Before and After: nothing is applied yet.')
    await desk.during('comparing', 'Getting the levels right.', async signal => {
      const { attenuation } = await this.#excerpts(signal)
      let side: 'before' | 'after' = 'after'
      let wanted: Side | null = first
      try {
        while (wanted === 'before' || wanted === 'after') {
          if (wanted !== side) await this.#switch(wanted)
          side = wanted
          await desk.connection.request('attenuate', { db: attenuation[side] })
          desk.step(`Live: ${side}. Now ends it.`, null)
          wanted = await this.#next(signal)
        }
      } finally {
        this.#turn = null
        this.#queued = null
        await desk.connection.request('attenuate', { db: 0 }).catch(() => {})
        if (side === 'before') await this.#switch('after')
      }
      desk.say('Compared. The fixes are in the set.')
    })
  }

  /** The next press; `now` when none comes in time, or at Cancel. */
  #next(signal: AbortSignal): Promise<Side> {
    const queued = this.#queued
    this.#queued = null
    if (queued !== null) return Promise.resolve(queued)
    return new Promise(resolve => {
      const end = (side: Side) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', leave)
        this.#turn = null
        resolve(side)
      }
      const leave = () => end('now')
      // The hub's own release of the attenuation comes a little later.
      const timer = setTimeout(leave, attenuationMs - 2_000)
      signal.addEventListener('abort', leave, { once: true })
      this.#turn = end
      if (signal.aborted) leave()
    })
  }

  /** By the ledger, so that a crash in the middle leaves nothing unknown. */
  async #switch(to: 'before' | 'after'): Promise<void> {
    const desk = this.#desk
    const ledger = await desk.ledger()
    const ids = desk.applied.flatMap(({ outcome }) => (outcome.kind === 'applied' ? [outcome.ledgerId] : []))
    if (to === 'before') {
      const entries = ids.map(id => ledger.entry(id))
      const outcome = await restoreEntries(desk.bridge, ledger, entries)
      if (outcome.kind === 'undone') return
      throw cannotSwitch(outcome.kind === 'refused' ? outcome.reason : 'something was moved since it was applied')
    }
    for (const [i, { fix, outcome }] of desk.applied.entries()) {
      if (outcome.kind !== 'applied') continue
      const redone = await redoEntry(desk.bridge, ledger, outcome.ledgerId)
      if (redone.kind !== 'applied') {
        throw cannotSwitch(redone.kind === 'refused' ? redone.reason : `"${fix.title}" was moved meanwhile`)
      }
      desk.applied = desk.applied.map((each, k) => (k === i ? { ...each, outcome: redone } : each))
    }
  }

  /** Of the shown fixes, rendered once for each plan. */
  async #excerpts(signal: AbortSignal): Promise<Excerpts> {
    const desk = this.#desk
    const { findings, slots } = desk.model
    if (!findings) throw new RangeError('something must be measured before it is compared')
    if (this.#rendered?.findings === findings) return this.#rendered.excerpts
    // A new folder each time: the hub may still have the last file open.
    await rm(join(desk.folder, 'excerpts'), { recursive: true, force: true }).catch(() => {})
    const folder = await desk.place(join('excerpts', `${randomInt(2 ** 32)}`))
    const fixes = slots.slice(0, shownFixes).map(({ fix }) => fix.id)
    const excerpts = await interruptible(desk, signal, async () =>
      desk.workshop.do('preview', { fixes, folder, reference: null, settings: await desk.settings() }, desk.step),
    )
    this.#rendered = { findings, excerpts }
    return excerpts
  }
}

const cannotSwitch = (why: string) =>
  new AppError({
    code: 'COMPARISON_ENDED',
    message: `The comparison ended: ${why}.`,
    action: 'Undo and Apply tell what is in the set.',
  })
