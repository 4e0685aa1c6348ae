/**
 * Layers of one part: they are meant to fuse, so one covering the other is no loss. Two tracks are layers when their partials
 * coincide (same notes) and their loudness rises and falls together where both sound (onset-locked). Rhythm alone would take
 * everything that pumps with the kick for one part; notes alone would take a lead and its echo. Where the partials coincide
 * almost entirely, the one is a processed copy of the other (parallel compression), and looser rhythm is enough.
 */
import { filterCount } from '../../dsp/erb.ts'
import { specificLoudness } from '../../dsp/partial-loudness.ts'
import { sectionTypes } from '../catalogue.ts'
import type { Hearing } from './hearing.ts'

export interface Layer {
  /** Indices of the two tracks, a < b. */
  readonly a: number
  readonly b: number
  /** The weaker of the two proofs, 0 to 1. */
  readonly confidence: number
}

/** Partials that coincide this far, with loudness that correlates this far, prove layers. */
const proofs = [
  // Two noises coincide to 0.79, the parts of one song (chords and melodies of one key) to 0.89, but then unlocked.
  { partials: 0.86, locked: 0.8 },
  { partials: 0.95, locked: 0.35 },
] as const
/** Moments in which either sounds, per section type; fewer prove nothing. */
const fewestMoments = 24

export function findLayers(hearing: Hearing): Layer[] {
  const count = hearing.excitation.length
  const known = new Map<number, Float32Array>()
  const loudness = (track: number) => {
    const pattern =
      known.get(track) ?? hearing.excitation[track]!.map((e, n) => (e > 0 ? specificLoudness(e, n % filterCount) : 0))
    known.set(track, pattern)
    return pattern
  }
  const layers: Layer[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const partials = hearing.alignment(a, b)
      if (partials === null || !proofs.some(proof => partials >= proof.partials)) continue
      const locked = correlation(loudness(a), loudness(b), hearing)
      if (locked === null) continue
      if (proofs.some(proof => partials >= proof.partials && locked >= proof.locked))
        layers.push({ a, b, confidence: Math.min(1, partials, locked) })
    }
  }
  return layers
}

/**
 * Correlation over time of two tracks' loudness, −1 to 1, filter by filter, each filter by how much both move there. Means
 * are taken per section type, so playing in the same sections is no likeness. null: too short, or neither ever moves.
 */
function correlation(a: Float32Array, b: Float32Array, { moments }: Hearing): number | null {
  let shared = 0
  let possible = 0
  for (const type of sectionTypes) {
    const at: number[] = []
    for (let t = 0; t < moments.count; t++) {
      if (moments.type[t] === type && (sounds(a, t) || sounds(b, t))) at.push(t)
    }
    if (at.length < fewestMoments) continue
    for (let i = 0; i < filterCount; i++) {
      let [sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0]
      for (const t of at) {
        const x = a[t * filterCount + i]!
        const y = b[t * filterCount + i]!
        sumA += x
        sumB += y
        aa += x * x
        bb += y * y
        ab += x * y
      }
      const varianceA = aa - (sumA * sumA) / at.length
      const varianceB = bb - (sumB * sumB) / at.length
      // Steady tones: what is left of their variance is rounding.
      if (varianceA < 1e-6 * aa || varianceB < 1e-6 * bb) continue
      shared += ab - (sumA * sumB) / at.length
      possible += Math.sqrt(varianceA * varianceB)
    }
  }
  return possible > 0 ? shared / possible : null
}

function sounds(loudness: Float32Array, t: number): boolean {
  for (let i = 0; i < filterCount; i++) if (loudness[t * filterCount + i]! > 0) return true
  return false
}
