/** Plots as inline SVG: pure functions of figures. Colours come from the page's style sheet, by class. */
import { thirdOctaveNominals } from '../dsp/bands.ts'
import type { Curve, Section } from '../features/analysis.ts'
import { html, type Markup, type Piece } from './markup.ts'
import { formatHz, formatNumber, formatTime } from './words.ts'

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export type Scale = (value: number) => number

export const linear =
  ([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale =>
  value =>
    start + ((Math.max(Math.min(from, to), Math.min(Math.max(from, to), value)) - from) / (to - from)) * (end - start)

/** An image with a name and a description for those who do not see it. `id` must be unique on the page. */
export function svg(id: string, { width, height }: Frame, title: string, description: string, content: Piece): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${content}</svg>`
}

/** Whole steps that cover the values, a step of air around single ones. */
export function niceRange(values: readonly number[], step: number): readonly [number, number] {
  const low = Math.floor(Math.min(...values) / step) * step
  const high = Math.ceil(Math.max(...values) / step) * step
  return low < high ? [low, high] : [low - step, high + step]
}

const stepsOf = ([from, to]: readonly [number, number], step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)

/** Horizontal lines with their figures. */
export const grid = (frame: Frame, range: readonly [number, number], step: number, y: Scale) =>
  stepsOf(range, step).map(
    value =>
      html`<line class="grid" x1="${frame.left}" x2="${frame.width - frame.right}" y1="${y(value)}" y2="${y(value)}"/><text class="tick" x="${frame.left - 6}" y="${y(value) + 4}" text-anchor="end">${formatNumber(value, 0)}</text>`,
  )

/** A line through the points, broken where there is no value. */
export function line(points: readonly (readonly [number, number] | null)[], kind: string): Markup {
  let pen = 'M'
  const path: Piece[] = points.map(point => {
    if (point === null) {
      pen = 'M'
      return null
    }
    const step = html`${pen === 'M' ? 'M' : 'L'}${point[0]} ${point[1]}`
    pen = 'L'
    return step
  })
  return html`<path class="${kind}" d="${path}"/>`
}

/** The references' range as a filled area; pieces where it is not known are left open. */
export function area(points: readonly (readonly [x: number, low: number, high: number] | null)[]): Piece {
  const runs: (readonly [number, number, number])[][] = [[]]
  for (const point of points) {
    if (point) runs.at(-1)!.push(point)
    else runs.push([])
  }
  return runs
    .filter(run => run.length > 0)
    .map(run => {
      const there = run.map(([x, , high], i) => html`${i === 0 ? 'M' : 'L'}${x} ${high}`)
      const back = run.toReversed().map(([x, low]) => html`L${x} ${low}`)
      return html`<path class="zone" d="${[...there, ...back]}Z"/>`
    })
}

/** Where the timeline's plot lies in its picture. */
export const timelineFrame: Frame = { width: 900, height: 250, left: 44, right: 8, top: 34, bottom: 24 }
const timelinePoints = 450
/** What lies further below the loudest moment, silence above all, is drawn on the bottom line. */
const shownLu = 27

/** The mean of the curve's energy in each of so many slices; null where it has no values. */
function slices(
  { startSeconds, stepSeconds, values }: Curve,
  seconds: number,
): readonly (readonly [number, number] | null)[] {
  return Array.from({ length: timelinePoints }, (_, i) => {
    const at = (edge: number) => Math.round(((edge / timelinePoints) * seconds - startSeconds) / stepSeconds)
    const slice = values.subarray(Math.max(0, at(i)), Math.max(0, at(i + 1), at(i) + 1))
    if (slice.length === 0) return null
    const power = slice.reduce((sum, value) => sum + 10 ** (value / 10), 0) / slice.length
    return [((i + 0.5) / timelinePoints) * seconds, 10 * Math.log10(power)] as const
  })
}

export interface Timeline {
  readonly id: string
  readonly seconds: number
  readonly sections: readonly Section[]
  /** The earlier curve is drawn thin. */
  readonly before: Curve | null
  readonly after: Curve
}

/** Short-term loudness over time, with the sections. */
export function timelinePlot({ id, seconds, sections, before, after }: Timeline): Markup {
  const frame = timelineFrame
  const [from, to] = [slices(before ?? after, seconds), slices(after, seconds)]
  const levels = [...from, ...to].flatMap(point => (point ? [point[1]] : []))
  const loudest = Math.max(...levels, -70)
  const range = niceRange([loudest, ...levels.map(level => Math.max(level, loudest - shownLu))], 6)
  const x = linear([0, Math.max(seconds, 1)], [frame.left, frame.width - frame.right])
  const y = linear(range, [frame.height - frame.bottom, frame.top])
  const draw = (points: typeof from, kind: string) =>
    line(
      points.map(point => point && [x(point[0]), y(point[1])]),
      kind,
    )
  const blocks = sections.map(({ type, startSeconds, endSeconds }) => {
    const width = x(endSeconds) - x(startSeconds)
    const label = [type, type.slice(0, 5), type.slice(0, 2)].find(text => width > 6.8 * text.length + 4) ?? ''
    return html`<g class="section ${type}"><rect x="${x(startSeconds)}" y="4" width="${Math.max(0, width - 1.5)}" height="22" rx="3"/><rect class="wash" x="${x(startSeconds)}" y="26" width="${Math.max(0, width - 1.5)}" height="${frame.height - frame.bottom - 26}"/><text x="${x(startSeconds) + width / 2}" y="19.5" text-anchor="middle">${label}</text></g>`
  })
  const every = [15, 30, 60, 120, 300, 600, 1800].find(step => seconds / step <= 10) ?? 3600
  const times = stepsOf([0, Math.floor(seconds / every) * every], every).map(
    time =>
      html`<text class="tick" x="${x(time)}" y="${frame.height - 6}" text-anchor="middle">${formatTime(time)}</text>`,
  )
  const spoken = sections.map(
    ({ type, startSeconds, endSeconds }) => `${type} ${formatTime(startSeconds)} to ${formatTime(endSeconds)}`,
  )
  return svg(
    id,
    frame,
    'Short-term loudness over time',
    `LUFS, window of 3 s. ${spoken.length > 0 ? `Sections: ${spoken.join(', ')}.` : 'No sections.'}`,
    [...blocks, ...grid(frame, range, 6, y), ...times, before !== null && draw(from, 'before'), draw(to, 'after')],
  )
}

export interface SpectrumPoint {
  readonly before: number | null
  readonly after: number | null
  readonly zone: { readonly low: number; readonly high: number } | null
}

const smallFrame: Frame = { width: 400, height: 250, left: 36, right: 10, top: 10, bottom: 24 }
const labelledHz = [31.5, 125, 500, 2000, 8000] as const

export interface SpectrumPlot {
  readonly id: string
  readonly title: string
  readonly description: string
  /** One per third octave. */
  readonly points: readonly SpectrumPoint[]
  /** dB, shared by all sections so that they can be compared. */
  readonly range: readonly [number, number]
}

function spectrumScales(range: SpectrumPlot['range']): { readonly x: Scale; readonly y: Scale } {
  const frame = smallFrame
  return {
    x: linear([0, thirdOctaveNominals.length - 1], [frame.left + 4, frame.width - frame.right]),
    y: linear(range, [frame.height - frame.bottom, frame.top]),
  }
}

/** Another line for a spectrum that is drawn already: path data. What lies below the range is left out. */
export function spectrumPath(levels: readonly (number | null)[], range: SpectrumPlot['range']): string {
  const { x, y } = spectrumScales(range)
  const steps = levels.map((level, i) =>
    level === null || level < range[0] ? null : `${round(x(i))} ${round(y(level))}`,
  )
  return steps.map((step, i) => (step === null ? '' : `${steps[i - 1] ? 'L' : 'M'}${step}`)).join('')
}

const round = (value: number) => Math.round(10 * value) / 10

export function spectrumPlot({ id, title, description, points, range }: SpectrumPlot): Markup {
  const frame = smallFrame
  const { x, y } = spectrumScales(range)
  const draw = (key: 'before' | 'after') =>
    line(
      points.map((point, i) => (point[key] === null ? null : ([x(i), y(point[key])] as const))),
      key,
    )
  const labels = labelledHz.map(hz => {
    const at = x(thirdOctaveNominals.indexOf(hz))
    return html`<text class="tick" x="${at}" y="${frame.height - 6}" text-anchor="middle">${formatHz(hz)}</text>`
  })
  return svg(id, frame, title, description, [
    ...grid(frame, range, 10, y),
    area(points.map(({ zone }, i) => zone && ([x(i), y(zone.low), y(zone.high)] as const))),
    draw('before'),
    draw('after'),
    ...labels,
  ])
}

export interface BandPoint extends SpectrumPoint {
  readonly label: string
}

/** Columns: the range as a bar, before as a ring, after as a dot. */
export function bandPlot({
  id,
  title,
  description,
  points,
  range,
  step,
}: Omit<SpectrumPlot, 'points'> & { readonly points: readonly BandPoint[]; readonly step: number }): Markup {
  const frame = smallFrame
  const x = linear([-0.5, points.length - 0.5], [frame.left, frame.width - frame.right])
  const y = linear(range, [frame.height - frame.bottom, frame.top])
  const marks = points.map(({ label, before, after, zone }, i) => [
    zone &&
      html`<rect class="zone" x="${x(i) - 14}" width="28" y="${y(zone.high)}" height="${Math.max(3, y(zone.low) - y(zone.high))}" rx="3"/>`,
    before !== null &&
      after !== null &&
      html`<line class="move" x1="${x(i)}" x2="${x(i)}" y1="${y(before)}" y2="${y(after)}"/>`,
    before !== null && html`<circle class="ring" cx="${x(i)}" cy="${y(before)}" r="4.5"/>`,
    after !== null && html`<circle class="dot" cx="${x(i)}" cy="${y(after)}" r="4.5"/>`,
    html`<text class="tick" x="${x(i)}" y="${frame.height - 6}" text-anchor="middle">${label}</text>`,
  ])
  return svg(id, frame, title, description, [...grid(frame, range, step, y), ...marks])
}

const scoreFrame: Frame = { width: 600, height: 46, left: 12, right: 12, top: 10, bottom: 18 }

/** Where the score was and is, on 0 to 100. */
export function scorePlot(id: string, before: number | null, after: number): Markup {
  const frame = scoreFrame
  const x = linear([0, 100], [frame.left, frame.width - frame.right])
  const words =
    before === null ? formatNumber(after, 0) : `${formatNumber(before, 0)} before, ${formatNumber(after, 0)} after`
  return svg(id, frame, 'Score on a scale of 0 to 100', words, [
    html`<line class="rail" x1="${x(0)}" x2="${x(100)}" y1="14" y2="14"/>`,
    html`<line class="fill" x1="${x(before ?? 0)}" x2="${x(after)}" y1="14" y2="14"/>`,
    before !== null && html`<circle class="ring" cx="${x(before)}" cy="14" r="7"/>`,
    html`<circle class="dot" cx="${x(after)}" cy="14" r="7"/>`,
    [0, 25, 50, 75, 100].map(
      value => html`<text class="tick" x="${x(value)}" y="40" text-anchor="middle">${value}</text>`,
    ),
  ])
}

export interface DuckPlot {
  readonly id: string
  readonly title: string
  readonly description: string
  /** Level over one beat, dB relative to the sustained level, from the kick on. */
  readonly curve: Curve
  /** dB. */
  readonly range: readonly [number, number]
}

/** What follows the kick: level over one beat. */
export function duckPlot({ id, title, description, curve, range }: DuckPlot): Markup {
  const frame: Frame = { ...smallFrame, height: 180 }
  const { stepSeconds, values } = curve
  const beatMs = 1000 * stepSeconds * values.length
  const x = linear([0, beatMs], [frame.left, frame.width - frame.right])
  const y = linear(range, [frame.height - frame.bottom, frame.top])
  const every = [25, 50, 100, 200].find(step => beatMs / step <= 6) ?? 500
  const times = stepsOf([0, Math.floor(beatMs / every) * every], every).map(
    ms =>
      html`<text class="tick" x="${x(ms)}" y="${frame.height - 6}" text-anchor="middle">${formatNumber(ms, 0)} ms</text>`,
  )
  return svg(id, frame, title, description, [
    ...grid(frame, range, 3, y),
    line(
      Array.from(values, (value, i) => [x((i + 0.5) * 1000 * stepSeconds), y(value)] as const),
      'after',
    ),
    ...times,
  ])
}
