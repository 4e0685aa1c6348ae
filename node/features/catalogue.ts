/**
 * The feature catalogue: every figure Uplift measures, declared once. Label, unit, range, source, bad side, floor and
 * scoring group appear nowhere else; extraction, profile, gap, report, rules and panel are keyed by the id.
 */
import { contiguousBands, namedBandEdges, thirdOctaveNominals } from '../dsp/bands.ts'

export type Category = 'loudness' | 'dynamics' | 'spectrum' | 'stereo' | 'rhythm' | 'arrangement'
export type Unit = 'LUFS' | 'LU' | 'dBTP' | 'dB' | 'dB/oct' | 'BPM' | '%' | 'correlation' | 'score'

/** Which side of the references is a fault. `none`: reported, never scored. */
export type BadSide = 'high' | 'low' | 'both' | 'none'

export interface Feature {
  readonly label: string
  readonly category: Category
  readonly unit: Unit
  /** Values outside are a bug in the extractor. */
  readonly range: readonly [number, number]
  /** Standard, paper or definition. */
  readonly source: string
  readonly bad: BadSide
  /** Smallest audible difference, in `unit`: the scale of a deviation never goes below it. */
  readonly floor: number
  /** Moves when the whole mix gets louder. */
  readonly levelDependent: boolean
  /** Comparable between a premaster and mastered references (a limiter leaves it nearly alone). */
  readonly survivesMastering: boolean
  /** Where it is measured: in every section type, over the whole track, or both. */
  readonly measuredIn: 'sections' | 'overall' | 'both'
  /** Mix: levels, EQ, width and dynamics can change it. Material: tempo, key, sounds, arrangement. */
  readonly gap: 'mix' | 'material'
  /** Correlated features carry the same group and share its one weight (presets/scoring.json). */
  readonly group: string
}

const bandLabels: Record<(typeof contiguousBands)[number], string> = {
  sub: 'Sub',
  bass: 'Bass',
  lowMid: 'Low-mid',
  mid: 'Mid',
  presence: 'Presence',
  brilliance: 'Brilliance',
  air: 'Air',
}

/** Parts of the spectrum whose left-right balance is measured, Hz. */
export const balanceEdges = [
  [60, 250],
  [250, 2000],
  [2000, 20_000],
] as const

const hz = (value: number) => (value >= 1000 ? `${value / 1000} kHz` : `${value} Hz`)
const capitalized = <S extends string>(s: S) => (s[0]!.toUpperCase() + s.slice(1)) as Capitalize<S>
const span = ([low, high]: readonly [number, number]) => `${hz(low)} to ${hz(high)}`

const bandLevel = (label: string, group: string, edges: readonly [number, number]): Feature => ({
  label: `${label} level`,
  category: 'spectrum',
  unit: 'dB',
  range: [-90, 60],
  source: `Power ${span(edges)} relative to the mid-range anchor (docs: features/spectrum.ts)`,
  bad: 'both',
  floor: 1,
  levelDependent: false,
  survivesMastering: true,
  measuredIn: 'both',
  gap: 'mix',
  group,
})

type BandId = (typeof contiguousBands)[number]
type ThirdOctaveId = `third${(typeof thirdOctaveNominals)[number]}`
export const thirdOctaveIds = thirdOctaveNominals.map(nominal => `third${nominal}` as ThirdOctaveId)

const fromBands = <P extends string>(prefix: P, make: (band: BandId, index: number) => Feature) =>
  Object.fromEntries(contiguousBands.map((band, i) => [`${prefix}${capitalized(band)}`, make(band, i)])) as Record<
    `${P}${Capitalize<BandId>}`,
    Feature
  >

/** The contiguous band a third octave's centre lies in: they are correlated, so they share its weight. */
const bandOf = (nominal: number): BandId => contiguousBands.find(band => nominal < namedBandEdges[band][1]) ?? 'air'

const thirdOctaveFeatures = Object.fromEntries(
  thirdOctaveNominals.map((nominal, i) => [
    thirdOctaveIds[i]!,
    {
      label: `${hz(nominal)} third octave`,
      category: 'spectrum',
      unit: 'dB',
      range: [-90, 60],
      source: 'IEC 61260-1 third octave, long-term average relative to the mid-range anchor',
      bad: 'both',
      // Just-noticeable level differences of single third octaves in broadband programme are 1.5 to 2 dB.
      floor: 1.5,
      levelDependent: false,
      survivesMastering: true,
      measuredIn: 'both',
      gap: 'mix',
      group: `spectrum-${bandOf(nominal)}`,
    } satisfies Feature,
  ]),
) as Record<string, Feature> as Record<ThirdOctaveId, Feature>

const loudness = { category: 'loudness', levelDependent: true, survivesMastering: false, gap: 'mix' } as const

export const features = {
  integratedLoudness: {
    ...loudness,
    label: 'Integrated loudness',
    unit: 'LUFS',
    range: [-70, 10],
    source: 'ITU-R BS.1770-4, eq. 7',
    bad: 'both',
    floor: 0.5,
    measuredIn: 'overall',
    group: 'loudness',
  },
  shortTermMax: {
    ...loudness,
    label: 'Short-term maximum',
    unit: 'LUFS',
    range: [-70, 12],
    source: 'EBU Tech 3341, 3 s window',
    bad: 'both',
    floor: 0.5,
    measuredIn: 'overall',
    group: 'loudness',
  },
  momentaryMax: {
    ...loudness,
    label: 'Momentary maximum',
    unit: 'LUFS',
    range: [-70, 15],
    source: 'EBU Tech 3341, 400 ms window',
    bad: 'none',
    floor: 0.5,
    measuredIn: 'overall',
    group: 'loudness',
  },
  loudnessRange: {
    ...loudness,
    label: 'Loudness range',
    unit: 'LU',
    range: [0, 70],
    source: 'EBU Tech 3342',
    bad: 'none',
    floor: 1,
    levelDependent: false,
    measuredIn: 'overall',
    gap: 'material',
    group: 'loudness-range',
  },
  sectionLoudness: {
    ...loudness,
    label: 'Section loudness',
    unit: 'LUFS',
    range: [-70, 10],
    source: 'ITU-R BS.1770-4 gated loudness of the sections of one type',
    bad: 'none',
    floor: 0.5,
    measuredIn: 'sections',
    group: 'loudness',
  },
  truePeak: {
    ...loudness,
    label: 'True peak',
    unit: 'dBTP',
    range: [-150, 20],
    source: 'ITU-R BS.1770-4 Annex 2, 4x oversampling, peaks refined at 32x',
    bad: 'high',
    floor: 0.3,
    measuredIn: 'overall',
    group: 'true-peak',
  },
  peakToLoudnessRatio: {
    ...loudness,
    label: 'Peak to loudness ratio (PLR)',
    unit: 'dB',
    // Below 0 for sustained treble: loudness adds the channels and up to 4 dB of weighting.
    range: [-15, 60],
    source: 'AES TD1004: true peak − integrated loudness',
    bad: 'low',
    floor: 0.7,
    levelDependent: false,
    measuredIn: 'overall',
    group: 'dynamics',
  },
  crestFactor: {
    ...loudness,
    label: 'Crest factor',
    category: 'dynamics',
    unit: 'dB',
    range: [0, 60],
    source: 'Median over 3 s blocks of sample peak over RMS, louder channel',
    bad: 'low',
    floor: 0.7,
    levelDependent: false,
    measuredIn: 'both',
    group: 'dynamics',
  },
  ...fromBands('band', band => bandLevel(bandLabels[band], `spectrum-${band}`, namedBandEdges[band])),
  mud: bandLevel('Mud', 'spectrum-lowMid', namedBandEdges.mud),
  ...thirdOctaveFeatures,
  spectralTilt: {
    label: 'Spectral tilt',
    category: 'spectrum',
    unit: 'dB/oct',
    range: [-40, 40],
    source: 'Least-squares slope of power per hertz in third octaves, 100 Hz to 10 kHz: white noise 0, pink −3',
    bad: 'both',
    floor: 0.3,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: 'spectrum-tilt',
  },
  ...fromBands('width', band => ({
    label: `${bandLabels[band]} width`,
    category: 'stereo',
    unit: 'dB',
    range: [-30, 60],
    source: `Side to mid power ${span(namedBandEdges[band])}, not below −30 dB (inaudible)`,
    bad: band === 'sub' || band === 'bass' ? 'high' : 'both',
    floor: 1.5,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: `stereo-${band}`,
  })),
  ...fromBands('correlation', band => ({
    label: `${bandLabels[band]} correlation`,
    category: 'stereo',
    unit: 'correlation',
    range: [-1, 1],
    source: `Normalised L·R ${span(namedBandEdges[band])}`,
    bad: 'low',
    floor: 0.1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: `stereo-${band}`,
  })),
  ...fromBands('monoFoldLoss', band => ({
    label: `${bandLabels[band]} mono fold loss`,
    category: 'stereo',
    unit: 'dB',
    range: [-0.01, 30],
    source: `Power of (L+R)/2 against the mean power of L and R, ${span(namedBandEdges[band])}; 0 dB mono, 3 dB uncorrelated`,
    bad: 'high',
    floor: 0.5,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: `stereo-${band}`,
  })),
  ...(Object.fromEntries(
    (['Low', 'Mid', 'High'] as const).map((part, i) => [
      `balance${part}`,
      {
        label: `${['Low', 'Mid', 'High'][i]} left-right balance`,
        category: 'stereo',
        unit: 'dB',
        range: [-100, 100],
        source: `Left over right power, ${span(balanceEdges[i]!)}; positive: more on the left`,
        bad: 'both',
        // A shift of the centre is heard from about 1 dB between the channels.
        floor: 1,
        levelDependent: false,
        survivesMastering: true,
        measuredIn: 'both',
        gap: 'mix',
        group: 'stereo-balance',
      } satisfies Feature,
    ]),
  ) as Record<string, Feature> as Record<'balanceLow' | 'balanceMid' | 'balanceHigh', Feature>),
  bassMononess: {
    label: 'Bass mono-ness',
    category: 'stereo',
    unit: '%',
    range: [0, 100],
    source: 'Mid share of the power from 20 to 120 Hz',
    bad: 'low',
    floor: 3,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: 'stereo-sub',
  },
  tempo: {
    label: 'Tempo',
    category: 'rhythm',
    unit: 'BPM',
    range: [60, 200],
    source: 'Beat-grid fit to the onset strength (features/rhythm.ts)',
    bad: 'both',
    floor: 0.5,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'tempo',
  },
  fourOnTheFloor: {
    label: 'Four on the floor',
    category: 'rhythm',
    unit: 'score',
    range: [0, 1],
    source: 'Share of beats with a low-band onset on them, less those half-way between (features/rhythm.ts)',
    bad: 'low',
    floor: 0.1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'beat',
  },
  dropContrast: {
    label: 'Drop over breakdown',
    category: 'arrangement',
    unit: 'LU',
    range: [-40, 60],
    source: 'Section loudness of the drops less that of the breakdowns',
    bad: 'none',
    floor: 1,
    levelDependent: false,
    survivesMastering: false,
    measuredIn: 'overall',
    gap: 'material',
    group: 'arrangement',
  },
} as const satisfies Record<string, Feature>

export type FeatureId = keyof typeof features
export const featureIds = Object.keys(features) as FeatureId[]
export const feature = (id: FeatureId): Feature => features[id]

/** Section types, in the order a track usually has them. A section is compared with references' sections of its type. */
export const sectionTypes = ['intro', 'build', 'breakdown', 'drop', 'outro'] as const
export type SectionType = (typeof sectionTypes)[number]
/** Where a feature row comes from: all sections of one type pooled, or the whole track. */
export type Scope = SectionType | 'overall'
export const scopes = [...sectionTypes, 'overall'] as const satisfies readonly Scope[]

/** One measured row. `null` means "not defined for this audio"; `reasons` says why, in words. Never NaN. */
export interface FeatureRow {
  readonly values: Readonly<Partial<Record<FeatureId, number | null>>>
  readonly reasons: Readonly<Partial<Record<FeatureId, string>>>
}

/** Measured or predicted rows, per scope. */
export type Rows = Readonly<Partial<Record<Scope, FeatureRow>>>
