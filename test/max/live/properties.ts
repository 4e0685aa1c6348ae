/** What Live tells about its objects, and what it lets be set. */
import { type Control, parameterOf, setValue, textOf } from '../../../node/adapters/simulated/control.ts'
import type { SimulatedDevice, SimulatedTrack } from '../../../node/adapters/simulated/model.ts'
import { deviceName } from '../../../node/live/device-table.ts'
import { chainMixerNames, deviceKind, mixerNames } from '../../../node/live/set.ts'
import { displayForRaw } from '../../../node/live/value.ts'
import type { Atom } from '../atoms.ts'
import type { Live } from './live.ts'
import type { Node } from './node.ts'
import { routingOf, setRouting } from './routing.ts'

/** Live says no. */
export class Refusal extends Error {
  override name = 'Refusal'
}

type Read = (live: Live, node: Node) => Atom | readonly Atom[]
type Properties = Readonly<Record<string, Read>>

const of =
  <T>(read: (object: T, live: Live, node: Node) => Atom | readonly Atom[] | boolean): Read =>
  (live, node) => {
    const value = read(node.object as T, live, node)
    return typeof value === 'boolean' ? Number(value) : value
  }

const track: Properties = {
  name: of<SimulatedTrack>(({ name }) => name),
  color: of<SimulatedTrack>((object, live) => live.colors.get(object) ?? 0x30a0f0 + live.tracks.indexOf(object)),
  color_index: of<SimulatedTrack>((object, live) => live.tracks.indexOf(object) % 70),
  is_frozen: of<SimulatedTrack>((object, live) => live.frozen.has(object)),
  can_be_frozen: of<SimulatedTrack>(({ kind }) => kind === 'audio' || kind === 'midi'),
  mute: of<SimulatedTrack>(object => activatorOf(object)?.value === 0),
  solo: of<SimulatedTrack>(({ solo }) => solo),
  muted_via_solo: of<SimulatedTrack>((object, live) => !object.solo && live.tracks.some(({ solo }) => solo)),
  is_foldable: of<SimulatedTrack>(({ kind }) => kind === 'group'),
  is_grouped: of<SimulatedTrack>(({ group }) => group !== null),
  is_visible: of<SimulatedTrack>(() => true),
  has_audio_input: of<SimulatedTrack>(({ kind }) => kind !== 'midi'),
  has_audio_output: of<SimulatedTrack>(() => true),
  has_midi_input: of<SimulatedTrack>(({ kind }) => kind === 'midi'),
  has_midi_output: of<SimulatedTrack>(() => false),
  arm: of<SimulatedTrack>(() => false),
  can_be_armed: of<SimulatedTrack>(({ kind }) => kind === 'audio' || kind === 'midi'),
  output_routing_type: (live, node) => routingOf(live, node, 'output_routing_type'),
  available_output_routing_types: (live, node) => routingOf(live, node, 'available_output_routing_types'),
}

const device: Properties = {
  name: of<SimulatedDevice>(({ name }) => name),
  class_name: of<SimulatedDevice>(({ className }) => className),
  class_display_name: of<SimulatedDevice>(({ className, name }) => deviceName(className) ?? name),
  type: of<SimulatedDevice>(({ className }) => (/Instrument|Drum/.test(className) ? 1 : 2)),
  is_active: of<SimulatedDevice>(({ controls }) => controls[0]?.value !== 0),
  can_have_chains: of<SimulatedDevice>(({ kind }) => kind === 'rack'),
  can_have_drum_pads: of<SimulatedDevice>(({ className }) => className === 'DrumGroupDevice'),
  latency_in_samples: of<SimulatedDevice>((object, live) => live.latencies.get(object) ?? 0),
  latency_in_ms: of<SimulatedDevice>((object, live) => (1000 * (live.latencies.get(object) ?? 0)) / live.sampleRate),
}

const compressor: Properties = Object.fromEntries(
  [
    'input_routing_type',
    'input_routing_channel',
    'available_input_routing_types',
    'available_input_routing_channels',
  ].map(name => [name, (live: Live, node: Node) => routingOf(live, node, name)]),
)

const parameter: Properties = {
  name: (live, node) => nameOf(live, node),
  original_name: (live, node) => nameOf(live, node),
  value: of<Control>(({ value }) => value),
  min: of<Control>(({ row }) => row.min),
  max: of<Control>(({ row }) => row.max),
  is_quantized: of<Control>(({ row }) => row.isQuantized),
  is_enabled: of<Control>(({ isEnabled }) => isEnabled),
  state: of<Control>(({ isEnabled }) => (isEnabled ? 0 : 2)),
  automation_state: of<Control>(({ automation }) => ['none', 'playing', 'overridden'].indexOf(automation)),
  default_value: of<Control>(({ row }) => {
    if (row.isQuantized) throw new Refusal('A quantized parameter has no default value.')
    return row.default
  }),
  // Max cuts the items of the list at their spaces.
  value_items: of<Control>(one => parameterOf(one).valueItems.flatMap(item => item.split(' '))),
  short_value_items: of<Control>(one => parameterOf(one).valueItems.flatMap(item => item.split(' '))),
  display_value: of<Control>((one, live) =>
    live.habits.displayValue === 'text' ? textOf(one, one.value) : (displayForRaw(one.row, one.value) ?? one.value),
  ),
}

const chain: Properties = {
  name: of<{ name: string }>(({ name }) => name),
  color: of(() => 0),
  mute: of<Pick<SimulatedTrack, 'mixer'>>(object => activatorOf(object)?.value === 0),
  solo: of<{ solo: boolean }>(({ solo }) => solo),
}

const song: Properties = {
  tempo: live => live.transport.tempo,
  is_playing: live => Number(live.transport.playing),
  current_song_time: live => live.transport.beats,
  start_time: live => live.transport.startBeats,
  signature_numerator: live => live.set.inside.facts.beatsPerBar,
  signature_denominator: () => 4,
  loop: live => Number(live.transport.loop.on),
  loop_start: live => live.transport.loop.startBeats,
  loop_length: live => live.transport.loop.lengthBeats,
  song_length: live => lengthBeats(live) + 64,
  last_event_time: live => lengthBeats(live),
  can_undo: live => Number(live.undo.steps.length > 0),
  record_mode: () => 0,
  session_record: () => 0,
  exclusive_solo: () => 1,
  name: live => live.set.inside.facts.name,
  back_to_arranger: () => 0,
  metronome: () => 0,
  punch_in: () => 0,
  punch_out: () => 0,
}

const cue: Properties = {
  name: of<{ name: string }>(({ name }) => name),
  time: of<{ beats: number }>(({ beats }) => beats),
}

const none: Properties = {}

/** All that can be got of an object. */
export function propertiesOf(live: Live, node: Node): Properties {
  const { habits } = live
  switch (node.kind) {
    case 'track':
      return track
    case 'chain':
      return chain
    case 'device':
      return node.object.className === 'Compressor2' ? { ...device, ...compressor } : device
    case 'parameter':
      return habits.displayValue === 'absent' ? omit(parameter, 'display_value') : parameter
    case 'song':
      return habits.hasSongName ? song : omit(song, 'name')
    case 'cue':
      return cue
    default:
      return none
  }
}

const omit = (properties: Properties, name: string): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name))

/** Sets a property. Throws Refusal. */
export function setProperty(live: Live, node: Node, name: string, values: readonly unknown[]): void {
  if (live.isNotifying) throw new Refusal('Changes cannot be triggered by notifications. You will need to defer.')
  const write = settable[`${node.kind} ${name}`]
  if (!write) throw new Refusal(`set: unsupported property "${name}" of ${node.kind}`)
  write(live, node, values)
}

type Write = (live: Live, node: Node, values: readonly unknown[]) => void

const setMute: Write = (live, node, [value]) => {
  const activator = activatorOf(node.object as SimulatedTrack)
  if (!activator) throw new Refusal('Main cannot be muted.')
  writeParameter(live, activator, Number(value) === 0 ? 1 : 0)
}

const settable: Readonly<Record<string, Write>> = {
  'parameter value': (live, node, [value]) => writeParameter(live, node.object as Control, Number(value)),
  'track mute': setMute,
  'chain mute': setMute,
  'track solo': (_, node, [value]) => {
    const track = node.object as SimulatedTrack
    if (track.kind === 'master') throw new Refusal('Main cannot be soloed.')
    track.solo = Number(value) !== 0
  },
  'song tempo': (live, _, [value]) => live.transport.setTempo(Number(value)),
  'song current_song_time': (live, _, [value]) => live.transport.jump(Number(value)),
  'song start_time': (live, _, [value]) => {
    live.transport.startBeats = Number(value)
  },
  'song is_playing': (live, _, [value]) => {
    if (Number(value) === 0) live.transport.stop()
    else live.transport.play(live.transport.startBeats)
  },
  'song loop': (live, _, [value]) => {
    live.transport.loop.on = Number(value) !== 0
  },
  'song loop_start': (live, _, [value]) => {
    live.transport.loop.startBeats = Number(value)
  },
  'song loop_length': (live, _, [value]) => {
    live.transport.loop.lengthBeats = Number(value)
  },
  'song-view selected_track': (live, _, values) => {
    const chosen = live.nodes.byId(Number(String(values.at(-1)).replace(/^id /, '')))
    if (chosen?.kind !== 'track') throw new Refusal('selected_track wants a track.')
    live.selected = { track: chosen.object, device: null }
  },
  'device input_routing_type': (live, node, [value]) => setRouting(live, node, 'input_routing_type', value),
  'device input_routing_channel': (live, node, [value]) => setRouting(live, node, 'input_routing_channel', value),
}

function writeParameter(live: Live, one: Control, value: number): void {
  live.meddle?.(one)
  if (!one.isEnabled) throw new Refusal('Value cannot be set, the parameter is disabled')
  if (!(value >= one.row.min && value <= one.row.max)) {
    throw new Refusal('Invalid value. Check the parameters range with min/max')
  }
  if (one.ignoresWrites) return
  const before = one.value
  setValue(one, value)
  if (one.automation === 'playing') one.automation = 'overridden'
  live.undo.wrote(one, before)
}

export const lengthBeats = ({ set, transport }: Live) =>
  (set.inside.frames / set.inside.facts.sampleRate / 60) * transport.tempo

const activatorOf = ({ mixer }: Pick<SimulatedTrack, 'mixer'>) =>
  mixer.find(({ row }) => row.name === mixerNames.activator || row.name === chainMixerNames.activator)

/** Live's own name, which is not always ours. */
function nameOf(live: Live, node: Node): string {
  const { row } = node.object as Control
  const owner = node.parent!
  if (owner.kind !== 'mixer') return row.name
  const isMain = (owner.object as SimulatedTrack).kind === 'master'
  if (isMain) return row.name.replace('Track', 'Master')
  if (row.name === mixerNames.activator) return 'Speaker On'
  const send = /^Send ([A-Z])$/.exec(row.name)?.[1]
  if (!send) return row.name
  const target = live.listOf(live.song, 'return_tracks')[send.charCodeAt(0) - 65]
  return `${send}-${(target?.object as SimulatedTrack | undefined)?.name ?? ''}`
}

export const isRack = (className: string) => deviceKind(className) === 'rack'
