/** Which tracks are made, learned from and judged on. */
import type { MadeTrack } from './measure-job.ts'
import { styleNames } from './style-table.ts'

/** Seeds from here on were never looked at while the vector, the metric and the styles were made; those of 200 to 299 were. */
const trainingSeed = 500
const testSeed = 600
/** The metric learns from producers 10 to 13 and is judged on 20 to 23. */
const trainingProducer = 10
const testProducer = 20
const producers = 4

/** Of each style; `degraded` and `flawed`: how many of the test tracks also ask with degraded copies, or have one with flaws. */
const counts = {
  full: { training: 8, test: 32, degraded: 3, flawed: 16 },
  compact: { training: 6, test: 8, degraded: 2, flawed: 4 },
} as const
/** Of each training track, for the judge. */
const copiesToLearnFrom = 2

export interface Material {
  readonly training: readonly MadeTrack[]
  readonly test: readonly MadeTrack[]
}

/** Every producer makes every style. */
export function materialOf(size: keyof typeof counts): Material {
  const { training, test, degraded, flawed } = counts[size]
  // The full run also asks whether a network helps.
  const patches = size === 'full'
  return {
    training: made(training, trainingSeed, trainingProducer, () => ({
      degrade: false,
      copies: copiesToLearnFrom,
      patches: false,
    })),
    test: made(test, testSeed, testProducer, i => ({ degrade: i < degraded, copies: i < flawed ? 1 : 0, patches })),
  }
}

function made(
  perStyle: number,
  seed: number,
  producer: number,
  wanted: (i: number) => Pick<MadeTrack, 'degrade' | 'copies' | 'patches'>,
): MadeTrack[] {
  return Array.from({ length: perStyle }, (_, i) =>
    styleNames.map((style, s): MadeTrack => {
      return { kind: 'made', style, seed: seed + i, producer: producer + ((i + s) % producers), ...wanted(i) }
    }),
  ).flat()
}

/** Of a made track's name, "psy 612 #21". */
export const producerOf = (name: string) => name.split('#')[1]
