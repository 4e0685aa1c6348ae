/** Parameter names: Live's own of whatever version outside, those of Live 12.4 inside. */
import { currentName, findRow } from '../../live/device-table.ts'

export class ParameterNames {
  /** Live's name by ours, by class. */
  readonly #outside = new Map<string, Map<string, string>>()
  /** By class and names: most devices of a set are alike, and looking up is the dear part. */
  readonly #known = new Map<string, readonly string[]>()

  /** The names of a device's parameters, in their order. */
  inside(className: string, names: readonly string[]): readonly string[] {
    const key = [className, ...names].join('\n')
    const known = this.#known.get(key)
    if (known) return known
    const taken = new Set<string>()
    const inside = names.map(name => {
      const current = findRow(className, name)?.name ?? currentName(className, name)
      // Two that a newer Live joined into one keep their own names from the second on.
      const chosen = taken.has(current) ? name : current
      taken.add(chosen)
      return chosen
    })
    this.#known.set(key, inside)
    const outside = this.#outside.get(className) ?? new Map<string, string>()
    this.#outside.set(className, outside)
    for (const [i, name] of names.entries()) outside.set(inside[i]!, name)
    return inside
  }

  /** What this Live calls it. A name that is not known is taken as it is. */
  outside(className: string | undefined, name: string): string {
    return (className !== undefined && this.#outside.get(className)?.get(name)) || name
  }
}
