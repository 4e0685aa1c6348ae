import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { measureDucking, measureSession } from '../../node/app/measure.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

test('a pad under a side-chain compressor reads as ducked, without one as not; a bass that gates itself is not judged', async () => {
  const ducked = changeTrack(miniSong, 'Pads', track => ({
    ...track,
    devices: [
      {
        className: 'Compressor2',
        sidechainSource: 'Kick',
        settings: { Threshold: -30, Ratio: 4, Attack: 1, Release: 120, 'S/C EQ On': 0 },
      },
    ],
  }))
  const depthOf = async (spec: typeof miniSong, name: string) => {
    const ducking = measureDucking(await measureSession(createSimulatedSet(spec)))
    return ducking.find(({ track }) => track === name)!
  }
  expect((await depthOf(ducked, 'Pads')).depthDb).toBeGreaterThan(3)
  // EVALUATION 2: 0 dB reads as at most 1 dB.
  expect((await depthOf(miniSong, 'Pads')).depthDb).toBeLessThan(1)
  expect(await depthOf(miniSong, 'Bass')).toMatchObject({ depthDb: null, reason: expect.any(String) })
})
