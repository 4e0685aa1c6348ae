/** A snapshot that lacks parameters: devices are left alone with a sentence, nothing fails, nothing missing is written. */
import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { compareMeasured, measureSession } from '../../node/app/measure.ts'
import { featureIds } from '../../node/features/catalogue.ts'
import { findCandidates } from '../../node/fixes/candidates/find.ts'
import { plan } from '../../node/fixes/plan.ts'
import { rules } from '../../node/fixes/rules.ts'
import type { LiveSet } from '../../node/live/set.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

const chain: readonly SimulatedDeviceSpec[] = [
  { className: 'Eq8', settings: { '1 Filter On A': 1, '1 Filter Type A': 3, '1 Frequency A': 300, '1 Gain A': 10 } },
  { className: 'StereoGain' },
  { className: 'Compressor2' },
]
const spec: SimulatedSetSpec = {
  ...changeTrack(miniSong, 'Pads', track => ({ ...track, devices: chain })),
  master: { devices: [{ className: 'StereoGain' }, { className: 'GlueCompressor' }, { className: 'Limiter' }] },
}
const measured = await measureSession(createSimulatedSet(spec))
const heard = buildMixModel(measured.set, measured.take, measured.analysis)
const { model } = heard
const owners = new Set(['Pads', 'Main'])

/** Of every device on Pads and Main, the parameters from the `n`-th on, as many as `count`, are not in the snapshot. */
function lacking(n: number, count: number): LiveSet {
  const tracks = measured.set.tracks.map(track => {
    if (!owners.has(track.name)) return track
    const devices = track.devices.map(device => {
      const first = n % device.parameters.length
      return { ...device, parameters: device.parameters.filter((_, i) => i < first || i >= first + count) }
    })
    return { ...track, devices }
  })
  return { ...measured.set, tracks }
}

const most = Math.max(...measured.set.tracks.flatMap(({ devices }) => devices.map(each => each.parameters.length)))

test.each([1, 2])(
  'any %i parameters missing: every candidate can be foretold, and writes only what is there',
  count => {
    let refusals = 0
    for (let n = 0; n < most; n += 3) {
      const set = lacking(n, count)
      const { candidates, refused } = findCandidates(set, model, {
        rules,
        roles: new Map(),
        gaps: featureIds,
        insertable: [],
      })
      refusals += refused.filter(sentence => /does not tell/.test(sentence)).length
      // One of each control: an EQ's free band comes with a hundred frequencies.
      const controls = new Map(candidates.map(candidate => [`${candidate.node} ${candidate.control}`, candidate]))
      for (const { node, move, realise, range } of controls.values()) {
        const amount = range[1] || range[0]
        if (node !== 'master_track') model.gainsOf(move(amount))
        for (const { ref } of realise(amount)) {
          const track = set.tracks.find(({ path }) => path === ref.track)!
          const owner =
            ref.device === null ? track.mixer : track.devices.find(({ path }) => path === ref.device)!.parameters
          expect(owner.map(({ name }) => name)).toContain(ref.parameter)
        }
      }
    }
    expect(refusals).toBeGreaterThan(0)
  },
)

test('a plan for a set that is told in part leaves what is told in part alone, and says so', async () => {
  const healthy = await measureSession(createSimulatedSet(miniSong))
  const profile = twinProfile(healthy.analysis.rows, 'healthy', 'premaster')
  const planFor = (set: LiveSet) =>
    plan({ ...compareMeasured({ ...measured, set }, profile, 'premaster', { heard }), profileName: profile.name })
  // The EQ Eight on Pads is the fault; when nobody knows whether its second band is on, nobody knows what it does.
  const tracks = measured.set.tracks.map(track => ({
    ...track,
    devices: track.devices.map(device => ({
      ...device,
      parameters: device.parameters.filter(({ name }) => name !== '2 Filter On A'),
    })),
  }))
  const written = ({ fixes }: ReturnType<typeof plan>) =>
    fixes.flatMap(({ changes }) => changes).filter(({ ref }) => /Gain A$/.test(ref.parameter))
  expect(written(planFor(measured.set))).not.toEqual([])
  const lacking = planFor({ ...measured.set, tracks })
  expect(written(lacking)).toEqual([])
  expect(lacking.refused.join('\n')).toMatch(/EQ Eight on Pads is left alone\..*does not tell/)
  expect(Number.isFinite(lacking.distancePredicted)).toBe(true)
})
