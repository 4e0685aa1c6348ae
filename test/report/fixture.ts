/** A proof made by hand: a bass too loud, pads too narrow, one fix refused. The comparison is the real one. */
import { contiguousBands, emptyBandStatistics, thirdOctaveNominals } from '../../node/dsp/bands.ts'
import type { Analysis, Curve, Section } from '../../node/features/analysis.ts'
import {
  type FeatureId,
  type FeatureRow,
  type Rows,
  type Scope,
  thirdOctaveIds,
} from '../../node/features/catalogue.ts'
import type { Fix, ParameterChange, Plan } from '../../node/fixes/fix.ts'
import type { Measurement, Proof } from '../../node/fixes/proof.ts'
import { compare } from '../../node/gap/gap.ts'
import { compileObjective, distance, scoreOf } from '../../node/gap/objective.ts'
import type { LiveSet } from '../../node/live/set.ts'
import type { Distribution, Profile, ProfileKind } from '../../node/profile/profile.ts'
import { capitalize } from '../../node/report/words.ts'

export const hostileName = 'Rolling "Bass" <script>alert(1)</script> & \x1b[31mSons'
export const tracks = ['Kick', hostileName, 'Supersaw Pads', 'Reverb'] as const

const measured: readonly Scope[] = ['intro', 'build', 'breakdown', 'drop', 'overall']
/** How much of each fault a state has: 1 before, 0 mended. */
interface Faults {
  readonly bass: number
  readonly width: number
}

const bump = (hz: number, centre: number, octaves: number) => Math.exp(-((Math.log2(hz / centre) / octaves) ** 2))
const bandCentres = [35, 120, 350, 1000, 3200, 7000, 14_000]
const balance = (hz: number) => 6 - 3.2 * Math.log2(hz / 60) * (hz > 60 ? 1 : -2.4) - (hz > 9000 ? 6 : 0)

function row(scope: Scope, { bass, width }: Faults): FeatureRow {
  const thin = scope === 'breakdown' || scope === 'intro' ? 0.4 : 1
  const level = (hz: number) =>
    balance(hz) + thin * (6.5 * bass * bump(hz, 110, 0.9) + 1.5 * Math.sin(3 * Math.log2(hz)))
  const widths = [-28, -22, -14, -9, -7, -6, -8]
  const values: Partial<Record<FeatureId, number | null>> = {
    ...Object.fromEntries(thirdOctaveIds.map((id, i) => [id, level(thirdOctaveNominals[i]!)])),
    ...Object.fromEntries(contiguousBands.map((band, i) => [`band${capitalize(band)}`, level(bandCentres[i]!) + 4])),
    ...Object.fromEntries(
      contiguousBands.map((band, i) => [`width${capitalize(band)}`, widths[i]! - (i > 2 ? 7 * width * thin : 0)]),
    ),
    ...Object.fromEntries(contiguousBands.map((band, i) => [`correlation${capitalize(band)}`, 0.97 - 0.08 * i])),
    mud: 3 + 2 * bass,
    spectralTilt: -3.4 - 0.4 * bass,
    bassMononess: 96 - 2 * bass,
    crestFactor: 11.4 + thin,
  }
  const reasons: Partial<Record<FeatureId, string>> = {}
  if (scope === 'overall') {
    Object.assign(values, {
      integratedLoudness: -11.8,
      shortTermMax: -9.1,
      truePeak: -0.62,
      peakToLoudnessRatio: 11.2,
      tempo: 138,
      fourOnTheFloor: 0.94,
      dropContrast: 6.1,
      loudnessRange: null,
    })
    reasons.loudnessRange = 'shorter than a minute of gated signal'
  } else values.sectionLoudness = { drop: -9.4, build: -12, breakdown: -15.5, intro: -14.2, outro: -15 }[scope]
  if (scope === 'breakdown') {
    values.third25 = null
    values.widthSub = null
    reasons.third25 = 'no energy in this band'
    reasons.widthSub = 'no energy in this band'
  }
  return { values, reasons }
}

export const rowsOf = (faults: Faults): Rows => Object.fromEntries(measured.map(scope => [scope, row(scope, faults)]))

export const sections: readonly Section[] = (
  [
    ['intro', 32],
    ['build', 16],
    ['breakdown', 32],
    ['build', 16],
    ['drop', 48],
    ['breakdown', 16],
    ['drop', 32],
  ] as const
).map(([type, bars], i, all) => {
  const start = all.slice(0, i).reduce((sum, [, each]) => sum + each, 0) * (240 / 138)
  return { type, startSeconds: start, endSeconds: start + bars * (240 / 138) }
})
const seconds = sections.at(-1)!.endSeconds

function shortTerm({ bass }: Faults): Curve {
  const base = { intro: -15, build: -12.5, breakdown: -17, drop: -9.2, outro: -16 }
  const values = Float32Array.from({ length: Math.floor(seconds * 10) - 30 }, (_, i) => {
    const t = i / 10 + 1.5
    const type = sections.find(section => t < section.endSeconds)?.type ?? 'drop'
    return base[type] + 0.5 * bass + 0.7 * Math.sin(t / 3.1) + 0.4 * Math.sin(t * 1.7)
  })
  values.fill(-120, 0, 12)
  return { startSeconds: 1.5, stepSeconds: 0.1, values }
}

/** 6 dB down on the kick, back after half a beat. */
const duckCurve: Curve = {
  startSeconds: 0,
  stepSeconds: 60 / 138 / 64,
  values: Float32Array.from({ length: 64 }, (_, i) => -6 * Math.max(0, 1 - i / 32)),
}

export const analysisOf = (faults: Faults): Analysis => ({
  name: 'First <Light> & Night',
  sampleRate: 44_100,
  channels: 2,
  seconds,
  warnings: ['Main clips: 12 samples above full scale.'],
  clippedPassages: 0,
  grid: { tempo: 138, firstBeatSeconds: 0, confidence: 0.93 },
  sections,
  sectionSource: 'locators',
  rows: rowsOf(faults),
  bands: { drop: emptyBandStatistics() },
  shortTerm: shortTerm(faults),
  momentary: shortTerm(faults),
  ducking: { drop: duckCurve },
  harmony: {
    key: 'F# minor',
    tonic: 6,
    mode: 'minor',
    camelot: '11A',
    confidence: 0.87,
    second: { key: 'A major', camelot: '11B', confidence: 0.08 },
    secondOpinion: 'A major',
    tuningCents: 3.2,
    tuningConfidence: 0.8,
  },
  energy: { startSeconds: 0, stepSeconds: 240 / 138, values: Float32Array.from({ length: 192 }, () => -18) },
})

export function profileOf(kind: ProfileKind): Profile {
  const target = rowsOf({ bass: 0, width: 0 })
  const half = kind === 'twin' ? 0 : 1.6
  const zone = (id: FeatureId, value: number): Distribution => {
    const reach = id.startsWith('correlation') || id === 'fourOnTheFloor' ? half / 20 : half
    const median = id === 'tempo' ? value + 4 : value
    return { median, scale: reach / 1.3, low: median - reach, high: median + reach, count: kind === 'prior' ? 0 : 41 }
  }
  const scopes = Object.entries(target).map(([scope, { values }]) => {
    const known = Object.entries(values).filter(
      ([id, value]) => value !== null && !(kind === 'prior' && id.startsWith('third')),
    )
    return [scope, Object.fromEntries(known.map(([id, value]) => [id, zone(id as FeatureId, value as number)]))]
  })
  return {
    version: 1,
    name: kind === 'prior' ? 'Trance' : 'My references',
    kind,
    description: 'Forty-one records from 2019 to 2026.',
    stage: 'master',
    scopes: Object.fromEntries(scopes),
  }
}

const set: LiveSet = {
  name: 'First <Light> & Night',
  liveVersion: '12.4',
  tempo: 138,
  beatsPerBar: 4,
  lengthSeconds: seconds,
  locators: [],
  tracks: [],
}

function change(
  track: number,
  device: string | null,
  parameter: string,
  values: readonly [string, number, number, string],
) {
  const [fromText, from, to, unit] = values
  const deviceClass = device === 'Utility' ? 'StereoGain' : device === 'EQ Eight' ? 'Eq8' : null
  const path = `tracks ${track}` as const
  const ref = { track: path, device: device === null ? null : ('devices 1' as const), parameter }
  return {
    ref,
    trackName: tracks[track]!,
    deviceName: device,
    deviceClass,
    from,
    to,
    unit,
    fromText,
    fromRaw: 0.5,
  } satisfies ParameterChange
}

function fix(
  id: string,
  track: number,
  about: Pick<
    Fix,
    'title' | 'kind' | 'amount' | 'unit' | 'wanted' | 'changes' | 'closes' | 'predictedReduction' | 'confidence'
  >,
): Fix {
  return {
    id,
    track: `tracks ${track}`,
    trackName: tracks[track]!,
    move: { kind: 'level', node: `tracks ${track}`, db: about.amount },
    predicted: [{ feature: 'bandBass', scope: 'drop', before: 9.1, after: 6.9 }],
    inserts: null,
    solo: null,
    finding: {
      id: 'track-level',
      says: 'A track is too loud or too quiet',
      why: 'A fader brings its bands back at once.',
    },
    risk: 'Sends follow the fader: reverb and delay of this track move with it.',
    alternatives: [{ title: 'Cut 1.8 dB at 110 Hz on Kick', predictedReduction: 0.031 }],
    byHand: `Move the fader of ${tracks[track]} from -6.0 dB to -8.8 dB.`,
    ...about,
  }
}

export const fixes: readonly Fix[] = [
  fix('fix-1', 1, {
    title: `${hostileName} −2.8 dB`,
    kind: 'level',
    amount: -2.8,
    unit: 'dB',
    wanted: -4.1,
    changes: [change(1, null, 'Track Volume', ['-6.0 dB', -6, -8.8, 'dB'])],
    closes: [
      { feature: 'bandBass', scope: 'drop', sigmas: 3.9 },
      { feature: 'third80', scope: 'drop', sigmas: 3.1 },
      { feature: 'third100', scope: 'drop', sigmas: 3 },
      { feature: 'third125', scope: 'drop', sigmas: 2.8 },
      { feature: 'bandBass', scope: 'build', sigmas: 2.8 },
    ],
    predictedReduction: 0.22,
    confidence: {
      value: 0.93,
      words: 'high',
      reason: "linear and after the track's dynamics: the effect is computed, not guessed",
    },
  }),
  fix('fix-2', 2, {
    title: 'Widen Supersaw Pads to 160 %',
    kind: 'width',
    amount: 4.1,
    unit: 'dB of side gain',
    wanted: 4.1,
    changes: [change(2, 'Utility', 'Stereo Width', ['100 %', 100, 160, '%'])],
    closes: [{ feature: 'widthMid', scope: 'drop', sigmas: 2.4 }],
    predictedReduction: 0.06,
    confidence: { value: 0.72, words: 'medium', reason: 'the heard tracks explain 88 % of Main' },
  }),
  fix('fix-3', 2, {
    title: 'Cut 2.0 dB at 240 Hz on Supersaw Pads',
    kind: 'eq',
    amount: -2,
    unit: 'dB',
    wanted: -2,
    changes: [
      change(2, 'EQ Eight', '3 Filter Type A', ['Bell', 3, 5, '']),
      change(2, 'EQ Eight', '3 Frequency A', ['1.00 kHz', 1000, 240, 'Hz']),
      change(2, 'EQ Eight', '3 Gain A', ['0.00 dB', 0, -2, 'dB']),
      change(2, 'EQ Eight', '3 Filter On A', ['Off', 0, 1, '']),
    ],
    closes: [{ feature: 'mud', scope: 'drop', sigmas: 0.8 }],
    predictedReduction: 0.02,
    confidence: {
      value: 0.48,
      words: 'low',
      reason: 'a compressor, limiter or saturator behind it will answer to the change',
    },
  }),
]

export const carriers = [
  { track: hostileName, share: 0.61 },
  { track: 'Kick', share: 0.27 },
  { track: 'Supersaw Pads', share: 0.08 },
]

const before: Faults = { bass: 1, width: 1 }
const predictedAfter: Faults = { bass: 0.42, width: 0.35 }
const after: Faults = { bass: 0.46, width: 0.3 }

export function proofOf(kind: ProfileKind = 'learned', offered: readonly Fix[] = fixes): Proof {
  const profile = profileOf(kind)
  const rows = [before, predictedAfter, offered.length > 0 ? after : before].map(rowsOf)
  const objective = compileObjective(profile, 'master', rows[0]!, rows.slice(1))
  const [from, predicted, to] = rows.map(each => distance(objective, each))
  const plan: Plan = {
    stage: 'master',
    profile: profile.name,
    distanceBefore: 1.1 * from!.total,
    distancePredicted: 1.1 * predicted!.total,
    fixes: offered,
    refused: ['The fader of Lead is automated: it is left alone.'],
    explained: 0.991,
  }
  const side = (faults: Faults, attributed: boolean): Measurement => ({
    set,
    analysis: analysisOf(faults),
    comparison: compare(rowsOf(faults), profile, 'master', attributed ? { attribute: () => carriers } : {}),
    explained: 0.991,
    heardTracks: 12,
    audibleTracks: 12,
  })
  const features = objective.terms.map(({ id, scope, low, high, sigma }) => ({
    feature: id,
    scope,
    low,
    high,
    sigma,
    before: rows[0]![scope]!.values[id]!,
    predicted: id === 'crestFactor' ? null : rows[1]![scope]!.values[id]!,
    after: rows[2]![scope]!.values[id]!,
  }))
  return {
    profile,
    stage: 'master',
    before: side(before, true),
    after: side(offered.length > 0 ? after : before, false),
    passes: [
      {
        plan,
        comparison: side(before, true).comparison,
        features,
        before: from!.total,
        predicted: predicted!.total,
        after: to!.total,
        applied: offered.map((each, i) =>
          i === 2
            ? {
                fix: each,
                outcome: {
                  kind: 'refused',
                  reason: '"3 Gain A" on Supersaw Pads was refused by Live: it is locked.',
                  rolledBack: true,
                },
                distance: null,
              }
            : {
                fix: each,
                outcome: {
                  kind: 'applied',
                  ledgerId: `entry-${i}`,
                  readBack: each.changes.map(({ ref, fromText }) => ({
                    ref,
                    before: fromText,
                    after: i === 0 ? '-8.8 dB' : '160 %',
                  })),
                },
                distance: i === 0 ? { before: from!.total, after: from!.total - 0.19 } : null,
              },
        ),
      },
    ],
    distanceBefore: from!,
    distanceAfter: to!,
    scoreBefore: scoreOf(from!.total),
    scoreAfter: scoreOf(to!.total),
    gapReduction: 1 - to!.total / from!.total,
    features,
  }
}
