/**
 * What is the matter with a track as a reference, and what it therefore must not teach. A check that fires costs a
 * reference only the figures that it spoils; the user can overrule it ("trusted").
 */

import { gridEdges } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { Analysis } from '../features/analysis.ts'
import { type FeatureId, feature, featureIds } from '../features/catalogue.ts'

export interface Finding {
  readonly kind:
    | 'dj-mix'
    | 'excerpt'
    | 'radio-edit'
    | 'low-bitrate'
    | 'clipped'
    | 'mono'
    | 'unmastered'
    | 'silent'
    | 'duplicate'
  /** For the user, with the figure that it stands on. */
  readonly words: string
  readonly leavesOut: 'all' | readonly FeatureId[]
}

/** Longer than any single release: the longest trance originals are about a quarter of an hour. */
const djMixSeconds = 16 * 60
/** A cut for the radio has neither the intro nor the breaks of the club version. */
const radioEditSeconds = 4.25 * 60
/** Too short for a song: whatever it has as a whole (range, contrast, arrangement) is a chance of the cut. */
const excerptSeconds = 100
/** Flat tops per minute: a loud master has some; beyond this its peaks say what the transfer did. */
const clippedPerMinute = 120
/** Above this a release was not mastered for the dance floor: the loudest masters measure 6, quiet ones 12. */
const unmasteredPlr = 14
/** Music falls by a few dB in a third of an octave; a codec's low-pass by more than this. */
const cutOffDrop = 35

const ofCategory = (...categories: readonly string[]) =>
  featureIds.filter(id => categories.includes(feature(id).category))
const peaks: readonly FeatureId[] = [
  'truePeak',
  'peakToLoudnessRatio',
  'peakToShortTermRatio',
  'crestFactor',
  'transientPunch',
]
const wholeSong: readonly FeatureId[] = ['loudnessRange', ...ofCategory('arrangement')]

export function checkReference(analysis: Analysis): readonly Finding[] {
  const { rows, seconds } = analysis
  const minutes = (seconds / 60).toFixed(1)
  const values = rows.overall?.values ?? {}
  const all = (kind: Finding['kind'], words: string): Finding[] => [{ kind, words, leavesOut: 'all' }]
  if (typeof values.integratedLoudness !== 'number') return all('silent', 'Too short or too quiet to be measured.')
  if (seconds > djMixSeconds) return all('dj-mix', `${minutes} minutes long: a DJ mix, not a track.`)

  const findings: Finding[] = []
  const find = (kind: Finding['kind'], words: string, leavesOut: readonly FeatureId[]) =>
    void findings.push({ kind, words, leavesOut })
  if (seconds < excerptSeconds) {
    find('excerpt', `${Math.round(seconds)} s long: an excerpt; teaches nothing about the song as a whole.`, wholeSong)
  } else if (seconds < radioEditSeconds) {
    find('radio-edit', `${minutes} minutes long: a radio edit; teaches nothing about arrangement.`, wholeSong)
  }
  const cutOff = cutOffHz(analysis)
  if (cutOff !== null) {
    const words = `Nothing above ${(cutOff / 1000).toFixed(1)} kHz: a low bitrate; teaches nothing about the top.`
    find('low-bitrate', words, above(cutOff))
  }
  const clipped = (60 * analysis.clippedPassages) / seconds
  if (clipped > clippedPerMinute) {
    find('clipped', `${Math.round(clipped)} flat tops a minute: clipped; teaches nothing about peaks.`, peaks)
  }
  if (isMono(analysis)) find('mono', 'Both channels are the same: teaches nothing about width.', ofCategory('stereo'))
  const plr = values.peakToLoudnessRatio
  if (typeof plr === 'number' && plr > unmasteredPlr) {
    const words = `Peaks ${plr.toFixed(1)} dB above its loudness: not mastered; teaches nothing about loudness.`
    find('unmastered', words, ofCategory('loudness', 'dynamics'))
  }
  return findings
}

/** What a track with nothing above `hz` cannot tell. Everything that lives on the top octave goes with it. */
const above = (hz: number): readonly FeatureId[] =>
  featureIds.filter(id => {
    if (id.startsWith('third')) return 1.13 * Number(id.slice(5)) > hz
    return id.endsWith('Air') || id === 'spectralCentroid' || id === 'spectralTilt' || id === 'clarity'
  })

/**
 * Where a codec cut the top off, Hz: the lower edge of the first narrow band above 10 kHz that lies `cutOffDrop` below the
 * band a third of an octave lower. null: nothing is cut off below 17.8 kHz, the last edge of the grid.
 */
function cutOffHz({ bands }: Analysis): number | null {
  const overall = bands.overall
  if (!overall) return null
  const density = (k: number) =>
    powerToDb((overall.mm[k]! + overall.ss[k]!) / (gridEdges[k + 1]! - gridEdges[k]!) + 1e-30)
  const first = gridEdges.findIndex(edge => edge >= 10_000)
  for (let k = first; k < gridEdges.length - 1; k++) {
    if (density(k) < density(k - 2) - cutOffDrop) {
      // The band before it may be cut in the middle already.
      return density(k - 1) < density(k - 2) - cutOffDrop / 4 ? gridEdges[k - 1]! : gridEdges[k]!
    }
  }
  return null
}

/** No band has a side signal worth the name. */
function isMono({ bands }: Analysis): boolean {
  const overall = bands.overall
  if (!overall) return false
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  return sum(overall.ss) < 1e-5 * sum(overall.mm)
}

/** How alike two encodings of one master measure: dB on every third octave, BPM, seconds. */
const sameThirds = 0.6
const sameTempo = 0.02
const sameSeconds = 3

export interface Fingerprint {
  readonly seconds: number
  readonly tempo: number | null
  /** Third-octave levels 50 Hz to 8 kHz, dB; what every codec leaves alone. */
  readonly thirds: readonly (number | undefined)[]
}

/** The same recording in another file format, or ripped twice. */
export function isSameRecording(a: Fingerprint, b: Fingerprint): boolean {
  if (Math.abs(a.seconds - b.seconds) > sameSeconds) return false
  if (a.tempo !== null && b.tempo !== null && Math.abs(a.tempo - b.tempo) > sameTempo) return false
  const differences = a.thirds.flatMap((level, i) => {
    const other = b.thirds[i]
    return level === undefined || other === undefined ? [] : [Math.abs(level - other)]
  })
  return differences.length > 10 && Math.max(...differences) < sameThirds
}
