import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { compareMeasured, measureSession } from '../../../node/app/measure.ts'
import { contributionLevels } from '../../../node/app/panel/contributions.ts'
import { thirdOctaveIds } from '../../../node/features/catalogue.ts'
import { twinProfile } from '../../../node/profile/learn.ts'
import { miniSong } from '../../support/mini-song.ts'

test('what the tracks bring to each third octave adds up to the mix', async () => {
  const measured = await measureSession(createSimulatedSet(miniSong))
  const { analysis } = measured
  const profile = twinProfile(analysis.rows, 'Itself', 'premaster')
  const { model } = compareMeasured(measured, profile, 'premaster').heard
  const levels = [...contributionLevels(model, analysis).values()]
  expect(levels.length).toBeGreaterThan(2)
  for (const scope of model.scopes) {
    thirdOctaveIds.forEach((id, i) => {
      const mix = analysis.rows[scope]?.values[id]
      if (typeof mix !== 'number') return
      const powers = levels.map(scopes => scopes.get(scope)?.[i] ?? null)
      const sum = powers.reduce<number>((total, level) => total + (level === null ? 0 : 10 ** ((level - mix) / 10)), 0)
      // Shares of one whole, but for rounding.
      expect(sum, `${scope} ${id}`).toBeCloseTo(1, 9)
    })
  }
})
