import { expect, test } from 'vitest'
import { type BandStatistics, bandCount, emptyBandStatistics, thirdOctaves } from '../../node/dsp/bands.ts'
import type { Rows, Scope } from '../../node/features/catalogue.ts'
import { spectralFeatures } from '../../node/features/spectrum.ts'
import { automateByHand } from '../../node/fixes/automate-by-hand.ts'
import { change } from '../../node/fixes/candidates/parameters.ts'
import { PredictedDistance } from '../../node/fixes/predicted-distance.ts'
import { rules } from '../../node/fixes/rules.ts'
import type { Objective, Term } from '../../node/gap/objective.ts'
import type { TrackPath } from '../../node/live/set.ts'
import { type Contributor, MixModel } from '../../node/mix/model.ts'
import { choiceOf } from '../support/choice.ts'

const scopes: readonly Scope[] = ['drop', 'build']
const flat = (): BandStatistics => ({ ...emptyBandStatistics(), mm: new Float64Array(bandCount).fill(1e-4) })
/** The pad alone in the third octave at 250 Hz. */
const padOnly = (): BandStatistics => {
  const statistics = emptyBandStatistics()
  const { from, to } = thirdOctaves[10]!
  for (let k = from; k < to; k++) statistics.mm[k] = 1e-3
  return statistics
}
const contributor = (track: TrackPath, statistics: () => BandStatistics): Contributor => ({
  track,
  nodes: [track],
  pan: 0,
  left: 1,
  right: 1,
  silenced: null,
  statistics: scopes.map(statistics),
})
const contributors = [contributor('tracks 0', padOnly), contributor('tracks 1', flat)]
const sum = flat()
padOnly().mm.forEach((x, k) => {
  sum.mm[k]! += x
})
const model = MixModel.build({
  sampleRate: 44_100,
  scopes,
  contributors,
  pairs: [],
  measured: scopes.map(() => sum),
  complete: true,
})
const rows: Rows = Object.fromEntries(scopes.map(scope => [scope, spectralFeatures(sum)]))
const now = rows.drop!.values.third250!

/** How far above its zone the pad's band lies in each section, dB. */
function said(tooMuch: { readonly drop: number; readonly build: number }): string[] {
  const term = (scope: 'drop' | 'build'): Term => ({
    scope,
    id: 'third250',
    low: now - tooMuch[scope] - 0.5,
    high: now - tooMuch[scope],
    median: now - tooMuch[scope],
    sigma: 1,
    weight: 0.2,
    highIsBad: true,
    lowIsBad: true,
    heardFrom: -100,
  })
  const objective: Objective = {
    stage: 'premaster',
    terms: [term('drop'), term('build')],
    scopeWeights: { drop: 0.5, build: 0.5 },
  }
  const volume = {
    name: 'Track Volume',
    value: 0.85,
    min: 0,
    max: 1,
    isQuantized: false,
    valueItems: [],
    isEnabled: true,
    automation: 'none' as const,
    display: '0.0 dB',
  }
  const track = { path: 'tracks 0', name: 'Pad', devices: [] } as unknown as Parameters<typeof change>[0]
  const { candidate } = choiceOf('Pad', 0, { realise: db => [change(track, null, volume, db)] })
  return automateByHand({
    model,
    predicted: new PredictedDistance(objective, rows, model, rules),
    candidates: [candidate],
    choices: [],
    rules,
  })
}

test('what one section needs and another forbids is said: which parameter, where, and how far', () => {
  const [sentence] = said({ drop: 0, build: 3 })
  expect(sentence).toBe(
    'Automate by hand: Pad −3.0 dB, only in the build; the drop would get worse. There: Move the fader of Pad from 0.0 dB to −3.0 dB.',
  )
})

test('what every section needs is a fix, not a hint', () => {
  expect(said({ drop: 3, build: 3 })).toEqual([])
})

test('a section that lacks little is left alone', () => {
  expect(said({ drop: 0, build: 0.1 })).toEqual([])
})
