/** References made of numbers: a style, a spread, and noise by seed. */
import type { FeatureId, Scope } from '../../node/features/catalogue.ts'
import { noChoice, type Reference } from '../../node/profile/reference.ts'
import { whiteNoise } from '../support/signals.ts'

type Style = Readonly<
  Partial<Record<Scope, Readonly<Partial<Record<FeatureId, readonly [mean: number, spread: number]>>>>>
>

export const trance: Style = {
  drop: {
    bandSub: [10, 2],
    bandBass: [12, 2],
    widthMid: [-8, 2],
    crestFactor: [9, 1],
    duckDepth: [6, 1.5],
    bandAir: [-12, 3],
  },
  breakdown: { bandSub: [0, 3], widthMid: [-5, 2] },
  overall: { integratedLoudness: [-8, 1], truePeak: [-0.3, 0.2], tempo: [138, 1.5], dropContrast: [6, 2] },
}

/** `index` gives each its own values, the same every time. */
export function referenceLike(style: Style, index: number, more: Partial<Reference> = {}): Reference {
  const random = whiteNoise(200, 1000 + index)
  let at = 0
  // The sum of six uniform values: near enough to normal, and bounded.
  const normal = () => {
    let sum = 0
    for (let i = 0; i < 6; i++) sum += random[at++ % 200]!
    return sum / Math.sqrt(2)
  }
  const values = Object.fromEntries(
    Object.entries(style).map(([scope, row]) => [
      scope,
      Object.fromEntries(Object.entries(row).map(([id, [mean, spread]]) => [id, mean + spread * normal()])),
    ]),
  )
  return {
    hash: `hash-${index.toString().padStart(4, '0')}`,
    title: `Song ${index}`,
    seconds: 400,
    tempo: 138,
    key: 'A minor',
    values,
    findings: [],
    choice: noChoice,
    ...more,
  }
}

export const library = (count: number, style = trance) =>
  Array.from({ length: count }, (_, i) => referenceLike(style, i))
