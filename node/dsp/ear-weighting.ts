/**
 * From the sound field to the inner ear: transfer of the outer ear (free field, frontal, to the eardrum) and of the middle
 * ear, ANSI S3.4-2007, tables 1 and 3. The values in between are interpolated linearly over log frequency.
 */

/** Hz, eardrum over free field in dB, cochlea over eardrum in dB. */
const table: readonly (readonly [hz: number, outerDb: number, middleDb: number])[] = [
  [20, 0, -39.6],
  [25, 0, -32],
  [31.5, 0, -25.85],
  [40, 0, -21.4],
  [50, 0, -18.5],
  [63, 0, -15.9],
  [80, 0, -14.1],
  [100, 0, -12.4],
  [125, 0.1, -11],
  [160, 0.3, -9.6],
  [200, 0.5, -8.3],
  [250, 0.9, -7.4],
  [315, 1.4, -6.2],
  [400, 1.6, -4.8],
  [500, 1.7, -3.8],
  [630, 2.5, -3.3],
  [750, 2.7, -2.9],
  [800, 2.6, -2.6],
  [1000, 2.6, -2.6],
  [1250, 3.2, -4.5],
  [1500, 5.2, -5.4],
  [1600, 6.6, -6.1],
  [2000, 12, -8.5],
  [2500, 16.8, -10.4],
  [3000, 15.3, -7.3],
  [3150, 15.2, -7],
  [4000, 14.2, -6.6],
  [5000, 10.7, -7],
  [6000, 7.1, -9.2],
  [6300, 6.4, -10.2],
  [8000, 1.8, -12.2],
  [9000, -0.9, -10.8],
  [10_000, -1.6, -10.1],
  [11_200, 1.9, -12.7],
  [12_500, 4.9, -15],
  [14_000, 2, -18.2],
  [15_000, -2, -23.8],
  [16_000, 2.5, -32.3],
  [18_000, 2.5, -45.5],
  [20_000, 2.5, -50],
]

/** Gain from the free field to the inner ear, dB. Below 20 Hz and above 20 kHz the value of the edge. */
export function earWeightingDb(hz: number): number {
  const above = table.findIndex(([edge]) => edge >= hz)
  if (above === 0) return table[0]![1] + table[0]![2]
  if (above < 0) return table.at(-1)![1] + table.at(-1)![2]
  const [lowHz, lowOuter, lowMiddle] = table[above - 1]!
  const [highHz, highOuter, highMiddle] = table[above]!
  const t = Math.log(hz / lowHz) / Math.log(highHz / lowHz)
  return (1 - t) * (lowOuter + lowMiddle) + t * (highOuter + highMiddle)
}
