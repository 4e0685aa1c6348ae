/** The scores as tables with verdicts against EVALUATION 2. */
import { median } from '../../node/dsp/statistics.ts'
import { type Figure, figureWords } from '../figures.ts'
import type { Condition } from './conditions.ts'
import { type Parameter, parameters, type Score } from './score.ts'

export interface Scored {
  readonly file: string
  readonly condition: Condition
  /** Thresholds were set on these. */
  readonly tuned: boolean
  readonly scores: readonly Score[]
}

/** Dry bars; the figure is right answers among all answers. */
const bars: readonly { readonly parameter: Parameter; readonly least: number }[] = [
  { parameter: 'waveform', least: 0.9 },
  { parameter: 'cutoff', least: 0.9 },
  { parameter: 'attack', least: 0.9 },
  { parameter: 'decay', least: 0.9 },
  { parameter: 'release', least: 0.9 },
  { parameter: 'voices', least: 0.9 },
  { parameter: 'detune', least: 0.9 },
]
const mostSilent = 0.15

export function synthEvaluationText(results: readonly Scored[]): {
  readonly text: string
  readonly passed: boolean
  readonly figures: readonly Figure[]
} {
  const lines: string[] = []
  const present = [...new Set(results.map(({ condition }) => condition))]
  for (const condition of present) {
    const here = results.filter(each => each.condition === condition)
    lines.push(
      '',
      `${condition}: ${here.length} sounds, of which ${here.filter(({ tuned }) => !tuned).length} held out`,
      table(here),
    )
  }
  const dry = results.filter(({ condition }) => condition === 'dry')
  const verdicts =
    dry.length > 0
      ? [
          ...verdictsOf(dry, 'all dry'),
          ...verdictsOf(
            dry.filter(({ tuned }) => !tuned),
            'held-out dry',
          ),
        ]
      : []
  lines.push(
    '',
    'Bars (EVALUATION 2):',
    ...verdicts.map(figure => `  ${figure.met ? 'met    ' : 'NOT MET'}  ${figure.group}: ${figureWords(figure)}`),
  )
  lines.push(
    '',
    'Confidence against the share that is right (invented answers count as wrong):',
    ...calibration(results, present),
  )
  const figures = [...verdicts, ...present.filter(each => each !== 'dry').flatMap(each => unbarred(results, each))]
  return { text: `${lines.join('\n').trimStart()}\n`, passed: verdicts.every(({ met }) => met), figures }
}

function count(results: readonly Scored[], parameter: Parameter) {
  const scores = results.flatMap(each => each.scores.filter(score => score.parameter === parameter))
  const of = (kind: Score['kind']) => scores.filter(score => score.kind === kind).length
  const errors = scores.flatMap(({ error }) => (error === null ? [] : [error]))
  return {
    right: of('right'),
    wrong: of('wrong'),
    silent: of('silent'),
    invented: of('invented'),
    error: median(errors),
  }
}

function table(results: readonly Scored[]): string {
  const held = results.filter(({ tuned }) => !tuned)
  const cell = ({ right, wrong }: { readonly right: number; readonly wrong: number }) =>
    right + wrong > 0 ? `${right}/${right + wrong}` : '–'
  const rows = parameters.map(parameter => {
    const all = count(results, parameter)
    const known = all.right + all.wrong + all.silent
    return [
      parameter,
      cell(all),
      cell(count(held, parameter)),
      known > 0 ? `${Math.round((100 * (all.right + all.wrong)) / known)} %` : '–',
      String(all.invented),
      all.error === null ? '–' : all.error.toPrecision(2),
    ]
  })
  const head = ['parameter', 'right', 'held out', 'answered', 'invented', 'median error']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  return [head, ...rows]
    .map(row => `  ${row.map((each, i) => each.padEnd(widths[i]!)).join('  ')}`.trimEnd())
    .join('\n')
}

function verdictsOf(results: readonly Scored[], group: string): Figure[] {
  const figures = bars.map(({ parameter, least }): Figure => {
    const { right, wrong } = count(results, parameter)
    const share = right / Math.max(1, right + wrong)
    return { ...rightOf(results, parameter, group), bar: `${100 * least} %`, met: right + wrong > 0 && share >= least }
  })
  const barred = bars.map(({ parameter }) => count(results, parameter))
  const silent = barred.reduce((sum, each) => sum + each.silent, 0)
  const known = barred.reduce((sum, each) => sum + each.silent + each.right + each.wrong, 0)
  const share = silent / Math.max(1, known)
  return [
    ...figures,
    {
      group,
      what: '"cannot tell"',
      value: `${Math.round(100 * share)} % of these`,
      n: known,
      bar: `at most ${100 * mostSilent} %`,
      met: share <= mostSilent,
    },
  ]
}

/** Without bars: in reverb and with bleed. */
const unbarred = (results: readonly Scored[], condition: Condition): Figure[] => {
  const here = results.filter(each => each.condition === condition)
  return bars.map(({ parameter }) => ({ ...rightOf(here, parameter, condition), met: null }))
}

function rightOf(results: readonly Scored[], parameter: Parameter, group: string) {
  const { right, wrong, silent } = count(results, parameter)
  return {
    group,
    what: `${parameter} right`,
    value: `${right} of ${right + wrong} answered`,
    n: right + wrong + silent,
  }
}

const steps = [0.35, 0.6, 0.8, 0.9, 1.01]

function calibration(results: readonly Scored[], present: readonly Condition[]): string[] {
  return present.map(condition => {
    const scores = results.filter(each => each.condition === condition).flatMap(({ scores }) => scores)
    const cells = steps.slice(1).map((high, i) => {
      const inside = scores.filter(
        ({ confidence }) => confidence !== null && confidence >= steps[i]! && confidence < high,
      )
      const right = inside.filter(({ kind }) => kind === 'right').length
      return `${steps[i]}–${Math.min(1, high)}: ${inside.length > 0 ? `${Math.round((100 * right) / inside.length)} % of ${inside.length}` : '–'}`
    })
    return `  ${condition.padEnd(7)} ${cells.join('   ')}`
  })
}
