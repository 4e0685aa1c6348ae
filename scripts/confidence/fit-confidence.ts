/**
 * Fits presets/confidence.json: how often did a fix alone lower the held-out distance, by what the plan knew of it? Reads results
 * of the evaluation on songs that it does not report on:
 *
 *     npm run evaluate -- --seed 201 --songs 12 --results out/confidence.json
 *     node dist/fit-confidence.mjs out/confidence.json
 */
import { readFileSync } from 'node:fs'
import { type Evidence, evidenceNames, evidenceVector } from '../../node/fixes/confidence.ts'
import { helps } from '../evaluation/figures.ts'
import { type AnyResult, isDetectable, type OfferedFix } from '../evaluation/result.ts'
import type { Results } from '../evaluation/results-file.ts'
import { fitLogistic, probability } from './logistic.ts'

/**
 * Where weights stay as long as the songs say nothing: on generated ones every track is heard and hardly a fix lies ahead of a
 * compressor. Set by hand: at the least share of Main that plans are made for (70 %), or ahead of a compressor, a fix is clearly less sure.
 */
const prior: Readonly<Record<(typeof evidenceNames)[number], number>> = {
  shareOfGap: 2,
  lead: 1,
  explained: 4,
  postChain: 1,
  linear: 0.5,
}

/** Ends of the groups in which stated and counted shares are compared. */
const bins = [0, 0.5, 0.7, 0.8, 0.9, 1.01] as const

const files = process.argv.slice(2)
const samples = files
  .flatMap(file => Object.values((JSON.parse(readFileSync(file, 'utf8')) as Results).songs))
  .flatMap(({ scenarios }) => Object.values(scenarios).flat() as AnyResult[])
  .filter(isDetectable)
  .flatMap(result =>
    (result.offered as readonly (OfferedFix & { readonly evidence?: Evidence })[]).flatMap(fix =>
      fix.evidence && !fix.refused ? [{ x: evidenceVector(fix.evidence), isTrue: helps(fix, result) }] : [],
    ),
  )
const model = fitLogistic(
  samples,
  evidenceNames.map(name => prior[name]),
)
const rounded = (value: number) => Number(value.toFixed(2))
const print = (line: string) => void process.stdout.write(`${line}\n`)
print(`${samples.length} fixes, ${samples.filter(({ isTrue }) => isTrue).length} of them help`)
print(`"intercept": ${rounded(model.intercept)},`)
print(
  `"weights": ${JSON.stringify(Object.fromEntries(evidenceNames.map((name, i) => [name, rounded(model.weights[i]!)])))}`,
)
for (const [i, low] of bins.slice(0, -1).entries()) {
  const inside = samples
    .map(sample => ({ ...sample, stated: probability(model, sample.x) }))
    .filter(({ stated }) => stated >= low && stated < bins[i + 1]!)
  if (inside.length === 0) continue
  const mean = inside.reduce((sum, { stated }) => sum + stated, 0) / inside.length
  const counted = inside.filter(({ isTrue }) => isTrue).length / inside.length
  print(
    `stated ${low} to ${bins[i + 1]}: ${inside.length} fixes, mean ${mean.toFixed(2)}, helped ${counted.toFixed(2)}`,
  )
}
