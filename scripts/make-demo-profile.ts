/** Measures the reference songs of the demo and writes presets/profiles/demo.json with the same statistics as any profile. */
import { writeFileSync } from 'node:fs'
import { generateSong } from '../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import { measureSession } from '../node/app/measure.ts'
import type { Rows } from '../node/features/catalogue.ts'
import { learnProfile } from '../node/profile/learn.ts'
import { referenceLength, referenceSeeds } from './evaluation/songs.ts'

const rows: Rows[] = []
for (const seed of referenceSeeds) {
  const length = referenceLength(seed)
  const { analysis } = await measureSession(createSimulatedSet(generateSong({ seed, length }).spec))
  rows.push(analysis.rows)
  process.stderr.write(`seed ${seed} ${length}: ${analysis.rows.overall?.values.integratedLoudness?.toFixed(1)} LUFS\n`)
}

const profile = learnProfile(rows, {
  name: 'Demo references',
  kind: 'demo',
  stage: 'premaster',
  description: `Measured on ${rows.length} generated songs (seeds ${referenceSeeds[0]} to ${referenceSeeds.at(-1)}, every third one a full arrangement); for the demo and the evaluation, not a taste.`,
})
/** Four decimals are finer than any ear and keep the file readable in a diff. */
const rounded = JSON.stringify(profile, (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value), 1)
writeFileSync(new URL('../presets/profiles/demo.json', import.meta.url), `${rounded}\n`)
