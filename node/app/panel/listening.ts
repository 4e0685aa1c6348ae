/** Hear, and the blind vote, outside Live: what is rendered, and what a vote says of the fixes that were heard. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fix } from '../../fixes/fix.ts'
import { fixKey } from '../../guide/preferences/subject.ts'
import type { BlindAnswer } from './data.ts'
import type { PanelDesk } from './desk.ts'
import { referenceFile } from './library.ts'

export async function preview(desk: PanelDesk, ids: readonly string[]): Promise<void> {
  const fixes = desk.offer.fixes.filter(({ id }) => ids.includes(id))
  if (fixes.length === 0) return desk.say('These fixes are no longer offered.', 'warning')
  await render(desk, fixes)
  play(desk)
}

export async function beside(desk: PanelDesk, profile: string, title: string): Promise<void> {
  if (!desk.findings) return desk.say('Analyze first: there is nothing to play yet.', 'neutral')
  await render(desk, [], await referenceFile(profile, title, desk.options.libraries))
  play(desk)
}

export async function blind(desk: PanelDesk): Promise<void> {
  const { playback, options, taste, set } = desk
  if (!(await playback.startTrial(options.votes, set!.name, fixes => taste.subjects(fixes)))) return
  desk.update({ excerpts: playback.excerpts })
}

export async function vote(desk: PanelDesk, answer: BlindAnswer): Promise<void> {
  const voted = await desk.playback.vote(desk.options.votes, answer)
  if (!voted) return
  desk.update({ excerpts: desk.playback.excerpts })
  await desk.taste.voted(voted)
}

/** No fixes: the mix as it is, beside the reference. */
export async function render(desk: PanelDesk, fixes: readonly Fix[], reference: string | null = null): Promise<void> {
  const { playback, state } = desk
  const key = JSON.stringify([reference, state.view, fixes.map(fix => [fixKey(fix), fix.amount])])
  if (playback.holds(key)) return
  desk.step(reference === null ? 'Rendering before and after' : 'Reading the reference', null)
  const folder = join(desk.options.folder, 'excerpts', `${(state.excerpts?.id ?? 0) + 1}`)
  await mkdir(folder, { recursive: true })
  const settings = await desk.settings()
  const files = await desk.analyst.preview({ fixes: fixes.map(({ id }) => id), folder, reference, settings })
  playback.show(key, fixes, files)
  desk.update({ excerpts: playback.excerpts })
}

function play(desk: PanelDesk): void {
  desk.playback.ask()
  desk.update({ excerpts: desk.playback.excerpts })
}
