/**
 * From a take and the set to the mix model: what each track contributes to Main is its signal after devices (where a tap
 * hears it) × fader and pan × its route through groups, sends and Main's chain (DESIGN 3.1).
 */
import { frameCount, stereoOf } from '../audio/audio.ts'
import { type BandStatistics, bandCount } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import { type Scope, scopes } from '../features/catalogue.ts'
import { mixerState } from '../live/mixer.ts'
import { panGains } from '../live/pan.ts'
import type { Take } from '../live/session.ts'
import { isTransparent, type LiveSet, masterOf, type Track, type TrackPath } from '../live/set.ts'
import type { StereoSignal } from './devices/device-model.ts'
import { duckDepthInDrops } from './duck-depth.ts'
import { dynamicEffects } from './dynamics.ts'
import { LoudnessInMix } from './loudness-in-mix.ts'
import { mainAlone } from './main-alone.ts'
import { type Contributor, MixModel, type Pair } from './model.ts'
import { type RoleGuess, rolesOf } from './roles/guess-roles.ts'
import { measureSpectra } from './spectra.ts'

export interface Heard {
  readonly model: MixModel
  /** Share of Main's power that the heard tracks explain, 0..1. */
  readonly explained: number
  readonly heardTracks: number
  readonly audibleTracks: number
  /** What each track is for. */
  readonly roles: ReadonlyMap<TrackPath, RoleGuess>
  /** How deep a track ducks in the drops, dB; null where nothing is sustained or there is no beat. */
  readonly ducking: (track: TrackPath) => number | null
  /** How loud each track is beside the others, and what moves make of it. */
  readonly loudness: LoudnessInMix
  /** Main as one sound, for where too few tracks were heard. */
  readonly onMain: MixModel
  /** What enters Main's devices was heard by itself: what its compressors and limiter would do can be told without tracks. */
  readonly isMainInputHeard: boolean
}

/** A track on its way to Main, and the tracks it passes. */
interface Leg {
  readonly track: TrackPath
  /** What the tap hears: fader and pan are numbers, so that they cost no pass over the audio. */
  readonly signal: StereoSignal
  readonly gain: number
  readonly pan: number
  readonly nodes: readonly TrackPath[]
  /** Buses it passes before Main, innermost first. */
  readonly buses: readonly TrackPath[]
  readonly silenced: Contributor['silenced']
}

/**
 * Builds the model of a take. Tracks that are muted, not routed to Main or not heard contribute nothing; a muted track that was
 * recorded all the same is kept aside, so that hearing it again can be predicted. A group's devices
 * and Main's chain act as measured: the band levels behind them over those in front, frozen (compressors on buses are
 * followed where they stand, not where a move would push them).
 * Roles are guessed when none are given.
 */
export function buildMixModel(
  set: LiveSet,
  take: Take,
  analysis: Analysis,
  roles: ReadonlyMap<TrackPath, RoleGuess> = rolesOf(set, take, analysis),
): Heard {
  const { sampleRate } = take.main
  const used = scopes.filter(scope => analysis.bands[scope] !== undefined)
  const audible = set.tracks.filter(track => isLeaf(track) && isAudible(set, track))
  const heard = audible.filter(track => take.taps.has(track.path))
  const silenced = set.tracks.flatMap(track => {
    const why = isLeaf(track) ? silencedBy(set, track) : null
    return why && take.taps.has(track.path) && !isSilent(take.taps.get(track.path)!)
      ? [legOf(set, take, track, why)]
      : []
  })
  const sounding = heard.map(track => legOf(set, take, track, null))
  const legs = [...sounding, ...silenced]
  const buses = busesOf(set, sounding)

  // Buses with devices are followed by what enters and what leaves them; a plain bus is its fader.
  const frames = frameCount(take.main)
  const entering = (bus: Track): Faded =>
    sum(
      [
        ...sounding.filter(leg => leg.buses[0] === bus.path),
        ...buses.filter(inner => inner.group === bus.path).map(leaving),
      ],
      frames,
    )
  const leaving = (bus: Track): Faded => {
    const tap = take.taps.get(bus.path)
    return faded(tap ? stereoOf(tap) : entering(bus).signal, bus)
  }
  const complete = heard.length === audible.length
  const main = masterOf(set)
  const measuredBuses = buses.filter(bus => take.taps.has(bus.path) && (hasDevices(bus) || isPanned(bus)))
  // With tracks missing and no tap first on Main, its chain cannot be told from what was not heard: it is left at unity, the
  // rest is remainder.
  const entersMain = (): StereoSignal | null => {
    if (take.beforeMain) return stereoOf(take.beforeMain)
    if (!complete) return null
    const direct = sounding.filter(leg => leg.buses.length === 0)
    return sum([...direct, ...buses.filter(bus => bus.group === null).map(leaving)], frames).signal
  }
  const enteringMain = hasDevices(main) ? entersMain() : null
  const mainSignals = enteringMain ? [enteringMain] : []
  const { autos, pairs } = measureSpectra(
    [
      ...legs.map(leg => leg.signal),
      ...measuredBuses.flatMap(bus => [entering(bus).signal, atFader(leaving(bus))]),
      ...mainSignals,
    ],
    { sampleRate, scopes: used, sections: analysis.sections, gains: legs.map(leg => gainToMain(set, leg)) },
  )

  const measured = used.map(scope => analysis.bands[scope]!)
  const busTransfers = new Map<TrackPath, Transfer[]>()
  for (const bus of buses) {
    const { gain } = mixerState(bus)
    const b = measuredBuses.indexOf(bus)
    busTransfers.set(
      bus.path,
      used.map((_, s) =>
        b < 0
          ? constantTransfer(gain)
          : transferOf(autos[legs.length + 2 * b]![s]!, autos[legs.length + 2 * b + 1]![s]!),
      ),
    )
  }
  const mainTransfers = used.map((_, s) =>
    mainSignals.length > 0 ? transferOf(autos.at(-1)![s]!, measured[s]!) : constantTransfer(mixerState(main).gain),
  )

  const transfersOf = (leg: Leg, s: number): Transfer[] => [
    constantTransfer(leg.gain),
    // A bus that nothing is heard through has no transfer but its fader.
    ...leg.buses.map(bus => busTransfers.get(bus)?.[s] ?? faderOf(set, bus)),
    mainTransfers[s]!,
  ]
  const direct: Contributor[] = legs.map((leg, c) => ({
    track: leg.track,
    nodes: leg.nodes,
    pan: leg.pan,
    left: 1,
    right: 1,
    silenced: leg.silenced,
    statistics: used.map((_, s) => transfersOf(leg, s).reduce(through, autos[c]![s]!)),
  }))
  // Tracks that do not lie on each other to the sample have no phase to each other that means anything.
  const crossing: Pair[] = (take.isAligned === false ? [] : pairs).map(({ i, j, bands, statistics }) => ({
    i,
    j,
    bands,
    statistics: statistics.map((x, s) => {
      const a = product(transfersOf(legs[i]!, s))
      const b = product(transfersOf(legs[j]!, s))
      return {
        mmRe: times(x.mmRe, a.m, b.m),
        mmIm: times(x.mmIm, a.m, b.m),
        ssRe: times(x.ssRe, a.s, b.s),
        ssIm: times(x.ssIm, a.s, b.s),
        ms: times(x.ms, a.m, b.s),
      }
    }),
  }))
  const contributors = splitReturns(set, legs, direct)
  const ducking = duckingIn(take, analysis)
  const model = MixModel.build({
    sampleRate,
    scopes: used,
    contributors: contributors.list,
    pairs: contributors.remap(crossing),
    measured,
    complete,
    dynamics: dynamicEffects({
      set,
      take,
      analysis,
      scopes: used,
      contributors: contributors.list,
      ducking,
      enteringMain,
    }),
  })
  return {
    model,
    loudness: new LoudnessInMix(model, { set, take, analysis }),
    onMain: mainAlone({ set, take, analysis, scopes: used, measured }),
    isMainInputHeard: take.beforeMain !== undefined,
    explained: explainedShare(contributors.list, contributors.remap(crossing), used, measured),
    heardTracks: heard.length,
    audibleTracks: audible.length,
    roles,
    ducking,
  }
}

/** Measured when it is first asked for: most plans never ask. */
function duckingIn(take: Take, analysis: Analysis): Heard['ducking'] {
  const known = new Map<TrackPath, number | null>()
  return track => {
    if (!known.has(track)) {
      const tap = take.taps.get(track)
      known.set(track, tap ? (duckDepthInDrops(tap, analysis)?.depthDb ?? null) : null)
    }
    return known.get(track)!
  }
}

const isLeaf = (track: Track) => track.kind !== 'group' && track.kind !== 'master'

/** Reaches Main: active, routed, and so are its groups; not silenced by another track's solo. */
export function isAudible(set: LiveSet, track: Track): boolean {
  if (!mixerState(track).active || track.output === 'none' || track.output === 'sends-only') return false
  const group = set.tracks.find(other => other.path === track.group)
  if (group !== undefined && !isAudible(set, group)) return false
  const soloing = set.tracks.some(other => other.solo)
  return !soloing || track.kind === 'return' || isSoloed(set, track)
}

/** Itself, a group around it, or (a group) something in it. */
function isSoloed(set: LiveSet, track: Track): boolean {
  const around = wayOf(set, track).some(({ solo }) => solo)
  return around || (track.kind === 'group' && set.tracks.some(other => other.solo && wayOf(set, other).includes(track)))
}

/** What alone keeps a track from being heard: one activator on its way, or another track's solo; null when it is heard, or two. */
function silencedBy(set: LiveSet, track: Track): Contributor['silenced'] {
  if (track.output === 'none' || track.output === 'sends-only') return null
  const muted = wayOf(set, track).filter(each => !mixerState(each).active).length
  const soloing = track.kind !== 'return' && set.tracks.some(other => other.solo) && !isSoloed(set, track)
  if (muted === 1 && !soloing) return 'mute'
  return muted === 0 && soloing ? 'solo' : null
}

/** The track and the groups it is in, innermost first. */
function wayOf(set: LiveSet, track: Track): Track[] {
  const group = set.tracks.find(other => other.path === track.group)
  return group === undefined ? [track] : [track, ...wayOf(set, group)]
}

const isSilent = ({ channels }: Take['main']) => channels.every(channel => channel.every(sample => sample === 0))

const faderOf = (set: LiveSet, path: TrackPath) =>
  constantTransfer(mixerState(set.tracks.find(track => track.path === path)!).gain)

function legOf(set: LiveSet, take: Take, track: Track, silenced: Contributor['silenced']): Leg {
  const { gain, pan } = mixerState(track)
  const signal = stereoOf(take.taps.get(track.path)!)
  const buses = wayOf(set, track)
    .slice(1)
    .map(({ path }) => path)
  return { track: track.path, signal, gain, pan, nodes: [track.path, ...buses, 'master_track'], buses, silenced }
}

/** Groups that something heard passes, innermost first. */
function busesOf(set: LiveSet, legs: readonly Leg[]): Track[] {
  const depth = (track: Track): number => {
    const group = set.tracks.find(other => other.path === track.group)
    return group === undefined ? 0 : depth(group) + 1
  }
  return set.tracks
    .filter(track => track.kind === 'group' && legs.some(leg => leg.buses.includes(track.path)))
    .sort((a, b) => depth(b) - depth(a))
}

const hasDevices = (track: Track) =>
  track.devices.some(
    device => !isTransparent(device) && device.parameters.find(({ name }) => name === 'Device On')?.value !== 0,
  )

/** Its own fader and those of the groups it passes: devices on them change little in what matters beside what. */
const gainToMain = (set: LiveSet, leg: Leg) =>
  leg.buses.reduce((gain, path) => gain * mixerState(set.tracks.find(track => track.path === path)!).gain, leg.gain)

const isPanned = (track: Track) => mixerState(track).pan !== 0

/** A signal and how it is to be heard. */
interface Faded {
  readonly signal: StereoSignal
  readonly gain: number
  readonly pan: number
}

const faded = (signal: StereoSignal, track: Track): Faded => {
  const { gain, pan } = mixerState(track)
  return { signal, gain, pan }
}

const atFader = ({ signal: [left, right], gain, pan }: Faded): StereoSignal => {
  const sides = panGains(pan)
  return [scaled(left, gain * sides.left), scaled(right, gain * sides.right)]
}

function scaled(channel: Float32Array, gain: number): Float32Array {
  if (gain === 1) return channel
  const out = new Float32Array(channel.length)
  for (let n = 0; n < channel.length; n++) out[n] = gain * channel[n]!
  return out
}

function sum(parts: readonly Faded[], length: number): Faded {
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  for (const {
    signal: [l, r],
    gain,
    pan,
  } of parts) {
    const sides = panGains(pan)
    for (let n = 0; n < Math.min(length, l.length); n++) {
      left[n]! += gain * sides.left * l[n]!
      right[n]! += gain * sides.right * r[n]!
    }
  }
  return { signal: [left, right], gain: 1, pan: 0 }
}

/** Real gains per band on mid and side. */
interface Transfer {
  readonly m: Float64Array
  readonly s: Float64Array
}

const constantTransfer = (gain: number): Transfer => ({
  m: new Float64Array(bandCount).fill(gain),
  s: new Float64Array(bandCount).fill(gain),
})

/** A bus changes a band by at most this either way; beyond, the band holds leakage, not programme. */
const mostBusGain = 100

function transferOf(before: BandStatistics, after: BandStatistics): Transfer {
  const gain = (x: number, y: number) =>
    x > 0 && y > 0 ? Math.min(mostBusGain, Math.max(1 / mostBusGain, Math.sqrt(y / x))) : 1
  return { m: before.mm.map((x, k) => gain(x, after.mm[k]!)), s: before.ss.map((x, k) => gain(x, after.ss[k]!)) }
}

function through(statistics: BandStatistics, { m, s }: Transfer): BandStatistics {
  return { mm: times(statistics.mm, m, m), ss: times(statistics.ss, s, s), ms: times(statistics.ms, m, s) }
}

const times = (values: Float64Array, a: Float64Array, b: Float64Array) => values.map((x, k) => x * a[k]! * b[k]!)

const product = (transfers: readonly Transfer[]): Transfer =>
  transfers.reduce(
    (a, b) => ({ m: a.m.map((x, k) => x * b.m[k]!), s: a.s.map((x, k) => x * b.s[k]!) }),
    constantTransfer(1),
  )

/**
 * A return that is fed by sends carries its feeders' parts: each part also moves with its feeder. The split is by power at
 * the send. A return that is coherent with a feeder (parallel compression) keeps that cross-spectrum with the feeder's part.
 */
function splitReturns(set: LiveSet, legs: readonly Leg[], direct: readonly Contributor[]) {
  const returns = set.tracks.filter(track => track.kind === 'return')
  const list: Contributor[] = []
  /** Per direct contributor: its place in the list, or those of its parts by feeder. */
  const places: { readonly whole: number; readonly parts: ReadonlyMap<number, number> }[] = []
  for (const contributor of direct) {
    const feeds = feedsOf(returns.findIndex(track => track.path === contributor.track))
    places.push({ whole: list.length, parts: new Map(feeds.map(({ feeder }, p) => [feeder, list.length + p])) })
    if (feeds.length === 0) list.push(contributor)
    for (const feed of feeds) list.push(partOf(contributor, feed, feeds))
  }
  const remap = (pairs: readonly Pair[]): Pair[] =>
    pairs.map(pair => {
      const i = places[pair.i]!
      const j = places[pair.j]!
      return { ...pair, i: i.parts.get(pair.j) ?? i.whole, j: j.parts.get(pair.i) ?? j.whole }
    })
  return { list, remap }

  /** What feeds a return, loudest send first. */
  function feedsOf(index: number): Feed[] {
    if (index < 0) return []
    return legs
      .flatMap((leg, feeder) => {
        const track = set.tracks.find(({ path }) => path === leg.track)!
        const gain = mixerState(track).sends[index] ?? 0
        return gain > 0 && track.kind !== 'return' ? [{ feeder, track: leg.track, gain }] : []
      })
      .sort((a, b) => b.gain - a.gain)
  }

  function partOf(contributor: Contributor, feed: Feed, feeds: readonly Feed[]): Contributor {
    const power = ({ feeder, gain }: Feed, s: number, k: number) => {
      const { mm, ss } = direct[feeder]!.statistics[s]!
      return gain ** 2 * (mm[k]! + ss[k]!)
    }
    return {
      ...contributor,
      nodes: [feed.track, ...contributor.nodes],
      statistics: contributor.statistics.map((statistics, s) => {
        const share = Float64Array.from({ length: bandCount }, (_, k) => {
          const total = feeds.reduce((sum, each) => sum + power(each, s, k), 0)
          return total > 0 ? power(feed, s, k) / total : 1 / feeds.length
        })
        const shared = (values: Float64Array) => values.map((x, k) => x * share[k]!)
        return { mm: shared(statistics.mm), ss: shared(statistics.ss), ms: shared(statistics.ms) }
      }),
    }
  }
}

interface Feed {
  /** Index of the feeding leg. */
  readonly feeder: number
  readonly track: TrackPath
  readonly gain: number
}

/** Σ over bands of what is explained, band by band never more than all of it, over Main's power. */
function explainedShare(
  contributors: readonly Contributor[],
  pairs: readonly Pair[],
  used: readonly Scope[],
  measured: readonly BandStatistics[],
): number {
  const s = used.indexOf('overall')
  let explained = 0
  let total = 0
  for (let k = 0; k < bandCount; k++) {
    let heard = 0
    for (const { statistics, silenced } of contributors)
      if (silenced === null) heard += statistics[s]!.mm[k]! + statistics[s]!.ss[k]!
    for (const { i, j, statistics } of pairs)
      if (contributors[i]!.silenced === null && contributors[j]!.silenced === null)
        heard += 2 * (statistics[s]!.mmRe[k]! + statistics[s]!.ssRe[k]!)
    const main = measured[s]!.mm[k]! + measured[s]!.ss[k]!
    explained += Math.min(main, Math.max(0, heard))
    total += main
  }
  return total > 0 ? explained / total : 0
}
