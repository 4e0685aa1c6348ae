/**
 * How well sounds with known parameters are characterised: rendered by Csound, an independent synthesizer, alone, in
 * reverb and with another part at −20 dB. The first thresholds were set on every second sound (even rows, dry); the
 * others are held out. Later ones were set on other sounds altogether.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { characterise } from '../../node/synth/characterise.ts'
import { type Condition, conditions, inCondition } from './conditions.ts'
import { hashOf, type KeptScores } from './kept-scores.ts'
import { type Score, scoresOf } from './score.ts'
import { type Scored, synthEvaluationText } from './table.ts'
import { readTruth, type SynthTruth } from './truth.ts'

export interface SynthEvaluationOptions {
  /** Folder with the WAV files and synth-truth.tsv. */
  readonly folder: string
  readonly kept: KeptScores
  /** Nothing is measured: only what is kept is shown. */
  readonly printOnly?: boolean
  readonly conditions?: readonly Condition[]
  /** Every nth sound; all of them otherwise. */
  readonly every?: number
  readonly onProgress?: (done: number, all: number, scored: Scored) => void
}

interface Case {
  readonly truth: SynthTruth
  readonly condition: Condition
  /** What leaks in, where anything does. */
  readonly other: SynthTruth
  readonly seed: number
}

/** Throws RangeError without the corpus. */
export async function runSynthEvaluation({
  folder,
  kept,
  printOnly = false,
  conditions: wanted = conditions,
  every = 1,
  onProgress = () => {},
}: SynthEvaluationOptions) {
  if (!existsSync(join(folder, 'synth-truth.tsv')))
    throw new RangeError(`${folder} must hold synth-truth.tsv: render it with "make-corpus.sh OUT synth"`)
  const cases = casesOf(readTruth(folder), wanted, every)
  const fingerprints = new Map<string, string>()
  const fingerprint = (file: string) => {
    if (!fingerprints.has(file)) fingerprints.set(file, hashOf(readFileSync(join(folder, file))))
    return fingerprints.get(file)!
  }
  const results: Scored[] = []
  for (const each of cases) {
    const { truth, condition, other, seed } = each
    const key = [truth.file, fingerprint(truth.file), condition]
    if (condition === 'reverb') key.push(String(seed))
    if (condition === 'bleed') key.push(fingerprint(other.file))
    const before = kept.get(key.join(' '))
    if (!before && printOnly) continue
    const scores = before ?? (await measured(folder, each))
    if (!before) kept.put(key.join(' '), scores)
    const scored = { file: truth.file, condition, tuned: truth.row % 2 === 0, scores }
    results.push(scored)
    onProgress(results.length, cases.length, scored)
  }
  const { text, passed, figures } = synthEvaluationText(results)
  const missing = cases.length - results.length
  const left = missing > 0 ? `\n${missing} of ${cases.length} are not measured yet\n` : ''
  const open = { group: '', what: 'not measured yet', value: `${missing} of ${cases.length}`, met: null }
  return { text: `${text}${left}`, passed, figures: missing > 0 ? [...figures, open] : figures }
}

/** Condition by condition: what an interruption leaves is whole tables, as far as it came. */
function casesOf(truths: readonly SynthTruth[], wanted: readonly Condition[], every: number): Case[] {
  return wanted.flatMap(condition =>
    truths.flatMap((truth, i) => {
      if (i % every !== 0) return []
      // Far away in the list: another kind of sound.
      const other = truths[(i + Math.floor(truths.length / 2)) % truths.length]!
      return [{ truth, condition, other, seed: i + 1 }]
    }),
  )
}

async function measured(folder: string, { truth, condition, other, seed }: Case): Promise<Score[]> {
  const audio = await decodeAudioFile(join(folder, truth.file))
  const leak = condition === 'bleed' ? await decodeAudioFile(join(folder, other.file)) : audio
  return scoresOf(characterise(inCondition(audio, condition, leak, seed)), truth)
}
