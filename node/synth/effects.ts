/** Hints at effects: what can be heard of reverb and delay on one sound, and what cannot. */
import { gainToDb } from '../dsp/decibel.ts'
import { certain, type Estimate, estimate, ramp, unknown } from './estimate.ts'
import { levelsOf } from './level.ts'

export interface Effects {
  /** Time for the tail to fall by 60 dB. */
  readonly reverbDecay: Estimate
  readonly delayTime: Estimate
  readonly drive: Estimate
}

export interface EffectContext {
  /** When the key is let go. */
  readonly gateSeconds: number
  readonly endSeconds: number
  /** Starts of further sounds of the same pitch. */
  readonly echoes: readonly { readonly startSeconds: number; readonly level: number }[]
  readonly bodyCorrelation: number | null
}

export function effectsOf(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  context: EffectContext,
): Effects {
  return {
    reverbDecay: reverbOf(channels, sampleRate, context),
    delayTime: delayOf(context),
    drive: unknown('dB', 'a driven sound and a brighter waveform have the same harmonics'),
  }
}

function reverbOf(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  context: EffectContext,
): Estimate {
  const hop = 0.01
  const { values } = levelsOf(channels, sampleRate, { windowSeconds: 0.03, hopSeconds: hop })
  const loudest = values.reduce((most, each) => Math.max(most, each), 0)
  const from = Math.round(context.gateSeconds / hop) + 3
  const tail: [number, number][] = []
  for (let i = from; i < values.length; i++) {
    const db = values[i]! > 0 ? gainToDb(values[i]! / loudest) : -200
    if (db < -55) break
    tail.push([i * hop, db])
  }
  const range = tail.length > 1 ? tail[0]![1] - tail.at(-1)![1] : 0
  if (tail.length < 12 || range < 15) return unknown('s', 'no tail after the note')
  // Straight in dB is a room; straight in amplitude is an envelope, which falls ever faster in dB.
  const { slope, error } = straight(tail)
  const early = straight(tail.slice(0, tail.length >> 1)).slope
  const late = straight(tail.slice(tail.length >> 1)).slope
  const isStraight = ramp(Math.abs(late / early), 1.3, 2.2) * ramp(error, 1.5, 4)
  const [start, end] = [tail[0]![0], tail.at(-1)![0]].map(each => Math.round(each * sampleRate)) as [number, number]
  const spread =
    context.bodyCorrelation !== null && context.bodyCorrelation > 0.9 ? correlation(channels, start, end) : null
  const apart = spread === null ? 0.6 : ramp(spread, 0.6, 0.95)
  return estimate(-60 / slope, 's', 0.9 * isStraight * apart, 'a tail is there, but it may be the release of the synth')
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

/** Sounds of one pitch at equal distances, each softer than the last. */
function delayOf({ echoes }: EffectContext): Estimate {
  if (echoes.length < 3) return unknown('s', 'no echoes of the note are heard')
  const gaps = echoes.slice(1).map(({ startSeconds }, i) => startSeconds - echoes[i]!.startSeconds)
  const mean = gaps.reduce((sum, each) => sum + each, 0) / gaps.length
  const regular = gaps.every(gap => Math.abs(gap - mean) < 0.01)
  const softer = echoes.slice(1).every(({ level }, i) => level < 0.85 * echoes[i]!.level)
  return regular && softer ? certain(mean, 's', 0.8) : unknown('s', 'the notes that follow are not echoes')
}
