/** Which entries of a style vector tell which respect. */
import { dynamicsSize } from './dynamics.ts'
import { grooveSize } from './groove.ts'
import { harmonySize } from './harmony.ts'
import { lowEndSize, toneSize } from './tone.ts'
import { widthSize } from './width.ts'

/** Respects in which two pieces of music can be alike, in the words that the report uses, with their number of entries. */
export const styleParts = {
  'low end': lowEndSize,
  tone: toneSize,
  groove: grooveSize,
  harmony: harmonySize,
  dynamics: dynamicsSize,
  width: widthSize,
} as const
export type StylePart = keyof typeof styleParts
export const stylePartNames = Object.keys(styleParts) as StylePart[]

/** First entry of each part. */
export const stylePartStart = Object.fromEntries(
  stylePartNames.map((name, i) => [name, stylePartNames.slice(0, i).reduce((sum, each) => sum + styleParts[each], 0)]),
) as Readonly<Record<StylePart, number>>

export const styleSize = stylePartNames.reduce((sum, name) => sum + styleParts[name], 0)

/** One part of a vector, as a view. */
export const partOf = (vector: Float32Array, part: StylePart): Float32Array =>
  vector.subarray(stylePartStart[part], stylePartStart[part] + styleParts[part])
