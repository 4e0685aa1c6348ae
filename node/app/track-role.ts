/** What a track is for the user's taste: by the user's word or by its name, so that it is the same before anything is heard. */
import type { LiveSet, TrackPath } from '../live/set.ts'
import { roleByName } from '../mix/roles/name-evidence.ts'
import type { Role } from '../mix/roles/role.ts'
import { type RememberedSet, rememberedRoles } from './set-memory.ts'

/** 'other' for a track that is not in the set. */
export function trackRole({ tracks }: Pick<LiveSet, 'tracks'>, remembered: RememberedSet, path: TrackPath): Role {
  const track = tracks.find(each => each.path === path)
  if (!track) return 'other'
  const told = rememberedRoles(remembered).get(track.name)
  if (told) return told
  return track.kind === 'group' || track.kind === 'return' || track.kind === 'master'
    ? 'bus'
    : (roleByName(track.name) ?? 'other')
}
