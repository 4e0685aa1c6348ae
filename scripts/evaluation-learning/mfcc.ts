/** The baseline: mean and standard deviation of plain MFCCs, by a library that is not ours. */
import Meyda from 'meyda'
import type { Audio } from '../../node/audio/audio.ts'
import { spreadOf } from '../../node/features/style/spread.ts'

const size = 2048
/** One frame in four: the statistics of half a minute are settled with a hundred and fifty. */
const hop = 4 * size

/** Coefficients 1 to 12 (0 is the level), means and then deviations. */
export function mfccStatistics({ channels, sampleRate }: Audio): Float32Array {
  Meyda.bufferSize = size
  Meyda.sampleRate = sampleRate
  const [left, right = left] = channels
  const rows: number[][] = []
  for (let from = 0; from + size <= left!.length; from += hop) {
    const frame = Float32Array.from({ length: size }, (_, n) => (left![from + n]! + right![from + n]!) / 2)
    const found = Meyda.extract('mfcc', frame)
    if (Array.isArray(found) && found.every(Number.isFinite)) rows.push((found as number[]).slice(1))
  }
  const spreads = Array.from({ length: 12 }, (_, k) => spreadOf(rows.map(row => row[k]!)))
  return Float32Array.from([...spreads.map(({ mean }) => mean), ...spreads.map(({ deviation }) => deviation)])
}
