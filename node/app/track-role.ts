/** What a track is for the user's taste: by the user's word or by its name, so that it is the same before anything is heard. */
import type { Track } from '../live/set.ts'
import { roleByName } from '../mix/roles/name-evidence.ts'
import type { Role } from '../mix/roles/role.ts'
import type { RememberedSet } from './set-memory.ts'

/** `kind` null: not known. */
export function trackRole(
  { name, kind }: { readonly name: string; readonly kind: Track['kind'] | null },
  remembered: Pick<RememberedSet, 'roles'>,
): Role {
  const told = remembered.roles.find(({ track }) => track === name)?.role
  if (told) return told
  if (kind === 'group' || kind === 'return' || kind === 'master') return 'bus'
  return roleByName(name) ?? 'other'
}
