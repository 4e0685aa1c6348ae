/** What the rhythm is judged on: generated songs, drum patterns, and projects of others with the tempo their makers set. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { type Audio, frameCount, stereoOf } from '../../../node/audio/audio.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { wavHeader } from '../../../node/audio/write-wav.ts'

export interface KnownSong {
  readonly name: string
  readonly tempo: number
  /** Time of the first bar line; bars of four beats. */
  readonly firstBarSeconds: number
  /** Its maker would accept half of it, too. */
  readonly isHalfRight?: boolean
}

/** Tuning used seeds 1 to 25; these were never listened to. */
export const songSeeds = Array.from({ length: 16 }, (_, i) => 500 + i)

/** Both sample rates, with and without mastering, every fourth a full arrangement; every third starts 0.137 s late. */
export async function* generatedSongs(): AsyncGenerator<KnownSong & { readonly audio: Audio }> {
  for (const [i, seed] of songSeeds.entries()) {
    const song = generateSong({
      seed,
      length: i % 4 === 3 ? 'full' : 'short',
      stage: i % 2 ? 'master' : 'premaster',
      sampleRate: i % 5 === 2 ? 48_000 : 44_100,
    })
    const { main } = await createSimulatedSet(song.spec).capture()
    const lateSamples = i % 3 === 1 ? Math.round(0.137 * main.sampleRate) : 0
    yield {
      name: `seed ${seed}, ${song.tempo} BPM, ${main.sampleRate} Hz`,
      tempo: song.tempo,
      firstBarSeconds: lateSamples / main.sampleRate,
      audio: lateSamples === 0 ? main : later(main, lateSamples),
    }
  }
}

function later(audio: Audio, samples: number): Audio {
  const channels = audio.channels.map(channel => {
    const moved = new Float32Array(samples + channel.length)
    moved.set(channel, samples)
    return moved
  })
  return { ...audio, channels }
}

/** Tempi as stated in the project files of LMMS' demos, which start on a bar line. */
const projects: readonly (readonly [name: string, tempo: number, isHalfRight?: boolean])[] = [
  ['Shovon-ProgressiveHousePluckDemo', 128],
  ['Settel-InnerRecreation', 148],
  ['Saber-FinalStep', 140],
  ['Surrender-Main', 143],
  ['Oglsdl-PpTrip', 140],
  ['Skiessi-Onion', 140],
  ['CapDan-ZeroSumGame-OriginalByZakarra', 144],
  ['Skiessi-C64', 127],
  ['Crunk_Demo', 130],
  ['CapDan-TwilightArea-OriginalByAlf42red', 170],
  ['Alf42red-Mauiwowi', 102],
  ['Skiessi-222', 100],
  ['DirtyLove', 177],
  ['StrictProduction-DearJonDoe', 87],
  ['CapDan-ReggaeTry', 180, true],
]

/** The first six helped to choose the downbeat's weights. */
export const tunedProjects = projects.slice(0, 6).map(([name]) => name)

export async function* projectMixes(corpus: string): AsyncGenerator<KnownSong & { readonly audio: Audio }> {
  for (const [name, tempo, isHalfRight = false] of projects) {
    const file = join(corpus, 'C', 'lmms', name, 'mix-as-exported.flac')
    if (existsSync(file)) yield { name, tempo, firstBarSeconds: 0, isHalfRight, audio: await decodeAudioFile(file) }
  }
}

/** What aubio and bpm-tools say, where they are installed: a second opinion, no bar. */
export function secondOpinions(audio: Audio): Readonly<Record<'aubio' | 'bpm-tools', number | null>> {
  const [left, right] = stereoOf(audio)
  const frames = frameCount(audio)
  const mono = Float32Array.from({ length: frames }, (_, n) => 0.5 * (left[n]! + right[n]!))
  const bytes = new Uint8Array(mono.buffer)
  const folder = mkdtempSync(join(tmpdir(), 'uplift-rhythm-'))
  try {
    const file = join(folder, 'mono.wav')
    const header = wavHeader({ sampleRate: audio.sampleRate, channels: 1, frames }, 'float32')
    writeFileSync(file, Buffer.concat([header, bytes]))
    const aubio = spawnSync('aubio', ['tempo', file], { encoding: 'utf8' })
    // bpm-tools takes 44.1 kHz for granted.
    const bpm = spawnSync('bpm', ['-m', '60', '-x', '200'], { input: bytes, encoding: 'utf8' })
    const read = (text: string | null, factor: number) => {
      const value = Number.parseFloat(text ?? '')
      return Number.isFinite(value) ? value * factor : null
    }
    return { aubio: read(aubio.stdout, 1), 'bpm-tools': read(bpm.stdout, audio.sampleRate / 44_100) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
