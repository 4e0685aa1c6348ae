import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { measureSession, measureTrackMasking } from '../../node/app/measure.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

const measured = await measureSession(createSimulatedSet(miniSong))
const { model, loudness } = buildMixModel(measured.set, measured.take, measured.analysis)
const pathOf = (name: string) => measured.set.tracks.find(track => track.name === name)!.path

test('what a louder part takes from the others is what the masking model measures of the changed mix', async () => {
  const moved = model.with([{ kind: 'level', node: pathOf('Pads'), db: 6 }])
  const after = loudness.after(moved)
  const louder = changeTrack(miniSong, 'Pads', track => ({ ...track, volumeDb: (track.volumeDb ?? 0) + 6 }))
  const again = await measureSession(createSimulatedSet(louder))
  const inMix = (of: typeof measured) =>
    new Map(measureTrackMasking(of).scopes.overall!.tracks.map(each => [each.track, each.loudnessInMix]))
  const [was, is] = [inMix(measured), inMix(again)]
  const ratios = measured.set.tracks.flatMap(({ name, path }) => {
    const before = was.get(name)
    if (name === 'Pads' || !before) return []
    return [{ name, told: after.get(path)! / loudness.before.get(path)!, measured: is.get(name)! / before }]
  })
  expect(ratios.length).toBeGreaterThan(2)
  expect(Math.min(...ratios.map(ratio => ratio.measured))).toBeLessThan(0.9)
  // Ten moments a section for hundreds: a few hundredths of what is there.
  for (const ratio of ratios) expect(Math.abs(ratio.told - ratio.measured), ratio.name).toBeLessThan(0.05)
})

test('cuts take nothing from anybody', () => {
  expect(loudness.after(model.with([{ kind: 'level', node: pathOf('Pads'), db: -6 }]))).toBe(loudness.before)
})

test('a part that becomes louder is louder itself', () => {
  const after = loudness.after(model.with([{ kind: 'level', node: pathOf('Lead'), db: 3 }]))
  expect(after.get(pathOf('Lead'))).toBeGreaterThan(loudness.before.get(pathOf('Lead'))!)
})
