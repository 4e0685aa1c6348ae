/** Parameter names: Live's own of whatever version outside, those of Live 12.4 inside. */
import { currentName, findRow } from '../../live/device-table.ts'

/** Of one class of devices in the open set. */
interface ClassNames {
  readonly inside: ReadonlyMap<string, string>
  readonly outside: ReadonlyMap<string, string>
}

export class ParameterNames {
  readonly #classes = new Map<string, ClassNames>()

  /** The names of a device's parameters, in their order. */
  inside(className: string, names: readonly string[]): readonly string[] {
    const taken = new Set<string>()
    const inside = names.map(name => {
      const current = findRow(className, name)?.name ?? currentName(className, name)
      // Two that a newer Live joined into one keep their own names from the second on.
      const chosen = taken.has(current) ? name : current
      taken.add(chosen)
      return chosen
    })
    this.#classes.set(className, {
      inside: new Map(names.map((name, i) => [name, inside[i]!])),
      outside: new Map(names.map((name, i) => [inside[i]!, name])),
    })
    return inside
  }

  /** What this Live calls it. A name that is not known is taken as it is. */
  outside(className: string | undefined, name: string): string {
    return (className !== undefined && this.#classes.get(className)?.outside.get(name)) || name
  }

  insideOf(className: string | undefined, name: string): string {
    return (className !== undefined && this.#classes.get(className)?.inside.get(name)) || name
  }
}
