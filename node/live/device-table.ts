/** The parameters of Live's devices and mixer by name (presets/devices.json), validated once. */
import { z } from 'zod'
import data from '../../presets/devices.json' with { type: 'json' }
import { chainMixerNames } from './set.ts'

const pair = z.tuple([z.number(), z.number()])

/** How a raw value becomes what Live shows; t = (raw − min) / (max − min), c and d are the ends of `display`. */
const lawSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('identity') }),
  /** c + (d − c)·t */
  z.strictObject({ type: z.literal('linear'), display: pair }),
  /** c·(d/c)^t */
  z.strictObject({ type: z.literal('log'), display: pair }),
  /** scale·10^raw */
  z.strictObject({ type: z.literal('log10raw'), scale: z.number().positive() }),
  /** c + (d − c)·t^exponent */
  z.strictObject({ type: z.literal('power'), display: pair, exponent: z.number().positive() }),
  /** (c^(1/n) + t·(d^(1/n) − c^(1/n)))^n */
  z.strictObject({ type: z.literal('root'), display: pair, n: z.number().positive() }),
  /** The fader taper with its top at maxDb. */
  z.strictObject({ type: z.literal('fader'), maxDb: z.number() }),
  /** Gain straight between the two ends, which are in dB. */
  z.strictObject({ type: z.literal('gain_linear'), display: pair }),
  /** 440·2^((raw − 69)/12) */
  z.strictObject({ type: z.literal('midi_note_hz') }),
  /** 1 / (1 − raw) : 1 */
  z.strictObject({ type: z.literal('ratio_inf') }),
  /** 35 dB per unit, certain above −20 dB. */
  z.strictObject({ type: z.literal('utility_gain') }),
  /** The raw integer picks a label; is_quantized is nevertheless false in Live. */
  z.strictObject({ type: z.literal('steps'), labels: z.array(z.string()).nonempty() }),
  /** The raw integer picks a value item. */
  z.strictObject({ type: z.literal('enum') }),
  z.strictObject({ type: z.literal('unknown') }),
])
export type Law = z.infer<typeof lawSchema>

const units = ['dB', 'Hz', 'ms', 's', '%', ':1', '1:x', 'pan', 'st', '°', ''] as const
const digits = ['classic', 'coarse', 'tenths', 'whole'] as const
const confidences = ['measured', 'verified', 'inferred', 'unknown'] as const

/** One parameter as one Live version has it: range and default raw, unit and law of what is shown. */
export interface ParameterRow {
  readonly name: string
  readonly min: number
  readonly max: number
  /** The minimum where `isDefaultKnown` is false: Live's text of the default is known, the law that leads there is not. */
  readonly default: number
  readonly isDefaultKnown: boolean
  readonly isQuantized: boolean
  readonly items: readonly string[]
  readonly unit: (typeof units)[number]
  readonly law: Law
  /** classic: three digits; coarse: one decimal below 10, none above; tenths: always one decimal; whole: none. */
  readonly digits: (typeof digits)[number]
  /** How well the law is known. */
  readonly confidence: (typeof confidences)[number]
}

const range = { name: z.string().min(1), min: z.number(), max: z.number(), default: z.number().nullable() }
const rowSchema = z
  .union([
    z.strictObject({
      ...range,
      unit: z.enum(units),
      law: lawSchema,
      digits: z.enum(digits),
      confidence: z.enum(confidences),
    }),
    z.strictObject({ ...range, items: z.array(z.string()).min(2) }),
  ])
  .refine(
    ({ min, max, default: raw }) => min < max && (raw === null || (raw >= min && raw <= max)),
    'default must be in min..max',
  )
  .refine(row => !('items' in row) || row.items.length === row.max - row.min + 1, 'items must cover min..max')
  .transform((row): ParameterRow => {
    const known = { ...row, default: row.default ?? row.min, isDefaultKnown: row.default !== null }
    return 'items' in known
      ? { ...known, isQuantized: true, unit: '', law: { type: 'enum' }, digits: 'classic', confidence: 'measured' }
      : { ...known, isQuantized: false, items: [] }
  })

const schema = z.strictObject({
  version: z.literal(1),
  source: z.string(),
  why: z.string(),
  fader: z.strictObject({
    source: z.string(),
    why: z.string(),
    points: z.array(pair).min(2),
    quadratic: z.tuple([z.number(), z.number(), z.number()]),
    linearFrom: z.number(),
    dbPerUnit: z.number(),
  }),
  mixer: z.tuple([rowSchema, rowSchema, rowSchema, rowSchema]),
  devices: z.array(
    z.strictObject({
      className: z.string(),
      name: z.string(),
      source: z.string(),
      why: z.string(),
      renamed: z.record(z.string(), z.string()),
      variants: z
        .array(z.strictObject({ since: z.string().regex(/^\d+\.\d+$/), parameters: z.array(rowSchema).nonempty() }))
        .nonempty(),
    }),
  ),
})

export const parseDeviceTable = (json: unknown) => schema.parse(json)
const table = parseDeviceTable(data)

/** dB below the top by fader position (see value.ts). */
export const faderCurve = table.fader

/** The version whose names the whole program uses. */
export const currentVersion = '12.4'

/** Class names of the devices we know, in the table's order. */
export const deviceClassNames: readonly string[] = table.devices.map(device => device.className)

const devices = new Map(table.devices.map(device => [device.className, device]))

/** "Utility" for "StereoGain". */
export const deviceName = (className: string) => devices.get(className)?.name

const versionNumber = (version: string) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}

/** The device's parameters in Live's order, with that version's names. Empty for a device we do not know. */
export function deviceRows(className: string, liveVersion = currentVersion): readonly ParameterRow[] {
  const variants = devices.get(className)?.variants ?? []
  const wanted = versionNumber(liveVersion)
  // A version older than our oldest list gets that list: ranges hardly changed before 12 (device/FACTS.md).
  return (variants.findLast(variant => versionNumber(variant.since) <= wanted) ?? variants[0])?.parameters ?? []
}

const [volume, panning, activator, send] = table.mixer

/** Track Volume, Track Panning, Track Activator and the row that every send follows. */
export const mixerRows = { volume, panning, activator, send } as const

/** A chain's mixer has the ranges of a track's (facts of the XML; the taper is inferred). */
export const chainMixerRows = {
  volume: { ...volume, name: chainMixerNames.volume },
  panning: { ...panning, name: chainMixerNames.panning },
  activator: { ...activator, name: chainMixerNames.activator },
} as const

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/**
 * Live 12.4's name for a parameter that an older Live calls `name`; unchanged when it is current or unknown.
 * Older names of redesigned devices (Limiter before 12.1, Saturator before 12) are followed to the same control,
 * whose raw range differs: take range and law from `findRow` with the right version.
 */
export function currentName(className: string, name: string): string {
  const renamed = Object.entries(devices.get(className)?.renamed ?? {})
  return renamed.find(([old]) => sameName(old, name))?.[1] ?? name
}

/** The row of a parameter by any version's name; `className` null is the mixer of a track or chain. Names match whole, in any case. */
export function findRow(
  className: string | null,
  name: string,
  liveVersion = currentVersion,
): ParameterRow | undefined {
  if (className === null) {
    const row = [...Object.values(mixerRows), ...Object.values(chainMixerRows)].find(candidate =>
      sameName(candidate.name, name),
    )
    return row ?? (/^send [a-z]$/i.test(name) ? { ...mixerRows.send, name } : undefined)
  }
  const rows = deviceRows(className, liveVersion)
  const current = currentName(className, name)
  return (
    rows.find(row => sameName(row.name, name)) ?? rows.find(row => sameName(currentName(className, row.name), current))
  )
}
