/**
 * Kick and bass, from the low band of the mix (mono, 20 to 250 Hz), and the same figures from their own tracks.
 *
 * In a mix the two are told apart by what repeats: the mean of many beats, sample by sample, is the kick, because a
 * bass line changes its notes. What is left is bass. Where the bass strikes the same note at the same phase with every
 * kick, no listener of the mix can tell, and the figures that need to are null. Level and pitch of the bass are read in
 * the last part of the beat, where the kick has died away.
 *
 * - kickOverBass: loudest 23 ms of the kick in the first third of the beat over the bass's level in the last 45 %
 *   (mean of the part of it within 10 dB of its loudest), median over beats, dB.
 * - kickBassSpectralOverlap: Σ min(p, q) over sixth-octave bands of both power spectra, each summing to 1, in %.
 * - kickBassTemporalOverlap: Σ k(t)·min(1, b(t)/b₀) / Σ k(t): k and b the powers of kick and bass over the beat, b₀ the
 *   bass's usual level, in %: how much of the kick is covered by a bass that sounds as usual.
 * - lowEndSeparation: 100·(1 − spectral·temporal), both 0 to 1.
 * - kickFundamental: features/low-end/kick-tail.ts; kickTuning: its distance from the nearest semitone.
 * - bassFundamental: lowest strong partial of each beat's end; the note with the most power, in Hz.
 */
import type { Audio } from '../../audio/audio.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import type { Envelopes } from '../../dsp/envelope.ts'
import { quantile } from '../../dsp/statistics.ts'
import type { BeatGrid } from '../analysis.ts'
import type { FeatureId, FeatureRow, Scope } from '../catalogue.ts'
import { missing } from '../feature-rows.ts'
import type { TimeRange } from '../loudness.ts'
import { bassNote } from './bass-note.ts'
import { kickTail } from './kick-tail.ts'
import { type BeatGroup, barsOf, fewestGroups, type KickedBars, tooFewKicks } from './kicked-bars.ts'
import {
  type LowBeats,
  lowBeats,
  meanBeat,
  partSpectrum,
  powerOverBeat,
  sixthOctaves,
  spectrumTools,
} from './low-beats.ts'

export interface LowEndOptions {
  readonly grid: BeatGrid | null
  /** Of the same audio. */
  readonly envelopes: Envelopes
  readonly ranges?: ReadonlyMap<Scope, readonly TimeRange[]>
  /** The kicked bars of those, when the caller has them. */
  readonly bars?: KickedBars
  /** The song's A against 440 Hz; 0 when unknown. */
  readonly tuningCents?: number
}

const ids = [
  'kickOverBass',
  'kickBassSpectralOverlap',
  'kickBassTemporalOverlap',
  'lowEndSeparation',
  'kickFundamental',
  'kickTuning',
  'bassFundamental',
] as const satisfies readonly FeatureId[]
type LowEndId = (typeof ids)[number]

/** Rows for every scope in `ranges` and for "overall". */
export function measureLowEnd(audio: Audio, options: LowEndOptions): Map<Scope, FeatureRow> {
  const { grid, tuningCents = 0 } = options
  const result = new Map<Scope, FeatureRow>()
  const known = new Map<number, LowBeats>()
  for (const [scope, groups] of options.bars ?? barsOf(audio, options)) {
    if (!grid || groups.length < fewestGroups) {
      result.set(scope, nothing(grid ? tooFewKicks : 'no steady beat'))
      continue
    }
    const beats = groups.flatMap(group => {
      const found = known.get(group.first) ?? lowBeats(audio, grid, [group])
      known.set(group.first, found)
      return found.beats
    })
    const heard = { ...known.get(groups[0]!.first)!, beats }
    result.set(scope, rowOf({ kick: heard, bass: heard, isMix: true, tuningCents }))
  }
  return result
}

export interface KickAndBass {
  readonly kick: Audio
  readonly bass: Audio
  readonly grid: BeatGrid
  /** Bars to read, as chosen by features/low-end/kicked-bars.ts. */
  readonly bars: readonly BeatGroup[]
  readonly tuningCents?: number
}

/** The same figures from a kick track and a bass track: nothing has to be told apart. */
export function measureKickAndBass({ kick, bass, grid, bars, tuningCents = 0 }: KickAndBass): FeatureRow {
  if (bars.length < fewestGroups) return nothing(tooFewKicks)
  return rowOf({ kick: lowBeats(kick, grid, bars), bass: lowBeats(bass, grid, bars), isMix: false, tuningCents })
}

const nothing = (reason: string) => missing(ids, reason)

interface Sources {
  readonly kick: LowBeats
  readonly bass: LowBeats
  /** Both are the mix. */
  readonly isMix: boolean
  readonly tuningCents: number
}

/** Parts of the beat. A kick and its tail are over by the last 45 %. */
const kickPart = [0, 0.33] as const
const bassPart = [0.55, 0.98] as const
/** 20 dB below the kick there is no bass, but perhaps the kick's own tail. */
const leastBass = 10 ** -2
/** Below this share of the power between the kicks, what differs from beat to beat is not the bass. */
const leastChange = 0.25

function rowOf({ kick, bass, isMix, tuningCents }: Sources): FeatureRow {
  const values: Partial<Record<LowEndId, number | null>> = {}
  const reasons: Partial<Record<LowEndId, string>> = {}
  const confidence: Partial<Record<LowEndId, number>> = {}
  const give = (id: LowEndId, value: number | null, reason: string, sure: number) => {
    values[id] = value
    if (value === null) reasons[id] = reason
    else confidence[id] = sure
  }
  const hit = meanBeat(kick)
  const kickPower = powerOverBeat([hit], kick)
  const isKick = Math.max(...kickPower) > 0
  const tail = isKick ? kickTail(hit, kick.sampleRate, kick.lead) : null
  const noTail = 'the kick is too short for a pitch'
  // A tenth of a radian left over is a clean tail, a whole one is no tail at all.
  const tailSure = tail ? Math.max(0.1, Math.min(0.95, 1 - tail.error)) : 0
  give('kickFundamental', tail?.hz ?? null, noTail, tailSure)
  give('kickTuning', tail ? centsOff(tail.hz, tuningCents) : null, noTail, tailSure)

  const bassPowers = bass.beats.map(beat => powerOverBeat([beat], bass))
  const late = range(bass, bassPart)
  const levels = bassPowers.map(power => soundingLevel(power, late))
  const kickPowers = kick === bass ? bassPowers : kick.beats.map(beat => powerOverBeat([beat], kick))
  const kickLevels = kickPowers.map(power => highest(power, range(kick, kickPart)))
  const usualBass = quantile(levels, 0.5) ?? 0
  const usualKick = quantile(kickLevels, 0.5) ?? 0
  const noBass = 'no bass is heard between the kicks'
  if (!(usualBass > leastBass * usualKick) || !(usualBass > 0)) {
    for (const id of [
      'kickOverBass',
      'kickBassSpectralOverlap',
      'kickBassTemporalOverlap',
      'lowEndSeparation',
    ] as const)
      give(id, null, noBass, 0)
    give('bassFundamental', null, noBass, 0)
    return { values, reasons, confidence }
  }
  const tools = spectrumTools()
  const lateSpectra = bass.beats.map(beat => partSpectrum(beat, late, tools))
  const note = bassNote(lateSpectra, bass.sampleRate)
  give('bassFundamental', note?.hz ?? null, 'no pitch stands out in the bass', note?.confidence ?? 0)
  const noKick = 'no kick is heard'
  const over = powerToDb(usualKick / usualBass)
  give('kickOverBass', isKick && Number.isFinite(over) ? over : null, noKick, isMix ? 0.8 : 1)

  const rest = isMix ? without(bass, hit) : bass
  const restPower = powerOverBeat(rest.beats, rest)
  const wholePower = powerOverBeat(bass.beats, bass)
  const change = sumIn(restPower, late) / sumIn(wholePower, late)
  if (!isKick || change < leastChange) {
    const reason = isKick ? 'the bass plays the same note under every kick: a mix does not tell them apart' : noKick
    for (const id of ['kickBassSpectralOverlap', 'kickBassTemporalOverlap', 'lowEndSeparation'] as const)
      give(id, null, reason, 0)
    return { values, reasons, confidence }
  }
  const sure = isMix ? Math.min(0.8, change) : 1
  const spectral = overlapOf(
    sixthOctaves([partSpectrum(hit, range(kick, [0, 0.5]), tools)], kick),
    sixthOctaves(lateSpectra, bass),
  )
  // Notes that come back often are partly in the mean: what is left is scaled up to the bass between the kicks.
  const usual = soundingLevel(restPower, late)
  let covered = 0
  let all = 0
  for (let n = 0; n < kickPower.length; n++) {
    covered += kickPower[n]! * Math.min(1, restPower[n]! / usual)
    all += kickPower[n]!
  }
  const temporal = covered / all
  give('kickBassSpectralOverlap', 100 * spectral, '', sure)
  give('kickBassTemporalOverlap', 100 * temporal, '', sure)
  give('lowEndSeparation', 100 * (1 - spectral * temporal), '', sure)
  return { values, reasons, confidence }
}

const centsOff = (hz: number, tuningCents: number) => {
  const cents = 1200 * Math.log2(hz / 440) - tuningCents
  return cents - 100 * Math.round(cents / 100)
}

/** First and last sample of a part of the beat. */
const range = ({ lead, perBeat }: LowBeats, [from, to]: readonly [number, number]): [number, number] => [
  lead + Math.round(from * perBeat),
  lead + Math.round(to * perBeat),
]

function highest(power: Float64Array, [from, to]: readonly [number, number]): number {
  const end = Math.min(to, power.length)
  let most = 0
  for (let n = from; n < end; n++) if (power[n]! > most) most = power[n]!
  return most
}

function sumIn(power: Float64Array, [from, to]: readonly [number, number]): number {
  let sum = 0
  for (let n = from; n < Math.min(to, power.length); n++) sum += power[n]!
  return sum
}

/** Mean power of the part within 10 dB of its loudest: notes, not the gaps between them. */
function soundingLevel(power: Float64Array, part: readonly [number, number]): number {
  const loudest = highest(power, part)
  const end = Math.min(part[1], power.length)
  let sum = 0
  let count = 0
  for (let n = part[0]; n < end; n++) {
    if (power[n]! < 0.1 * loudest) continue
    sum += power[n]!
    count++
  }
  return count === 0 ? 0 : sum / count
}

const without = (low: LowBeats, hit: Float64Array): LowBeats => ({
  ...low,
  beats: low.beats.map(beat => difference(beat, hit)),
})

function difference(x: Float64Array, y: Float64Array): Float64Array {
  const rest = new Float64Array(x.length)
  for (let n = 0; n < x.length; n++) rest[n] = x[n]! - y[n]!
  return rest
}

function overlapOf(p: Float64Array, q: Float64Array): number {
  const sumP = p.reduce((a, b) => a + b, 0)
  const sumQ = q.reduce((a, b) => a + b, 0)
  let shared = 0
  for (let k = 0; k < p.length; k++) shared += Math.min(p[k]! / sumP, q[k]! / sumQ)
  return shared
}
