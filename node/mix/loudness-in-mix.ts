/**
 * How loud each track is beside all the others, and what moves make of it: the partial loudness of features/masking over a few
 * moments of every section type. A move scales what a track excites by what it does to the track's mean power there.
 */
import { frameCount, stereoOf } from '../audio/audio.ts'
import { bandCount, gridCentres } from '../dsp/bands.ts'
import { filterCentres, filterCount } from '../dsp/erb.ts'
import { excitationPattern } from '../dsp/excitation.ts'
import { HearingSpectrum } from '../dsp/hearing-spectrum.ts'
import { specificPartialLoudness } from '../dsp/partial-loudness.ts'
import type { Analysis } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { TimeRange } from '../features/loudness.ts'
import { type HeardTrack, usualPlayback } from '../features/masking/hearing.ts'
import type { Take } from '../live/session.ts'
import type { LiveSet, TrackPath } from '../live/set.ts'
import { heardTrack } from './heard-tracks.ts'
import { KeptBySignal } from './kept-by-signal.ts'
import type { MixModel } from './model.ts'

/** Per section type. What a level takes from the others is told from these within some 2 % of what 600 moments tell. */
const momentsEach = 10
/** Neighbouring filters overlap: every second one tells how the loudness changes. */
const filterStride = 2
const filters = Int32Array.from({ length: Math.ceil(filterCount / filterStride) }, (_, n) => filterStride * n)
/** The narrow band around each filter's centre. */
const bandOf = filters.map(f => {
  const distance = (hz: number) => Math.abs(Math.log(hz / filterCentres[f]!))
  return gridCentres.reduce((best, hz, k) => (distance(hz) < distance(gridCentres[best]!) ? k : best), 0)
})

interface Heard {
  readonly path: TrackPath
  /** [moment · filters + filter], 1 = 0 dB SPL behind the ear. */
  readonly excitation: Float32Array
}

/** Where to listen. */
interface Moment {
  /** Index of the scope it stands for. */
  readonly scope: number
  readonly seconds: number
  readonly at: number
}

interface Listened {
  readonly moments: readonly Moment[]
  readonly tracks: readonly Heard[]
}

/** Sones, a mean over the song. Tracks that are not heard in Main are missing. */
export type Loudness = ReadonlyMap<TrackPath, number>

export class LoudnessInMix {
  readonly #model: MixModel
  readonly #listen: () => Listened
  #heard: Listened | null = null
  #before: Loudness | null = null
  readonly #after = new WeakMap<MixModel, Loudness>()

  /** Nothing is listened to before it is asked for. `model`: of this take, nothing moved. */
  constructor(model: MixModel, source: Pick<Source, 'set' | 'take' | 'analysis'>) {
    this.#model = model
    this.#listen = () => listen({ ...source, scopes: model.scopes })
  }

  /** As it is. */
  get before(): Loudness {
    this.#before ??= this.#loudness(() => null)
    return this.#before
  }

  /** After the moves that led to `moved`, a model that began as this one; worked out once. As before where nothing becomes louder. */
  after(moved: MixModel): Loudness {
    const known = this.#after.get(moved) ?? this.#moved(moved)
    this.#after.set(moved, known)
    return known
  }

  #moved(moved: MixModel): Loudness {
    const ratios = powerRatios(this.#model, moved)
    const isLouder = [...ratios.values()].some(perScope => perScope.some(ratio => ratio.some(x => x > audiblyLouder)))
    return isLouder ? this.#loudness(path => ratios.get(path) ?? null) : this.before
  }

  /** The same for moves that make something quieter: what the others gain counts, too. */
  told(moved: MixModel): Loudness {
    const ratios = powerRatios(this.#model, moved)
    return this.#loudness(path => ratios.get(path) ?? null)
  }

  /**
   * Sones that `masked` would gain without `masker`, a mean over the song, as it is. `hz`: where most of it is taken. null: one
   * of them is not heard.
   */
  taken(masked: TrackPath, masker: TrackPath): { readonly sones: number; readonly hz: number } | null {
    this.#heard ??= this.#listen()
    const { moments, tracks } = this.#heard
    const [own, other] = [masked, masker].map(each => tracks.find(({ path }) => path === each)?.excitation)
    if (!own || !other) return null
    const all = new Float64Array(moments.length * filters.length)
    for (const { excitation } of tracks) for (let n = 0; n < all.length; n++) all[n]! += excitation[n]!
    const lost = new Float64Array(filters.length)
    for (const [t, { seconds }] of moments.entries()) {
      for (const [n, f] of filters.entries()) {
        const i = t * filters.length + n
        const e = own[i]!
        if (!(e > 0) || other[i]! === 0) continue
        const beside = (rest: number) => specificPartialLoudness(e, rest > 1e-6 * e ? rest : 0, f)
        lost[n]! += seconds * Math.max(0, beside(all[i]! - e - other[i]!) - beside(all[i]! - e))
      }
    }
    const total = moments.reduce((sum, { seconds }) => sum + seconds, 0)
    const most = lost.reduce((best, x, n) => (x > lost[best]! ? n : best), 0)
    return { sones: total > 0 ? lost.reduce((sum, x) => sum + x, 0) / total : 0, hz: filterCentres[filters[most]!]! }
  }

  #loudness(ratiosOf: (track: TrackPath) => readonly Float64Array[] | null): Loudness {
    this.#heard ??= this.#listen()
    const { moments, tracks } = this.#heard
    const sones = new Float64Array(tracks.length)
    const ratios = tracks.map(({ path }) => ratiosOf(path))
    const own = tracks.map(() => new Float64Array(filters.length))
    const all = new Float64Array(filters.length)
    for (const [t, { scope, seconds }] of moments.entries()) {
      all.fill(0)
      for (const [i, { excitation }] of tracks.entries()) {
        const ratio = ratios[i]?.[scope]
        for (let n = 0; n < filters.length; n++) {
          const e = excitation[t * filters.length + n]! * (ratio ? ratio[bandOf[n]!]! : 1)
          own[i]![n] = e
          all[n]! += e
        }
      }
      for (const [i, excited] of own.entries()) {
        for (let n = 0; n < filters.length; n++) {
          const e = excited[n]!
          // A hair of the sum's rounding is no sound.
          const rest = all[n]! - e
          if (e > 0) sones[i]! += seconds * specificPartialLoudness(e, rest > 1e-6 * e ? rest : 0, filters[n]!)
        }
      }
    }
    const total = moments.reduce((sum, { seconds }) => sum + seconds, 0)
    return new Map(tracks.map(({ path }, i) => [path, total > 0 ? sones[i]! / total : 0]))
  }
}

/** Of power; less takes nothing from anybody. */
const audiblyLouder = 1.02

/** What moves did to the power of tracks per scope and band; tracks that nothing was done to are missing. */
function powerRatios(model: MixModel, moved: MixModel): Map<TrackPath, Float64Array[]> {
  const powers = new Map<TrackPath, { readonly was: Float64Array[]; readonly is: Float64Array[] }>()
  const none = () => model.scopes.map(() => new Float64Array(bandCount))
  const changed = new Set(
    model.contributors.flatMap(({ track }, c) => (moved.contributors[c] === model.contributors[c] ? [] : [track])),
  )
  for (const [c, { track }] of model.contributors.entries()) {
    if (!changed.has(track)) continue
    const power = powers.get(track) ?? { was: none(), is: none() }
    powers.set(track, power)
    for (let s = 0; s < model.scopes.length; s++) {
      const [was, is] = [model.arriving(c, s), moved.arriving(c, s)]
      for (let k = 0; k < bandCount; k++) {
        power.was[s]![k]! += was.mm[k]! + was.ss[k]!
        power.is[s]![k]! += is.mm[k]! + is.ss[k]!
      }
    }
  }
  return new Map(
    [...powers].map(([track, { was, is }]) => [
      track,
      was.map((before, s) => before.map((power, k) => (power > 0 ? is[s]![k]! / power : 1))),
    ]),
  )
}

interface Source {
  readonly set: LiveSet
  readonly take: Take
  readonly analysis: Pick<Analysis, 'sections' | 'seconds'>
  readonly scopes: readonly Scope[]
}

function listen({ set, take, analysis, scopes }: Source) {
  const moments = momentsOf(analysis, scopes)
  const { sampleRate } = take.main
  const key = JSON.stringify([sampleRate, moments])
  const tracks = set.tracks.flatMap((track): Heard[] => {
    const heard = heardTrack(set, take, track)
    if (!heard) return []
    const made = () => excitationOf(heard, moments)
    return [{ path: track.path, excitation: kept.get(stereoOf(heard.audio), key + JSON.stringify(heard.gains), made) }]
  })
  return { moments, tracks }
}

const kept = new KeptBySignal<Float32Array>()

/** 0.618…: the fractional parts of its multiples fill a span evenly without ever repeating, so no beat is hit twice alike. */
const golden = (Math.sqrt(5) - 1) / 2

function momentsOf({ sections, seconds }: Source['analysis'], scopes: readonly Scope[]): Moment[] {
  const types = scopes.filter(scope => sections.some(({ type }) => type === scope))
  const whole: readonly TimeRange[] = [{ startSeconds: 0, endSeconds: seconds }]
  return (types.length > 0 ? types : scopes.slice(0, 1)).flatMap((scope): Moment[] => {
    const ranges = types.length > 0 ? sections.filter(({ type }) => type === scope) : whole
    const length = ranges.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
    return Array.from({ length: momentsEach }, (_, m) => {
      let at = ((m + ((m * golden) % 1)) / momentsEach) * length
      const range = ranges.find(({ startSeconds, endSeconds }) => {
        if (at < endSeconds - startSeconds) return true
        at -= endSeconds - startSeconds
        return false
      })
      return {
        scope: scopes.indexOf(scope),
        seconds: length / momentsEach,
        at: range ? range.startSeconds + at : ranges.at(-1)!.endSeconds,
      }
    })
  })
}

function excitationOf({ audio, gains }: HeardTrack, moments: readonly Moment[]): Float32Array {
  const spectrum = new HearingSpectrum(audio.sampleRate, usualPlayback.dbSpl - usualPlayback.lufs)
  const out = new Float32Array(moments.length * filters.length)
  const pattern = new Float64Array(filterCount)
  const signal = stereoOf(audio)
  for (const [t, { at }] of moments.entries()) {
    const start = Math.min(Math.round(at * audio.sampleRate - spectrum.size / 2), frameCount(audio) - spectrum.size)
    if (!spectrum.read(signal, gains ?? { left: 1, right: 1 }, start)) continue
    excitationPattern(spectrum.components, pattern)
    for (const [n, f] of filters.entries()) out[t * filters.length + n] = pattern[f]!
  }
  return out
}
