/** Where a set file keeps a parameter, and in which unit (presets/als.json): the file's units are not the Live API's. */
import { z } from 'zod'
import data from '../../../presets/als.json' with { type: 'json' }
import { dbToGain, gainToDb } from '../../dsp/decibel.ts'
import type { ParameterRow } from '../../live/device-table.ts'
import { displayForRaw, rawForDisplay } from '../../live/value.ts'

const unitSchema = z.enum(['raw', 'display', 'seconds', 'percent', 'gain', 'range'])
const placeSchema = z.strictObject({
  unit: unitSchema,
  /** Below the device; several where versions differ. */
  paths: z.array(z.string().min(1)).nonempty(),
  ends: z.tuple([z.number(), z.number()]).optional(),
  /** Where the device lacks this element, it is of a version that keeps the parameter in another unit. */
  needs: z.string().optional(),
})
const schema = z.strictObject({
  version: z.literal(1),
  source: z.string(),
  why: z.string(),
  devices: z.array(z.strictObject({ className: z.string(), parameters: z.record(z.string(), placeSchema) })),
})

export interface FileUnit {
  readonly unit: z.infer<typeof unitSchema>
  /** Values in the file at both ends of the raw range; only with `range`. */
  readonly ends?: readonly [number, number] | undefined
}
export interface FilePlace extends FileUnit {
  readonly paths: readonly string[]
  readonly needs?: string | undefined
}

const devices = new Map(schema.parse(data).devices.map(({ className, parameters }) => [className, parameters]))

/** `name`: that of Live 12.4. undefined: it is not known where the file keeps it. */
export const filePlace = (className: string, name: string): FilePlace | undefined => devices.get(className)?.[name]

/** What Live writes for a fader at its end: −70 dB stands for −∞. */
const silentGain = 0.00031622777

/** Raw value of what the file says. null: not in the parameter's range, or the law between them is not known. */
export function rawOfFile(row: ParameterRow, { unit, ends }: FileUnit, text: string): number | null {
  if (text === 'true' || text === 'false') return row.min + (text === 'true' ? 1 : 0)
  const file = Number(text)
  if (text.trim() === '' || Number.isNaN(file)) return null
  const raw = rawOfNumber(row, { unit, ends }, file)
  if (raw === null || !(raw >= row.min - slack(row) && raw <= row.max + slack(row))) return null
  const inside = Math.fround(Math.min(row.max, Math.max(row.min, raw)))
  return row.isQuantized ? Math.round(inside) : Math.min(row.max, Math.max(row.min, inside))
}

/** Files hold 32-bit floats and Live's own rounding of the ends. */
const slack = ({ min, max }: ParameterRow) => 1e-5 * (max - min)

function rawOfNumber(row: ParameterRow, { unit, ends }: FileUnit, file: number): number | null {
  switch (unit) {
    case 'raw':
      return file
    case 'display':
      return near(row, file)
    case 'seconds':
      return near(row, file * 1000)
    case 'percent':
      return near(row, file * 100)
    case 'gain': {
      const isSilent = file <= silentGain * 1.0001 && row.law.type === 'fader'
      return isSilent ? row.min : near(row, gainToDb(file))
    }
    case 'range': {
      const [from, to] = ends!
      return row.min + ((file - from) / (to - from)) * (row.max - row.min)
    }
  }
}

/** A display value that rounding in the file has carried just over an end is the end. */
function near(row: ParameterRow, display: number): number | null {
  if (row.law.type === 'ratio_inf' && display > 1e6) return row.max
  const exact = rawForDisplay(row, display)
  if (exact !== null) return exact
  for (const end of [row.min, row.max]) {
    const shown = displayForRaw(row, end)
    // Ends of the device table are rounded to five digits.
    if (shown !== null && Number.isFinite(shown) && Math.abs(display - shown) <= 1e-4 * Math.max(1, Math.abs(shown)))
      return end
  }
  return null
}

/** The largest 32-bit float: how the file writes an infinite ratio. */
const infinite = 3.4028234663852886e38

/** What the file has to say for a raw value. null: the law is not known. */
export function fileOfRaw(row: ParameterRow, { unit, ends }: FileUnit, raw: number, isSwitch: boolean): string | null {
  if (isSwitch) return raw > row.min ? 'true' : 'false'
  if (unit === 'raw') return numberText(raw)
  if (unit === 'range') {
    const [from, to] = ends!
    return numberText(from + ((raw - row.min) / (row.max - row.min)) * (to - from))
  }
  if (unit === 'gain' && row.law.type === 'fader' && raw <= row.min) return numberText(silentGain)
  const display = displayForRaw(row, raw)
  if (display === null) return null
  if (unit === 'gain') return numberText(dbToGain(display))
  return numberText(unit === 'seconds' ? display / 1000 : unit === 'percent' ? display / 100 : display)
}

/** As Live writes its 32-bit floats: at most ten digits. */
function numberText(value: number): string {
  return String(Number(Math.fround(Math.min(infinite, value)).toPrecision(10)))
}
