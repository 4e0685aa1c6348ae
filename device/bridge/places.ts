/** From the paths of a snapshot to Live's ids, by counting through lists: no path is ever given to Live. */
import type { WireTrackPath } from '../protocol.ts'
import type { Live, LiveId } from './live.ts'
import { missing } from './refusal.ts'

/** All tracks with their paths, in Live's order: tracks, returns, Main. */
export function trackIds(live: Live): Map<LiveId, WireTrackPath> {
  const paths = new Map<LiveId, WireTrackPath>()
  live.ids(live.song, 'tracks').forEach((id, i) => {
    paths.set(id, `tracks ${i}`)
  })
  live.ids(live.song, 'return_tracks').forEach((id, i) => {
    paths.set(id, `return_tracks ${i}`)
  })
  const main = live.child(live.song, 'master_track')
  if (main) paths.set(main, 'master_track')
  return paths
}

/** Throws Refusal. */
export function trackAt(live: Live, path: WireTrackPath): LiveId {
  const [list, index] = path.split(' ')
  const id =
    path === 'master_track'
      ? live.child(live.song, 'master_track')
      : list === 'tracks' || list === 'return_tracks'
        ? live.ids(live.song, list)[Number(index)]
        : undefined
  if (!id) throw missing(`Track "${path}"`)
  return id
}

/** "devices 0 chains 1 devices 2" below a track, or a chain's path. Throws Refusal. */
export function placeAt(live: Live, track: LiveId, path: string): LiveId {
  const words = path.split(' ')
  let id: LiveId | undefined = track
  for (let i = 0; id && i < words.length; i += 2) {
    const list = words[i]!
    if (list !== 'devices' && list !== 'chains') throw missing(`"${path}"`)
    id = live.ids(id, list)[Number(words[i + 1])]
  }
  if (!id) throw missing(`Device "${path}"`)
  return id
}

export const isChainPath = (path: string) => /(^| )chains \d+$/.test(path)

/** [list's owner, index] of the last step: ["devices 0 chains 1", 2] of "devices 0 chains 1 devices 2"; "" the track itself. */
export function splitPath(path: string): readonly [owner: string, index: number] {
  const words = path.split(' ')
  return [words.slice(0, -2).join(' '), Number(words[words.length - 1])]
}
