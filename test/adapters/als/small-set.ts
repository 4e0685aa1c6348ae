/**
 * A Live set file as Live 12.4 writes it, cut down to what is read: element names, order and units from real sets. It cannot
 * prove what Live itself would read; the sample sets are there for that.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

let nextId = 100
const id = () => nextId++

/** `macro`: index of the macro that turns it, and the range. `automation`: its AutomationTarget's Id. */
interface Made {
  readonly macro?: readonly [index: number, min: string, max: string]
  readonly target?: number
}

export function parameter(tag: string, value: string, { macro, target = id() }: Made = {}): string {
  const isSwitch = value === 'true' || value === 'false'
  const range = isSwitch ? 'MidiCCOnOffThresholds' : 'MidiControllerRange'
  const [index, min, max] = macro ?? [null, '0', '1']
  const key = `<KeyMidi><IsNote Value="false" /><Channel Value="16" /><NoteOrController Value="${index}" /></KeyMidi>`
  return `<${tag}><LomId Value="0" />${index === null ? '' : key}<Manual Value="${value}" /><${range}><Min Value="${min}" /><Max Value="${max}" /></${range}><AutomationTarget Id="${target}"><LockEnvelope Value="0" /></AutomationTarget></${tag}>`
}

export const device = (tag: string, inside: string, { on = 'true', name = '' } = {}) =>
  `<${tag} Id="0">${parameter('On', on)}<UserName Value="${name}" /><SomethingNew Value="7"><Deep /></SomethingNew>${inside}</${tag}>`

export const utility = (gain: string, width = '1') =>
  device(
    'StereoGain',
    `${parameter('PhaseInvertL', 'false')}${parameter('ChannelMode', '1')}${parameter('StereoWidth', width)}${parameter('Mono', 'false')}${parameter('BassMonoFrequency', '120')}${parameter('Balance', '0')}${parameter('Gain', gain)}${parameter('Mute', 'false')}`,
  )

/** All that the model of Utility reads, as Live 12 writes it. */
export const wholeUtility = () => {
  const values = {
    PhaseInvertL: 'false',
    PhaseInvertR: 'false',
    ChannelMode: '1',
    StereoWidth: '1',
    MidSideBalance: '1',
  }
  const more = { Mono: 'false', BassMono: 'false', BassMonoFrequency: '120', Balance: '0', Gain: '1', Mute: 'false' }
  const all = Object.entries({ ...values, ...more, DcFilter: 'false' })
  return device('StereoGain', all.map(([tag, value]) => parameter(tag, value)).join(''))
}

export const compressor = (target: string) =>
  device(
    'Compressor2',
    `${parameter('Threshold', '0.1')}${parameter('Ratio', '4')}${parameter('Attack', '10')}${parameter('Model', '1')}<SideChain>${parameter('OnOff', 'true')}<RoutedInput><Routable><Target Value="${target}" /></Routable>${parameter('Volume', '1')}</RoutedInput>${parameter('DryWet', '1')}</SideChain>${parameter('SideChainEq_Freq', '80')}`,
  )

/** Macro 0 turns the gain of the Utility inside (unity to 2), and its Mute above 64; what stands in Manual is stale. */
export const rack = (macro: string) =>
  device(
    'AudioEffectGroupDevice',
    `<Branches><AudioEffectBranch Id="0"><Name><EffectiveName Value="Dry" /></Name><DeviceChain><AudioToAudioDeviceChain Id="0"><Devices>${device(
      'StereoGain',
      `${parameter('Gain', '0.25', { macro: [0, '1', '2'] })}${parameter('Mute', 'false', { macro: [0, '64', '127'] })}`,
    )}</Devices></AudioToAudioDeviceChain></DeviceChain><IsSoloed Value="false" /><MixerDevice>${parameter('Speaker', 'true')}${parameter('Volume', '1')}${parameter('Panorama', '0')}</MixerDevice></AudioEffectBranch></Branches>${parameter('MacroControls.0', macro)}${parameter('MacroControls.1', '0')}<MacroDisplayNames.0 Value="Drive &amp; Dirt" /><MacroDisplayNames.1 Value="Macro 2" /><ReturnBranches />`,
  )

export interface SmallTrack {
  readonly tag?: 'AudioTrack' | 'MidiTrack' | 'GroupTrack' | 'ReturnTrack'
  readonly id: number
  readonly name: string
  readonly group?: number
  readonly output?: string
  readonly volume?: string
  readonly volumeTarget?: number
  readonly pan?: string
  readonly sends?: readonly string[]
  readonly devices?: string
  readonly envelopes?: string
  readonly frozen?: boolean
  readonly clips?: string
}

export const envelope = (target: number, events: string) =>
  `<AutomationEnvelope Id="0"><EnvelopeTarget><PointeeId Value="${target}" /></EnvelopeTarget><Automation><Events>${events}</Events></Automation></AutomationEnvelope>`

const mixer = ({ volume = '1', volumeTarget, pan = '0', sends = [] }: Partial<SmallTrack>, more = '') =>
  `<Mixer>${parameter('On', 'true')}<Sends>${sends.map((send, i) => `<TrackSendHolder Id="${i}">${parameter('Send', send)}<EnabledByUser Value="true" /></TrackSendHolder>`).join('')}</Sends>${parameter('Speaker', 'true')}<SoloSink Value="false" />${parameter('Pan', pan)}${parameter('Volume', volume, volumeTarget === undefined ? {} : { target: volumeTarget })}${more}</Mixer>`

export const track = (made: SmallTrack) => {
  const {
    tag = 'AudioTrack',
    name,
    group = -1,
    output = 'AudioOut/Main',
    devices = '',
    envelopes = '',
    clips = '',
  } = made
  return `<${tag} Id="${made.id}"><Name><EffectiveName Value="${name}" /><UserName Value="" /></Name><AutomationEnvelopes><Envelopes>${envelopes}</Envelopes></AutomationEnvelopes><TrackGroupId Value="${group}" /><Freeze Value="${made.frozen ?? false}" /><DeviceChain><AudioOutputRouting><Target Value="${output}" /><UpperDisplayString Value="Main" /></AudioOutputRouting>${mixer(made)}<MainSequencer><Sample><ArrangerAutomation><Events>${clips}</Events></ArrangerAutomation></Sample></MainSequencer><DeviceChain><Devices>${devices}</Devices></DeviceChain></DeviceChain></${tag}>`
}

export interface SmallSet {
  readonly tracks: readonly SmallTrack[]
  readonly creator?: string
  readonly tempo?: string
  /** 201 is 4/4. */
  readonly signature?: string
  readonly tempoEvents?: string
  readonly locators?: string
  readonly mainDevices?: string
  readonly mainVolume?: string
}

export function smallXml(set: SmallSet): string {
  const { creator = 'Ableton Live 12.4.5', tempo = '138', signature = '201', tempoEvents = '', mainDevices = '' } = set
  const base = '<FloatEvent Id="0" Time="-63072000" Value="138" />'
  const more = `${parameter('Tempo', tempo, { target: 8 })}${parameter('TimeSignature', signature, { target: 10 })}`
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<Ableton MajorVersion="5" MinorVersion="12.0_12402" Creator="${creator}">\r\n<LiveSet><NextPointeeId Value="900" /><Tracks>${set.tracks.map(track).join('\r\n')}</Tracks><MainTrack><Name><EffectiveName Value="Main" /></Name><AutomationEnvelopes><Envelopes>${envelope(8, base + tempoEvents)}</Envelopes></AutomationEnvelopes><DeviceChain>${mixer({ volume: set.mainVolume ?? '1' }, more)}<DeviceChain><Devices>${mainDevices}</Devices></DeviceChain></DeviceChain></MainTrack><PreHearTrack />\r\n<Locators><Locators>${set.locators ?? ''}</Locators></Locators></LiveSet></Ableton>`
}

/** Four tracks in a group and out of it, a return; Utility first on the first track. */
export const smallSet: SmallSet = {
  locators:
    '<Locator Id="0"><Time Value="64" /><Name Value="Drop" /></Locator><Locator Id="1"><Time Value="0" /><Name Value="Intro" /></Locator>',
  tracks: [
    {
      id: 12,
      name: 'Kick &amp; Bass — “Größe”',
      devices: utility('0.5') + compressor('AudioIn/Track.40/PostFxOut'),
      sends: ['0.0003162277571', '0.5'],
      volume: '0.5011872411',
    },
    { id: 20, name: 'Synths', tag: 'GroupTrack', sends: ['0.0003162277571'] },
    {
      id: 21,
      name: 'Lead',
      tag: 'MidiTrack',
      group: 20,
      output: 'AudioOut/GroupTrack',
      devices: rack('127') + device('HyperTune9', '', { name: '' }),
    },
    {
      id: 40,
      name: 'Ghost',
      output: 'AudioOut/None',
      frozen: true,
      volumeTarget: 77,
      envelopes: envelope(
        77,
        '<FloatEvent Id="0" Time="-63072000" Value="1" /><FloatEvent Id="1" Time="8" Value="0.5" />',
      ),
      clips: '<AudioClip Id="0" Time="0"><CurrentStart Value="0" /><CurrentEnd Value="128" /></AudioClip>',
    },
    { id: 41, name: 'A-Reverb', tag: 'ReturnTrack' },
  ],
}

export const folder = () => mkdtempSync(join(tmpdir(), 'uplift-als-'))

/** Writes it into `inside` and returns its path. */
export function writeSet(inside: string, xml: string, { name = 'Test Set.als', isPlain = false } = {}): string {
  const file = join(inside, name)
  writeFileSync(file, isPlain ? xml : gzipSync(xml))
  return file
}
