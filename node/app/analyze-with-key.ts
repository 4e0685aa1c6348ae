/** The whole analysis; essentia's opinion on the key, where it is wanted, is asked for while the rest is measured. */
import type { Audio } from '../audio/audio.ts'
import type { Analysis } from '../features/analysis.ts'
import { type AnalyzeOptions, analyze } from '../features/analyze.ts'
import { harmonyOf, wantsOpinion, withHarmony } from '../features/harmony/harmony.ts'
import { type KeyFrames, keyFrames, measureTonality, tonalSignal } from '../features/harmony/tonality.ts'
import type { Opinion } from './key-finder.ts'

export interface WithKey {
  readonly analysis: Analysis
  /** false: essentia was asked and gave no answer, our own estimate of the key stands alone. */
  readonly complete: boolean
}

/** `ask` hands the frames to a KeyFinder, here or beyond a message port; they are its own from then on. */
export async function analyzeWithKey(
  audio: Audio,
  options: AnalyzeOptions,
  ask: (frames: KeyFrames) => Promise<Opinion>,
): Promise<WithKey> {
  const signal = tonalSignal(audio)
  const tonality = measureTonality(signal)
  const opinion = wantsOpinion(tonality) ? ask(keyFrames(signal)) : null
  const analysis = analyze(audio, { ...options, tonality })
  if (!opinion) return { analysis, complete: true }
  const { key, asked } = await opinion
  return { analysis: withHarmony(analysis, harmonyOf(tonality, key)), complete: asked }
}
