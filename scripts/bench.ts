/** `npm run bench`: what things cost, in CPU seconds of this process. Medians of several runs; nothing else should run. */
import { execSync } from 'node:child_process'
import { cpus } from 'node:os'
import { generateSong } from '../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import { compareMeasured, measureSession } from '../node/app/measure.ts'
import type { Audio } from '../node/audio/audio.ts'
import { truePeak } from '../node/dsp/true-peak.ts'
import { analyze } from '../node/features/analyze.ts'
import { measureBands } from '../node/features/bands.ts'
import { measureLoudness } from '../node/features/loudness.ts'
import { measureRhythm } from '../node/features/rhythm.ts'
import { plan } from '../node/fixes/plan.ts'
import { shippedProfiles } from '../node/profile/shipped.ts'

const runs = 3

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function cost(label: string, work: () => unknown): Promise<void> {
  await work() // Warm: the first run compiles.
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const before = cpuSeconds()
    await work()
    times.push(cpuSeconds() - before)
  }
  times.sort((a, b) => a - b)
  const middle = times[Math.floor(runs / 2)]!
  process.stdout.write(
    `${label.padEnd(58)}${middle.toFixed(2).padStart(7)} s   (${times[0]!.toFixed(2)} to ${times.at(-1)!.toFixed(2)})\n`,
  )
}

const commit = execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
  .toString()
  .trim()
process.stdout.write(
  `CPU seconds, median of ${runs}; ${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.versions.node}, ${cpus()[0]?.model}\n\n`,
)

const song = generateSong({ seed: 2026, length: 'full' })
const session = createSimulatedSet(song.spec)
const take = await session.capture()

/** Six minutes of it: the length that the bars are stated for. */
const sixMinutes: Audio = {
  sampleRate: take.main.sampleRate,
  channels: take.main.channels.map(channel =>
    Float32Array.from({ length: 360 * take.main.sampleRate }, (_, n) => channel[n % channel.length]!),
  ),
}

await cost('full analysis, 6-min 44.1 kHz stereo', () => analyze(sixMinutes, { name: 'bench' }))
await cost('  loudness on a 10 ms grid', () => measureLoudness(sixMinutes))
await cost('  true peak', () => truePeak(sixMinutes.channels))
await cost('  band statistics (one STFT pass, mid and side)', () => measureBands(sixMinutes))
await cost('  tempo and beat grid', () => measureRhythm(sixMinutes))

const measured = await measureSession(session)
const seconds = measured.analysis.seconds.toFixed(0)
const leaves = measured.set.tracks.filter(({ kind }) => kind !== 'group' && kind !== 'master').length
await cost(`render, ${seconds} s, ${leaves} tracks, from nothing`, () => createSimulatedSet(song.spec).capture())
await cost(`mix model, ${seconds} s, ${leaves} tracks`, () =>
  compareMeasured(measured, shippedProfiles.demo(), 'premaster'),
)
const compared = compareMeasured(measured, shippedProfiles.demo(), 'premaster')
await cost(`plan, ${leaves} tracks`, () => plan({ ...compared, profileName: 'demo' }))
await cost('generate a full song (stems and reverb)', () => generateSong({ seed: 2026, length: 'full' }))
process.stdout.write(`\npeak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`)
