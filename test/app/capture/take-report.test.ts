import { expect, test } from 'vitest'
import { heardWords, missingWords, type TakeTrack, type TrackState } from '../../../node/app/capture/take-report.ts'

test('what was heard, in one line that fits the face', () => {
  expect(heardWords({ heardTracks: 7, audibleTracks: 24, explained: 0.812 })).toBe('7 of 24 tracks heard explain 81 %')
  expect(heardWords({ heardTracks: 999, audibleTracks: 999, explained: 1 }).length).toBeLessThanOrEqual(48)
})

test('shares are whole numbers, and no track heard is no share', () => {
  const texts = [0.8051, 0.806, 0.8099, 0.814].map(explained =>
    heardWords({ heardTracks: 24, audibleTracks: 24, explained }),
  )
  expect(new Set(texts)).toEqual(new Set(['24 of 24 tracks heard explain 81 %']))
  expect(heardWords({ heardTracks: 0, audibleTracks: 24, explained: 0 })).toBe('Main heard, none of 24 tracks')
})

const track = (name: string, state: TrackState): TakeTrack => ({ path: 'tracks 0', name, state, note: null })

test('tracks that were not heard are told by reason, and none of them as silent', () => {
  const words = missingWords({
    tracks: [track('Kick', 'heard'), track('Pad', 'frozen'), track('A', 'untapped'), track('B', 'untapped')],
  })
  expect(words).toEqual(['Pad is frozen: its tap does not run.', '2 tracks: each has no Uplift Tap (A, B).'])
  expect(words.join(' ')).not.toMatch(/silen/)
})
