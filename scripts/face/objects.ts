/** How the classes of objects on our faces look: shapes and places by sight of Live 12, not by its code. */
import { textWidth, wrap } from '../../node/report/text-width.ts'
import type { Rect } from '../lint/face.ts'
import { colorOf, colors, rgba } from './looks.ts'

export type Keys = Readonly<Record<string, unknown>>
/** Told when a text does not fit. */
type Cut = (what: string) => void
type Draw = (keys: Keys, rect: Rect, cut: Cut) => string

/** SVG inside the object's rectangle; the origin is its left upper corner. Throws RangeError for a class it cannot draw. */
export function drawObject(name: string, keys: Keys, rect: Rect, cut: Cut): string {
  const draw = classes[name]
  if (!draw) throw new RangeError(`there is no picture of ${name} yet (scripts/face/objects.ts)`)
  return draw(keys, rect, cut)
}

const font = 'Ableton Sans Medium, Helvetica, Liberation Sans, Arial, sans-serif'
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const number = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
const isActive = (keys: Keys) => number(keys['active'], 1) !== 0

function label(text: string, x: number, y: number, size: number, fill: string, anchor = 'start'): string {
  return `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" xml:space="preserve">${escaped(text)}</text>`
}

const box = ({ width, height }: Rect, fill: string, stroke: string, rounded = 0) =>
  `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="${rounded}" fill="${fill}" stroke="${stroke}"/>`

const valueof = (keys: Keys): Keys =>
  ((keys['saved_attribute_attributes'] as { valueof?: Keys } | undefined)?.valueof ?? {}) as Keys
const items = (keys: Keys): readonly string[] => (valueof(keys)['parameter_enum'] as string[] | undefined) ?? []
/** What the object stands at: as the script set it, or as a fresh device has it. */
const standsAt = (keys: Keys): number =>
  number(keys['value'], number((valueof(keys)['parameter_initial'] as number[] | undefined)?.[0], 0))

/** Room left and right of a comment's text, and above its first line. px */
const inset = { x: 3, y: 2 }

const comment: Draw = (keys, { width, height }, cut) => {
  const text = String(keys['text'] ?? '')
  const size = number(keys['fontsize'], 10)
  const room = width - 2 * inset.x
  const lines = wrap(text, size, room)
  const step = Math.round(size * 1.2)
  if (lines.length * step > height + 2 || lines.some(line => textWidth(line, size) > room + 1)) cut(`"${text}" is cut`)
  const [anchor, x] = (
    [
      ['start', inset.x],
      ['middle', width / 2],
      ['end', width - inset.x],
    ] as const
  )[number(keys['textjustification'], 0)] ?? ['start', inset.x]
  const fill = colorOf(keys, 'textcolor', colors.text)
  return lines.map((line, at) => label(line, x, inset.y + size * 0.95 + at * step, size, fill, anchor)).join('')
}

const panel: Draw = (keys, { width, height }) => {
  const changed = rgba(keys['bgfillcolor'])
  const base = colorOf(keys, 'bgfillcolor', colorOf(keys, 'bgcolor', '#333333'))
  const fill = changed ?? base
  if (keys['shape'] === 1)
    return `<ellipse cx="${width / 2}" cy="${height / 2}" rx="${width / 2}" ry="${height / 2}" fill="${fill}"/>`
  return `<rect width="${width}" height="${height}" rx="${number(keys['rounded'], 0)}" fill="${fill}"/>`
}

const button: Draw = (keys, rect, cut) => {
  const isOn = number(keys['value'], 0) === 1 && keys['mode'] !== 0
  const text = String((isOn ? keys['texton'] : undefined) ?? keys['text'] ?? '')
  const size = number(keys['fontsize'], 10)
  if (textWidth(text, size) > rect.width - 4) cut(`"${text}" is wider than the button`)
  const fill = !isActive(keys) ? colors.controlOff : isOn ? colors.chosen : colors.control
  const ink = !isActive(keys) ? colors.dim : isOn ? colors.onChosen : colors.text
  return (
    box(rect, fill, colors.border, 2) + label(text, rect.width / 2, rect.height / 2 + size * 0.35, size, ink, 'middle')
  )
}

const menu: Draw = (keys, rect, cut) => {
  const text = items(keys)[standsAt(keys)] ?? ''
  const size = number(keys['fontsize'], 10)
  for (const item of items(keys)) if (textWidth(item, size) > rect.width - 16) cut(`"${item}" is wider than the menu`)
  const ink = isActive(keys) ? colors.text : colors.dim
  const [x, y] = [rect.width - 10, rect.height / 2 - 2]
  return (
    box(rect, colors.control, colors.border, 2) +
    label(text, 4, rect.height / 2 + size * 0.35, size, ink) +
    `<path d="M${x} ${y}h6l-3 4z" fill="${ink}"/>`
  )
}

const tab: Draw = (keys, { width, height }, cut) => {
  const texts = items(keys)
  const rows = Math.max(1, number(keys['num_lines_presentation'], 1))
  const columns = Math.ceil(texts.length / rows)
  const size = number(keys['fontsize'], 10)
  const [cellWidth, cellHeight] = [Math.floor(width / columns), Math.floor(height / rows)]
  return texts
    .map((text, at) => {
      if (textWidth(text, size) > cellWidth - 4) cut(`"${text}" is wider than its tab`)
      const isChosen = at === standsAt(keys)
      const fill = !isActive(keys) ? colors.controlOff : isChosen ? colors.chosen : colors.control
      const ink = !isActive(keys) ? colors.dim : isChosen ? colors.onChosen : colors.text
      const cell = { x: 0, y: 0, width: cellWidth - 1, height: cellHeight - 1 }
      const [x, y] = [(at % columns) * cellWidth, Math.floor(at / columns) * cellHeight]
      const inside =
        box(cell, fill, colors.border, 1) + label(text, cellWidth / 2, cellHeight / 2 + size * 0.3, size, ink, 'middle')
      return `<g transform="translate(${x} ${y})">${inside}</g>`
    })
    .join('')
}

/** Name above, arc of 270 degrees, number below. */
const dial: Draw = (keys, { width }) => {
  const {
    parameter_mmin: low = 0,
    parameter_mmax: high = 127,
    parameter_shortname: name,
    parameter_unitstyle: unit,
  } = valueof(keys)
  const value = standsAt(keys)
  const share = (value - Number(low)) / (Number(high) - Number(low))
  const size = number(keys['fontsize'], 10)
  const ink = isActive(keys) ? colors.text : colors.dim
  const center = { x: width / 2, y: 25 }
  const arc = (to: number, color: string) => {
    const at = (part: number) => {
      const angle = ((135 + 270 * part) * Math.PI) / 180
      return `${(center.x + 9 * Math.cos(angle)).toFixed(2)} ${(center.y + 9 * Math.sin(angle)).toFixed(2)}`
    }
    return `<path d="M${at(0)}A9 9 0 ${to > 2 / 3 ? 1 : 0} 1 ${at(to)}" fill="none" stroke="${color}" stroke-width="2.5"/>`
  }
  const angle = ((135 + 270 * share) * Math.PI) / 180
  const needle = `<path d="M${center.x} ${center.y}L${center.x + 9 * Math.cos(angle)} ${center.y + 9 * Math.sin(angle)}" stroke="${ink}" stroke-width="1.5"/>`
  return (
    label(String(name ?? ''), width / 2, 10, size, ink, 'middle') +
    arc(1, colors.dialTrack) +
    (share > 0 ? arc(share, isActive(keys) ? colors.dial : colors.dim) : '') +
    needle +
    label(unit === 5 ? `${value} %` : String(value), width / 2, 45, size, ink, 'middle')
  )
}

/** Lying or standing; filled by the level in dB from −70 to 6, as live.meter~ shows it. */
const meter: Draw = (keys, { width, height }) => {
  const share = Math.min(1, Math.max(0, (number(keys['value'], -70) + 70) / 76))
  const isLying = width > height
  const bar = isLying
    ? `<rect width="${width * share}" height="${height}" fill="${colors.meter}"/>`
    : `<rect y="${height * (1 - share)}" width="${width}" height="${height * share}" fill="${colors.meter}"/>`
  return `<rect width="${width}" height="${height}" fill="${colors.dialTrack}"/>${bar}`
}

const slider: Draw = (keys, { width, height }) => {
  const [low, high] = (keys['setminmax'] as [number, number] | undefined) ?? [0, 1]
  const share = (number(keys['value'], low) - low) / (high - low)
  const ground = `<rect width="${width}" height="${height}" fill="${colorOf(keys, 'bgcolor', colors.control)}"/>`
  return `${ground}<rect width="${width * share}" height="${height}" fill="${colorOf(keys, 'slidercolor', colors.chosen)}"/>`
}

const numbox: Draw = (keys, rect) => {
  const size = number(keys['fontsize'], 10)
  const text = label(String(standsAt(keys)), rect.width / 2, rect.height / 2 + size * 0.35, size, colors.text, 'middle')
  return box(rect, colors.control, colors.border) + text
}

const drop: Draw = (keys, { width, height }) =>
  `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="${number(keys['rounded'], 0)}" fill="none" stroke="${colorOf(keys, 'bordercolor', colors.border)}"/>`

const line: Draw = (keys, { width, height }) => {
  const stroke = colorOf(keys, 'linecolor', colors.border)
  const d = width >= height ? `M0 ${height / 2}H${width}` : `M${width / 2} 0V${height}`
  return `<path d="${d}" stroke="${stroke}" stroke-width="${number(keys['border'], 1)}"/>`
}

const classes: Readonly<Record<string, Draw>> = {
  comment,
  panel,
  multislider: slider,
  dropfile: drop,
  'live.comment': comment,
  'live.text': button,
  'live.menu': menu,
  'live.tab': tab,
  'live.dial': dial,
  'live.numbox': numbox,
  'live.meter~': meter,
  'live.line': line,
}
