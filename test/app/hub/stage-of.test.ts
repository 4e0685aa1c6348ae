import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec } from '../../../node/adapters/simulated/spec.ts'
import { stageOf } from '../../../node/app/hub/stage-of.ts'
import { gainToDb } from '../../../node/dsp/decibel.ts'
import { truePeak } from '../../../node/dsp/true-peak.ts'
import { measureLoudness } from '../../../node/features/loudness.ts'
import { miniSong } from '../../support/mini-song.ts'

/** The song through Main's devices, and the same as it enters them. */
async function heard(devices: readonly SimulatedDeviceSpec[]) {
  const session = createSimulatedSet({ ...miniSong, master: { devices } })
  const bare = createSimulatedSet({ ...miniSong, master: { devices: [] } })
  const [set, { main }, { main: beforeMain }] = [
    await session.snapshot(),
    await session.capture(),
    await bare.capture(),
  ]
  const peak = gainToDb(truePeak(main.channels))
  const overall = { truePeak: peak, peakToLoudnessRatio: peak - measureLoudness(main).integrated! }
  const analysis = { rows: { overall: { values: overall, reasons: {} } } }
  return { set, analysis, take: { main, taps: new Map(), beforeMain } }
}

test('a limiter that works hard on Main makes a master; the same, heard without what enters it, is told by its density alone', async () => {
  const loud = await heard([{ className: 'Limiter', settings: { 'Input Gain': 12 } }])
  const { stage, reason } = stageOf('auto', loud, 'taps')
  const off = Number(/takes ([\d.]+) dB off/.exec(reason)?.[1])
  expect([stage, off > 3]).toEqual(['master', true])
  expect(stageOf('auto', { ...loud, take: { main: loud.take.main, taps: new Map() } }, 'taps').reason).not.toMatch(
    /takes/,
  )
})

test('a limiter that is only there is told by what it takes off: nothing', async () => {
  const { reason } = stageOf(
    'auto',
    await heard([{ className: 'StereoGain', settings: { Gain: -12 } }, { className: 'Limiter' }]),
    'taps',
  )
  expect(reason).toMatch(/^Treated as a premaster.*takes 0\.0 dB off the peaks/)
})

test('the choice on the face needs no figures', async () => {
  expect(stageOf('master', await heard([]), 'ring')).toEqual({
    stage: 'master',
    reason: 'Treated as a master, as chosen.',
  })
})
