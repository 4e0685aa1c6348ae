/** The device's key, kept in the set: a parameter that is stored only, which the user never sees. */
import type { Box, Inlet, Outlet, Patch } from '../lib/patch.ts'

export interface KeyParts {
  /** A bang makes it tell the script: "stored <key>", or "stored" when there is none yet. */
  readonly tell: Inlet
  /** Every key that is stored, from the script or from the set. */
  readonly known: Outlet
}

/**
 * @param store where the script sends the key that the set shall remember
 * @param stored the word before the key on its way to the script
 */
export function storedKey(patch: Patch, store: Outlet, stored: string, toScript: Box): KeyParts {
  patch.group('Key: what the set remembers')
  const memory = patch.object('pattr uplift-key', {
    name: 'uplift-key',
    parameter: { long: 'uplift-key', short: 'uplift-key', type: 'blob', visibility: 'stored' },
    keys: { restore: [0], saved_object_attributes: { parameter_enable: 1, parameter_mappable: 0 } },
  })
  // Holds it without telling: a pattr repeats what it is told, and the script must not hear its own word as news. 0 is no key.
  const key = patch.object('i 0')
  // What a pattr says that never held anything: nothing, a bang or 0, that is not documented.
  const said = patch.object('route bang 0')
  const ask = patch.object('t b b')
  const isNone = patch.object('sel 0')
  const none = patch.message(stored)
  const some = patch.object(`prepend ${stored}`)
  patch.chain(store, memory, said)
  patch.chain(said.out(2), key.in(1))
  patch.cord(ask.out(1), memory.in(0))
  patch.chain(ask.out(0), key.in(0))
  patch.chain(key, isNone, none, toScript)
  patch.chain(isNone.out(1), some, toScript)
  return { tell: ask.in(0), known: said.out(2) }
}
