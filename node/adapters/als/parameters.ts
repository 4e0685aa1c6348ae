/** Parameters of a set file as the rest of Uplift knows them, each with the place of its value in the XML. */
import type { ParameterRow } from '../../live/device-table.ts'
import type { ChainPath, DevicePath, MacroMapping, Parameter, ParameterRef, TrackPath } from '../../live/set.ts'
import { displayText } from '../../live/value.ts'
import { type AlsElement, at, attributeOf, childOf, isTrue, numberAt, valueAt } from './element.ts'
import { type FileUnit, rawOfFile } from './file-units.ts'

/** Where a parameter's value stands in the XML. */
export interface AlsPlace {
  readonly row: ParameterRow
  readonly unit: FileUnit
  /** What stands there. */
  readonly text: string
  /** Where it ends, in bytes: twice up to Live 9, which repeats the value as the event before all others. */
  readonly ends: readonly number[]
  /** What turns a mapped switch, which no straight line (Parameter.macro) describes. null: nothing does. */
  readonly switched: SwitchMapping | null
}

/** On between two values of the macro (0 to 127). */
export interface SwitchMapping {
  readonly device: DevicePath
  readonly parameter: string
  readonly low: number
  readonly high: number
}

const noItems: readonly string[] = []

export const refKey = ({ track, device, parameter }: ParameterRef) => `${track}\n${device ?? ''}\n${parameter}`

/** What is above a device: the rack whose macros may move its parameters. */
export interface Rack {
  readonly device: DevicePath
  /** Name and effective value (0 to 127) of each macro, by index. */
  readonly macros: readonly { readonly name: string; readonly value: number }[]
}

/** Gathers what is found on one track. */
export class TrackParameters {
  readonly #track: TrackPath
  /** AutomationTarget ids of what is automated on this track. */
  readonly #automated: ReadonlySet<string>
  readonly #places: Map<string, AlsPlace>
  readonly #unread: string[]

  constructor(
    track: TrackPath,
    automated: ReadonlySet<string>,
    /** Filled. */
    places: Map<string, AlsPlace>,
    /** Filled with the names of parameters whose value could not be told. */
    unread: string[],
  ) {
    this.#track = track
    this.#automated = automated
    this.#places = places
    this.#unread = unread
  }

  /** undefined: `element` is absent, or its value cannot be told. */
  read(
    element: AlsElement | undefined,
    row: ParameterRow,
    {
      name,
      unit,
      device,
      rack,
    }: {
      readonly name: string
      readonly unit: FileUnit
      readonly device: DevicePath | ChainPath | null
      readonly rack: Rack | null
    },
  ): Parameter | undefined {
    const holder = element && valueHolder(element)
    if (!holder) return undefined
    const text = holder.value!
    const own = rawOfFile(row, unit, text)
    if (own === null) {
      this.#unread.push(`${this.#track}, ${device ?? 'mixer'}: ${name} (${text})`)
      return undefined
    }
    const mapped = rack && mappingOf(element, row, unit, rack)
    const value = mapped?.value ?? own
    const key = refKey({ track: this.#track, device, parameter: name })
    // Two macros may carry one name: Live finds the first.
    if (!this.#places.has(key)) {
      this.#places.set(key, { row, unit, text, ends: endsOf(element, holder), switched: mapped?.switched ?? null })
    }
    const parameter = {
      name,
      value,
      min: row.min,
      max: row.max,
      isQuantized: row.isQuantized,
      valueItems: row.isQuantized ? row.items : noItems,
      isEnabled: !mapped,
      automation: this.#isAutomated(element) ? 'playing' : 'none',
      display: displayText(row, value) || text,
    } satisfies Parameter
    return mapped ? { ...parameter, macro: mapped.macro } : parameter
  }

  #isAutomated(element: AlsElement): boolean {
    if (this.#automated.size > 0) {
      const target = automationTarget(element)
      if (target !== undefined && this.#automated.has(target)) return true
    }
    // Up to Live 9: inside the parameter; the first event stands for the time before any.
    return (eventsOf(element)?.count ?? 0) > 1
  }
}

/** Id that envelopes of this parameter point to. */
export function automationTarget(element: AlsElement | undefined): string | undefined {
  const target = element && childOf(element, 'AutomationTarget')
  return target && attributeOf(target, 'Id')
}

/** `Manual`; Live 8 knows only events, the first of which holds the value. */
export function valueHolder(element: AlsElement): AlsElement | undefined {
  const holder = childOf(element, 'Manual') ?? eventsOf(element)?.children[0]
  return holder && holder.valueEnd >= 0 ? holder : undefined
}

/** Automation up to Live 9. */
function eventsOf(element: AlsElement): AlsElement | undefined {
  const automation = childOf(element, 'ArrangerAutomation')
  return automation && childOf(automation, 'Events')
}

/** Of automation with more than its first event nothing is repeated: the value is that of a time. */
function endsOf(element: AlsElement, holder: AlsElement): readonly number[] {
  const events = eventsOf(element)
  const first = events?.count === 1 ? events.children[0] : undefined
  const isRepeated = first !== undefined && first !== holder && first.value === holder.value
  return isRepeated ? [holder.valueEnd, first.valueEnd] : [holder.valueEnd]
}

/** MIDI channel of a key or controller mapping that means "a macro of the rack around". */
const macroChannel = '16'

interface Mapped {
  readonly value: number
  /** null: a switch, which no straight line describes. */
  readonly macro: MacroMapping | null
  readonly switched: SwitchMapping | null
}

/** `Manual` of a mapped parameter is what it was when somebody last looked: the macro decides. */
function mappingOf(element: AlsElement, row: ParameterRow, unit: FileUnit, rack: Rack): Mapped | null {
  if (valueAt(element, 'KeyMidi/Channel') !== macroChannel || isTrue(valueAt(element, 'KeyMidi/IsNote'))) return null
  const macro = rack.macros[numberAt(element, 'KeyMidi/NoteOrController') ?? -1]
  if (!macro) return null
  const thresholds = at(element, 'MidiCCOnOffThresholds')
  if (thresholds) {
    const low = numberAt(thresholds, 'Min') ?? 64
    const high = numberAt(thresholds, 'Max') ?? 127
    const switched = { device: rack.device, parameter: macro.name, low, high }
    return { value: switchValue(row, switched, macro.value), macro: null, switched }
  }
  const range = at(element, 'MidiControllerRange')
  const ends = ['Min', 'Max'].map(end => rawOfFile(row, unit, valueAt(range, end) ?? ''))
  // Lists have no range: the macro runs over all of them.
  const from = ends[0] ?? row.min
  const to = ends[1] ?? row.max
  const value = mappedValue(row, from, to, macro.value)
  return { value, macro: { device: rack.device, parameter: macro.name, from, to }, switched: null }
}

export const switchValue = (
  { min, max }: Pick<ParameterRow, 'min' | 'max'>,
  { low, high }: Pick<SwitchMapping, 'low' | 'high'>,
  macro: number,
) => (macro >= low && macro <= high ? max : min)

/** Straight between the two, in raw values: what Live does with the macro's 0 to 127. */
export function mappedValue(
  { isQuantized }: Pick<ParameterRow, 'isQuantized'>,
  from: number,
  to: number,
  macro: number,
) {
  const raw = from + ((to - from) * macro) / 127
  return isQuantized ? Math.round(raw) : raw
}
