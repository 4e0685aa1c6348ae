/** The evaluation's tables and verdicts, as text. */
import type { HealthyResult, ScenarioResult, TargetName } from './scenario.ts'

const quantile = (values: readonly number[], p: number) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!
}
const median = (values: readonly number[]) => quantile(values, 0.5)
const percent = (x: number) => (Number.isNaN(x) ? '–' : `${Math.round(100 * x)} %`)
const number = (x: number, digits = 2) => (Number.isNaN(x) ? '–' : x.toFixed(digits))
const present = (values: readonly (number | null)[]) => values.filter(value => value !== null)

interface Figures {
  readonly total: number
  readonly detectable: number
  readonly reductionMedian: number
  readonly reductionWorst: number
  readonly pooledReduction: number
  readonly cause: number
  readonly wrong: number
  readonly amountMedian: number
  readonly predictionDb: number
  readonly predictionSigma: number
  readonly moves: number
}

function figuresOf(all: readonly ScenarioResult[]): Figures {
  const results = all.filter(({ detectable }) => detectable)
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  return {
    total: all.length,
    detectable: results.length,
    reductionMedian: median(results.map(({ gapReduction }) => gapReduction)),
    reductionWorst: quantile(
      results.map(({ gapReduction }) => gapReduction),
      0,
    ),
    pooledReduction: 1 - sum(results.map(({ after }) => after)) / sum(results.map(({ before }) => before)),
    cause: sum(results.map(({ cause }) => (cause ? 1 : 0))) / results.length,
    wrong: sum(results.map(({ wrongDirections }) => wrongDirections.length)),
    amountMedian: median(present(results.map(({ amountError }) => amountError))),
    predictionDb: median(present(results.map(({ predictionDb }) => predictionDb))),
    predictionSigma: median(present(results.map(({ predictionSigma }) => predictionSigma))),
    moves: median(results.map(({ moves }) => moves)),
  }
}

const columns = [
  '',
  'faults',
  'detect.',
  'reduction',
  'worst',
  'pooled',
  'cause',
  'wrong dir.',
  'amount dB',
  'pred. dB',
  'pred. σ',
  'moves',
]
const widths = [30, 7, 8, 10, 7, 7, 7, 11, 10, 9, 8, 6]

const line = (cells: readonly string[]) =>
  `${cells.map((cell, i) => (i === 0 ? cell.slice(0, widths[0]).padEnd(widths[0]!) : cell.padStart(widths[i]!))).join('')}\n`

function row(label: string, results: readonly ScenarioResult[]): string {
  const f = figuresOf(results)
  return line([
    label,
    String(f.total),
    String(f.detectable),
    percent(f.reductionMedian),
    percent(f.reductionWorst),
    percent(f.pooledReduction),
    percent(f.cause),
    String(f.wrong),
    number(f.amountMedian),
    number(f.predictionDb),
    number(f.predictionSigma),
    number(f.moves, 0),
  ])
}

export function evaluationText(
  head: string,
  healthy: readonly HealthyResult[],
  scenarios: readonly ScenarioResult[],
): { readonly text: string; readonly passed: boolean } {
  let text = `\nEvaluation of the loop: ${head}\n`
  let passed = true
  const names = { twin: 'Twin target (is the reasoning right?)', profile: 'Profile target (does it serve the user?)' }
  for (const target of ['twin', 'profile'] as const satisfies readonly TargetName[]) {
    const of = scenarios.filter(result => result.target === target)
    if (of.length === 0) continue
    text += `\n${names[target]}\n${line(columns)}`
    for (const family of [...new Set(of.map(result => result.family))]) {
      text += row(
        family,
        of.filter(result => result.family === family),
      )
    }
    for (const origin of ['generated', 'stems'] as const) {
      const group = of.filter(result => result.origin === origin)
      if (group.length > 0) text += row(`all, ${origin}`, group)
    }
    const f = figuresOf(of)
    // Cause, direction and amount are judged against the twin, where the true answer is known; a profile's zone may be
    // reached by other moves, so there the reduction and the harm are judged (EVALUATION 1).
    const bars: [string, boolean][] = [
      [`median gap reduction ${percent(f.reductionMedian)} (bar: above 50 %)`, f.reductionMedian > 0.5],
      [`wrong directions ${f.wrong} (bar: 0)`, f.wrong === 0],
    ]
    if (target === 'twin') {
      bars.push(
        [`right cause first ${percent(f.cause)} (bar: 80 %)`, f.cause >= 0.8],
        [`amount, median error ${number(f.amountMedian)} dB (bar: 1.5)`, f.amountMedian <= 1.5],
        [`prediction, median error ${number(f.predictionDb, 3)} dB (bar: 1)`, f.predictionDb <= 1],
      )
    }
    for (const [words, met] of bars) {
      text += `  ${met ? 'met ' : 'MISS'}  ${words}\n`
      passed &&= met
    }
  }
  if (healthy.length > 0) {
    const alarms = healthy.map(({ falseAlarms }) => falseAlarms.length)
    const most = Math.max(...alarms)
    text += `\nHealthy songs: ${healthy.length}; fixes offered: ${alarms.reduce((a, b) => a + b, 0)} in all, at most ${most} on one song (bar: 1)\n`
    text += `  ${most <= 1 ? 'met ' : 'MISS'}  false alarms\n`
    passed &&= most <= 1
    for (const { song, falseAlarms } of healthy)
      if (falseAlarms.length > 0) text += `        ${song}: ${falseAlarms.join('; ')}\n`
  }
  const detectable = scenarios.filter(({ detectable }) => detectable)
  const worst = [...detectable].sort((a, b) => a.gapReduction - b.gapReduction).slice(0, 8)
  text += '\nWorst cases\n'
  for (const { target, song, fault, gapReduction, topFix } of worst) {
    text += `  ${percent(gapReduction).padStart(6)}  ${target.padEnd(8)} ${song}: ${fault} → first fix: ${topFix}\n`
  }
  for (const { target, song, fault, wrongDirections } of detectable.filter(r => r.wrongDirections.length > 0)) {
    text += `  wrong direction, ${target}, ${song}: ${fault}: ${wrongDirections.join('; ')}\n`
  }
  text += `\n${passed ? 'Every bar of this run is met.' : 'Not every bar of this run is met: see MISS above.'}\n`
  return { text, passed }
}
