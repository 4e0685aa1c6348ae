/**
 * Calibrates presets/rules.json `offer.minimumReduction`: what the planner would offer on healthy references, each against
 * a profile of the others. The threshold is set so that a healthy song is offered at most one fix (EVALUATION 1).
 */
import { generateSong } from '../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import { compareMeasured, measureSession } from '../node/app/measure.ts'
import type { Rows } from '../node/features/catalogue.ts'
import { plan } from '../node/fixes/plan.ts'
import { rules } from '../node/fixes/rules.ts'
import { learnProfile } from '../node/profile/learn.ts'
import { referenceLength, referenceSeeds } from './evaluation/songs.ts'

const seeds = referenceSeeds.filter(seed => referenceLength(seed) === 'short')
const measure = (seed: number) => measureSession(createSimulatedSet(generateSong({ seed, length: 'short' }).spec))

const rows = new Map<number, Rows>()
for (const seed of seeds) rows.set(seed, (await measure(seed)).analysis.rows)

const open = { ...rules, offer: { ...rules.offer, minimumReduction: 1e-6, minimumRelative: 1e-6 } }
const reductions: number[][] = []
for (const seed of seeds) {
  const others = seeds.filter(other => other !== seed).map(other => rows.get(other)!)
  const profile = learnProfile(others, { name: 'the others', kind: 'demo', stage: 'premaster', description: '' })
  const compared = compareMeasured(await measure(seed), profile, 'premaster')
  const { fixes } = plan({ ...compared, profileName: profile.name, rules: open })
  reductions.push(fixes.map(fix => fix.predictedReduction))
  process.stdout.write(
    `seed ${seed}: distance ${compared.comparison.distance.total.toFixed(3)}; ${fixes.map(fix => `${fix.title} ${fix.predictedReduction.toFixed(3)}`).join('; ')}\n`,
  )
}
for (const threshold of [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1]) {
  const alarms = reductions.map(list => list.filter(reduction => reduction >= threshold).length)
  process.stdout.write(
    `threshold ${threshold}: ${alarms.reduce((a, b) => a + b, 0)} fixes on ${alarms.length} healthy songs, at most ${Math.max(...alarms)} on one\n`,
  )
}
