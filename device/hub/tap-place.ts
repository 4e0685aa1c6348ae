/** Where a tap sits, and whether it hears its track as it goes to the fader. */
import type { Live, LiveId } from '../bridge/live.ts'
import { latencyOf } from '../bridge/snapshot.ts'
import type { TapStatus, WireTap, WireTrackPath } from '../protocol.ts'

export type Place = Pick<WireTap, 'track' | 'trackName' | 'place' | 'latency'> & {
  readonly status: Extract<TapStatus, 'ready' | 'off' | 'in-rack' | 'not-last' | 'frozen' | 'muted'>
}

/** Groups in groups, racks in racks. */
const depthLimit = 16

/** null: the device is not in the set. `ownDevices`: Uplift's other devices, which change nothing behind a tap. */
export function placeOf(
  live: Live,
  device: LiveId,
  { tracks, ownDevices }: { tracks: ReadonlyMap<LiveId, WireTrackPath>; ownDevices: ReadonlySet<LiveId> },
): Place | null {
  if (!live.exists(device)) return null
  const parent = live.child(device, 'canonical_parent')
  const track = trackAbove(live, parent, tracks)
  if (!track) return null
  const path = tracks.get(track)!
  const isInRack = parent !== track
  const devices = isInRack ? [] : live.ids(track, 'devices')
  const at = devices.indexOf(device)
  const behind = devices.slice(at + 1).filter(id => !ownDevices.has(id))
  const isFirst = path === 'master_track' && at === 0 && behind.length > 0
  return {
    track: path,
    trackName: live.text(track, 'name'),
    place: isFirst ? 'first' : 'last',
    latency: isInRack ? null : latencyBefore(live, devices.slice(0, at)),
    status: !live.number(device, 'is_active', 1)
      ? 'off'
      : isInRack
        ? 'in-rack'
        : path.startsWith('tracks') && live.flag(track, 'is_frozen')
          ? 'frozen'
          : isSilenced(live, track, path)
            ? 'muted'
            : behind.length > 0 && !isFirst
              ? 'not-last'
              : 'ready',
  }
}

function trackAbove(live: Live, parent: LiveId, tracks: ReadonlyMap<LiveId, WireTrackPath>): LiveId {
  let id = parent
  for (let depth = 0; id && !tracks.has(id) && depth < depthLimit; depth++) id = live.child(id, 'canonical_parent')
  return tracks.has(id) ? id : 0
}

/** A track is not in Main's sound when it, or a group around it, is off, or another one is soloed. */
function isSilenced(live: Live, track: LiveId, path: WireTrackPath): boolean {
  if (path === 'master_track') return false
  if (live.flag(track, 'muted_via_solo')) return true
  let id = track
  for (let depth = 0; id && depth < depthLimit; depth++) {
    if (live.flag(id, 'mute')) return true
    id = path.startsWith('tracks') ? live.child(id, 'group_track') : 0
  }
  return false
}

function latencyBefore(live: Live, devices: readonly LiveId[]): number | null {
  let sum = 0
  for (const id of devices) {
    const latency = latencyOf(live, id)
    if (latency === null) return null
    sum += latency
  }
  return sum
}
