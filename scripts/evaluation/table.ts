/** The evaluation's tables and verdicts, as text and as figures to keep. */
import { type Figure, figureWords } from '../figures.ts'
import { calibration } from './calibration.ts'
import { columns, fixed, percent } from './columns.ts'
import { controlFigures, figuresOf, median } from './figures.ts'
import {
  type AnyResult,
  type HealthyResult,
  isControlled,
  isDetectable,
  type ScenarioResult,
  type TargetName,
} from './result.ts'
import { severalAtOnce, type Verdict, verdictsFor } from './verdicts.ts'

const targetTitles: Readonly<Record<TargetName, string>> = {
  twin: 'Twin target (is the reasoning right?)',
  profile: 'Profile target (does it serve the user?)',
}

export function evaluationText(
  head: string,
  healthy: readonly HealthyResult[],
  results: readonly AnyResult[],
): { readonly text: string; readonly passed: boolean; readonly figures: readonly Figure[] } {
  const parts = [`\nEvaluation of the loop: ${head}\n`]
  const figures: Figure[] = []
  const verdictLines = (group: string, some: readonly Verdict[]) => {
    figures.push(...some.map(verdict => ({ group, ...verdict })))
    return some.map(verdict => `  ${verdict.met === false ? 'MISS' : 'met '}  ${figureWords(verdict)}\n`).join('')
  }
  for (const target of ['twin', 'profile'] as const) {
    const of = results.filter(result => result.target === target)
    if (of.length === 0) continue
    parts.push(`\n${targetTitles[target]}\n${groupTable(of, target)}`)
    const judged = of.filter(isDetectable)
    if (judged.length === 0) continue
    const group = `${target[0]!.toUpperCase()}${target.slice(1)} target`
    const several = severalAtOnce(of)
    parts.push(verdictLines(group, [...verdictsFor(target, of), ...(several ? [several] : [])]))
    const controlled = judged.filter(isControlled)
    parts.push(`\nControls, ${target} target, the same ${controlled.length} scenarios\n${controlTable(controlled)}`)
    parts.push(`\nHeld out, ${target} target: never seen by the planner\n${heldOutTable(judged)}`)
    parts.push(
      `\nConfidence, ${target} target: what was stated, and the share that helped alone\n${calibrationTable(judged)}`,
    )
    figures.push(
      ...calibration(judged).map(({ stated, fixes, helped }) => ({
        group: `Confidence, ${target} target`,
        what: `stated ${stated}: the share that helped alone`,
        value: percent(helped),
        n: fixes,
        met: null,
      })),
    )
  }
  if (healthy.length > 0) parts.push(healthyText(healthy, verdictLines))
  parts.push(songTable(results), worstCases(results))
  const passed = figures.every(({ met }) => met !== false)
  parts.push(`\n${passed ? 'Every bar of this run is met.' : 'Not every bar of this run is met: see MISS above.'}\n`)
  return { text: parts.join(''), passed, figures }
}

const header = [
  '',
  'faults',
  'detect.',
  'reduction',
  'worst',
  'pooled',
  'cause',
  'found',
  'wrong',
  'precision',
  'amount dB',
  'pred. dB',
  'pred. σ',
  'moves',
  'first 3',
  'guards',
  'again',
]

function figureRow(label: string, results: readonly AnyResult[]): string[] {
  const f = figuresOf(results)
  return [
    label,
    String(f.total),
    String(f.detectable),
    percent(f.reductionMedian),
    percent(f.reductionWorst),
    percent(f.pooledReduction),
    percent(f.cause),
    percent(f.found),
    String(f.wrong),
    percent(f.precision),
    fixed(f.amountMedian),
    fixed(f.predictionDb),
    fixed(f.predictionSigma),
    fixed(f.moves, 0),
    percent(f.firstThree),
    String(f.guardsBroken),
    String(f.unsettled),
  ]
}

/** Per fault family, then premasters, masters, by origin, and all. */
function groupTable(results: readonly AnyResult[], target: TargetName): string {
  const rows = [...new Set(results.map(({ family }) => family))].map(family =>
    figureRow(
      family,
      results.filter(result => result.family === family),
    ),
  )
  const groups: [string, (result: AnyResult) => boolean][] = [
    ['premasters, generated', ({ stage, origin }) => stage === 'premaster' && origin === 'generated'],
    ['masters, generated', ({ stage }) => stage === 'master'],
    ['premasters, stems', ({ origin }) => origin === 'stems'],
  ]
  for (const [label, belongs] of groups) {
    const group = results.filter(belongs)
    if (group.length > 0 && group.length < results.length) rows.push(figureRow(`all ${label}`, group))
  }
  return columns([header, ...rows, figureRow(`all, ${target}`, results)])
}

const controlLabels = [
  ['none', 'no change'],
  ['random', 'random moves of the same kinds and sizes'],
  ['first', 'the first fix alone, the whole way'],
  ['peer', "the peer's rule: one gap, one fix"],
  ['loop', 'Uplift'],
] as const

const controlTable = (results: readonly ScenarioResult[]) =>
  columns([
    ['', 'reduction', 'worst', 'pooled', 'D falls in', 'held-out falls in', 'moves'],
    ...controlLabels.map(([name, label]) => {
      const f = controlFigures(results, name)
      return [
        label,
        percent(f.median),
        percent(f.worst),
        percent(f.pooled),
        percent(f.falls),
        percent(f.heldOutFalls),
        fixed(f.moves, 0),
      ]
    }),
  ])

function heldOutTable(results: readonly ScenarioResult[]): string {
  const measures = [
    ['Bark levels to the healthy twin, dB', 'bark'],
    ['spectral convergence to the healthy twin', 'convergence'],
    ['Bark levels outside the references, spreads', 'references'],
  ] as const
  return columns([
    ['', 'before', 'after', 'improves in'],
    ...measures.flatMap(([label, key]) => {
      const pairs = results.flatMap(({ heldOut: { before, after } }) => {
        const [was, is] = [before[key], after[key]]
        return was === null || is === null ? [] : [{ was, is }]
      })
      if (pairs.length === 0) return []
      const improved = pairs.filter(({ was, is }) => is < was).length / pairs.length
      return [
        [
          label,
          fixed(median(pairs.map(({ was }) => was)), 3),
          fixed(median(pairs.map(({ is }) => is)), 3),
          percent(improved),
        ],
      ]
    }),
  ])
}

const calibrationTable = (results: readonly ScenarioResult[]) =>
  columns([
    ['stated', 'fixes', 'mean', 'helped'],
    ...calibration(results).map(({ stated, fixes, meanStated, helped }) => [
      stated,
      String(fixes),
      percent(meanStated),
      percent(helped),
    ]),
  ])

function healthyText(
  healthy: readonly HealthyResult[],
  verdictLines: (group: string, some: readonly Verdict[]) => string,
): string {
  const alarms = healthy.map(({ falseAlarms }) => falseAlarms.length)
  const most = Math.max(...alarms)
  const total = alarms.reduce((a, b) => a + b, 0)
  const listed = healthy
    .filter(({ falseAlarms }) => falseAlarms.length > 0)
    .map(({ song, target, falseAlarms }) => `        ${song}, ${target}: ${falseAlarms.join('; ')}\n`)
  const masters = healthy.filter(({ stage }) => stage === 'master').length
  return [
    `\nHealthy songs: ${healthy.length} runs, ${masters} of them on masters (twin target: its gap is zero, only findings could alarm)\n`,
    verdictLines('Healthy songs', [
      {
        what: 'false alarms',
        value: `${total} fixes offered in all, at most ${most} on one song`,
        n: healthy.length,
        bar: 'at most 1 on one song',
        aim: '0',
        met: most <= 1,
        aimMet: most === 0,
      },
    ]),
    ...listed,
  ].join('')
}

function songTable(results: readonly AnyResult[]): string {
  const songs = [...new Set(results.map(({ song }) => song))]
  const rows = songs.map(song =>
    figureRow(
      song,
      results.filter(result => result.song === song),
    ),
  )
  return songs.length < 2 ? '' : `\nBy song, all targets\n${columns([header, ...rows])}`
}

const listed = 10

function worstCases(results: readonly AnyResult[]): string {
  const judged = results.filter(isDetectable)
  const worst = [...judged].sort((a, b) => a.gapReduction - b.gapReduction).slice(0, listed)
  const where = ({ target, song, title }: ScenarioResult) => `${target}, ${song}: ${title}`
  const lines = worst.map(
    result =>
      `  ${percent(result.gapReduction).padStart(6)}  ${where(result)} → first fix: ${result.topFix}; left: ${result.gapLeft || 'nothing'}\n`,
  )
  const of = (label: string, texts: (result: ScenarioResult) => readonly string[]) =>
    judged
      .filter(result => texts(result).length > 0)
      .slice(0, listed)
      .map(result => `  ${label}, ${where(result)}: ${texts(result).slice(0, 3).join('; ')}\n`)
  return [
    '\nWorst cases\n',
    ...lines,
    ...of('wrong direction', ({ wrongDirections }) => wrongDirections),
    ...of('guard', ({ brokenGuards }) => brokenGuards),
  ].join('')
}
