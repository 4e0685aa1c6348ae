/** What a fresh process of the bench does; its cost is printed as its last line. */
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import {
  compareMeasured,
  measureDucking,
  measureFile,
  measureSession,
  measureTrackMasking,
} from '../../node/app/measure.ts'
import { AnalysisPool } from '../../node/app/pool.ts'
import { stereoOf } from '../../node/audio/audio.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { envelopesOf } from '../../node/dsp/envelope.ts'
import { truePeak } from '../../node/dsp/true-peak.ts'
import { analyze } from '../../node/features/analyze.ts'
import { measureBands } from '../../node/features/bands.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import { measureRhythm } from '../../node/features/rhythm.ts'
import { measureTonality, tonalSignal } from '../../node/features/tonality.ts'
import { plan } from '../../node/fixes/plan.ts'
import { shippedProfiles } from '../../node/profile/shipped.ts'
import { benchSong } from './material.ts'
import { median, reportCost } from './process.ts'

const tasks: Readonly<Record<string, (args: readonly string[]) => Promise<Record<string, number> | null>>> = {
  nothing: async () => null,
  analyze: async ([file]) => {
    await measureFile(file!, { cache: null })
    return null
  },
  'analyze-without-key': async ([file]) => {
    analyze(await decodeAudioFile(file!), { name: 'bench' })
    return null
  },
  floor: async ([file]) => {
    const audio = await decodeAudioFile(file!)
    measureLoudness(audio)
    truePeak(audio.channels)
    measureBands(audio)
    return null
  },
  loudness: async ([file]) => {
    const audio = await decodeAudioFile(file!)
    measureLoudness(audio)
    truePeak(audio.channels)
    return null
  },
  tempo: async ([file]) => {
    measureRhythm(await decodeAudioFile(file!))
    return null
  },
  breakdown: async ([file]) => {
    const audio = await decodeAudioFile(file!)
    const channels = stereoOf(audio)
    const envelopes = envelopesOf(channels, audio.sampleRate)
    return {
      decode: await warm(() => decodeAudioFile(file!)),
      loudness: await warm(() => measureLoudness(audio)),
      'true peak': await warm(() => truePeak(audio.channels)),
      'band statistics (STFT, mid and side)': await warm(() => measureBands(audio)),
      'octave envelopes': await warm(() => envelopesOf(channels, audio.sampleRate)),
      'tempo, beat grid and downbeat': await warm(() => measureRhythm(audio, { envelopes })),
      'key and tuning (ours)': await warm(() => measureTonality(tonalSignal(audio))),
      'everything but the key': await warm(() => analyze(audio, { name: 'bench' })),
    }
  },
  library: async ([folder, ...files]) => {
    const pool = new AnalysisPool({ cache: { folder: folder! } })
    for await (const result of pool.run(files.map(file => ({ file })))) if (result.kind === 'failed') throw result.error
    await pool.close()
    return null
  },
  stems: async ([count]) => {
    const measured = await measureSession(createSimulatedSet(withTracks(Number(count))))
    return {
      model: await warm(() => compareMeasured(measured, shippedProfiles.demo(), 'premaster'), 3),
      masking: await warm(() => measureTrackMasking(measured), 3),
      ducking: await warm(() => measureDucking(measured), 3),
    }
  },
  loop: async () => {
    const { spec } = benchSong()
    const measured = await measureSession(createSimulatedSet(spec))
    const leaves = measured.set.tracks.filter(({ kind }) => kind !== 'group' && kind !== 'master').length
    const of = `${measured.analysis.seconds.toFixed(0)} s, ${leaves} tracks`
    const compared = compareMeasured(measured, shippedProfiles.demo(), 'premaster')
    return {
      [`mix model, ${of}`]: await warm(() => compareMeasured(measured, shippedProfiles.demo(), 'premaster'), 3),
      [`plan, ${of}`]: await warm(() => plan({ ...compared, profileName: 'demo' }), 3),
      [`render, ${of}, from nothing`]: await warm(() => createSimulatedSet(spec).capture(), 3),
      'generate that song (stems and reverb)': await warm(benchSong, 3),
    }
  },
}

/** A short song whose tracks are taken away or doubled until there are so many. */
function withTracks(count: number): SimulatedSetSpec {
  const { spec } = generateSong({ seed: 2027, length: 'short' })
  const sounding = spec.tracks.filter(({ source }) => source)
  const rest = spec.tracks.filter(({ source }) => !source)
  const copies = Array.from({ length: count }, (_, n) => {
    const track = sounding[n % sounding.length]!
    return n < sounding.length ? track : { ...track, name: `${track.name} ${n}` }
  })
  return { ...spec, tracks: [...rest, ...copies] }
}

async function warm(work: () => unknown, runs = 5): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1e6)
  }
  return median(times)
}

export async function runTask(name: string, args: readonly string[]): Promise<void> {
  const started = performance.now()
  const task = tasks[name]
  if (!task) throw new RangeError(`task must be one of ${Object.keys(tasks).join(', ')}, got ${name}`)
  reportCost(started, (await task(args)) ?? undefined)
}
