/**
 * How well sounds with known parameters are characterised: rendered by Csound, an independent synthesizer, alone, in
 * reverb and with another part at −20 dB. Thresholds were set on every second sound (even rows, dry); the others are held out.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { characterise } from '../../node/synth/characterise.ts'
import { type Condition, conditions, inCondition } from './conditions.ts'
import { scoresOf } from './score.ts'
import { type Scored, synthEvaluationText } from './table.ts'
import { readTruth } from './truth.ts'

export interface SynthEvaluationOptions {
  /** Folder with the WAV files and synth-truth.tsv. */
  readonly folder: string
  readonly conditions?: readonly Condition[]
  /** Every nth sound; all of them otherwise. */
  readonly every?: number
  readonly onSound?: (file: string, scored: Scored) => void
}

/** Throws RangeError without the corpus. */
export async function runSynthEvaluation({
  folder,
  conditions: wanted = conditions,
  every = 1,
  onSound,
}: SynthEvaluationOptions) {
  if (!existsSync(join(folder, 'synth-truth.tsv')))
    throw new RangeError(`${folder} must hold synth-truth.tsv: render it with "make-corpus.sh OUT synth"`)
  const truths = readTruth(folder)
  const results: Scored[] = []
  for (const [i, truth] of truths.entries()) {
    if (i % every !== 0) continue
    const audio = await decodeAudioFile(join(folder, truth.file))
    // Far away in the list: another kind of sound.
    const other = truths[(i + Math.floor(truths.length / 2)) % truths.length]!
    const leak = wanted.includes('bleed') ? await decodeAudioFile(join(folder, other.file)) : audio
    for (const condition of wanted) {
      const scores = scoresOf(characterise(inCondition(audio, condition, leak, i + 1)), truth)
      const scored = { file: truth.file, condition, tuned: truth.row % 2 === 0, scores }
      results.push(scored)
      onSound?.(truth.file, scored)
    }
  }
  return synthEvaluationText(results)
}
