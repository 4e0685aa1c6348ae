/**
 * What a tap's track is like in each section, over as many plays as there were: means of the frames above the absolute gate
 * that forget slowly. One row a section, and never more rows than `mostSections`.
 */
import { tapMeters } from '../../device/protocol.ts'
import { frameLoudness, framesPerSecond, type Level, levelOf } from './frame-ring.ts'
import { type GuidePreset, guidePreset } from './guide-preset.ts'

/** More than a song has; the one that was played longest ago goes first. */
export const mostSections = 32

export interface SectionLevel {
  readonly level: Level
  /** Sound that it is the mean of, at most the preset's memory. */
  readonly seconds: number
}

interface Row {
  readonly sums: Float64Array
  count: number
  /** Worked out when it is asked for; null: frames have come since. */
  known: SectionLevel | null
}

export class SectionStatistics {
  readonly #rows = new Map<string, Row>()
  readonly #most: number
  readonly #least: number
  readonly #gate: number

  constructor({ memorySeconds, leastSectionSeconds, silenceLufs }: GuidePreset = guidePreset) {
    this.#most = memorySeconds.value * framesPerSecond
    this.#least = leastSectionSeconds.value * framesPerSecond
    this.#gate = silenceLufs.value
  }

  write(section: string, frame: readonly number[]): void {
    if (frameLoudness(frame) <= this.#gate) return
    const row = this.#rows.get(section) ?? { sums: new Float64Array(tapMeters.length), count: 0, known: null }
    // Set anew, so that the map's order is the order in which they were played last.
    this.#rows.delete(section)
    this.#rows.set(section, row)
    if (this.#rows.size > mostSections) this.#rows.delete(this.#rows.keys().next().value!)
    const kept = row.count < this.#most ? 1 : (this.#most - 1) / this.#most
    for (let i = 0; i < frame.length; i++) row.sums[i] = row.sums[i]! * kept + frame[i]!
    row.count = Math.min(this.#most, row.count + 1)
    row.known = null
  }

  /** null: not enough of it has been heard. */
  of(section: string): SectionLevel | null {
    const row = this.#rows.get(section)
    if (!row || row.count < this.#least) return null
    row.known ??= { level: levelOf(row), seconds: row.count / framesPerSecond }
    return row.known
  }

  all(): ReadonlyMap<string, SectionLevel> {
    const known = new Map<string, SectionLevel>()
    for (const section of this.#rows.keys()) {
      const level = this.of(section)
      if (level) known.set(section, level)
    }
    return known
  }

  reset(): void {
    this.#rows.clear()
  }
}
