/** Whether a track sounds as it did when it was measured: section against the same section. */
import { meterBands } from '../../device/protocol.ts'
import type { Level } from './frame-ring.ts'
import type { SectionLevel, SectionStatistics } from './section-statistics.ts'

/** Bands further below the loudest one than this are not what is heard of the track. */
const heardBandsDb = 20

export type Sections = ReadonlyMap<string, SectionLevel>

/** Against what was measured; a section is compared anew only when something of it was heard since. */
export class Drift {
  readonly #before: Sections
  readonly #known = new Map<string, { readonly now: SectionLevel; readonly change: number }>()
  /** Comparisons of two sections, ever. */
  comparisons = 0

  constructor(before: Sections) {
    this.#before = before
  }

  /** The largest change of level, overall or in a band, in any section that both know; 0: none is known to both. */
  of(sections: Pick<SectionStatistics, 'of'>): number {
    let most = 0
    for (const [section, { level }] of this.#before) {
      const now = sections.of(section)
      if (!now) continue
      let known = this.#known.get(section)
      if (known?.now !== now) {
        known = { now, change: levelDrift(level, now.level) }
        this.#known.set(section, known)
        this.comparisons++
      }
      most = Math.max(most, known.change)
    }
    return most
  }
}

function levelDrift(a: Level, b: Level): number {
  let loudest = -Infinity
  for (const band of meterBands) loudest = Math.max(loudest, a.bands[band] ?? -Infinity, b.bands[band] ?? -Infinity)
  let most = a.loudness !== null && b.loudness !== null ? Math.abs(b.loudness - a.loudness) : 0
  for (const band of meterBands) {
    const [before, now] = [a.bands[band], b.bands[band]]
    if (before === null || now === null || Math.max(before, now) < loudest - heardBandsDb) continue
    most = Math.max(most, Math.abs(now - before))
  }
  return most
}
