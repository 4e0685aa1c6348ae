/** What a fresh process of the bench does; its cost is printed as its last line. Each task loads only what it needs. */
import { median, reportCost } from './process.ts'

type Parts = Readonly<Record<string, number>>

const measuring = () => import('../../node/app/measure-file.ts')
const reading = () => import('../../node/audio/decode.ts')
const loop = () => import('./loop-tasks.ts')

const tasks: Readonly<Record<string, (args: readonly string[]) => Promise<Parts | null>>> = {
  nothing: async () => null,
  analyze: async ([file]) => {
    await (await measuring()).measureFile(file!, { cache: null })
    return null
  },
  keyless: async ([file]) => {
    const { AnalysisPool } = await import('../../node/app/pool.ts')
    // In the bundle every program is a file in one folder (scripts/build.mjs).
    const pool = new AnalysisPool({ size: 1, cache: null, worker: new URL('./keyless-worker.mjs', import.meta.url) })
    await pool.analyze(file!)
    await pool.close()
    return null
  },
  /** What a song costs on top whose key is in doubt: as many frames as `keyFrames` gives of a long one, a plain chord. */
  opinion: async () => {
    const { KeyFinder } = await import('../../node/app/key-finder.ts')
    const [sampleRate, frame] = [11_025, 4096]
    const samples = Float32Array.from({ length: 96.5 * frame }, (_, n) =>
      [220, 277.18, 329.63].reduce((sum, hz) => sum + 0.2 * Math.sin((2 * Math.PI * hz * n) / sampleRate), 0),
    )
    const finder = new KeyFinder()
    if (!(await finder.find({ sampleRate, frame, samples }))) throw new Error('essentia must find the key of a chord')
    await finder.close()
    return null
  },
  floor: async ([file]) => {
    const audio = await (await reading()).decodeAudioFile(file!)
    const { measureLoudness } = await import('../../node/features/loudness.ts')
    const { truePeak } = await import('../../node/dsp/true-peak.ts')
    const { measureBands } = await import('../../node/features/bands.ts')
    measureLoudness(audio)
    truePeak(audio.channels)
    measureBands(audio)
    return null
  },
  loudness: async ([file]) => {
    const audio = await (await reading()).decodeAudioFile(file!)
    const { measureLoudness } = await import('../../node/features/loudness.ts')
    const { truePeak } = await import('../../node/dsp/true-peak.ts')
    measureLoudness(audio)
    truePeak(audio.channels)
    return null
  },
  tempo: async ([file]) => {
    const { measureRhythm } = await import('../../node/features/rhythm/rhythm.ts')
    measureRhythm(await (await reading()).decodeAudioFile(file!))
    return null
  },
  library: async ([folder, ...files]) => {
    const { AnalysisPool } = await import('../../node/app/pool.ts')
    const pool = new AnalysisPool({ cache: { folder: folder! } })
    for await (const result of pool.run(files.map(file => ({ file })))) if (result.kind === 'failed') throw result.error
    await pool.close()
    return null
  },
  als: async ([file]) => {
    await (await import('./als.ts')).readLargeSet(file!)
    return null
  },
  breakdown: async ([file]) => (await import('./breakdown.ts')).breakdown(file!, warm),
  similar: async () => (await import('./similar.ts')).similarCost(),
  stems: async ([count]) => (await loop()).stems(Number(count), warm),
  loop: async () => (await loop()).wholeLoop(warm),
}

export type Warm = (work: () => unknown, runs?: number) => Promise<number>

/** Median CPU seconds of some runs after a first one that compiles. */
const warm: Warm = async (work, runs = 5) => {
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
