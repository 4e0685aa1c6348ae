/** The face: Live gives a device 169 px and no scrolling. */

import { faceHeight, presented, type Rect, rectOf } from '../face.ts'
import type { Rule } from '../finding.ts'
import { label } from '../patch.ts'

/** Every box of the face has its place, in whole pixels. */
export const wholePixels: Rule = patch =>
  presented(patch).flatMap(box => {
    const rect = rectOf(box.raw['presentation_rect'])
    if (!rect) return [{ at: label(box), message: 'it is on the face without a presentation_rect' }]
    const { x, y, width, height } = rect
    if (![x, y, width, height].every(Number.isInteger) || width <= 0 || height <= 0)
      return [
        { at: label(box), message: `presentation_rect ${[x, y, width, height].join(' ')} is not in whole pixels` },
      ]
    return []
  })

/** Nothing lies outside the device's view. */
export const insideFace: Rule = patch => {
  const width = Number(patch.top.raw['devicewidth'] ?? 0)
  return presented(patch).flatMap(box => {
    const rect = rectOf(box.raw['presentation_rect'])
    if (!rect) return []
    const { x, y } = rect
    const isInside = x >= 0 && y >= 0 && y + rect.height <= faceHeight && (width === 0 || x + rect.width <= width)
    return isInside ? [] : [{ at: label(box), message: `it reaches beyond ${width} × ${faceHeight} px` }]
  })
}

const backgrounds = new Set(['panel', 'live.line', 'fpic'])

/**
 * Objects do not cover each other, except on a background that holds them, under a dropfile (it draws its border only), or
 * where one is hidden at first.
 */
export const noOverlaps: Rule = patch => {
  const boxes = presented(patch).filter(({ raw }) => raw['hidden'] !== 1)
  return boxes.flatMap((a, at) =>
    boxes.slice(at + 1).flatMap(b => {
      const [first, second] = [rectOf(a.raw['presentation_rect']), rectOf(b.raw['presentation_rect'])]
      if (!first || !second || !overlap(first, second) || [a.name, b.name].includes('dropfile')) return []
      if ((backgrounds.has(a.name) && holds(first, second)) || (backgrounds.has(b.name) && holds(second, first)))
        return []
      return [{ at: label(a), message: `it overlaps ${label(b)}` }]
    }),
  )
}

/** A background under other objects says so: which box of a file Max draws on top is not certain, the background layer is. */
export const backgroundsBehind: Rule = patch => {
  const boxes = presented(patch)
  return boxes.flatMap(box => {
    if (!backgrounds.has(box.name) || box.raw['background'] === 1) return []
    const rect = rectOf(box.raw['presentation_rect'])
    const over = boxes.find(other => {
      const inner = rectOf(other.raw['presentation_rect'])
      return other !== box && rect !== null && inner !== null && holds(rect, inner)
    })
    return over ? [{ at: label(box), message: `it lies under ${label(over)} without background 1` }] : []
  })
}

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const holds = (outer: Rect, inner: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height
