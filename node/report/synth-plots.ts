/** Plots of one sound: harmonics with the model, envelope, cutoff over time. */
import type { SynthSound } from '../synth/sound.ts'
import { html, type Piece } from './markup.ts'
import { type Frame, grid, line, linear, svg } from './plots.ts'
import { formatHz } from './words.ts'

const frame: Frame = { width: 900, height: 260, left: 44, right: 12, top: 12, bottom: 26 }
const across = [frame.left, frame.width - frame.right] as const
const upright = [frame.height - frame.bottom, frame.top] as const
const nothing = html`<p>Nothing to draw.</p>`

function ticks(values: readonly number[], x: (value: number) => number, words: (value: number) => string): Piece {
  return values.map(
    value =>
      html`<text class="tick" x="${x(value)}" y="${frame.height - 8}" text-anchor="middle">${words(value)}</text>`,
  )
}

export function harmonicsPlot({ curves }: SynthSound): Piece {
  const points = curves.harmonics
  if (points.length === 0) return nothing
  const scale = linear([Math.log2(20), Math.log2(20_000)], across)
  const x = (hz: number) => scale(Math.log2(hz))
  const y = linear([-90, 6], upright)
  const model = points.map(({ hz, modelDb }) => (modelDb === null ? null : ([x(hz), y(modelDb)] as const)))
  const dots = points.map(({ hz, levelDb }) => html`<circle class="dot" cx="${x(hz)}" cy="${y(levelDb)}" r="2.6"/>`)
  return svg('harmonics', frame, 'Harmonics', 'Level of each harmonic against frequency', [
    grid(frame, [-90, 0], 30, y),
    line(model, 'before'),
    dots,
    ticks([50, 100, 200, 500, 1000, 2000, 5000, 10_000], x, formatHz),
  ])
}

export function envelopePlot({ curves }: SynthSound): Piece {
  const points = curves.level
  if (points.length < 2) return nothing
  const x = linear([points[0]!.seconds, points.at(-1)!.seconds], across)
  const y = linear([0, 1.25], upright)
  const seconds = [0, 0.25, 0.5, 0.75, 1].map(share => share * points.at(-1)!.seconds)
  return svg('envelope', frame, 'Envelope', 'Level over time, measured and fitted', [
    line(
      points.map(each => [x(each.seconds), y(each.measured)] as const),
      'after',
    ),
    line(
      points.map(each => [x(each.seconds), y(each.model)] as const),
      'before',
    ),
    ticks(seconds, x, value => `${value.toFixed(2)} s`),
  ])
}

export function cutoffPlot({ curves }: SynthSound): Piece {
  const points = curves.cutoff
  const x = linear([points[0]!.seconds, points.at(-1)!.seconds], across)
  const scale = linear([Math.log2(50), Math.log2(20_000)], upright)
  const y = (hz: number) => scale(Math.log2(hz))
  return svg('cutoff', frame, 'Filter cutoff', 'Cutoff over time', [
    [100, 300, 1000, 3000, 10_000].map(
      hz =>
        html`<line class="grid" x1="${across[0]}" x2="${across[1]}" y1="${y(hz)}" y2="${y(hz)}"/><text class="tick" x="${frame.left - 6}" y="${y(hz) + 4}" text-anchor="end">${formatHz(hz)}</text>`,
    ),
    line(
      points.map(({ seconds, hz }) => [x(seconds), y(hz)] as const),
      'after',
    ),
    ticks([points[0]!.seconds, points.at(-1)!.seconds], x, value => `${value.toFixed(2)} s`),
  ])
}
