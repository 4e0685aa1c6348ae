/** The tracks of a measured set as the user sees them: role, why, share of the loudness, lock. And what the user says of them. */
import { AppError } from '../audio/app-error.ts'
import { everyDevice, type LiveSet } from '../live/set.ts'
import { loudnessShares } from '../mix/loudness-shares.ts'
import { rolesOf } from '../mix/roles/guess-roles.ts'
import type { TrackRow } from '../report/roles-text.ts'
import type { Measured } from './measure.ts'
import { type ParameterLock, type RememberedSet, rememberedRoles } from './set-memory.ts'

/** In Live's order, without Main. */
export function listTracks({ set, take, analysis }: Measured, remembered: RememberedSet): TrackRow[] {
  const guesses = rolesOf(set, take, analysis, rememberedRoles(remembered))
  const shares = loudnessShares(set, take)
  return set.tracks.flatMap(({ path, name, group }) => {
    const guess = guesses.get(path)
    if (!guess) return []
    return [
      {
        ...guess,
        path,
        name,
        group: set.tracks.find(track => track.path === group)?.name ?? null,
        share: shares.get(path) ?? null,
        isLocked: remembered.lockedTracks.includes(name),
        lockedParameters: remembered.lockedParameters.filter(({ track }) => track === name).map(lockName),
      },
    ]
  })
}

/** "Track Volume" of the mixer, "Eq8/1 Gain A" of a device. */
const lockName = ({ deviceClass, parameter }: ParameterLock) =>
  deviceClass === null ? parameter : `${deviceClass}/${parameter}`

/** The lock with the track's name as the set has it. Throws AppError TRACK_MISSING, PARAMETER_MISSING. */
export function lockNamed(set: LiveSet, lock: ParameterLock): ParameterLock {
  const track = trackNamed(set, lock.track)
  const owners = set.tracks
    .filter(({ name }) => name === track)
    .flatMap(each =>
      lock.deviceClass === null
        ? [each.mixer]
        : everyDevice(each).flatMap(({ device }) => (device.className === lock.deviceClass ? [device.parameters] : [])),
    )
  if (owners.some(parameters => parameters.some(({ name }) => name === lock.parameter))) return { ...lock, track }
  const names = owners.flatMap(parameters => parameters.map(({ name }) => name))
  throw new AppError({
    code: 'PARAMETER_MISSING',
    message: `There is no parameter "${lockName(lock)}" on ${track}.`,
    action:
      names.length > 0
        ? `There are ${[...new Set(names)].join(', ')}.`
        : 'Name a device by its class, such as "Bass/Eq8/1 Gain A", or the mixer’s "Bass/Track Volume".',
  })
}

/** The track's name as the set has it: exactly as given, else with other capitals. Throws AppError TRACK_MISSING. */
export function trackNamed({ name: setName, tracks }: Pick<LiveSet, 'name' | 'tracks'>, wanted: string): string {
  const names = tracks.filter(({ kind }) => kind !== 'master').map(({ name }) => name)
  const found = names.find(name => name === wanted) ?? names.find(name => name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  throw new AppError({
    code: 'TRACK_MISSING',
    message: `There is no track "${wanted}" in ${setName}.`,
    action: `Its tracks are ${names.join(', ')}.`,
  })
}
