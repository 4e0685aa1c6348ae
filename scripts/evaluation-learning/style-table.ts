/** What a style is: ranges of tempo, patterns, sounds and mix, which overlap between styles. */

export type Range = readonly [number, number]

export interface Style {
  readonly tempo: Range
  /** Sixteenths of the beat on which the bass plays; one pattern a track. */
  readonly basses: readonly (readonly number[])[]
  readonly bassSeconds: Range
  readonly bassCutoffHz: Range
  /** Sixteenths of the beat with a closed hat, besides the open one between the beats. */
  readonly hats: readonly (readonly number[])[]
  readonly hatGain: Range
  readonly openHatGain: Range
  readonly percGain: Range
  readonly padGain: Range
  readonly padCutoffHz: Range
  readonly spread: Range
  readonly leadGain: Range
  readonly leadCutoffHz: Range
  /** Of the lead's notes. */
  readonly leadSeconds: Range
  /** Sixteenths between the lead's notes. */
  readonly leadSteps: readonly number[]
  readonly resonance: Range
  readonly duckDb: Range
  readonly minorSecond: number
}

export const styles: Readonly<Record<string, Style>> = {
  uplifting: {
    tempo: [136, 141],
    basses: [[2], [1, 2, 3], [2, 3]],
    bassSeconds: [0.08, 0.16],
    bassCutoffHz: [500, 1500],
    hats: [
      [0, 1, 2, 3],
      [0, 2],
      [1, 3],
    ],
    hatGain: [0.1, 0.3],
    openHatGain: [0.25, 0.5],
    percGain: [0, 0.15],
    padGain: [0.3, 0.6],
    padCutoffHz: [2500, 7000],
    spread: [0.6, 1],
    leadGain: [0.4, 0.8],
    leadCutoffHz: [4000, 12_000],
    leadSeconds: [0.15, 0.4],
    leadSteps: [2, 3],
    resonance: [0.7, 1.2],
    duckDb: [6, 14],
    minorSecond: 0,
  },
  progressive: {
    tempo: [126, 134],
    basses: [[2], [0, 3], [2, 3]],
    bassSeconds: [0.16, 0.35],
    bassCutoffHz: [200, 700],
    hats: [[2], [1, 3], [0, 2]],
    hatGain: [0.05, 0.18],
    openHatGain: [0.1, 0.35],
    percGain: [0.05, 0.25],
    padGain: [0.25, 0.55],
    padCutoffHz: [800, 3000],
    spread: [0.4, 0.9],
    leadGain: [0.15, 0.5],
    leadCutoffHz: [900, 3500],
    leadSeconds: [0.08, 0.2],
    leadSteps: [3, 4],
    resonance: [0.8, 2],
    duckDb: [3, 10],
    minorSecond: 0,
  },
  tech: {
    tempo: [134, 141],
    basses: [
      [1, 2, 3],
      [2, 3],
      [1, 3],
    ],
    bassSeconds: [0.05, 0.12],
    bassCutoffHz: [250, 900],
    hats: [
      [0, 1, 2, 3],
      [1, 2, 3],
    ],
    hatGain: [0.15, 0.4],
    openHatGain: [0.2, 0.5],
    percGain: [0.2, 0.5],
    padGain: [0, 0.2],
    padCutoffHz: [500, 2000],
    spread: [0, 0.5],
    leadGain: [0.1, 0.45],
    leadCutoffHz: [800, 3000],
    leadSeconds: [0.05, 0.12],
    leadSteps: [3, 6],
    resonance: [1, 3],
    duckDb: [4, 12],
    minorSecond: 0.4,
  },
  psy: {
    tempo: [140, 146],
    basses: [[1, 2, 3]],
    bassSeconds: [0.05, 0.1],
    bassCutoffHz: [400, 1500],
    hats: [[2], [0, 2], [1, 2, 3]],
    hatGain: [0.08, 0.25],
    openHatGain: [0.1, 0.4],
    percGain: [0, 0.2],
    padGain: [0, 0.25],
    padCutoffHz: [600, 2500],
    spread: [0, 0.5],
    leadGain: [0.2, 0.6],
    leadCutoffHz: [600, 4000],
    leadSeconds: [0.04, 0.1],
    leadSteps: [1, 2],
    resonance: [3, 9],
    duckDb: [0, 6],
    minorSecond: 0.8,
  },
  acid: {
    tempo: [134, 142],
    basses: [[2], [0, 1, 2, 3], [2, 3]],
    bassSeconds: [0.07, 0.18],
    bassCutoffHz: [250, 800],
    hats: [[0, 2], [2], [0, 1, 2, 3]],
    hatGain: [0.1, 0.35],
    openHatGain: [0.3, 0.6],
    percGain: [0, 0.3],
    padGain: [0, 0.35],
    padCutoffHz: [600, 3000],
    spread: [0.1, 0.7],
    leadGain: [0.3, 0.7],
    leadCutoffHz: [300, 1500],
    leadSeconds: [0.08, 0.14],
    leadSteps: [1],
    resonance: [5, 14],
    duckDb: [0, 8],
    minorSecond: 0.3,
  },
}
export const styleNames: readonly string[] = Object.keys(styles)
