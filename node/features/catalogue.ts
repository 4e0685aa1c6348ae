/**
 * The feature catalogue: every figure Uplift measures, declared once. Label, unit, range, source, bad side, floor and
 * scoring group appear nowhere else; extraction, profile, gap, report, rules and panel are keyed by the id.
 */
import { contiguousBands, namedBandEdges, thirdOctaveNominals } from '../dsp/bands.ts'

export type Category =
  | 'loudness'
  | 'dynamics'
  | 'spectrum'
  | 'low end'
  | 'sidechain'
  | 'stereo'
  | 'rhythm'
  | 'harmony'
  | 'trance colour'
  | 'arrangement'
  | 'masking'
export type Unit =
  | 'LUFS'
  | 'LU'
  | 'dBTP'
  | 'dB'
  | 'dB/oct'
  | 'dB/bar'
  | 'BPM'
  | 'Hz'
  | 'cents'
  | 'ms'
  | 'octaves'
  | 'voices'
  | 'per bar'
  | '%'
  | 'correlation'
  | 'score'

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

const lowEnd = { category: 'low end', levelDependent: false, survivesMastering: true, measuredIn: 'both' } as const
const ducking = {
  category: 'sidechain',
  levelDependent: false,
  survivesMastering: true,
  measuredIn: 'both',
  group: 'sidechain',
} as const
const colour = {
  category: 'trance colour',
  bad: 'none',
  levelDependent: false,
  survivesMastering: true,
  measuredIn: 'both',
  gap: 'material',
} as const

/** The share below other corners than 120 Hz: reported, the one at 120 Hz is scored. */
const monoBass = (cornerHz: number) =>
  ({
    label: `Bass mono-ness below ${cornerHz} Hz`,
    category: 'stereo',
    unit: '%',
    range: [0, 100],
    source: `Mid share of the power from 20 to ${cornerHz} Hz (nearest edge of the band grid)`,
    bad: 'none',
    floor: 3,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
  }) as const

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
  peakToShortTermRatio: {
    ...loudness,
    label: 'Peak to short-term ratio (PSR)',
    category: 'dynamics',
    unit: 'dB',
    range: [-15, 60],
    source:
      'True peak of each 3 s window less its short-term loudness (AES TD1004); the median of the windows within 10 LU of the loudest',
    bad: 'low',
    floor: 0.7,
    levelDependent: false,
    measuredIn: 'both',
    group: 'dynamics',
  },
  transientPunch: {
    ...loudness,
    label: 'Transient punch',
    category: 'dynamics',
    unit: 'dB',
    range: [-10, 60],
    source:
      'Median over the beats: loudest 12 ms within 60 ms of the beat over the median level of that beat (features/dynamics.ts)',
    bad: 'low',
    floor: 1,
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
  spectralCentroid: {
    label: 'Spectral centroid',
    category: 'spectrum',
    unit: 'Hz',
    range: [20, 20_000],
    source: 'Power-weighted mean of log frequency over the sixth-octave bands, 20 Hz to 20 kHz',
    bad: 'none',
    floor: 50,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: 'spectrum-tilt',
  },
  clarity: {
    label: 'Clarity',
    category: 'spectrum',
    unit: 'dB',
    range: [-90, 90],
    source: 'Power 2 to 5 kHz (presence) over power 200 to 500 Hz (mud); a derived figure, reported only',
    bad: 'none',
    floor: 1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: 'spectrum-tilt',
  },
  kickOverBass: {
    ...lowEnd,
    label: 'Kick over bass',
    unit: 'dB',
    range: [-60, 60],
    source:
      "Loudest 23 ms of the kick, 20 to 250 Hz, over the bass's level in the last 45 % of the beat (features/low-end/low-end.ts)",
    bad: 'both',
    floor: 1,
    gap: 'mix',
    group: 'low-end',
  },
  kickBassSpectralOverlap: {
    ...lowEnd,
    label: 'Kick and bass overlap in frequency',
    unit: '%',
    range: [0, 100],
    source:
      'Sum of min(p, q) over sixth octaves, 20 to 250 Hz, of the power spectra of kick and bass (features/low-end/low-end.ts)',
    bad: 'none',
    floor: 5,
    gap: 'material',
    group: 'low-end-overlap',
  },
  kickBassTemporalOverlap: {
    ...lowEnd,
    label: 'Kick and bass overlap in time',
    unit: '%',
    range: [0, 100],
    source: "Share of the kick's power during which the bass sounds at its usual level (features/low-end/low-end.ts)",
    bad: 'none',
    floor: 5,
    gap: 'material',
    group: 'low-end-overlap',
  },
  lowEndSeparation: {
    ...lowEnd,
    label: 'Kick and bass separation',
    unit: '%',
    range: [0, 100],
    source: '100 · (1 − overlap in frequency · overlap in time), both 0 to 1 (features/low-end/low-end.ts)',
    bad: 'none',
    floor: 5,
    gap: 'material',
    group: 'low-end-overlap',
  },
  kickFundamental: {
    ...lowEnd,
    label: 'Kick fundamental',
    unit: 'Hz',
    range: [20, 200],
    source: "Least-squares phase of the kick's tail, its pitch sweep fitted away (features/low-end/kick-tail.ts)",
    bad: 'none',
    floor: 1,
    gap: 'material',
    group: 'low-end-pitch',
  },
  kickTuning: {
    ...lowEnd,
    label: 'Kick tuning',
    unit: 'cents',
    range: [-50, 50],
    source: "Kick fundamental against the nearest semitone of the song's own tuning",
    bad: 'none',
    floor: 15,
    gap: 'material',
    group: 'low-end-pitch',
  },
  bassFundamental: {
    ...lowEnd,
    label: 'Bass fundamental',
    unit: 'Hz',
    range: [20, 250],
    source: 'Note with the most power between the kicks, 28 to 250 Hz (features/low-end/bass-note.ts)',
    bad: 'none',
    floor: 1,
    gap: 'material',
    group: 'low-end-pitch',
  },
  duckDepth: {
    ...ducking,
    label: 'Ducking depth',
    unit: 'dB',
    range: [0, 60],
    source:
      'Slope of short spectra (1.6 to 3.4 kHz) over the pattern of what sustains: lowest 45 ms against late in the beat (features/sidechain/mix-ducking.ts; single tracks: features/sidechain/sidechain.ts)',
    bad: 'both',
    floor: 1,
    gap: 'mix',
  },
  duckDelay: {
    ...ducking,
    label: 'Ducking delay after the kick',
    unit: 'ms',
    range: [0, 500],
    source: 'From the beat to the start of the lowest level (features/sidechain/mix-ducking.ts)',
    bad: 'none',
    floor: 10,
    gap: 'mix',
  },
  duckRecovery: {
    ...ducking,
    label: 'Ducking recovery',
    unit: 'ms',
    range: [0, 1000],
    source: 'From there until nine tenths of the depth are regained (features/sidechain/mix-ducking.ts)',
    bad: 'none',
    floor: 20,
    gap: 'mix',
  },
  duckRegularity: {
    ...ducking,
    label: 'Ducking regularity',
    unit: 'score',
    range: [0, 1],
    source: "1 − spread of the depths of the bar's four beats over the depth (features/sidechain/mix-ducking.ts)",
    bad: 'none',
    floor: 0.1,
    gap: 'material',
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
  bassMononess80: {
    ...monoBass(80),
    group: 'stereo-sub',
  },
  bassMononess160: {
    ...monoBass(160),
    group: 'stereo-sub',
  },
  bassMononess200: {
    ...monoBass(200),
    group: 'stereo-sub',
  },
  tempo: {
    label: 'Tempo',
    category: 'rhythm',
    unit: 'BPM',
    range: [60, 200],
    source:
      'Spectrum × autocorrelation of the onset strength, then a line through the kicks (features/rhythm/tempo.ts, beat.ts)',
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
    source: 'Share of beats with a kick on them, less those with one half-way to the next (features/rhythm/kicks.ts)',
    bad: 'low',
    floor: 0.1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'beat',
  },
  offbeatHats: {
    label: 'Off-beat hats',
    category: 'rhythm',
    unit: 'score',
    range: [0, 1],
    source: 'Kick beats with a hat half-way to the next, less hats elsewhere (features/rhythm/offbeat-hats.ts)',
    bad: 'none',
    floor: 0.1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'beat',
  },
  tempoStability: {
    label: 'Grid deviation',
    category: 'rhythm',
    unit: 'ms',
    range: [0, 500],
    source: 'RMS lateness of stretches of eight beats about the constant grid (features/rhythm/grid-deviation.ts)',
    bad: 'none',
    floor: 1,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'tempo',
  },
  tuning: {
    label: 'Tuning',
    category: 'harmony',
    unit: 'cents',
    range: [-50, 50],
    source:
      'Circular mean of the spectral peaks’ distances from the semitones of A = 440 Hz (features/harmony/tonality.ts)',
    bad: 'none',
    floor: 5,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'overall',
    gap: 'material',
    group: 'tuning',
  },
  supersawVoices: {
    ...colour,
    label: 'Supersaw voices',
    unit: 'voices',
    range: [1, 16],
    source: 'Lines common to the harmonics of sustained notes, 1 to 7 kHz, 1.5 s windows (features/colour/supersaw.ts)',
    floor: 1,
    group: 'supersaw',
  },
  supersawDetune: {
    ...colour,
    label: 'Supersaw detune',
    unit: 'cents',
    range: [0, 200],
    source: 'Half the distance of the outermost of those lines: ±21 cents reads 21 (features/colour/supersaw.ts)',
    floor: 3,
    group: 'supersaw',
  },
  supersawWidth: {
    ...colour,
    label: 'Supersaw width',
    unit: 'dB',
    range: [-30, 60],
    source: 'Side to mid power at those lines, not below −30 dB (features/colour/supersaw.ts)',
    floor: 1.5,
    group: 'supersaw',
  },
  acidLine: {
    ...colour,
    label: 'Acid line',
    unit: 'score',
    range: [0, 1],
    source: 'Derived: moving resonance × its sweep × (0.6 + 0.25 slides + 0.15 accents), features/colour/acid.ts',
    floor: 0.1,
    group: 'acid',
  },
  acidSweep: {
    ...colour,
    label: 'Acid resonant sweep',
    unit: 'octaves',
    range: [0, 8],
    source: '10th to 90th percentile of a resonance 7 dB above the harmonics around it (features/colour/acid.ts)',
    floor: 0.25,
    group: 'acid',
  },
  acidGlides: {
    ...colour,
    label: 'Acid glides',
    unit: 'per bar',
    range: [0, 32],
    source: 'Slides between held notes, the pitch seen on its way; jumps do not count (features/colour/acid.ts)',
    floor: 0.5,
    group: 'acid',
  },
  acidAccent: {
    ...colour,
    label: 'Acid accent',
    unit: 'dB',
    range: [0, 40],
    source: 'Loudest quarter of the sixteenths off the beat over the others, medians (features/colour/acid.ts)',
    floor: 1,
    group: 'acid',
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
  dropImpact: {
    label: 'Drop impact',
    category: 'arrangement',
    unit: 'LU',
    range: [-60, 60],
    source:
      'Median over the drops: loudness of the first four bars less that of the four bars before (features/arrangement.ts)',
    bad: 'none',
    floor: 1,
    levelDependent: false,
    survivesMastering: false,
    measuredIn: 'overall',
    gap: 'material',
    group: 'arrangement',
  },
  buildSlope: {
    label: 'Build slope',
    category: 'arrangement',
    unit: 'dB/bar',
    range: [-20, 20],
    source: 'Median over the builds: slope of the level per bar above 345 Hz (features/arrangement.ts)',
    bad: 'none',
    floor: 0.25,
    levelDependent: false,
    survivesMastering: false,
    measuredIn: 'overall',
    gap: 'material',
    group: 'arrangement',
  },
  mixClarity: {
    label: 'Mix clarity',
    category: 'masking',
    unit: '%',
    range: [0, 100],
    source:
      'Share of its loudness alone that a track keeps in the mix (partial loudness, Moore, Glasberg & Baer 1997), mean over the tracks by the time they sound (features/masking/masking.ts); needs tracks or stems',
    bad: 'none',
    floor: 3,
    levelDependent: false,
    survivesMastering: true,
    measuredIn: 'both',
    gap: 'mix',
    group: 'masking',
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
  /** 0 to 1, where a value is an estimate that can be wrong (key, voices …); absent for what is defined exactly. */
  readonly confidence?: Readonly<Partial<Record<FeatureId, number>>>
}

/** Measured or predicted rows, per scope. */
export type Rows = Readonly<Partial<Record<Scope, FeatureRow>>>
