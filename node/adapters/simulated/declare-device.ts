/** From the declaration of a device, rack or plug-in to its parameters. Throws RangeError naming what is wrong in it. */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import { chainMixerRows, deviceName, deviceRows, findRow, type ParameterRow } from '../../live/device-table.ts'
import { deviceKind } from '../../live/set.ts'
import { type Control, control, findControl, mapTo, rawOf } from './control.ts'
import type { Stereo } from './devices/effect.ts'
import { placeAt, type SimulatedChain, type SimulatedDevice } from './model.ts'
import type { SimulatedChainSpec, SimulatedDeviceSpec, SimulatedMacroSpec } from './spec.ts'

/** What a declaration refers to. */
export interface DeclaredSet {
  readonly sampleRate: number
  /** Id of the track of that name. */
  readonly idOf: (name: string, why: string) => number
}

export function declareDevice(spec: SimulatedDeviceSpec, owner: string, set: DeclaredSet): SimulatedDevice {
  const { className, sidechainSource } = spec
  const kind = deviceKind(className)
  const what = `${className} on ${owner}`
  if (kind !== 'rack' && (spec.chains || spec.macros)) throw new RangeError(`chains must be in a rack, got ${what}`)
  if (kind !== 'plugin' && spec.effect) throw new RangeError(`an effect of its own must be a plug-in's, got ${what}`)
  if (kind === 'plugin' && spec.name === undefined) throw new RangeError(`a plug-in must have a name, got ${what}`)
  const macros = spec.macros ?? []
  const rows = kind === 'plugin' ? pluginRows(spec) : deviceRows(className).map(row => macroRow(row, macros))
  const controls = rows.map(row => control(row))
  const device: SimulatedDevice = {
    kind,
    className,
    name: spec.name ?? deviceName(className) ?? className,
    controls,
    sidechain: sidechainSource === undefined ? null : set.idOf(sidechainSource, `side-chain source on ${owner}`),
    chains: (spec.chains ?? []).map(chain => declareChain(chain, spec, owner, set)),
    effect: spec.effect ?? null,
  }
  // In Live the switch and the source are two things; who declares a source means it to be heard.
  const settings = sidechainSource === undefined ? spec.settings : { 'S/C On': 1, ...spec.settings }
  for (const [parameter, display] of Object.entries(settings ?? {})) {
    const target = requireControl(device, parameter, what)
    target.value = Math.fround(rawOf(target.row, display, `"${parameter}" of ${what}`))
  }
  for (const [parameter, raw] of Object.entries(spec.rawSettings ?? {})) {
    const target = requireControl(device, parameter, what)
    const { min, max } = target.row
    if (!(raw >= min && raw <= max))
      throw new RangeError(`"${parameter}" of ${what} must be in ${min}…${max}, got ${raw}`)
    target.value = Math.fround(raw)
  }
  for (const macro of macros) declareMacro(device, macro, what)
  return device
}

function requireControl({ className, kind, controls }: SimulatedDevice, parameter: string, what: string): Control {
  // Any version's name will do; renamed macros and a plug-in's parameters are only in the device itself.
  const name = kind === 'device' ? findRow(className, parameter)?.name : parameter
  const found = findControl(controls, name ?? parameter)
  if (!found) throw new RangeError(`${what} must not set "${parameter}", which it does not have`)
  return found
}

const deviceOn: ParameterRow = deviceRows('StereoGain').find(({ name }) => name === 'Device On')!

/** Live's switch, then what the user has configured: bare numbers to everyone but the plug-in. */
const pluginRows = ({ rawSettings = {} }: SimulatedDeviceSpec): readonly ParameterRow[] => [
  deviceOn,
  ...Object.keys(rawSettings).map(
    (name): ParameterRow => ({
      name,
      min: 0,
      max: 1,
      default: 0,
      isDefaultKnown: false,
      isQuantized: false,
      items: [],
      unit: '',
      law: { type: 'unknown' },
      digits: 'classic',
      confidence: 'unknown',
    }),
  ),
]

function macroRow(row: ParameterRow, macros: readonly SimulatedMacroSpec[]): ParameterRow {
  const macro = macros.find(({ macro: number }) => row.name === `Macro ${number}`)
  const [only, ...others] = macro?.mappings ?? []
  const name = macro?.name ?? (others.length === 0 ? only?.parameter : undefined)
  return name === undefined ? row : { ...row, name }
}

function declareMacro(rack: SimulatedDevice, { macro, value = 0, mappings }: SimulatedMacroSpec, what: string): void {
  const position = deviceRows(rack.className).findIndex(({ name }) => name === `Macro ${macro}`)
  const knob = rack.controls[position]
  if (!knob) throw new RangeError(`a macro of ${what} must be one of 1 to 16, got ${macro}`)
  knob.value = Math.fround(value)
  for (const { device: path, parameter, from, to } of mappings) {
    const place = placeAt({ devices: [rack] }, `devices 0 ${path}`)
    if (place?.kind !== 'device') throw new RangeError(`macro ${macro} of ${what} must map a device, got "${path}"`)
    const target = requireControl(place.device, parameter, `macro ${macro} of ${what}`)
    const raw = (display: number) => rawOf(target.row, display, `mapping of macro ${macro} of ${what}`)
    mapTo(knob, { target, from: raw(from), to: raw(to) })
  }
}

function declareChain(
  chain: SimulatedChainSpec,
  { className }: SimulatedDeviceSpec,
  owner: string,
  set: DeclaredSet,
): SimulatedChain {
  const { volume, panning, activator } = chainMixerRows
  const where = `chain "${chain.name}" on ${owner}`
  if (chain.source && className === 'AudioEffectGroupDevice') {
    throw new RangeError(`source must be in a rack of instruments, got ${where}`)
  }
  return {
    name: chain.name,
    kind: className === 'DrumGroupDevice' ? 'drum' : 'chain',
    solo: chain.solo ?? false,
    source: chain.source ? sourceOf(chain.source, where, set.sampleRate) : null,
    mixer: [
      control(volume, rawOf(volume, chain.volumeDb ?? 0, `volume of ${where}`)),
      control(panning, rawOf(panning, chain.pan ?? 0, `pan of ${where}`)),
      control(activator, chain.mute ? 0 : 1),
    ],
    devices: (chain.devices ?? []).map(device => declareDevice(device, owner, set)),
  }
}

/** null: empty. */
export function sourceOf(source: Audio, owner: string, sampleRate: number): Stereo | null {
  if (source.sampleRate !== sampleRate) {
    throw new RangeError(`source of ${owner} must be at ${sampleRate} Hz, got ${source.sampleRate} Hz`)
  }
  return frameCount(source) === 0 ? null : stereoOf(source)
}
