/** One track of a set file. */
import { mixerRows, type ParameterRow } from '../../live/device-table.ts'
import { type Device, mixerNames, type Parameter, sendName, type Track, type TrackPath } from '../../live/set.ts'
import type { AlsTrack } from './als-set.ts'
import { type DeviceReader, devicesOf } from './devices.ts'
import { type AlsElement, at, attributeOf, everyBelow, isTrue, numberAt, valueAt } from './element.ts'
import { type AlsPlace, automationTarget, TrackParameters, valueHolder } from './parameters.ts'
import { type AlsSample, samplesBelow } from './samples.ts'

/** What has been gathered before this track, and takes what it adds. */
export interface Gathered extends Pick<DeviceReader, 'onDevice' | 'onSidechain' | 'liveVersion'> {
  readonly file: string
  readonly tracksBefore: number
  readonly returnsBefore: number
  readonly places: Map<string, AlsPlace>
  readonly unread: string[]
  readonly samples: AlsSample[]
}

/** A track before the others are known: groups are ids. */
export interface DraftTrack extends Pick<Track, 'path' | 'name' | 'kind' | 'output' | 'solo' | 'mixer'> {
  readonly id: string
  readonly groupId: string
  readonly sends: readonly Parameter[]
  readonly devices: readonly Device[]
  /** Where the last arrangement clip ends. */
  readonly endBeats: number
  readonly facts: Omit<AlsTrack, 'path' | 'name'>
  /** Of Main; null elsewhere. */
  readonly tempo: Tempo | null
  readonly signature: { readonly numerator: number; readonly denominator: number }
}

interface Tempo {
  readonly value: number
  readonly automation: { readonly min: number; readonly max: number; readonly points: number } | null
}

const kinds: Readonly<Record<string, Track['kind']>> = {
  AudioTrack: 'audio',
  MidiTrack: 'midi',
  GroupTrack: 'group',
  ReturnTrack: 'return',
  MasterTrack: 'master',
  MainTrack: 'master',
}

export function trackOf(element: AlsElement, gathered: Gathered): DraftTrack {
  const { tracksBefore, returnsBefore, places, unread, liveVersion, onDevice, onSidechain } = gathered
  // A kind that a later Live adds carries sound until somebody says otherwise.
  const kind = kinds[element.tag] ?? 'audio'
  const path: TrackPath =
    kind === 'master' ? 'master_track' : kind === 'return' ? `return_tracks ${returnsBefore}` : `tracks ${tracksBefore}`
  const chain = at(element, 'DeviceChain') ?? at(element, 'MasterChain')
  const mixer = at(chain, 'Mixer')
  const parameters = new TrackParameters(path, automatedTargets(element), places, unread)
  const read = (tag: string, part: 'volume' | 'panning' | 'activator') =>
    parameters.read(at(mixer, tag), mixerRows[part], {
      name: mixerNames[part],
      unit: { unit: part === 'volume' ? 'gain' : 'raw' },
      device: null,
      rack: null,
    })
  const own = [
    read('Volume', 'volume'),
    read('Pan', 'panning'),
    kind === 'master' ? undefined : read('Speaker', 'activator'),
  ]
  const sends = (at(mixer, 'Sends')?.children ?? []).flatMap((holder, index) => {
    const name = sendName(index)
    const send = parameters.read(at(holder, 'Send'), sendRow(name), {
      name,
      unit: { unit: 'gain' },
      device: null,
      rack: null,
    })
    return send ? [send] : []
  })
  gathered.samples.push(...samplesBelow(chain, gathered.file))
  const clips = clipsOf(chain)
  return {
    id: attributeOf(element, 'Id') ?? path,
    groupId: valueAt(element, 'TrackGroupId') ?? '-1',
    path,
    name: nameOf(element, kind, kind === 'return' ? returnsBefore : tracksBefore),
    kind,
    output: kind === 'master' ? 'main' : outputOf(valueAt(chain, 'AudioOutputRouting/Target') ?? ''),
    solo: isTrue(valueAt(mixer, 'SoloSink')),
    mixer: own.filter(parameter => parameter !== undefined),
    sends: kind === 'master' ? [] : sends,
    devices: devicesOf(at(chain, 'DeviceChain/Devices'), { parameters, liveVersion, onDevice, onSidechain }),
    endBeats: Math.max(0, ...clips.arrangement.map(clip => numberAt(clip, 'CurrentEnd') ?? 0)),
    facts: {
      input: routingText(chain, element.tag === 'MidiTrack' ? 'MidiInputRouting' : 'AudioInputRouting'),
      output: routingText(chain, 'AudioOutputRouting'),
      isFrozen: isTrue(valueAt(element, 'Freeze')),
      clips: { session: clips.session, arrangement: clips.arrangement.length },
    },
    tempo: kind === 'master' ? tempoOf(element, mixer) : null,
    signature: signatureOf(mixer),
  }
}

/** Made once for each return: a set has as many sends as tracks times returns. */
const sendRows = new Map<string, ParameterRow>()

function sendRow(name: string): ParameterRow {
  const row = sendRows.get(name) ?? { ...mixerRows.send, name }
  sendRows.set(name, row)
  return row
}

/** Live shows UserName, or what it makes itself of the first clip or device; Live 8 writes only the first. */
function nameOf(element: AlsElement, kind: Track['kind'], index: number): string {
  const name = valueAt(element, 'Name/EffectiveName') || valueAt(element, 'Name/UserName')
  if (name) return name
  if (kind === 'master') return 'Master'
  const words = { audio: 'Audio', midi: 'MIDI', group: 'Group', return: 'Return' } as const
  return kind === 'return' ? `${String.fromCharCode(65 + index)}-Return` : `${index + 1}-${words[kind]}`
}

/** A hardware output or another track as a bus does not reach Main on a way that the mix model knows. */
function outputOf(target: string): Track['output'] {
  if (/^AudioOut\/(Main|Master)$/.test(target) || target === '') return 'main'
  if (target === 'AudioOut/GroupTrack') return 'group'
  return /sends/i.test(target) ? 'sends-only' : 'none'
}

function routingText(chain: AlsElement | undefined, tag: string): string {
  const texts = ['UpperDisplayString', 'LowerDisplayString'].map(part => valueAt(chain, `${tag}/${part}`))
  return texts.filter(Boolean).join(' ')
}

/** AutomationTarget ids that envelopes of the arrangement or of clips point to (Live 10 and newer). */
function automatedTargets(element: AlsElement): ReadonlySet<string> {
  const envelopes = everyBelow(element, 'AutomationEnvelope', 'ClipEnvelope')
  return new Set(envelopes.flatMap(envelope => valueAt(envelope, 'EnvelopeTarget/PointeeId') ?? []))
}

function clipsOf(chain: AlsElement | undefined) {
  const sequencer = at(chain, 'MainSequencer')
  const isClip = ({ tag }: AlsElement) => tag === 'AudioClip' || tag === 'MidiClip'
  const arrangement = ['Sample/ArrangerAutomation/Events', 'ClipTimeable/ArrangerAutomation/Events']
    .flatMap(path => at(sequencer, path)?.children ?? [])
    .filter(isClip)
  const slots = at(sequencer, 'ClipSlotList')?.children ?? []
  const session = slots
    .flatMap(slot => (at(slot, 'ClipSlot/Value') ?? at(slot, 'Value'))?.children ?? [])
    .filter(isClip)
  return { arrangement, session: session.length }
}

/** The first event stands at this time: the value before any other. */
const beforeAll = -63_072_000

function tempoOf(main: AlsElement, mixer: AlsElement | undefined): Tempo | null {
  const tempo = at(mixer, 'Tempo')
  const value = tempo && Number(valueHolder(tempo)?.value ?? Number.NaN)
  // Live goes from 20 to 999 BPM.
  if (value === undefined || !(value >= 20 && value <= 999)) return null
  const target = automationTarget(tempo)
  const envelope = everyBelow(main, 'AutomationEnvelope').find(
    each => target !== undefined && valueAt(each, 'EnvelopeTarget/PointeeId') === target,
  )
  const events = (at(envelope, 'Automation/Events') ?? at(tempo, 'ArrangerAutomation/Events'))?.children ?? []
  const points = events.filter(event => Number(attributeOf(event, 'Time')) > beforeAll)
  if (points.length === 0) return { value, automation: null }
  const values = points.map(({ value }) => Number(value))
  return { value, automation: { min: Math.min(...values), max: Math.max(...values), points: points.length } }
}

/** Live's code: (numerator − 1) + 99 · log2(denominator); 201 is 4/4. */
function signatureOf(mixer: AlsElement | undefined) {
  const element = at(mixer, 'TimeSignature')
  const code = Number((element && valueHolder(element)?.value) ?? 201)
  const isCode = Number.isInteger(code) && code >= 0 && code < 99 * 5
  return isCode
    ? { numerator: (code % 99) + 1, denominator: 2 ** Math.floor(code / 99) }
    : { numerator: 4, denominator: 4 }
}
