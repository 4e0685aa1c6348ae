import { expect, test } from 'vitest'
import { emptyBandStatistics } from '../../node/dsp/bands.ts'
import { LoudnessGuard, type LoudnessGuardInput } from '../../node/fixes/loudness-guard.ts'
import { rules } from '../../node/fixes/rules.ts'
import type { Choice } from '../../node/fixes/search.ts'
import type { TrackPath } from '../../node/live/set.ts'
import type { Loudness } from '../../node/mix/loudness-in-mix.ts'
import { MixModel } from '../../node/mix/model.ts'
import { choiceOf } from '../support/choice.ts'

const empty = MixModel.build({
  sampleRate: 44_100,
  scopes: ['drop'],
  contributors: [
    {
      track: 'tracks 0',
      nodes: ['tracks 0'],
      pan: 0,
      left: 1,
      right: 1,
      silenced: null,
      statistics: [emptyBandStatistics()],
    },
    {
      track: 'tracks 1',
      nodes: ['tracks 1'],
      pan: 0,
      left: 1,
      right: 1,
      silenced: null,
      statistics: [emptyBandStatistics()],
    },
  ],
  pairs: [],
  measured: [emptyBandStatistics()],
  complete: true,
})
const { allowed } = rules.guards.trackLoudness

const before: Loudness = new Map([
  ['tracks 0', 2],
  ['tracks 1', 1],
])
/** Moving the first track leaves the second this loud. */
const leaving = (sones: number) => ({
  before,
  after: () => new Map<TrackPath, number>([...before, ['tracks 1', sones]]),
})
const guard = (change: Partial<LoudnessGuardInput>) =>
  new LoudnessGuard({
    model: empty,
    loudness: leaving(0.8),
    since: { before },
    rules,
    distanceOf: () => 1,
    ...change,
  })
const pad = choiceOf('Pad', 3)

test('what a part takes from another beyond the allowance counts, and nothing below it', () => {
  expect(guard({}).broken([pad], empty)).toBeGreaterThan(0.5)
  expect(guard({ loudness: leaving(1 - 0.9 * allowed) }).broken([pad], empty)).toBe(0)
})

test('passes do not add up: the allowance is of what was there first', () => {
  const second = leaving(1 - 0.9 * allowed)
  const since = { before: new Map<TrackPath, number>([['tracks 1', 1.05]]) }
  expect(guard({ loudness: second, since }).broken([pad], empty)).toBeGreaterThan(0)
})

test('a track that is moved on purpose is not guarded', () => {
  expect(guard({}).broken([pad, choiceOf('Lead', -3, { node: 'tracks 1' })], empty)).toBe(0)
})

test('what explains the gap by itself puts back what was there', () => {
  const explains = (choices: readonly Choice[]) => (choices.length > 0 ? 0.4 : 1)
  expect(guard({ distanceOf: explains }).broken([pad], empty)).toBe(0)
})
