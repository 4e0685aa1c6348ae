/** What a device's face is, and what is on it. */
import { faceControls, faceLights } from '../../device/protocol.ts'
import type { Box, Patch } from './patch.ts'

/** Live gives a device so many pixels, without scrolling. */
export const faceHeight = 169

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function rectOf(value: unknown): Rect | null {
  if (!Array.isArray(value) || value.length !== 4 || !value.every(each => typeof each === 'number')) return null
  const [x, y, width, height] = value as [number, number, number, number]
  return { x, y, width, height }
}

/** Boxes of the device's face; those of windows that it opens are not. */
export const presented = ({ top }: Patch): Box[] => top.boxes.filter(({ raw }) => raw['presentation'] === 1)

/** Names of the objects on the faces. */
export const faceObjects = {
  hub: [
    ...faceControls,
    ...faceLights.map(light => `light-${light}`),
    'line',
    'against',
    'heard',
    'build',
    'score',
    'progress',
    ...[1, 2, 3].flatMap(fix => [`fix-${fix}-title`, `fix-${fix}-track`, `fix-${fix}-effect`]),
  ],
  tap: ['track', 'status', 'level'],
} as const
