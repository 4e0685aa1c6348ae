/** What sounds on after the key is let go: the release alone, a room, or another part. */
import { gainToDb } from '../dsp/decibel.ts'
import { ramp } from './estimate.ts'
import { levelsOf } from './level.ts'
import { PieceReader } from './spectrum.ts'

export interface Tail {
  /** How sure it is that a room answers, 0 to 1, and its time to fall by 60 dB; null without a tail. */
  readonly reverb: { readonly seconds: number; readonly sure: number } | null
  /** Share of the tail's power that lies off the note's harmonics, 0 to 1; 0 where there is no pitch or no tail. */
  readonly foreign: number
}

export interface TailContext {
  readonly f0: number | null
  /** When the key is let go. */
  readonly gateSeconds: number
  readonly releaseSeconds: number
  readonly endSeconds: number
  readonly bodyCorrelation: number | null
}

const hop = 0.01
/** The tail proper: below this, against the level when the key is let go, a release has mostly gone. */
const fallenDb = 10
const quietDb = -55
/** Foreign sound this far below the loudest moment is not heard. */
const heardDb = -42

export function tailOf(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  { f0, gateSeconds, releaseSeconds, endSeconds, bodyCorrelation }: TailContext,
): Tail {
  const { values } = levelsOf(channels, sampleRate, { windowSeconds: 0.03, hopSeconds: hop })
  const loudest = values.reduce((most, each) => Math.max(most, each), 0)
  const db = (i: number) => (values[i]! > 0 ? gainToDb(values[i]! / loudest) : -200)
  const gate = Math.min(values.length - 1, Math.round(gateSeconds / hop))
  const points: (readonly [number, number])[] = []
  for (let i = gate; i < values.length && db(i) >= quietDb; i++)
    if (points.length > 0 || db(i) < db(gate) - fallenDb) points.push([i * hop, db(i)])
  return {
    reverb: reverbOf(channels, sampleRate, points, bodyCorrelation),
    foreign:
      f0 === null
        ? 0
        : foreignShare(channels, sampleRate, {
            f0,
            from: gateSeconds + Math.max(0.03, 0.7 * releaseSeconds),
            to: endSeconds,
            loudest,
          }),
  }
}

function reverbOf(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  tail: readonly (readonly [number, number])[],
  bodyCorrelation: number | null,
): Tail['reverb'] {
  const range = tail.length > 1 ? tail[0]![1] - tail.at(-1)![1] : 0
  if (tail.length < 12 || range < 15) return null
  // Straight in dB is a room; straight in amplitude is an envelope, which falls ever faster in dB.
  const { slope, error } = straight(tail)
  const early = straight(tail.slice(0, tail.length >> 1)).slope
  const late = straight(tail.slice(tail.length >> 1)).slope
  const isStraight = ramp(Math.abs(late / early), 1.3, 2.2) * ramp(error, 1.5, 4)
  const [start, end] = [tail[0]![0], tail.at(-1)![0]].map(each => Math.round(each * sampleRate)) as [number, number]
  // A synth's release keeps its two sides alike; a room does not.
  const spread = bodyCorrelation !== null && bodyCorrelation > 0.9 ? correlation(channels, start, end) : null
  const apart = spread === null ? 0.6 : ramp(spread, 0.6, 0.95)
  return { seconds: -60 / slope, sure: isStraight * apart }
}

/** Off the harmonics by more than the window blurs them. */
function foreignShare(
  channels: readonly Float32Array[],
  sampleRate: number,
  {
    f0,
    from,
    to,
    loudest,
  }: { readonly f0: number; readonly from: number; readonly to: number; readonly loudest: number },
): number {
  const seconds = Math.min(0.4, to - from)
  // Four main lobes between two harmonics, or they cannot be told apart from what lies between.
  if (seconds < 8 / f0) return 0
  const piece = new PieceReader(Math.round(seconds * sampleRate), sampleRate).read(
    channels,
    Math.round(from * sampleRate),
  )
  const all = piece.between(30, piece.highestHz)
  if (!(gainToDb(Math.sqrt(all) / loudest + 1e-12) > heardDb)) return 0
  const reach = Math.max(2 / seconds, 0.01 * f0)
  let own = 0
  // An octave below belongs to the sound as well: a sub.
  for (let hz = f0 / 2; hz < piece.highestHz; hz += f0 / 2) {
    const wide = Math.max(reach, 0.012 * hz)
    if (wide > f0 / 8) {
      own += piece.between(hz - f0 / 4, piece.highestHz)
      break
    }
    own += piece.between(hz - wide, hz + wide)
  }
  return Math.max(0, 1 - own / all)
}

function straight(points: readonly (readonly [number, number])[]) {
  const n = points.length
  const mx = points.reduce((sum, [x]) => sum + x, 0) / n
  const my = points.reduce((sum, [, y]) => sum + y, 0) / n
  const slope =
    points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) /
    points.reduce((sum, [x]) => sum + (x - mx) ** 2, 1e-12)
  const error = Math.sqrt(points.reduce((sum, [x, y]) => sum + (y - my - slope * (x - mx)) ** 2, 0) / n)
  return { slope, error }
}

function correlation([left, right]: readonly [Float32Array, Float32Array], from: number, to: number): number {
  let [ll, rr, lr] = [1e-20, 1e-20, 0]
  for (let n = from; n < Math.min(to, left.length); n++) {
    ll += left[n]! ** 2
    rr += right[n]! ** 2
    lr += left[n]! * right[n]!
  }
  return lr / Math.sqrt(ll * rr)
}
