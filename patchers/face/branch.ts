/** Messages that begin with a name, each to its own place; what has another name goes on. */
import type { Outlet, Patch } from '../lib/patch.ts'

export interface Branch<Name extends string> {
  /** What followed the name. */
  of(name: Name): Outlet
  readonly rest: Outlet
}

export function branch<Name extends string>(patch: Patch, from: Outlet, names: readonly Name[]): Branch<Name> {
  const route = patch.object(`route ${names.join(' ')}`)
  patch.cord(from, route.in(0))
  return { of: name => route.out(names.indexOf(name)), rest: route.out(names.length) }
}
