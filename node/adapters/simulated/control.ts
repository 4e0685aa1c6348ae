/** One parameter of a simulated set, with Live's rules: 32-bit values, quantized ones rounded, macros move what they map. */
import type { ParameterRow } from '../../live/device-table.ts'
import type { MacroMapping, Parameter } from '../../live/set.ts'
import { displayForRaw, displayText, rawForDisplay } from '../../live/value.ts'

export interface Control {
  readonly row: ParameterRow
  value: number
  /** false: mapped to a macro, or remote-controlled. */
  isEnabled: boolean
  automation: Parameter['automation']
  ignoresWrites: boolean
  /** What a macro moves. */
  readonly mappings: Mapping[]
}

export interface Mapping {
  readonly target: Control
  /** Raw values of the target at the macro's minimum and maximum. */
  readonly from: number
  readonly to: number
}

export const control = (row: ParameterRow, value = row.default): Control => ({
  row,
  value: Math.fround(value),
  isEnabled: true,
  automation: 'none',
  ignoresWrites: false,
  mappings: [],
})

export const parameterOf = (one: Control, macro?: MacroMapping): Parameter => ({
  name: one.row.name,
  value: one.value,
  min: one.row.min,
  max: one.row.max,
  isQuantized: one.row.isQuantized,
  valueItems: one.row.items,
  isEnabled: one.isEnabled,
  automation: one.automation,
  display: textOf(one, one.value),
  ...(macro ? { macro } : {}),
})

/** Live's text of a raw value. A macro that moves one parameter shows that parameter's value. */
export function textOf({ row, mappings: [only, ...others] }: Control, value: number): string {
  if (!only || others.length > 0) return displayText(row, value)
  return textOf(only.target, mappedValue(only, row, value))
}

/** Sets the value and what it moves. Returns all controls whose value changed. */
export function setValue(one: Control, value: number): readonly Control[] {
  const before = one.value
  one.value = Math.fround(one.row.isQuantized ? Math.round(value) : value)
  if (one.value === before) return []
  return [one, ...one.mappings.flatMap(mapping => setValue(mapping.target, mappedValue(mapping, one.row, one.value)))]
}

function mappedValue({ target, from, to }: Mapping, { min, max }: ParameterRow, value: number): number {
  const raw = from + ((to - from) * (value - min)) / (max - min)
  return target.row.isQuantized ? Math.round(raw) : raw
}

/** Maps a parameter to a macro: it goes where the macro stands, and no longer answers by itself. */
export function mapTo(macro: Control, mapping: Mapping): void {
  macro.mappings.push(mapping)
  mapping.target.isEnabled = false
  setValue(mapping.target, mappedValue(mapping, macro.row, macro.value))
}

export const findControl = (controls: readonly Control[], name: string) => controls.find(({ row }) => row.name === name)

/** In display units; null: no such parameter, or its law is not known. */
export function displayValue(controls: readonly Control[], name: string): number | null {
  const found = findControl(controls, name)
  return found ? displayForRaw(found.row, found.value) : null
}

/** Throws RangeError saying `what` it was for. */
export function rawOf(row: ParameterRow, display: number, what: string): number {
  const value = rawForDisplay(row, display)
  if (value === null) throw new RangeError(`${what} must be in the parameter's range, got ${display} ${row.unit}`)
  return value
}
