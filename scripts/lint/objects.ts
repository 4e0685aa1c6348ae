/** The table of Max's objects (patchers/max-objects.json, written by scripts/make-object-table.mjs). */
import table from '../../patchers/max-objects.json' with { type: 'json' }

export interface ObjectRow {
  /** "newobj" for objects written as text, its own name for objects with a face. */
  readonly class: string
  /** null: arguments, a script or a subpatcher decide. */
  readonly inlets: number | null
  /** Type of each outlet: "signal", "bang", "int", "float", "" for anything. */
  readonly outlets: readonly string[] | null
  readonly messages: readonly string[]
  readonly attributes: readonly string[]
}

export interface ParameterKeys {
  /** Keys of `valueof` in every file that Max 9 wrote. */
  readonly always: readonly string[]
  /** Keys in any file. */
  readonly seen: readonly string[]
}

const objects: Readonly<Record<string, ObjectRow>> = table.objects
const aliases: Readonly<Record<string, string>> = table.aliases
const parameters: Readonly<Record<string, ParameterKeys>> = table.parameters

/** "t" → "trigger". */
export const fullName = (name: string): string => (Object.hasOwn(aliases, name) ? aliases[name]! : name)
export const objectRow = (name: string): ObjectRow | undefined =>
  Object.hasOwn(objects, name) ? objects[name] : undefined
export const parameterKeys = (name: string): ParameterKeys | undefined =>
  Object.hasOwn(parameters, name) ? parameters[name] : undefined
/** Keys that any box may have. */
export const boxAttributes: ReadonlySet<string> = new Set(table.boxAttributes)

/** What every object that stands for a parameter of the device understands besides its own messages. */
export const parameterMessages: ReadonlySet<string> = new Set([
  '_parameter_range',
  '_parameter_shortname',
  '_parameter_unitstyle',
  '_parameter_units',
])
