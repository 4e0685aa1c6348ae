/** Stereo image of a segment: side over mid per band, and how it moves over half bars. */
import { contiguousBands, namedBands, sumRange } from '../../dsp/bands.ts'
import type { Block } from './blocks.ts'
import { spreadOf } from './spread.ts'

const bands = contiguousBands.map(band => namedBands[band])
/** Width, then its spread, of each of the seven bands. */
export const widthSize = 2 * bands.length

/** Narrower is mono, wider is all side: how far beyond is a matter of rounding, dB. */
const limits = [-30, 15] as const
/** Mean square of −100 dBFS: below, there is nothing to have a width. */
const silence = 1e-10

export function writeWidth(blocks: readonly Block[], out: Float32Array): void {
  bands.forEach((band, b) => {
    let [mid, side] = [0, 0]
    const widths: number[] = []
    for (const { bands: statistics } of blocks) {
      const mm = sumRange(statistics.mm, band)
      const ss = sumRange(statistics.ss, band)
      mid += mm
      side += ss
      if (mm + ss > silence) widths.push(widthDb(mm, ss))
    }
    if (mid + side > silence * blocks.length) out[b] = widthDb(mid, side)
    out[bands.length + b] = spreadOf(widths).deviation
  })
}

const widthDb = (mid: number, side: number) => Math.max(limits[0], Math.min(limits[1], 10 * Math.log10(side / mid)))
