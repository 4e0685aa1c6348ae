/** A snapshot as it came over the wire, checked track by track so that no turn of the event loop is long. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WireSet, WireTrack } from '../../../device/protocol.ts'
import { setSchema, trackSchema } from './schemas.ts'

/** Throws ZodError. */
export async function checkedSet(raw: unknown): Promise<WireSet> {
  const { tracks: unchecked, ...set } = setSchema.parse(raw)
  const tracks: WireTrack[] = []
  for (const track of unchecked) {
    tracks.push(trackSchema.parse(track))
    await nextTurn()
  }
  return { ...set, tracks }
}
