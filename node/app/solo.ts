/**
 * A track's solo. In Live it is a property of the track, not a parameter; in the ledger and in transactions it goes as one of
 * the mixer's, so that undo, checkpoints and recovery know it like every other.
 */
import type { LiveSession } from '../live/session.ts'
import { type Parameter, type ParameterRef, type TrackPath, trackAt } from '../live/set.ts'

export const soloRef = (track: TrackPath): ParameterRef => ({ track, device: null, parameter: 'Solo' })
export const isSolo = ({ device, parameter }: ParameterRef) => device === null && parameter === 'Solo'
export const soloTexts = ['Off', 'On'] as const

export async function readSolo(session: LiveSession, { track: path, parameter: name }: ParameterRef) {
  const track = trackAt(await session.snapshot(), path)
  if (!track) return undefined
  const value = Number(track.solo)
  return {
    name,
    value,
    min: 0,
    max: 1,
    isQuantized: true,
    valueItems: soloTexts,
    isEnabled: session.capabilities.solo,
    automation: 'none',
    display: soloTexts[value]!,
  } satisfies Parameter
}
