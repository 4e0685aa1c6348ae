/** A control: as many moves of the same kinds and sizes as the loop made, on tracks, in directions and at frequencies drawn by lot. */
import { between, pick, type Random } from '../../node/adapters/demo-song/random.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import { type LiveSet, mixerNames } from '../../node/live/set.ts'
import { eqTurns, levelTurn, type Turn, tracksWith, widthTurn } from './parameter-moves.ts'

/** What the loop did to one track by one kind of move, all passes together. */
export interface TotalMove {
  readonly kind: string
  readonly trackName: string
  readonly amount: number
}

export function totalMoves(applied: readonly Pick<Fix, 'kind' | 'trackName' | 'amount'>[]): TotalMove[] {
  const totals = new Map<string, TotalMove>()
  for (const { kind, trackName, amount } of applied) {
    const key = `${kind} ${trackName}`
    totals.set(key, { kind, trackName, amount: amount + (totals.get(key)?.amount ?? 0) })
  }
  return [...totals.values()]
}

/** The turns of each move. */
export const randomTurns = (moves: readonly TotalMove[], set: LiveSet, random: Random): Turn[][] =>
  moves.map((move, i) => randomMove(move, i, set, random))

function randomMove({ kind, amount }: TotalMove, index: number, set: LiveSet, random: Random): Turn[] {
  const size = Math.abs(amount)
  const signed = pick(random, [-1, 1]) * size
  const draw = (className: string | null) => {
    const tracks = tracksWith(set, className)
    return tracks.length === 0 ? null : pick(random, tracks).name
  }
  const turning = (className: string | null, parameter: string, to: Turn['to'], on = draw(className)): Turn[] =>
    on === null ? [] : [{ track: on, className, parameter, to }]
  switch (kind) {
    case 'level':
      return [levelTurn(draw(null)!, signed)]
    case 'eq': {
      const track = draw('Eq8')
      const hz = 60 * (12_000 / 60) ** random()
      const band = (5 + (index % 4)) as 5 | 6 | 7 | 8
      return track === null
        ? []
        : eqTurns(track, band, { type: 'bell', hz, gainDb: signed, q: between(random, 0.7, 2.2) })
    }
    case 'width': {
      const track = draw('StereoGain')
      return track === null ? [] : [widthTurn(track, percent => percent * 10 ** (signed / 20))]
    }
    case 'bass-mono':
      return turning('StereoGain', 'Bass Mono', on => 1 - on)
    case 'polarity':
      return turning('StereoGain', 'Right Inv', on => 1 - on)
    case 'pan':
      return turning(null, mixerNames.panning, pan => pan + signed)
    case 'mute':
      return turning(null, mixerNames.activator, on => 1 - on)
    case 'ducking':
    case 'compression':
      return turning('Compressor2', 'Threshold', db => db + signed)
    case 'limiter':
      return turning('Limiter', 'Input Gain', db => db + signed, 'Main')
    default:
      throw new RangeError(`kind of move must have a random counterpart, got "${kind}"`)
  }
}
