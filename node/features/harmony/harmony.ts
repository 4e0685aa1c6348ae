/**
 * The key of a song out of its pitch classes, its bass, and a second opinion.
 *
 * Score of a key = 12 · r + 4 · bass(tonic) + 3 · bass(fifth) + 2.1 for minor + 0.7 if essentia says so; r is the
 * correlation of the pitch classes with the key's scale, bass(n) the share of note n below 180 Hz. The scale alone leaves
 * minor and its relative major undecided (they share it); the bass, which rests on roots, and what is usual decide:
 * 89 % of the trance keys annotated in the GiantSteps key data set are minor, ln(0.89 / 0.11) = 2.1. The other weights
 * are a multinomial logistic regression over generated songs (seeds 100 to 139, rounded), so softmax of the scores is the
 * probability of each key; the evaluation uses other seeds. It gave essentia 1.4, since on generated songs essentia is
 * right four times as often as it names the relative key (seeds 220 to 264: 31 and 8). On LMMS projects it is 4 and 3
 * times (those whose notes have no clear key): so its vote breaks ties, ln 2, and no more.
 */
import type { Analysis, Harmony } from '../analysis.ts'
import type { FeatureRow } from '../catalogue.ts'
import type { Tonality } from './tonality.ts'

export interface Key {
  /** Pitch class, 0 = C. */
  readonly tonic: number
  readonly mode: 'minor' | 'major'
}

export const noteNames = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const
const flats: Readonly<Record<string, string>> = { Db: 'C#', Eb: 'D#', Gb: 'F#', Ab: 'G#', Bb: 'A#' }
const scales = { minor: [0, 2, 3, 5, 7, 8, 10], major: [0, 2, 4, 5, 7, 9, 11] } as const

const weights = { scale: 12, tonic: 4, fifth: 3, minor: Math.log(0.89 / 0.11), opinion: Math.LN2 }

/** Shorter audio holds one chord or two. */
const shortestSeconds = 4
/** Drums and noise reach a scale fit of 0.68 with 11 peaks a second at most; songs start at 0.79 and 22. */
const leastFit = { dense: 0.5, sparse: 0.72, densePeaksPerSecond: 14 }
/** Below this the best key is hardly more than a guess among four. */
const leastConfidence = 0.25

/** `opinion`: essentia's answer for the same audio, null when there is none. */
export function harmonyOf(tonality: Tonality, opinion: Key | null): Harmony {
  const { seconds, tuningCents, tuningClarity } = tonality
  if (seconds < shortestSeconds) return none(`shorter than ${shortestSeconds} s`)
  if (tuningCents === null) return none('silence, or nothing but noise')
  if (!isTonal(tonality)) return none('no scale explains its pitches: drums, noise, a single note, or atonal')
  const ranked = probabilities(tonality, opinion)
  const [best, second] = [ranked[0]!, ranked[1]!]
  if (best.probability < leastConfidence) return none('several keys explain it equally well')
  return {
    key: keyName(best.key),
    ...best.key,
    camelot: camelotOf(best.key),
    confidence: best.probability,
    second: { key: keyName(second.key), camelot: camelotOf(second.key), confidence: second.probability },
    secondOpinion: opinion && keyName(opinion),
    tuningCents,
    tuningConfidence: tuningClarity,
  }
}

/**
 * Whether essentia is worth asking: it settles what scale and bass leave open, a key or its relative. Of the 60 generated
 * songs this was looked at on (seeds 100 to 139 and 220 to 239), every answer that it put right was such a case, and what it
 * said about any other runner-up changed nothing for the better. And only where its vote can turn the answer: where our
 * best is not twice as likely as its relative.
 */
export function wantsOpinion(tonality: Tonality): boolean {
  const { seconds, tuningCents } = tonality
  if (seconds < shortestSeconds || tuningCents === null || !isTonal(tonality)) return false
  const [best, second] = probabilities(tonality, null)
  if (best!.probability < leastConfidence) return true
  const votedFor = Math.exp(weights.opinion) * second!.probability
  return areRelative(best!.key, second!.key) && votedFor > best!.probability
}

/** Keys with the same notes: A minor and C major. */
const areRelative = (a: Key, b: Key) => a.mode !== b.mode && (a.tonic + (a.mode === 'minor' ? 3 : 9)) % 12 === b.tonic

/** Some scale explains the pitches. */
function isTonal({ chroma, peaksPerSecond }: Tonality): boolean {
  const fit = Math.max(...allKeys.map(key => scaleFit(chroma, key)))
  return fit >= (peaksPerSecond < leastFit.densePeaksPerSecond ? leastFit.sparse : leastFit.dense)
}

/** The analysis with its harmony, and the tuning in the row of the whole track. */
export function withHarmony(analysis: Omit<Analysis, 'harmony'>, harmony: Harmony): Analysis {
  const { overall } = analysis.rows
  if (!overall) return { ...analysis, harmony }
  const { tuning: _reason, ...reasons } = overall.reasons
  const { tuning: _confidence, ...confidence } = overall.confidence ?? {}
  const row: FeatureRow =
    harmony.key === null
      ? { values: { ...overall.values, tuning: null }, reasons: { ...reasons, tuning: harmony.reason }, confidence }
      : {
          values: { ...overall.values, tuning: harmony.tuningCents },
          reasons,
          confidence: { ...confidence, tuning: harmony.tuningConfidence },
        }
  return { ...analysis, harmony, rows: { ...analysis.rows, overall: row } }
}

export const keyName = ({ tonic, mode }: Key) => `${noteNames[tonic]} ${mode}`

/** "Bb minor", "A# minor" → { tonic: 10, mode: 'minor' }. Throws RangeError for anything else. */
export function parseKey(name: string): Key {
  const [note = '', mode] = name.split(' ')
  const tonic = noteNames.indexOf((flats[note] ?? note) as (typeof noteNames)[number])
  if (tonic < 0 || (mode !== 'minor' && mode !== 'major'))
    throw new RangeError(`key must be such as "F# minor", got "${name}"`)
  return { tonic, mode }
}

/** Camelot wheel: A minor is 8A, C major 8B; a fifth up is one further. */
export function camelotOf({ tonic, mode }: Key): string {
  const fifthsFromEight = 7 * (mode === 'minor' ? tonic - 9 : tonic)
  return `${((((7 + fifthsFromEight) % 12) + 12) % 12) + 1}${mode === 'minor' ? 'A' : 'B'}`
}

const allKeys: readonly Key[] = noteNames.flatMap((_, tonic) => [
  { tonic, mode: 'minor' as const },
  { tonic, mode: 'major' as const },
])

/** Pearson correlation of the pitch classes with the notes of the scale, −1 to 1. */
function scaleFit(chroma: readonly number[], { tonic, mode }: Key): number {
  const mean = chroma.reduce((sum, value) => sum + value, 0) / 12
  const scale = scales[mode].map(note => (note + tonic) % 12)
  let inScale = 0
  let squares = 0
  chroma.forEach((value, note) => {
    if (scale.includes(note)) inScale += value - mean
    squares += (value - mean) ** 2
  })
  // Seven ones and five zeros have a sum of squares about their mean of 7 · 5 / 12.
  return squares === 0 ? 0 : inScale / Math.sqrt((squares * 35) / 12)
}

function probabilities(tonality: Tonality, opinion: Key | null) {
  const scores = allKeys.map(key => {
    const { tonic, mode } = key
    const agrees = opinion?.tonic === tonic && opinion.mode === mode
    return (
      weights.scale * scaleFit(tonality.chroma, key) +
      weights.tonic * tonality.bass[tonic]! +
      weights.fifth * tonality.bass[(tonic + 7) % 12]! +
      (mode === 'minor' ? weights.minor : 0) +
      (agrees ? weights.opinion : 0)
    )
  })
  const highest = Math.max(...scores)
  const shares = scores.map(score => Math.exp(score - highest))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return allKeys
    .map((key, i) => ({ key, probability: shares[i]! / total }))
    .sort((a, b) => b.probability - a.probability)
}

const none = (reason: string): Harmony => ({ key: null, reason })
