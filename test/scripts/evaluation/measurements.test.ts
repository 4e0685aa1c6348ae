import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { measureSession, measureTrackMasking } from '../../../node/app/measure.ts'
import { mixerNames } from '../../../node/live/set.ts'
import { Measurements } from '../../../scripts/evaluation/measurements.ts'
import { miniSong } from '../../support/mini-song.ts'

const volume = { track: 'tracks 2', device: null, parameter: mixerNames.volume } as const

test('a state is measured once, whoever comes upon it, and reads as if it were measured alone', async () => {
  const session = createSimulatedSet(miniSong)
  const healthy = await measureSession(session)
  const measurements = new Measurements(healthy.analysis)
  const { sections, grid } = healthy.analysis

  const [one, other] = [session.fork(), createSimulatedSet(miniSong, session)]
  await one.write(volume, 0.5)
  await other.write(volume, 0.5)
  const measured = await measurements.measure(one)
  const again = await measurements.measure(other)
  expect(again.analysis).toBe(measured.analysis)
  expect(measurements.masking(again)).toBe(measurements.masking(measured))

  const alone = createSimulatedSet(miniSong)
  await alone.write(volume, 0.5)
  const expected = await measureSession(alone, { sections, grid })
  expect(again.analysis.rows).toEqual(expected.analysis.rows)
  expect(measurements.masking(again)).toEqual(measureTrackMasking(expected))

  await other.write(volume, 0.6)
  const changed = await measurements.measure(other)
  expect(changed.analysis).not.toBe(measured.analysis)
  expect(measurements.masking(changed)).not.toEqual(measurements.masking(measured))
})
