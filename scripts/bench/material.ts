/** What is measured: a generated song, repeated or cut to the wanted length, as 16-bit WAV files. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { writeWav } from '../../node/audio/write-wav.ts'

const seed = 2026

export const benchSong = () => generateSong({ seed, length: 'full' })

/** Writes `<minutes>.wav` into the folder, once; returns its path. */
export async function wavOf(
  folder: string,
  main: () => Promise<Audio>,
  minutes: number,
  name = `${minutes}-min`,
  variant = 0,
) {
  const path = join(folder, `${name}.wav`)
  mkdirSync(folder, { recursive: true })
  // Another level for each variant: no two files of a library are alike.
  const gain = 10 ** (-variant / 20 / 4)
  if (!existsSync(path)) await writeWav(path, repeated(await main(), minutes * 60, gain), { format: 'int16' })
  return path
}

export async function renderedMain(): Promise<Audio> {
  return (await createSimulatedSet(benchSong().spec).capture()).main
}

/** The song again and again, cut to length: the beat stays on the grid, the form repeats. */
function repeated({ sampleRate, channels }: Audio, seconds: number, gain: number): Audio {
  const frames = Math.round(seconds * sampleRate)
  return {
    sampleRate,
    channels: channels.map(channel => {
      const long = new Float32Array(frames)
      for (let at = 0; at < frames; at += channel.length) long.set(channel.subarray(0, frames - at), at)
      return gain === 1 ? long : long.map(x => gain * x)
    }),
  }
}
