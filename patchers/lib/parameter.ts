/** A parameter of a device, declared once; box keys, the patcher's map and Push's banks follow from it (facts, 2.3). */

export interface Parameter {
  /** Its identity in sets, presets and automation: unique in the device, never changed. */
  readonly long: string
  readonly short: string
  readonly type: 'float' | 'int' | 'enum' | 'blob'
  /** Of an enum: its items. */
  readonly items?: readonly string[]
  /** Of a number, [least, most]. */
  readonly range?: readonly [number, number]
  readonly unit?: 'int' | 'float' | 'percent'
  /** Where it stands in a fresh device: a number, or an item's index. */
  readonly initial?: number
  /**
   * automated: the user's own, in automation, presets and on Push. stored: only kept in the set. hidden: neither; whatever the
   * patch itself moves must be hidden, because the other two fill Live's undo history.
   */
  readonly visibility: 'automated' | 'stored' | 'hidden'
  /** For Live's Info View. */
  readonly title?: string
  readonly info?: string
}

const types = { float: 0, int: 1, enum: 2, blob: 3 } as const
const visibilities = { automated: 0, stored: 1, hidden: 2 } as const
const units = { int: 0, float: 1, percent: 5 } as const
/** Unit style of a live.tab in files of Max 9 ("custom"). */
const customUnit = 9

/** `saved_attribute_attributes.valueof` of its box: what Max 9 writes for `maxclass`, and what differs from the default. */
export function valueofKeys(parameter: Parameter, maxclass: string): Record<string, unknown> {
  const { items, range, initial } = checked(parameter)
  return {
    ...(parameter.title === undefined ? {} : { parameter_annotation_name: parameter.title }),
    ...(items ? { parameter_enum: [...items] } : {}),
    ...(parameter.info === undefined ? {} : { parameter_info: parameter.info }),
    ...(initial === undefined ? {} : { parameter_initial: [initial], parameter_initial_enable: 1 }),
    parameter_invisible: visibilities[parameter.visibility],
    parameter_longname: parameter.long,
    ...(items ? { parameter_mmax: items.length - 1 } : {}),
    ...(range ? { parameter_mmax: range[1], parameter_mmin: range[0] } : {}),
    parameter_modmode: 0,
    parameter_shortname: parameter.short,
    parameter_type: types[parameter.type],
    ...(parameter.unit ? { parameter_unitstyle: units[parameter.unit] } : {}),
    ...(maxclass === 'live.tab' ? { parameter_unitstyle: customUnit } : {}),
  }
}

/** The patcher's `parameters` map: every parameter by its box ("obj-5", "obj-8::obj-2"), and Push's banks of eight. */
export function parametersMap(parameters: readonly (readonly [path: string, parameter: Parameter])[]) {
  const longs = parameters.map(([, { long }]) => long)
  const twice = longs.find((long, at) => longs.indexOf(long) !== at)
  if (twice !== undefined) throw new RangeError(`two parameters must not share the long name "${twice}"`)
  const banked = parameters.filter(([, { visibility }]) => visibility === 'automated').map(([, { long }]) => long)
  return {
    ...Object.fromEntries(parameters.map(([path, { long, short }]) => [path, [long, short, 0]])),
    parameterbanks: Object.fromEntries(
      Array.from({ length: Math.max(1, Math.ceil(banked.length / bankSize)) }, (_, index) => [
        String(index),
        {
          index,
          name: index === 0 ? 'Settings' : `Settings ${index + 1}`,
          parameters: Array.from({ length: bankSize }, (_, at) => banked[index * bankSize + at] ?? '-'),
          buttons: Array<string>(bankSize).fill('-'),
        },
      ]),
    ),
    inherited_shortname: 1,
  }
}
const bankSize = 8

function checked(parameter: Parameter): Parameter {
  const { long, type, items, range, initial } = parameter
  const fail = (what: string) => {
    throw new RangeError(`parameter "${long}": ${what}`)
  }
  if ((type === 'enum') !== (items !== undefined)) fail('an enum, and nothing else, must have items')
  if (items && items.length < 2) fail(`an enum must have two items at least, got ${items.length}`)
  // A visible parameter without a range crashed a Push (facts, 2.3).
  if (range && range[0] >= range[1]) fail(`the range must not be empty, got ${range}`)
  const [least, most] = items ? [0, items.length - 1] : (range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])
  if (initial !== undefined && (initial < least || initial > most))
    fail(`initial must be in ${least} to ${most}, got ${initial}`)
  return parameter
}
