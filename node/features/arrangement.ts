/** What the arrangement does with the energy: how hard a drop comes in, how a build rises. Measured, never prescribed. */
import { powerToDb } from '../dsp/decibel.ts'
import { median } from '../dsp/statistics.ts'
import type { Section } from './analysis.ts'
import type { Energy } from './energy.ts'
import { gatedLoudness, type Loudness } from './loudness.ts'
import { beatsPerBar } from './rhythm/downbeat.ts'

/** The bars that are compared across the start of a drop. */
const impactBars = 4

const leastBuildBars = 4

/**
 * Drop impact in LU: loudness of a drop's first four bars less that of the four bars before it, median over the drops that
 * follow something else. `barSeconds` is the length of a bar. `null` without such a drop.
 */
export function dropImpact(loudness: Loudness, sections: readonly Section[], barSeconds: number): number | null {
  const reach = impactBars * barSeconds
  const impacts = sections.flatMap((section, k) => {
    const before = sections[k - 1]
    if (section.type !== 'drop' || !before || before.type === 'drop' || section.startSeconds < reach) return []
    const at = section.startSeconds
    const after = gatedLoudness(loudness, [{ startSeconds: at, endSeconds: at + reach }])
    const ahead = gatedLoudness(loudness, [{ startSeconds: at - reach, endSeconds: at }])
    return after === null || ahead === null ? [] : [after - ahead]
  })
  return median(impacts)
}

/**
 * Build slope in dB per bar: least-squares slope of the level above 345 Hz over the bars of a build, median over the builds of
 * at least four bars. The low end is left out: builds lose it on purpose. `null` without such a build.
 */
export function buildSlope({ body, high }: Energy, sections: readonly Section[]): number | null {
  const { startSeconds, stepSeconds } = body
  const slopes = sections.flatMap(section => {
    if (section.type !== 'build') return []
    const from = Math.max(0, Math.ceil((section.startSeconds - startSeconds) / stepSeconds - 0.25))
    const to = Math.min(body.values.length, Math.floor((section.endSeconds - startSeconds) / stepSeconds + 0.25))
    if (to - from < leastBuildBars) return []
    const levels = Array.from({ length: to - from }, (_, k) =>
      powerToDb(10 ** (body.values[from + k]! / 10) + 10 ** (high.values[from + k]! / 10)),
    )
    return [slopeOf(levels)]
  })
  return median(slopes)
}

function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  let products = 0
  let squares = 0
  values.forEach((value, k) => {
    products += (k - middle) * value
    squares += (k - middle) ** 2
  })
  return products / squares
}

/** Seconds of a bar of four beats. */
export const barSecondsOf = (tempo: number) => (beatsPerBar * 60) / tempo
