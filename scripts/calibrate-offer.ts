/**
 * Calibrates presets/rules.json `offer.minimumReduction`: what the planner offers on healthy references, each against a profile
 * of the others, planned as the loop plans. The threshold is set so that a healthy song is offered at most one fix (EVALUATION 1).
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

/** Around the one in use. */
const thresholds = [0.02, 0.03, 0.04, 0.05, 0.06, 0.08]
const offered = new Map<number, number[]>(thresholds.map(threshold => [threshold, []]))
for (const seed of seeds) {
  const others = seeds.filter(other => other !== seed).map(other => rows.get(other)!)
  const profile = learnProfile(others, { name: 'the others', kind: 'demo', stage: 'premaster', description: '' })
  const session = createSimulatedSet(generateSong({ seed, length: 'short' }).spec)
  const compared = compareMeasured(await measureSession(session), profile, 'premaster')
  const insertable = session.capabilities.canInsert
  const lines = thresholds.map(minimumReduction => {
    const asUsed = { ...rules, offer: { ...rules.offer, minimumReduction } }
    const { fixes } = plan({ insertable, ...compared, profileName: profile.name, rules: asUsed })
    offered.get(minimumReduction)!.push(fixes.length)
    return `${minimumReduction}: ${fixes.map(fix => `${fix.title} ${fix.predictedReduction.toFixed(3)}`).join(', ') || 'nothing'}`
  })
  process.stdout.write(`seed ${seed}: distance ${compared.comparison.distance.total.toFixed(3)}; ${lines.join('; ')}\n`)
}
for (const [threshold, counts] of offered) {
  const sum = counts.reduce((a, b) => a + b, 0)
  process.stdout.write(
    `threshold ${threshold}: ${sum} fixes on ${counts.length} healthy songs, at most ${Math.max(...counts)} on one\n`,
  )
}
