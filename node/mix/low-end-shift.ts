/**
 * What a move on kick or bass does to the kick's level over the bass's: by as much as it changes the power of each below
 * 150 Hz, where both are measured. Ducking is left out: the bass is measured where it sounds without the kick.
 */
import { bandCount, gridCentres } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { TrackPath } from '../live/set.ts'
import type { Contributor } from './model.ts'
import type { BandGains, Move, Shifts } from './moves.ts'
import type { Role } from './roles/role.ts'

const lowest = 35
const highest = 150
const low = gridCentres.map(hz => (hz >= lowest && hz <= highest ? 1 : 0))

/** Per scope, what is added to `kickOverBass`; {} where nothing is. */
export type LowEndShift = (move: Move, gains: readonly BandGains[]) => readonly Shifts[]

export function lowEndShift(contributors: readonly Contributor[], roles: ReadonlyMap<TrackPath, Role>): LowEndShift {
  const of = (...wanted: readonly Role[]) =>
    contributors.filter(({ track, silenced }) => silenced === null && wanted.includes(roles.get(track) ?? 'other'))
  const kick = of('kick')
  const bass = of('bass', 'sub')
  return (move, gains) => {
    const touches = [...kick, ...bass].some(({ nodes }) => nodes.includes(move.node))
    if (!touches || move.kind === 'mute' || move.kind === 'pan' || move.kind === 'solo') return gains.map(() => ({}))
    return gains.map((each, s) => {
      const shift = changeDb(kick, move.node, each, s) - changeDb(bass, move.node, each, s)
      return Math.abs(shift) > 0.01 ? { kickOverBass: shift } : {}
    })
  }
}

function changeDb(
  parts: readonly Contributor[],
  node: TrackPath,
  { mRe, mIm, sRe, sIm }: BandGains,
  s: number,
): number {
  let before = 0
  let after = 0
  for (const { nodes, statistics } of parts) {
    const { mm, ss } = statistics[s]!
    const moved = nodes.includes(node)
    for (let k = 0; k < bandCount; k++) {
      if (low[k] === 0) continue
      before += mm[k]! + ss[k]!
      after += moved ? (mRe[k]! ** 2 + mIm[k]! ** 2) * mm[k]! + (sRe[k]! ** 2 + sIm[k]! ** 2) * ss[k]! : mm[k]! + ss[k]!
    }
  }
  return before > 0 && after > 0 ? powerToDb(after / before) : 0
}
