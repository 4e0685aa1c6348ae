/** Hear, and the blind vote, of the panel in Live: what is rendered for a page, and what a vote says of the fixes in it. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { librariesFolder } from '../library.ts'
import type { BlindAnswer, ExcerptSide, PanelExcerpts } from '../panel/data.ts'
import { PanelPlayback } from '../panel/excerpts.ts'
import { referenceFile } from '../panel/library.ts'
import { Votes } from '../votes.ts'
import type { Desk } from './desk.ts'
import { interruptible } from './hearing.ts'

export class PanelListening {
  readonly #desk: Desk
  readonly #playback = new PanelPlayback()
  #votes: Promise<Votes> | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  get excerpts(): PanelExcerpts | null {
    return this.#playback.excerpts
  }

  file(id: number, side: ExcerptSide): string | null {
    return this.#playback.file(id, side)
  }

  /** No fixes: the mix as it is, beside the reference. */
  async render(
    ids: readonly string[],
    beside: { readonly profile: string; readonly reference: string } | null,
  ): Promise<void> {
    const desk = this.#desk
    if (desk.model.activity || !desk.model.findings) return
    await desk.during('rendering', 'Rendering before and after', async signal => {
      // Not among the face's own, which it clears.
      const folder = await desk.place(join('panel-excerpts', `${randomInt(2 ** 32)}`))
      const reference = beside && (await referenceFile(beside.profile, beside.reference, librariesFolder(desk.folder)))
      const args = { fixes: ids, folder, reference, settings: await desk.settings() }
      const files = await interruptible(desk, signal, () => desk.workshop.do('preview', args, desk.step))
      const fixes = desk.model.slots.flatMap(({ fix }) => (ids.includes(fix.id) ? [fix] : []))
      this.#playback.show(folder, fixes, files)
      this.#playback.ask()
    })
  }

  /** Returns whether a trial began. */
  async startTrial(): Promise<boolean> {
    const { bridge, taste } = this.#desk
    return this.#playback.startTrial(await this.#openVotes(), bridge.setName, fixes => taste.subjects(fixes))
  }

  async vote(answer: BlindAnswer): Promise<void> {
    const voted = await this.#playback.vote(await this.#openVotes(), answer)
    if (voted) await this.#desk.taste.voted(voted)
  }

  #openVotes(): Promise<Votes> {
    this.#votes ??= Votes.open(join(this.#desk.folder, 'votes.json'))
    return this.#votes
  }
}
