/** Candidate moves: what the devices that are really on the tracks (and the mixer, always) can do, from a snapshot. */
import { bandCount, gridCentres } from '../dsp/bands.ts'
import type { FilterSettings } from '../dsp/biquad.ts'
import { findRow } from '../live/device-table.ts'
import {
  type Device,
  type LiveSet,
  mixerNames,
  type Parameter,
  type ParameterRef,
  type Track,
  type TrackPath,
} from '../live/set.ts'
import { displayForRaw } from '../live/value.ts'
import type { MixModel } from '../mix/model.ts'
import type { Move } from '../mix/moves.ts'
import type { ParameterChange } from './fix.ts'
import { type MoveKind, type Rules, roleOf } from './rules.ts'

/** A family of moves with one free amount. */
export interface Candidate {
  readonly kind: MoveKind
  readonly node: TrackPath
  readonly trackName: string
  /** Amounts the parameters can reach, and the whole way the rules allow; 0 is "leave it". */
  readonly range: readonly [low: number, high: number]
  readonly limitPerPass: number
  readonly resolution: number
  readonly unit: string
  /** EQ only: the filter at 0 dB, so that the search can move its frequency and Q. */
  readonly filter: FilterSettings | null
  /** EQ: existing bands keep their frequency and Q. */
  readonly tunable: boolean
  readonly cost: (amount: number) => number
  readonly move: (amount: number, filter?: FilterSettings) => Move
  readonly realise: (amount: number, filter?: FilterSettings) => readonly ParameterChange[]
  readonly postChain: boolean
}

export interface Locks {
  /** Track names the user locked. */
  readonly tracks?: readonly string[]
}

const eqTypes = { lowshelf: 2, bell: 3, highshelf: 5 } as const
type EqType = keyof typeof eqTypes

export function findCandidates(
  set: LiveSet,
  model: MixModel,
  rules: Rules,
  locks: Locks = {},
): { readonly candidates: readonly Candidate[]; readonly refused: readonly string[] } {
  const refused: string[] = []
  const candidates = set.tracks
    .filter(track => model.contributors.some(({ nodes }) => nodes.includes(track.path)))
    .flatMap(track => {
      if (locks.tracks?.includes(track.name)) {
        refused.push(`${track.name} is locked.`)
        return []
      }
      return candidatesOf(track, model, rules, refused)
    })
  return { candidates, refused }
}

function candidatesOf(track: Track, model: MixModel, rules: Rules, refused: string[]): Candidate[] {
  const role = roleOf(track)
  const factor =
    kindFactor(track, rules) * (role === 'kick' ? rules.costFactors.kick : role === 'lead' ? rules.costFactors.lead : 1)
  const share = shareOf(track.path, model)

  /** The common part of every candidate on this track. */
  const make = (
    kind: MoveKind,
    specifics: Pick<Candidate, 'range' | 'move' | 'realise' | 'postChain'> & Partial<Candidate>,
  ): Candidate => {
    const rule = rules.moves[kind]
    return {
      kind,
      node: track.path,
      trackName: track.name,
      limitPerPass: rule.limitPerPass,
      resolution: rule.resolution,
      unit: rule.unit,
      filter: null,
      tunable: false,
      cost: amount =>
        amount === 0
          ? 0
          : factor *
            (rule.fixedCost +
              rule.costPerUnit * Math.abs(amount) * (amount > 0 && kind !== 'pan' ? rules.costFactors.boost : 1)),
      ...specifics,
    }
  }

  const list: Candidate[] = []
  const level = levelCandidate(track, rules, refused, make)
  if (level) list.push(level)
  const pan = track.kind === 'master' ? null : panCandidate(track, rules, make)
  if (pan) list.push(pan)
  const eq = track.devices.findLast(device => device.className === 'Eq8' && isOn(device))
  if (eq) list.push(...eqCandidates(track, eq, share, rules, make))
  const utility = track.devices.findLast(device => device.className === 'StereoGain' && isOn(device))
  if (utility && track.kind !== 'master') list.push(...utilityCandidates(track, utility, model, rules, make))
  return list
}

/** Moves that carry several tracks along, and returns, come late. */
function kindFactor({ kind }: Track, { costFactors }: Rules): number {
  if (kind === 'master') return costFactors.main
  if (kind === 'group') return costFactors.group
  return kind === 'return' ? costFactors.return : 1
}

type Make = (
  kind: MoveKind,
  specifics: Pick<Candidate, 'range' | 'move' | 'realise' | 'postChain'> & Partial<Candidate>,
) => Candidate

function levelCandidate(track: Track, rules: Rules, refused: string[], make: Make): Candidate | null {
  const volume = track.mixer.find(parameter => parameter.name === mixerNames.volume)
  if (!volume) return null
  const obstacle = notMovable(volume)
  if (obstacle) {
    refused.push(`The fader of ${track.name} ${obstacle}: it is left alone.`)
    return null
  }
  const now = displayOf(null, volume)
  // At the bottom of the fader a level in dB means nothing.
  if (now === null || now < -60) return null
  const { limitTotal } = rules.moves.level
  return make('level', {
    range: [-limitTotal, Math.min(limitTotal, 6 - now)],
    postChain: true,
    move: db => ({ kind: 'level', node: track.path, db }),
    realise: db => [change(track, null, volume, now + db)],
  })
}

function panCandidate(track: Track, rules: Rules, make: Make): Candidate | null {
  const panning = track.mixer.find(parameter => parameter.name === mixerNames.panning)
  if (!panning || notMovable(panning)) return null
  const now = panning.value
  const { limitTotal } = rules.moves.pan
  return make('pan', {
    range: [Math.max(-limitTotal, -1 - now), Math.min(limitTotal, 1 - now)],
    postChain: true,
    move: amount => ({ kind: 'pan', node: track.path, to: now + amount }),
    realise: amount => [change(track, null, panning, now + amount)],
  })
}

/** One band of an EQ Eight as Live shows it. */
interface EqBand {
  readonly index: number
  readonly on: boolean
  readonly type: number
  readonly hz: number
  readonly gainDb: number
  readonly q: number
}

function eqCandidates(track: Track, eq: Device, share: Float64Array, rules: Rules, make: Make): Candidate[] {
  const parameter = (name: string) => eq.parameters.find(candidate => candidate.name === name)
  const show = (name: string) => displayOf(eq.className, parameter(name)!) ?? 0
  const bandName = (index: number, what: string) => `${index} ${what} A`
  const names = ['Filter On', 'Filter Type', 'Frequency', 'Gain', 'Q']
  const bands = Array.from({ length: 8 }, (_, i) => i + 1)
    .filter(index => names.every(name => parameter(bandName(index, name))))
    .filter(index => names.every(name => !notMovable(parameter(bandName(index, name))!)))
    .map(
      (index): EqBand => ({
        index,
        on: show(bandName(index, 'Filter On')) !== 0,
        type: show(bandName(index, 'Filter Type')),
        hz: show(bandName(index, 'Frequency')),
        gainDb: show(bandName(index, 'Gain')),
        q: show(bandName(index, 'Q')),
      }),
    )
  const scale = parameter('Scale') ? show('Scale') / 100 : 1
  if (!(scale > 0)) return []
  const free = bands.findLast(band => !band.on) ?? bands.findLast(band => isGainType(band.type) && band.gainDb === 0)
  const postChain = isPostChain(track, eq)
  const { limitTotal } = rules.moves.eq

  const set = (index: number, what: string, to: number) => change(track, eq, parameter(bandName(index, what))!, to)
  const shared = (type: EqType, hz: number) => audibleAround(share, type, hz) >= rules.minimumShare.value

  const added = (type: EqType, hz: number, q: number): Candidate => {
    const filter: FilterSettings = { type, hz, q }
    const reach = Math.min(limitTotal, 15 * scale)
    return make('eq', {
      range: [-reach, reach],
      postChain,
      filter,
      tunable: true,
      move: (gainDb, tuned = filter) => ({ kind: 'eq', node: track.path, from: null, to: { ...tuned, gainDb } }),
      realise: (gainDb, tuned = filter) => [
        set(free!.index, 'Filter Type', eqTypes[type]),
        set(free!.index, 'Frequency', tuned.hz),
        set(free!.index, 'Gain', gainDb / scale),
        set(free!.index, 'Q', tuned.q),
        // Last, so that no half-set band is heard.
        set(free!.index, 'Filter On', 1),
      ],
    })
  }

  /** A bell or shelf that is already working: its gain is moved, no second one is stacked beside it. */
  const adjusted = (band: EqBand): Candidate => {
    const type = (Object.keys(eqTypes) as EqType[]).find(key => eqTypes[key] === band.type)!
    const filter: FilterSettings = { type, hz: band.hz, q: band.q }
    const now = band.gainDb * scale
    return make('eq', {
      range: [Math.max(-limitTotal, -15 * scale - now), Math.min(limitTotal, 15 * scale - now)],
      postChain,
      filter,
      move: gainDb => ({
        kind: 'eq',
        node: track.path,
        from: { ...filter, gainDb: now },
        to: { ...filter, gainDb: now + gainDb },
      }),
      realise: gainDb => [set(band.index, 'Gain', (now + gainDb) / scale)],
    })
  }

  const list = bands
    .filter(band => band.on && isGainType(band.type) && band.gainDb !== 0 && shared('bell', band.hz))
    .map(adjusted)
  if (free) {
    for (const hz of rules.eqBells.hz) {
      if (shared('bell', hz)) for (const q of rules.eqBells.q) list.push(added('bell', hz, q))
    }
    for (const q of rules.eqShelves.q) {
      for (const hz of rules.eqShelves.highHz) if (shared('highshelf', hz)) list.push(added('highshelf', hz, q))
      for (const hz of rules.eqShelves.lowHz) if (shared('lowshelf', hz)) list.push(added('lowshelf', hz, q))
    }
  }
  return list
}

const isGainType = (type: number) => Object.values<number>(eqTypes).includes(type)

function utilityCandidates(track: Track, utility: Device, model: MixModel, rules: Rules, make: Make): Candidate[] {
  const parameter = (name: string) => utility.parameters.find(candidate => candidate.name === name)
  const list: Candidate[] = []
  const postChain = isPostChain(track, utility)
  const width = parameter('Stereo Width')
  const isMono = sideToMidDb(track.path, model) < rules.widthFloor.value
  if (width && !notMovable(width) && !isMono) {
    const now = displayOf(utility.className, width) ?? 100
    const { limitTotal } = rules.moves.width
    if (now > 0) {
      list.push(
        make('width', {
          range: [-limitTotal, Math.min(limitTotal, 20 * Math.log10(400 / now))],
          postChain,
          move: db => ({ kind: 'width', node: track.path, ratio: 10 ** (db / 20) }),
          realise: db => [change(track, utility, width, now * 10 ** (db / 20))],
        }),
      )
    }
  }
  const bassMono = parameter('Bass Mono')
  const bassFreq = parameter('Bass Freq')
  if (bassMono && bassFreq && !notMovable(bassMono) && !notMovable(bassFreq) && bassMono.value === 0) {
    for (const hz of rules.bassMonoHz.value) {
      list.push(
        make('bass-mono', {
          range: [0, 1],
          postChain,
          filter: { type: 'highpass', hz, q: 0.71 },
          move: () => ({ kind: 'bass-mono', node: track.path, hz }),
          realise: () => [change(track, utility, bassFreq, hz), change(track, utility, bassMono, 1)],
        }),
      )
    }
  }
  return list
}

/** Why a parameter must be left alone, as the end of a sentence, or null. */
function notMovable(parameter: Parameter): string | null {
  if (!parameter.isEnabled) return 'is mapped to a macro or disabled'
  if (parameter.automation !== 'none') return 'is automated'
  return null
}

const isOn = (device: Device) => device.parameters.find(parameter => parameter.name === 'Device On')?.value !== 0

/** Devices that answer to level: behind them a move is linear, ahead of them it is a guess. */
const dynamic = new Set([
  'Compressor2',
  'GlueCompressor',
  'Limiter',
  'MultibandDynamics',
  'Gate',
  'Saturator',
  'DrumBuss',
])

function isPostChain(track: Track, device: Device): boolean {
  const after = track.devices.slice(track.devices.indexOf(device) + 1).filter(isOn)
  return after.every(other => !dynamic.has(other.className))
}

function displayOf(className: string | null, parameter: Parameter): number | null {
  const row = findRow(className, parameter.name)
  return row ? displayForRaw(row, parameter.value) : null
}

function change(track: Track, device: Device | null, parameter: Parameter, to: number): ParameterChange {
  const row = findRow(device?.className ?? null, parameter.name)
  const ref: ParameterRef = { track: track.path, device: device?.path ?? null, parameter: parameter.name }
  return {
    ref,
    trackName: track.name,
    deviceName: device?.name ?? null,
    deviceClass: device?.className ?? null,
    from: displayOf(device?.className ?? null, parameter) ?? parameter.value,
    to,
    unit: row?.unit ?? '',
    fromText: parameter.display,
    fromRaw: parameter.value,
  }
}

/** The node's share of Main's power per band: the largest over the scopes. */
function shareOf(node: TrackPath, model: MixModel): Float64Array {
  const main = model.statistics()
  const share = new Float64Array(bandCount)
  for (const { nodes, statistics } of model.contributors) {
    if (!nodes.includes(node)) continue
    statistics.forEach(({ mm, ss }, s) => {
      for (let k = 0; k < bandCount; k++) {
        const total = main[s]!.mm[k]! + main[s]!.ss[k]!
        if (total > 0) share[k] = Math.max(share[k]!, (mm[k]! + ss[k]!) / total)
      }
    })
  }
  return share
}

/** The largest share within half an octave of a bell, or on the shelf's side. */
function audibleAround(share: Float64Array, type: EqType, hz: number): number {
  let most = 0
  for (let k = 0; k < bandCount; k++) {
    const ratio = gridCentres[k]! / hz
    const inside =
      type === 'bell' ? Math.abs(Math.log2(ratio)) < 0.5 : type === 'highshelf' ? ratio > 0.8 : ratio < 1.25
    if (inside) most = Math.max(most, share[k]!)
  }
  return most
}

/** Side to mid power of all that passes the node, over all bands and scopes, dB. */
function sideToMidDb(node: TrackPath, model: MixModel): number {
  let mid = 0
  let side = 0
  for (const { nodes, statistics } of model.contributors) {
    if (!nodes.includes(node)) continue
    for (const { mm, ss } of statistics) {
      for (let k = 0; k < bandCount; k++) {
        mid += mm[k]!
        side += ss[k]!
      }
    }
  }
  return mid + side > 0 ? 10 * Math.log10(side / mid) : Number.NEGATIVE_INFINITY
}
