/** Whether a track sounds as it did when it was measured: section against the same section. */
import { meterBands } from '../../device/protocol.ts'
import type { Level } from './frame-ring.ts'
import type { SectionLevel } from './section-statistics.ts'

/** Bands further below the loudest one than this are not what is heard of the track. */
const heardBandsDb = 20

export type Sections = ReadonlyMap<string, SectionLevel>

/** The largest change of level, overall or in a band, in any section that both know; 0: none is known to both. */
export function drift(before: Sections, now: Sections): number {
  let most = 0
  for (const [section, { level }] of before) {
    const present = now.get(section)
    if (present) most = Math.max(most, levelDrift(level, present.level))
  }
  return most
}

function levelDrift(a: Level, b: Level): number {
  const loudest = Math.max(...meterBands.flatMap(band => [a.bands[band] ?? -Infinity, b.bands[band] ?? -Infinity]))
  const changes = meterBands.map(band => {
    const [before, now] = [a.bands[band], b.bands[band]]
    const isHeard = Math.max(before ?? -Infinity, now ?? -Infinity) >= loudest - heardBandsDb
    return isHeard && before !== null && now !== null ? Math.abs(now - before) : 0
  })
  const overall = a.loudness !== null && b.loudness !== null ? Math.abs(b.loudness - a.loudness) : 0
  return Math.max(overall, ...changes)
}
