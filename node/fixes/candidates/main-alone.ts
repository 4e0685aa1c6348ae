/** Where only Main can be moved: what would let more be told there. */
import { type FeatureId, feature } from '../../features/catalogue.ts'
import { everyDevice, type Track } from '../../live/set.ts'
import { modelOf } from '../../mix/devices/index.ts'
import { isOn } from './parameters.ts'

export interface OnlyMain {
  /** What enters Main's devices was heard: what its compressors and limiter would do can be told. */
  readonly isInputHeard: boolean
}

const compressing = ['dynamics', 'loudness'] as const

/** Sentences. `gaps`: features outside their zone. */
export function missingOnMain(main: Track, gaps: readonly FeatureId[], { isInputHeard }: OnlyMain): string[] {
  const devices = everyDevice(main)
    .map(({ device }) => device)
    .filter(isOn)
  const isOpen = (categories: readonly string[]) => gaps.some(id => categories.includes(feature(id).category))
  const has = (className: string) => devices.some(device => device.className === className)
  const dynamic = devices.filter(({ className }) => modelOf(className)?.kind === 'dynamic').map(({ name }) => name)
  const sentences: string[] = []
  if (isOpen(['spectrum']) && !has('Eq8')) {
    sentences.push('Main has no EQ Eight: put one on it, ahead of a limiter, and its amounts are solved.')
  }
  if (isOpen(['stereo']) && !has('StereoGain')) {
    sentences.push('Main has no Utility: put one on it, and its width is solved.')
  }
  if (isOpen(compressing) && dynamic.length > 0 && !isInputHeard) {
    sentences.push(
      `What ${dynamic.join(' and ')} would do cannot be told from the sound behind: put an Uplift Tap first on Main and Capture, or export all tracks.`,
    )
  }
  return sentences
}
