/** Which of level, pitch, cutoff and pulse width an LFO moves, how fast and how far. */
import { type EnvelopeFit, envelopeAt, type LevelTrack } from './envelope.ts'
import { type Estimate, estimate, ramp, unknown } from './estimate.ts'
import type { CutoffPoint } from './filter-envelope.ts'
import { type Movement, movementOf } from './lfo.ts'
import type { Timbre } from './oscillator.ts'
import { pitchTrack } from './pitch-track.ts'
import type { Lfo, LfoTarget } from './sound.ts'

interface Context {
  readonly channels: readonly [Float32Array, Float32Array]
  readonly sampleRate: number
  readonly f0: number | null
  readonly levels: LevelTrack
  readonly envelope: EnvelopeFit
  readonly from: number
  readonly to: number
  readonly cutoffs: readonly CutoffPoint[]
  readonly timbre: Timbre
  readonly times: readonly number[]
  readonly tempo: number | null
}

interface Candidate {
  readonly target: LfoTarget
  readonly movement: Movement
  readonly depth: Estimate
  readonly confidence: number
}

/** Less than this is not heard as movement: level dB, pitch cents, cutoff octaves, pulse width. */
const leastCents = 3
const leastDb = 0.6
const leastOctaves = 0.1
const leastWidth = 0.03

export function lfoOf(context: Context): Lfo {
  const found = [pulseWidthMovement(context), cutoffMovement(context), pitchMovement(context), levelMovement(context)]
    .filter(each => each !== null)
    .toSorted((a, b) => b.confidence - a.confidence)[0]
  const none = 'no regular movement is heard'
  if (!found)
    return {
      target: unknown('', none),
      rate: unknown('Hz', none),
      depth: unknown('', none),
      noteValue: unknown('', none),
    }
  const { target, movement, depth, confidence } = found
  const few = 'too few cycles to be sure'
  return {
    target: estimate<LfoTarget>(target, '', confidence, few),
    rate: estimate(movement.hz, 'Hz', confidence, few),
    depth: confidence < 0.35 ? unknown(depth.unit, few) : depth,
    noteValue: noteValueOf(movement.hz, context.tempo),
  }
}

const sureOf = ({ explained, cycles }: Movement, full: number) =>
  0.95 * ramp(explained, full, 0.5) * ramp(cycles, 2.5, 1.2)

function pulseWidthMovement({ timbre, channels: _, times, ...rest }: Context): Candidate | null {
  const widths = timbre.pulseWidths
  if (!widths || widths.length < 8) return null
  const movement = movementOf(
    resampled(
      times.map((at, i) => [at, widths[i]!]),
      rest.from,
      rest.to,
    ),
  )
  if (!movement || movement.depth < leastWidth) return null
  return {
    target: 'pulse width',
    movement,
    depth: { value: 100 * movement.depth, unit: '%', confidence: 0.6 },
    confidence: sureOf(movement, 0.8),
  }
}

function cutoffMovement({ timbre, cutoffs, from, to }: Context): Candidate | null {
  if (!timbre.moves || cutoffs.length < 16) return null
  const movement = movementOf(
    resampled(
      cutoffs.filter(({ weight }) => weight > 0).map(({ atSeconds, hz }) => [atSeconds, Math.log2(hz)]),
      from,
      to,
    ),
  )
  if (!movement || movement.depth < leastOctaves || movement.cycles < 2) return null
  const confidence = sureOf(movement, 0.85)
  return {
    target: 'filter cutoff',
    movement,
    depth: { value: movement.depth, unit: 'oct', confidence: 0.9 * confidence },
    confidence,
  }
}

function pitchMovement({ channels, sampleRate, f0, timbre, from, to }: Context): Candidate | null {
  if (f0 === null || to - from < 0.4) return null
  const { power } = timbre.mean
  const numbers = [...power.keys()]
    .slice(0, 12)
    .toSorted((a, b) => power[b]! * (b + 1) - power[a]! * (a + 1))
    .slice(0, 3)
    .map(i => i + 1)
  const x = channels[0].map((left, n) => (left + channels[1][n]!) / 2)
  const movement = movementOf(
    pitchTrack(x, sampleRate, { f0, numbers, fromSeconds: from + 0.03, toSeconds: to - 0.02 }),
  )
  if (!movement || movement.depth < leastCents || movement.cycles < 2 || movement.hz > 12) return null
  // Voices that beat pull the phase about, and their harmonics apart.
  const confidence = sureOf(movement, 0.85) * ramp(timbre.wavering, 1, 2.5)
  return {
    target: 'pitch',
    movement,
    depth: { value: movement.depth, unit: 'cents', confidence: 0.9 * confidence },
    confidence,
  }
}

/** What remains of the level when the envelope is divided out, in the held part. */
function levelMovement({ levels, envelope, from, to, timbre }: Context): Candidate | null {
  const { values, hopSeconds } = levels
  const start = Math.max(from, envelope.startSeconds + envelope.attack) + 0.02
  const end = to - 0.02
  const points: [number, number][] = []
  for (let i = Math.ceil(start / hopSeconds); i * hopSeconds < end && i < values.length; i += 4) {
    const held = envelopeAt(envelope, i * hopSeconds) * envelope.peak
    if (held > 0) points.push([i * hopSeconds, values[i]! / held])
  }
  if (points.length < 40) return null
  const movement = movementOf(resampled(points, start, end))
  if (!movement || movement.cycles < 2.5) return null
  const sorted = points.map(([, value]) => value).toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor(0.02 * sorted.length)]!, sorted[Math.floor(0.98 * sorted.length)]!]
  if (20 * Math.log10(high / Math.max(1e-6, low)) < leastDb * 2) return null
  const confidence = sureOf(movement, 0.85) * ramp(timbre.wavering, 8, 12)
  return {
    target: 'level',
    movement,
    depth: { value: 100 * (1 - low / high), unit: '%', confidence: 0.9 * confidence },
    confidence,
  }
}

/** Linear interpolation onto even steps. */
function resampled(points: readonly (readonly [number, number])[], from: number, to: number) {
  const count = 200
  const stepSeconds = (to - from) / (count - 1)
  let j = 0
  const values = Array.from({ length: count }, (_, i) => {
    const at = from + i * stepSeconds
    while (j < points.length - 2 && points[j + 1]![0] < at) j++
    const [a, b] = [points[j]!, points[Math.min(points.length - 1, j + 1)]!]
    const share = b[0] > a[0] ? Math.min(1, Math.max(0, (at - a[0]) / (b[0] - a[0]))) : 0
    return a[1] + share * (b[1] - a[1])
  })
  return { startSeconds: from, stepSeconds, values }
}

const noteValues: readonly (readonly [string, number])[] = [
  ['2 bars', 8],
  ['1 bar', 4],
  ['1/2 dotted', 3],
  ['1/2', 2],
  ['1/4 dotted', 1.5],
  ['1/2 triplet', 4 / 3],
  ['1/4', 1],
  ['1/8 dotted', 0.75],
  ['1/4 triplet', 2 / 3],
  ['1/8', 0.5],
  ['1/16 dotted', 0.375],
  ['1/8 triplet', 1 / 3],
  ['1/16', 0.25],
  ['1/16 triplet', 1 / 6],
  ['1/32', 0.125],
]

function noteValueOf(hz: number, tempo: number | null): Estimate<string> {
  if (tempo === null) return unknown('', 'needs the tempo: --tempo')
  const beats = tempo / 60 / hz
  const [name, length] = noteValues.reduce((a, b) =>
    Math.abs(Math.log(beats / b[1])) < Math.abs(Math.log(beats / a[1])) ? b : a,
  )
  return estimate(
    name,
    '',
    0.95 * ramp(Math.abs(Math.log2(beats / length)), 0.01, 0.05),
    'the rate is no note value at this tempo',
  )
}
