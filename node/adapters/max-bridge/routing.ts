/** What Live writes about routings, as places in the set. */
import type { WireSet, WireTrack } from '../../../device/protocol.ts'
import type { Track, TrackPath } from '../../live/set.ts'

/**
 * Where a track's output goes. Live's texts are names of tracks, or words in Live's language: Main is recognised by name too,
 * "Sends Only" by its one word that other languages share. What goes elsewhere (a hardware output, another track as a bus)
 * does not reach Main on a way the mix model knows: `none`.
 */
export function outputOf({ output, group }: Pick<WireTrack, 'output' | 'group'>, { tracks }: WireSet): Track['output'] {
  const text = output.trim()
  if (group !== null) {
    const name = tracks.find(({ path }) => path === group)?.name
    if (text === '' || isNamed(text, name) || /^(group|gruppe|groupe|grupo|gruppo)$/i.test(text)) return 'group'
  }
  const main = tracks.find(({ kind }) => kind === 'master')?.name
  if (text === '' || text === main || /^(main|master)$/i.test(text)) return 'main'
  return /\bsends?\b/i.test(text) ? 'sends-only' : 'none'
}

/** The one track that Live calls so; null: none, or more than one. */
export function trackCalled(text: string, { tracks }: WireSet): TrackPath | null {
  const exact = tracks.filter(({ name }) => name === text)
  const found = exact.length > 0 ? exact : tracks.filter(({ name }) => isNamed(text, name))
  return found.length === 1 ? (found[0]!.path as TrackPath) : null
}

/** Choosers may put the track's number in front: "3-Bass" for the third track, "Bass". */
export const isNamed = (text: string, name: string | undefined) =>
  name !== undefined && (text === name || text.replace(/^(?:\d+|[A-Z])-/, '') === name)
