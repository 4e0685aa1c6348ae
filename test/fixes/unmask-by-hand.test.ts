import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { compareMeasured, measureSession, measureTrackMasking } from '../../node/app/measure.ts'
import { plan } from '../../node/fixes/plan.ts'
import { learnProfile } from '../../node/profile/learn.ts'
import { changeTrack, filterTrack, miniSong } from '../support/mini-song.ts'

const louder = (spec: SimulatedSetSpec, name: string, db: number) =>
  changeTrack(spec, name, track => ({ ...track, volumeDb: (track.volumeDb ?? 0) + db }))
/** As loud as the lead, and over the same range. */
const covered = louder(filterTrack(miniSong, 'Pads', { type: 'bell', hz: 1500, q: 0.8, gainDb: 9 }), 'Pads', 3)
const measure = (spec: SimulatedSetSpec) => measureSession(createSimulatedSet(spec))

const bright = (spec: SimulatedSetSpec) => filterTrack(spec, 'Hats', { type: 'highshelf', hz: 9000, q: 0.7, gainDb: 6 })

/** References among which the pads are neither too loud nor too quiet; their hats are brighter: else no EQ would be looked at. */
const around = (spec: SimulatedSetSpec) => [-9, 3].map(db => bright(louder(spec, 'Pads', db)))

/** What is said of `spec`; the zones of the references hold all of `likes`. */
async function said(spec: SimulatedSetSpec, ...likes: readonly SimulatedSetSpec[]): Promise<string[]> {
  const references = await Promise.all(likes.map(async each => (await measure(each)).analysis.rows))
  const profile = learnProfile(references, { ...about }, { minCount: 1 })
  const { refused } = plan({
    ...compareMeasured(await measure(spec), profile, 'premaster'),
    profileName: profile.name,
    insertable: [],
  })
  return refused.filter(sentence => / covers /.test(sentence))
}
const about = { name: 'likes', kind: 'learned', stage: 'premaster', description: '' } as const

test('a pad that covers the lead: the cut that is told makes the lead a step louder when it is rendered and measured', async () => {
  const sentences = await said(covered, ...around(covered))
  expect(sentences).toHaveLength(1)
  const [, db, number, unit] = /^Pads covers Lead .* Cut (\d\.\d) dB at ([\d.]+) (k?Hz) on Pads/.exec(sentences[0]!)!
  const hz = Number(number) * (unit === 'kHz' ? 1000 : 1)
  const [was, is] = await Promise.all(
    [covered, filterTrack(covered, 'Pads', { type: 'bell', hz, q: 1.2, gainDb: -Number(db) })].map(async spec => {
      const { tracks } = measureTrackMasking(await measure(spec)).scopes.overall!
      return tracks.find(({ track }) => track === 'Lead')!.loudnessInMix
    }),
  )
  // 7 % is aimed at. Ten moments a section stand for hundreds, and a filter is named to two digits: a few hundredths.
  expect(is! / was! - 1).toBeGreaterThan(0.03)
  expect(is! / was! - 1).toBeLessThan(0.12)
})

test('nobody is told to cut one lead for the other', async () => {
  const renamed = (spec: SimulatedSetSpec) => changeTrack(spec, 'Pads', track => ({ ...track, name: 'Second Lead' }))
  expect(await said(renamed(covered), ...around(covered).map(renamed))).toEqual([])
})

test('what the plan itself is about to change is not judged as it was', async () => {
  // The pads are too loud for the references, too: that is a fix.
  expect(await said(covered, miniSong)).toEqual([])
})
