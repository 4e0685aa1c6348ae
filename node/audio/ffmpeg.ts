/** The way out for everything else: ffmpeg, when the user has it, decodes to a float WAV on a pipe. */
import { spawn } from 'node:child_process'
import { bytesSource } from './byte-source.ts'
import type { DecodedAudio } from './decoded.ts'
import { readWav } from './wav.ts'

export type FfmpegResult =
  | { readonly kind: 'decoded'; readonly audio: DecodedAudio }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string }

/** Decoding runs at more than 500 times real time; three hours of audio take well under a minute. */
const timeoutMilliseconds = 180_000
/** One second more than the limit, so that the limit's own sentence is what the user reads. */
const maximumSeconds = 3 * 3600 + 1

/** Decodes the first audio stream of `path`. Throws AppError only for formats and lengths we decline. */
export async function decodeWithFfmpeg(path: string, name: string): Promise<FfmpegResult> {
  const run = await runFfmpeg([
    ...['-hide_banner', '-nostdin', '-nostats', '-protocol_whitelist', 'file,pipe'],
    ...['-i', `file:${path}`, '-map', '0:a:0', '-t', String(maximumSeconds)],
    ...['-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'],
  ])
  if (run === 'absent') return { kind: 'absent' }
  if (run === 'timeout') return { kind: 'failed', reason: 'ffmpeg did not finish' }
  // ffmpeg takes random bytes for music now and then, and says so.
  const isGuess = /misdetection possible/.test(run.log)
  if (isGuess || run.code !== 0 || run.output.length <= 100)
    return { kind: 'failed', reason: 'ffmpeg cannot read it either' }
  const wav = await readWav(bytesSource(name, run.output))
  const codec = /Stream #0:\d+.*?: Audio: (\w+)/.exec(run.log)?.[1] ?? 'unknown'
  // Only lines of ffmpeg's own parts, "[flac @ 0x55…]": a title in the metadata may well read "Error".
  const errors = run.log.match(/^\[[^\]]+ @ 0x[0-9a-f]+\].*(error|invalid|corrupt|mismatch)/gim)?.length ?? 0
  // The pipe leaves the length in the header open, which is no news to the user; other warnings are.
  const warnings = wav.warnings.filter(warning => !warning.startsWith('The recording is not finished'))
  if (errors) warnings.push(`ffmpeg met ${errors} decoding errors`)
  const audio = { ...wav, container: 'ffmpeg', codec, bitDepth: null, statedFrames: null, warnings }
  return { kind: 'decoded', audio }
}

type Run = { readonly code: number | null; readonly output: Uint8Array; readonly log: string }

function runFfmpeg(parameters: readonly string[]): Promise<Run | 'absent' | 'timeout'> {
  return new Promise(resolve => {
    const child = spawn('ffmpeg', parameters, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    const output: Buffer[] = []
    let log = ''
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      resolve('timeout')
    }, timeoutMilliseconds)
    child.stdout.on('data', (data: Buffer) => output.push(data))
    child.stderr.on('data', (data: Buffer) => {
      if (log.length < 1 << 18) log += data.toString()
    })
    child.on('error', () => {
      clearTimeout(timer)
      resolve('absent')
    })
    child.on('close', code => {
      clearTimeout(timer)
      resolve({ code, output: Buffer.concat(output), log })
    })
  })
}
