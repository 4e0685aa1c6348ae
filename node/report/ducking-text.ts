/** How each track gives way to the kick, as lines for a terminal. */
import type { TrackDucking } from '../features/analysis.ts'
import { block, columns, join, painter, printable, type TextOptions } from './layout.ts'
import { formatNumber } from './words.ts'

const milliseconds = (value: number | null) => (value === null ? '' : `${formatNumber(value, 0)} ms`)

export function duckingText(ducking: readonly TrackDucking[], { color }: TextOptions): string {
  const measured = ducking.filter(({ depthDb }) => depthDb !== null)
  const rows = measured.map(({ track, depthDb, delayMs, recoveryMs }) => [
    `  ${printable(track)}`,
    `${formatNumber(depthDb!, 1)} dB`,
    delayMs === null ? '' : `lowest ${milliseconds(delayMs)} after the beat`,
    recoveryMs === null ? '' : `back after ${milliseconds(recoveryMs)}`,
  ])
  const left = ducking.filter(({ depthDb }) => depthDb === null)
  return join([
    block(painter(color), 'Ducking under the kick', [
      ...columns(rows, [1]),
      ...left.map(({ track, reason }) => `  ${printable(track)}: not measured. ${reason ?? ''}`),
    ]),
  ])
}
