/** Devices of a set file, with racks, chains and plug-ins. Devices that are not in the device table keep class and name. */
import {
  chainMixerRows,
  currentName,
  deviceName,
  deviceRows,
  mixerRows,
  type ParameterRow,
} from '../../live/device-table.ts'
import {
  type Chain,
  type ChainPath,
  chainMixerNames,
  type Device,
  type DevicePath,
  deviceKind,
  type Parameter,
} from '../../live/set.ts'
import { type AlsElement, at, isTrue, numberAt, valueAt } from './element.ts'
import { type FilePlace, filePlace } from './file-units.ts'
import type { Rack, TrackParameters } from './parameters.ts'

/** What a device's side-chain hears is known only when all tracks are: `source` is set then. */
export type DraftDevice = Omit<Device, 'sidechainSource'> & { sidechainSource: Device['sidechainSource'] }

export interface DeviceReader {
  readonly parameters: TrackParameters
  /** Major version of Live, and the whole of it ("9.7"). */
  readonly liveVersion: string
  /** Called for every device, also those in a rack's return chains, which a snapshot does not show. */
  readonly onDevice: (className: string, name: string) => void
  /** Called with the Id of the track that the side-chain of `device` hears. */
  readonly onSidechain: (device: DraftDevice, trackId: string) => void
}

export function devicesOf(
  list: AlsElement | undefined,
  reader: DeviceReader,
  before: '' | `${ChainPath} ` = '',
  rack: Rack | null = null,
): readonly Device[] {
  return (list?.children ?? []).map((element, index) =>
    deviceOf(element, reader, `${before}devices ${index}` as DevicePath, rack),
  )
}

function deviceOf(element: AlsElement, reader: DeviceReader, path: DevicePath, rack: Rack | null): Device {
  const className = element.tag
  const kind = deviceKind(className)
  const name = nameOf(element)
  reader.onDevice(className, name)
  const on = reader.parameters.read(at(element, 'On'), deviceOnRow, { ...raw, name: 'Device On', device: path, rack })
  const own =
    kind === 'rack'
      ? rackOf(element, reader, path, rack)
      : { parameters: plainParameters(element, reader, path, rack), chains: [] }
  const device: DraftDevice = {
    path,
    kind,
    className,
    name,
    parameters: [...(on ? [on] : []), ...own.parameters],
    chains: own.chains,
    sidechainSource: null,
  }
  const heard = valueAt(element, 'SideChain/RoutedInput/Routable/Target')
  const source = heard && /^AudioIn\/Track\.(\d+)\//.exec(heard)?.[1]
  if (source !== undefined) reader.onSidechain(device, source)
  return device
}

const raw = { unit: { unit: 'raw' } } as const
const deviceOnRow: ParameterRow = { ...mixerRows.activator, name: 'Device On' }

const pluginNames = ['VstPluginInfo/PlugName', 'Vst3PluginInfo/Name', 'AuPluginInfo/Name']
const filled = (text: string | undefined) => (text === undefined || text === '' ? undefined : text)

function nameOf(element: AlsElement): string {
  return filled(valueAt(element, 'UserName')) ?? ownName(element) ?? deviceName(element.tag) ?? element.tag
}

/** Of a plug-in or a Max device. */
function ownName(element: AlsElement): string | undefined {
  const plugin = at(element, 'PluginDesc')
  for (const path of plugin ? pluginNames : []) {
    const name = filled(valueAt(plugin, path))
    if (name !== undefined) return name
  }
  return filled(valueAt(element, 'PatchSlot/Value/MxDPatchRef/FileRef/Name'))?.replace(/\.amxd$/, '')
}

function plainParameters(
  element: AlsElement,
  reader: DeviceReader,
  device: DevicePath,
  rack: Rack | null,
): readonly Parameter[] {
  const { parameters, liveVersion } = reader
  const className = element.tag
  if (deviceKind(className) === 'plugin') return pluginParameters(element, parameters, device, rack)
  // Utility was another device before Live 10: only its gain is the same control, in dB.
  if (className === 'StereoGain' && Number(liveVersion.split('.')[0]) < 10) {
    const gain = parameters.read(at(element, 'Gain'), legacyGainRow, { ...raw, name: legacyGainRow.name, device, rack })
    return gain ? [gain] : []
  }
  const found: Parameter[] = []
  for (const { row, name, place } of readRows(className, liveVersion)) {
    if (place.needs !== undefined && !at(element, place.needs)) continue
    const parameter = parameters.read(firstOf(element, place.paths), row, { name, unit: place, device, rack })
    if (parameter) found.push(parameter)
  }
  return found
}

function firstOf(element: AlsElement, paths: readonly string[]): AlsElement | undefined {
  for (const path of paths) {
    const found = at(element, path)
    if (found) return found
  }
  return undefined
}

/** A parameter of the device table with its place in the file. */
interface ReadRow {
  readonly row: ParameterRow
  /** That of Live 12.4. */
  readonly name: string
  readonly place: FilePlace
}

/** Looked up once for each class and version: a set may hold ten thousand devices. */
const known = new Map<string, readonly ReadRow[]>()

function readRows(className: string, liveVersion: string): readonly ReadRow[] {
  const key = `${className} ${liveVersion}`
  const rows =
    known.get(key) ??
    deviceRows(className, liveVersion).flatMap(row => {
      const name = currentName(className, row.name)
      const place = filePlace(className, name)
      return place ? [{ row, name, place }] : []
    })
  // Devices that are not in the table have names without end.
  if (rows.length > 0) known.set(key, rows)
  return rows
}

const legacyGainRow: ParameterRow = {
  name: 'Gain (Legacy)',
  min: -35,
  max: 35,
  default: 0,
  isDefaultKnown: true,
  isQuantized: false,
  items: [],
  unit: 'dB',
  law: { type: 'identity' },
  digits: 'coarse',
  confidence: 'verified',
}

/** A slot that is not configured has no id. */
function pluginParameters(element: AlsElement, parameters: TrackParameters, device: DevicePath, rack: Rack | null) {
  return (at(element, 'ParameterList')?.children ?? []).flatMap(slot => {
    const name = filled(valueAt(slot, 'ParameterName'))
    if (name === undefined || (numberAt(slot, 'ParameterId') ?? -1) < 0) return []
    const read = parameters.read(at(slot, 'ParameterValue'), { ...pluginRow, name }, { ...raw, name, device, rack })
    return read ? [read] : []
  })
}

const pluginRow: ParameterRow = {
  ...legacyGainRow,
  min: 0,
  max: 1,
  isDefaultKnown: false,
  unit: '',
  law: { type: 'unknown' },
  confidence: 'unknown',
}

function rackOf(element: AlsElement, reader: DeviceReader, device: DevicePath, outer: Rack | null) {
  const { parameters } = reader
  // MIDI effect racks have the same macros; they are not in the table because they carry no sound.
  const macroRow = deviceRows('AudioEffectGroupDevice').find(({ name }) => name === 'Macro 1')!
  const macros = element.children.flatMap(child => {
    const index = /^MacroControls\.(\d+)$/.exec(child.tag)?.[1]
    if (index === undefined) return []
    const name = filled(valueAt(element, `MacroDisplayNames.${index}`)) ?? `Macro ${Number(index) + 1}`
    const macro = parameters.read(child, { ...macroRow, name }, { ...raw, name, device, rack: outer })
    return macro ? [macro] : []
  })
  const rack: Rack = { device, macros }
  const chains = (at(element, 'Branches')?.children ?? []).map((branch, index) =>
    chainOf(branch, reader, `${device} chains ${index}` as ChainPath, rack),
  )
  // Return chains of a Drum Rack: a snapshot has no place for them, but their devices are there.
  for (const branch of at(element, 'ReturnBranches')?.children ?? []) {
    for (const inner of devicesOfBranch(branch)?.children ?? []) countDevices(inner, reader)
  }
  return { parameters: macros, chains }
}

const devicesOfBranch = (branch: AlsElement) =>
  at(branch, 'DeviceChain')
    ?.children.map(chain => at(chain, 'Devices'))
    .find(list => list !== undefined)

function countDevices(element: AlsElement, reader: DeviceReader): void {
  reader.onDevice(element.tag, nameOf(element))
  for (const branches of ['Branches', 'ReturnBranches']) {
    for (const branch of at(element, branches)?.children ?? []) {
      for (const inner of devicesOfBranch(branch)?.children ?? []) countDevices(inner, reader)
    }
  }
}

function chainOf(branch: AlsElement, reader: DeviceReader, path: ChainPath, rack: Rack): Chain {
  const mixer = (tag: string, part: keyof typeof chainMixerNames) =>
    reader.parameters.read(at(branch, `MixerDevice/${tag}`), chainMixerRows[part], {
      name: chainMixerNames[part],
      unit: { unit: part === 'volume' ? 'gain' : 'raw' },
      device: path,
      rack,
    })
  const read = [mixer('Volume', 'volume'), mixer('Panorama', 'panning'), mixer('Speaker', 'activator')]
  return {
    path,
    name: filled(valueAt(branch, 'Name/EffectiveName')) ?? filled(valueAt(branch, 'Name/UserName')) ?? '',
    kind: branch.tag === 'DrumBranch' ? 'drum' : 'chain',
    solo: isTrue(valueAt(branch, 'IsSoloed')),
    mixer: read.filter(parameter => parameter !== undefined),
    devices: devicesOf(devicesOfBranch(branch), reader, `${path} `, rack),
  }
}
