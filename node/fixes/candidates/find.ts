/** Candidate moves: what the mixer and the devices on the tracks can do, and what devices of Live could do that are not there yet. */
import { bandCount } from '../../dsp/bands.ts'
import type { FeatureId } from '../../features/catalogue.ts'
import {
  type Device,
  everyDevice,
  isInSeries,
  type LiveSet,
  masterOf,
  mixerNames,
  type ParameterRef,
  type Track,
  type TrackPath,
} from '../../live/set.ts'
import { modelOf } from '../../mix/devices/index.ts'
import type { MixModel } from '../../mix/model.ts'
import type { Role } from '../../mix/roles/role.ts'
import { type MoveKind, type Rules, speaksOf } from '../rules.ts'
import type { Candidate, Joint, Make, Place } from './candidate.ts'
import {
  compressionCandidates,
  duckingCandidates,
  isDucker,
  isForeignDucker,
  kickOf,
  limiterCandidates,
  newDuckerCandidates,
} from './dynamics.ts'
import { eqEightCandidates } from './eq-eight.ts'
import { insertedDevice } from './inserted.ts'
import { jointsOf } from './joints.ts'
import { missingOnMain, type OnlyMain } from './main-alone.ts'
import { levelCandidates, muteCandidates, panCandidates } from './mixer.ts'
import { isOn, notMovable, parameterOf, withMacros } from './parameters.ts'
import { toldOnly } from './told-only.ts'
import { utilityCandidates, utilityGainCandidates } from './utility.ts'

export interface Locks {
  /** Track names the user locked. */
  readonly tracks?: readonly string[]
  readonly parameters?: readonly ParameterRef[]
  /** Moves that the user does not want: another way is looked for. */
  readonly moves?: readonly { readonly track: TrackPath; readonly kind: MoveKind }[]
}

export interface FindOptions {
  readonly rules: Rules
  readonly roles: ReadonlyMap<TrackPath, Role>
  readonly locks?: Locks
  /** Features outside their zone: only what can move one of them is looked at. */
  readonly gaps: readonly FeatureId[]
  /** Devices of Live that may be proposed where they are missing, by class name. */
  readonly insertable: readonly string[]
  /** How deep tracks duck already, by path: a ducker is proposed only where nothing ducks. */
  readonly ducking?: (track: TrackPath) => number | null
  /** No track can be moved, only what is on Main. */
  readonly mainAlone?: OnlyMain
  /** What an earlier pass of this session moved: its rest is no further move. */
  readonly isBegun?: (track: TrackPath, kind: MoveKind) => boolean
}

export interface Found {
  readonly candidates: readonly Candidate[]
  readonly joints: readonly Joint[]
  readonly refused: readonly string[]
}

export function findCandidates(set: LiveSet, model: MixModel, options: FindOptions): Found {
  const refused: string[] = []
  const findings = options.rules.findings.filter(each => options.gaps.some(id => speaksOf(each, id)))
  const kinds = new Set(findings.flatMap(each => each.kinds))
  const isCalledFor = ({ kind, node }: Candidate) =>
    findings.some(
      each => each.kinds.includes(kind) && (each.roles?.includes(options.roles.get(node) ?? 'other') ?? true),
    )
  const candidates = set.tracks
    .filter(track => model.contributors.some(({ nodes }) => nodes.includes(track.path)))
    .flatMap(track => {
      if (options.locks?.tracks?.includes(track.name)) {
        refused.push(`${track.name} is locked.`)
        return []
      }
      return candidatesOf(set, track, model, { ...options, kinds }, sentence => refused.push(sentence))
    })
  const isWanted = ({ kind, node }: Candidate) =>
    !options.locks?.moves?.some(move => move.track === node && move.kind === kind)
  if (options.mainAlone) refused.push(...missingOnMain(masterOf(set), options.gaps, options.mainAlone))
  const all = [...candidates, ...soloCandidates(set, model, options.rules)].filter(isCalledFor).filter(isWanted)
  return { candidates: all, joints: jointsOf(all), refused }
}

function candidatesOf(
  set: LiveSet,
  track: Track,
  model: MixModel,
  {
    rules,
    roles,
    locks,
    insertable,
    ducking,
    mainAlone,
    isBegun = () => false,
    kinds,
  }: FindOptions & { readonly kinds: ReadonlySet<MoveKind> },
  refuse: (sentence: string) => void,
): Candidate[] {
  const role = roles.get(track.path) ?? 'other'
  const isForbidden = (kind: MoveKind) => rules.forbidden.some(each => each.kind === kind && each.roles.includes(role))
  // A rack with one chain is entered: what is in it is in series with the rest. Parallel chains stay one device.
  const chain = everyDevice(track)
    .filter(
      placed =>
        isInSeries(placed) && placed.device.chains.length !== 1 && placed.within.every(({ rack }) => isOn(rack)),
    )
    .map(({ device }) => withMacros(track, device))
    .filter(isOn)
  // Plug-ins and Max devices are only ever touched by hand.
  const devices = chain.filter(({ kind }) => kind === 'device')
  const isLocked = (device: Device | null, parameter: string) =>
    locks?.parameters?.some(
      ref => ref.track === track.path && ref.device === (device?.path ?? null) && ref.parameter === parameter,
    ) === true
  const place: Place = {
    track,
    role,
    rules,
    model,
    share: shareOf(track.path, model),
    devices,
    make: maker(track, role, rules, isBegun),
    refuse,
    movable: (owner, name) => {
      const parameter = owner === null ? track.mixer.find(each => each.name === name) : parameterOf(owner, name)
      return parameter !== undefined && notMovable(parameter) === null && !isLocked(owner, name)
    },
  }
  const here = (device: Device) => ({ postChain: isPostChain(chain, device), inserts: null })
  const missing = (device: Device) => ({
    postChain: true,
    inserts: { track: track.path, className: device.className, name: device.name, path: device.path, sidechain: null },
  })
  const isMuted = track.mixer.some(({ name, value }) => name === mixerNames.activator && value === 0)
  if (isMuted) return muteCandidates(place)

  const list: Candidate[] = [...levelCandidates(place), ...panCandidates(place)]
  const utility = devices.findLast(device => device.className === 'StereoGain')
  if (list.every(({ kind }) => kind !== 'level')) list.push(...withoutFader(place, utility, here))

  const canInsert = (className: string) => insertable.includes(className) && track.kind !== 'master'
  const eq = devices.findLast(device => device.className === 'Eq8')
  if (eq) list.push(...eqEightCandidates(place, eq, here(eq)))
  else if (canInsert('Eq8')) {
    const added = insertedDevice(track, 'Eq8')
    list.push(...eqEightCandidates(place, added, missing(added)))
  }
  // The width of single tracks is the producer's; where none can be moved, Main's Utility is.
  if (track.kind !== 'master' || mainAlone) {
    if (utility) list.push(...utilityCandidates(place, utility, here(utility)))
    else if (canInsert('StereoGain')) {
      const added = insertedDevice(track, 'StereoGain')
      list.push(...utilityCandidates(place, added, missing(added)))
    }
  }
  for (const device of devices) {
    if (modelOf(device.className)?.kind !== 'dynamic') continue
    const postChain = isPostChain(chain, device)
    if (isDucker(device, roles)) list.push(...duckingCandidates(place, device, postChain))
    else list.push(...compressionCandidates(place, device, postChain), ...limiterCandidates(place, device))
  }
  list.push(...missingDucker())
  const isTold = toldOnly(place)
  return list.filter(
    each => kinds.has(each.kind) && !isForbidden(each.kind) && !isLockedControl(each.control) && isTold(each),
  )

  function isLockedControl(control: string): boolean {
    return locks?.parameters?.some(ref => ref.track === track.path && control.startsWith(`${ref.device} `)) === true
  }

  /** Only where nothing ducks yet: an existing ducker of another kind is the producer's choice. */
  function missingDucker(): Candidate[] {
    const kick = kickOf(set, roles)
    if (!ducking || !kinds.has('ducking')) return []
    if (!kick || kick === track || track.kind === 'master' || track.kind === 'group') return []
    if (!canInsert('Compressor2') && !track.devices.some(isForeignDucker)) return []
    if (isForbidden('ducking') || devices.some(device => isDucker(device, roles))) return []
    const depth = ducking(track.path)
    if (depth === null || depth > audibleDepthDb) return []
    const foreign = track.devices.find(isForeignDucker)
    if (foreign) {
      refuse(`${track.name} is ducked by ${foreign.name}: set its depth there, a second ducker would fight it.`)
      return []
    }
    if (!canInsert('Compressor2')) return []
    return newDuckerCandidates(place, insertedDevice(track, 'Compressor2'), kick.path, kick.name)
  }
}

/** A track that ducks by more has a ducker, whatever it is. */
const audibleDepthDb = 1.5

/** The fader cannot be used: Utility can, or it is said why not. */
function withoutFader(
  place: Place,
  utility: Device | undefined,
  here: (device: Device) => Pick<Candidate, 'postChain' | 'inserts'>,
): Candidate[] {
  const volume = place.track.mixer.find(parameter => parameter.name === mixerNames.volume)
  const obstacle = volume && notMovable(volume)
  if (!obstacle) return []
  if (utility) return utilityGainCandidates(place, utility, here(utility))
  place.refuse(`The fader of ${place.track.name} ${obstacle}: it is left alone.`)
  return []
}

/** A solo that silences tracks which were recorded: switching it off is one candidate. */
function soloCandidates(set: LiveSet, model: MixModel, rules: Rules): Candidate[] {
  const soloed = set.tracks.filter(track => track.solo)
  if (soloed.length !== 1 || !model.contributors.some(({ silenced }) => silenced === 'solo')) return []
  const [track] = soloed
  return [
    maker(
      track!,
      'other',
      rules,
      () => false,
    )('mute', {
      control: 'solo',
      range: [0, 1],
      isSwitch: true,
      postChain: true,
      move: () => ({ kind: 'solo', node: track!.path, on: false }),
      realise: () => [],
    }),
  ]
}

function maker(track: Track, role: Role, rules: Rules, isBegun: NonNullable<FindOptions['isBegun']>): Make {
  return (kind, specifics) => {
    const rule = rules.moves[kind]
    // What compresses on Main or on a group is put right there, and nowhere else.
    const where = kind === 'limiter' || kind === 'compression' ? 1 : kindFactor(track, rules)
    const factor = where * (rules.roleCosts.value[role] ?? 1)
    // A free band elsewhere or a device that is not there yet goes on with nothing.
    const isRest = !specifics.inserts && !specifics.tunable && isBegun(track.path, kind)
    const fixed = isRest ? 0 : rule.fixedCost + (specifics.inserts ? rules.insert.cost : 0)
    const boost = kind === 'level' || kind === 'eq' || kind === 'width' ? rules.costFactors.boost : 1
    const { idle = 0 } = specifics
    const heardPart = (amount: number) => (amount > 0 ? Math.max(0, amount - idle) : -amount)
    return {
      kind,
      node: track.path,
      trackName: track.name,
      limitPerPass: rule.limitPerPass,
      resolution: rule.resolution,
      unit: rule.unit,
      isSwitch: false,
      filter: null,
      tunable: false,
      inserts: null,
      idle,
      cost: amount =>
        amount === 0 ? 0 : factor * (fixed + rule.costPerUnit * heardPart(amount) * (amount > 0 ? boost : 1)),
      ...specifics,
    }
  }
}

/** Moves that carry several tracks along, and returns, come late. */
function kindFactor({ kind }: Track, { costFactors }: Rules): number {
  if (kind === 'master') return costFactors.main
  if (kind === 'group') return costFactors.group
  return kind === 'return' ? costFactors.return : 1
}

/** Devices that answer to level: behind them a move is linear, ahead of them it is a guess. */
const answersToLevel = new Set([
  'Compressor2',
  'GlueCompressor',
  'Limiter',
  'MultibandDynamics',
  'Gate',
  'Saturator',
  'DrumBuss',
  'Overdrive',
  'Pedal',
  'Roar',
  'Amp',
])

/** A ducker keyed by another track does not answer to its own track's level. */
function isPostChain(devices: readonly Device[], device: Device): boolean {
  const after = devices.slice(devices.indexOf(device) + 1)
  return after.every(
    other =>
      other.kind !== 'plugin' &&
      !(answersToLevel.has(other.className) && other.sidechainSource === null) &&
      other.chains.length === 0,
  )
}

/** The node's share of Main's power per band: the largest over the scopes. */
function shareOf(node: TrackPath, model: MixModel): Float64Array {
  const main = model.statistics()
  const share = new Float64Array(bandCount)
  for (const { nodes, statistics, silenced } of model.contributors) {
    if (!nodes.includes(node) || silenced !== null) continue
    statistics.forEach(({ mm, ss }, s) => {
      for (let k = 0; k < bandCount; k++) {
        const total = main[s]!.mm[k]! + main[s]!.ss[k]!
        if (total > 0) share[k] = Math.max(share[k]!, (mm[k]! + ss[k]!) / total)
      }
    })
  }
  return share
}
