/** The parts of an analysis, warm, in one process. */
import { stereoOf } from '../../node/audio/audio.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { envelopesOf } from '../../node/dsp/envelope.ts'
import { measureLevelGrid } from '../../node/dsp/level-grid.ts'
import { truePeakCurve } from '../../node/dsp/true-peak.ts'
import { analyze } from '../../node/features/analyze.ts'
import { measureBands } from '../../node/features/bands.ts'
import type { Scope } from '../../node/features/catalogue.ts'
import { measureAcid } from '../../node/features/colour/acid.ts'
import { measureSupersaw } from '../../node/features/colour/supersaw.ts'
import { measureTonality, tonalSignal } from '../../node/features/harmony/tonality.ts'
import { measureLoudness, type TimeRange } from '../../node/features/loudness.ts'
import { measureLowEnd } from '../../node/features/low-end/low-end.ts'
import { measureRhythm } from '../../node/features/rhythm/rhythm.ts'
import { measureMixDucking } from '../../node/features/sidechain/mix-ducking.ts'
import type { Warm } from './tasks.ts'

export async function breakdown(file: string, warm: Warm): Promise<Record<string, number>> {
  const audio = await decodeAudioFile(file)
  const channels = stereoOf(audio)
  const envelopes = envelopesOf(channels, audio.sampleRate)
  const { grid, sections } = analyze(audio, { name: 'bench' })
  const ranges = new Map<Scope, readonly TimeRange[]>(
    sections.map(({ type }) => [type, sections.filter(section => section.type === type)]),
  )
  const keyed = sections.map(({ type, startSeconds, endSeconds }) => ({ key: type, startSeconds, endSeconds }))
  return {
    decode: await warm(() => decodeAudioFile(file)),
    loudness: await warm(() => measureLoudness(audio)),
    'true peak and its curve': await warm(() => truePeakCurve(audio.channels, audio.sampleRate)),
    'peak and energy grid': await warm(() => measureLevelGrid(audio.channels, audio.sampleRate)),
    'band statistics (STFT, mid and side)': await warm(() => measureBands(audio)),
    'octave envelopes': await warm(() => envelopesOf(channels, audio.sampleRate)),
    'tempo, beat grid and downbeat': await warm(() => measureRhythm(audio, { envelopes })),
    'kick and bass': await warm(() => measureLowEnd(audio, { grid, envelopes, ranges })),
    'side-chain on the mix': await warm(() => measureMixDucking(audio, { grid, envelopes, ranges })),
    supersaw: await warm(() => measureSupersaw(audio, { grid, ranges: keyed })),
    'acid line': await warm(() => measureAcid(audio, { grid, ranges: keyed })),
    'key and tuning (ours)': await warm(() => measureTonality(tonalSignal(audio))),
    'everything but essentia': await warm(() => analyze(audio, { name: 'bench' })),
  }
}
