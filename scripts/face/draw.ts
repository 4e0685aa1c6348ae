/** A device's face as SVG: every presented object in its place, to the pixel; how each class looks is approximated. */
import { faceHeight, presented, type Rect, rectOf } from '../lint/face.ts'
import type { Box, Patch } from '../lint/patch.ts'
import { colors } from './looks.ts'
import { drawObject, type Keys } from './objects.ts'
import type { FaceLooks } from './play.ts'

export interface FacePicture {
  readonly svg: string
  readonly width: number
  readonly height: number
  /** Texts that do not fit into their object, in words. */
  readonly cut: readonly string[]
}

/** `looks`: what the script has changed since the device was loaded (play.ts). */
export function drawFace(patch: Patch, looks: FaceLooks = new Map()): FacePicture {
  const width = Number(patch.top.raw['devicewidth'])
  const cut: string[] = []
  const shown = presented(patch)
    .map(box => ({ box, keys: { ...box.raw, ...looks.get(box.key) } satisfies Keys as Keys }))
    .filter(({ keys }) => Number(keys['hidden'] ?? 0) === 0)
    .toSorted((a, b) => layer(a.keys) - layer(b.keys))
  const parts = shown.flatMap(({ box, keys }) => {
    const rect = rectOf(keys['presentation_rect'])
    return rect
      ? [
          clipped(
            rect,
            drawObject(box.name, keys, rect, what => cut.push(`${nameOf(box)}: ${what}`)),
          ),
        ]
      : []
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${faceHeight}" viewBox="0 0 ${width} ${faceHeight}">
<rect width="${width}" height="${faceHeight}" fill="${colors.ground}"/>
${parts.join('\n')}
</svg>
`
  return { svg, width, height: faceHeight, cut }
}

/** The background layer first, dropfile (a border only) last. */
const layer = (keys: Keys) => (keys['background'] === 1 ? 0 : keys['maxclass'] === 'dropfile' ? 2 : 1)
const nameOf = ({ raw, key }: Box) => String(raw['varname'] ?? raw['text'] ?? key)

/** Objects draw inside their own rectangle only. */
const clipped = ({ x, y, width, height }: Rect, inside: string) =>
  `<svg x="${x}" y="${y}" width="${width}" height="${height}" overflow="hidden">${inside}</svg>`
