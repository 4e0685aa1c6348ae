/** What the user wants of a set, from this call and from what is remembered with the set: roles, locks, what is meant to be so. */
import { type Category, type FeatureId, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import type { Locks } from '../fixes/candidates/find.ts'
import type { MoveKind } from '../fixes/rules.ts'
import type { Wishes } from '../gap/objective.ts'
import { everyDevice, type LiveSet, type ParameterRef, type TrackPath } from '../live/set.ts'
import type { ParameterLock, RememberedSet } from './set-memory.ts'

export interface Asked {
  readonly only?: readonly Category[]
  readonly without?: readonly Category[]
  readonly lockedTracks?: readonly string[]
  readonly lockedParameters?: readonly ParameterLock[]
  /** Moves that are set aside for another way. */
  readonly aside?: readonly { readonly track: TrackPath; readonly kind: MoveKind }[]
}

/** For the planner. What is remembered of tracks that are no longer there is passed over. */
export function wishesFor(
  set: LiveSet,
  remembered: Pick<RememberedSet, 'lockedTracks' | 'lockedParameters' | 'intended'>,
  { only, without, lockedTracks = [], lockedParameters = [], aside = [] }: Asked = {},
): { readonly locks: Locks; readonly wishes: Wishes } {
  return {
    locks: {
      tracks: [...remembered.lockedTracks, ...lockedTracks],
      parameters: [...remembered.lockedParameters, ...lockedParameters].flatMap(lock => refsOf(set, lock)),
      moves: aside,
    },
    wishes: {
      ...(only ? { only } : {}),
      ...(without ? { without } : {}),
      intended: remembered.intended.flatMap(({ feature, scope }) =>
        isFeature(feature) && (scope === null || isScope(scope)) ? [{ feature, scope }] : [],
      ),
    },
  }
}

const isFeature = (name: string): name is FeatureId => (featureIds as readonly string[]).includes(name)
const isScope = (name: string): name is Scope => (scopes as readonly string[]).includes(name)

/** Every place that a lock by names means. */
function refsOf(set: LiveSet, { track: name, deviceClass, parameter }: ParameterLock): ParameterRef[] {
  return set.tracks
    .filter(track => track.name === name)
    .flatMap((track): ParameterRef[] =>
      deviceClass === null
        ? [{ track: track.path, device: null, parameter }]
        : everyDevice(track)
            .filter(({ device }) => device.className === deviceClass)
            .map(({ device }) => ({ track: track.path, device: device.path, parameter })),
    )
}
