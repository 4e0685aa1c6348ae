import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import { decideStage } from '../../node/gap/stage.ts'
import { miniSong } from '../support/mini-song.ts'

const rows = (truePeak: number | null, peakToLoudnessRatio: number | null): Rows => ({
  overall: { values: { truePeak, peakToLoudnessRatio }, reasons: {} },
})
const limited = await createSimulatedSet({ ...miniSong, master: { devices: [{ className: 'Limiter' }] } }).snapshot()

test.each([
  ['a dense mix at the ceiling', rows(-0.3, 8), null, 'master'],
  ['a mix with headroom', rows(-5, 14), null, 'premaster'],
  ['a loud mix with its transients intact', rows(-0.5, 15), null, 'premaster'],
  ['a mix through a limiter that works', rows(-1, 13), limited, 'master'],
  ['a mix through a limiter that does nothing', rows(-5, 15), limited, 'premaster'],
  ['silence', rows(null, null), null, 'premaster'],
] as const)('%s is told by signal and chain', (_, measured, set, stage) => {
  const decision = decideStage(measured, set)
  expect(decision.stage).toBe(stage)
  expect(decision.reason).toMatch(/\.$/)
})
