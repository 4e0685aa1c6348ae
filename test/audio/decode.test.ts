import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test, vi } from 'vitest'
import { AppError } from '../../node/audio/app-error.ts'
import { type DecodedAudio, decodeAudioFile } from '../../node/audio/decode.ts'
import { sampleBytes, wavBytes } from '../support/wav-bytes.ts'
import { pitch, rejection, toneAmplitude } from './measure.ts'

/** two-tone.*: half a second of 997 Hz at 0.5 on the left, 3000 Hz at 0.25 on the right; see the README beside them. */
const fixtures = join(import.meta.dirname, '../fixtures/audio')
const fixture = (extension: string) => join(fixtures, `two-tone.${extension}`)

const hasFfmpeg = (() => {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
/** A test title with the reason why it is skipped, for the report. */
const withFfmpeg = (title: string) =>
  hasFfmpeg ? title : `${title} [skipped: no ffmpeg on PATH to make the file with]`

const folder = await mkdtemp(join(tmpdir(), 'uplift-decode-'))
afterAll(() => rm(folder, { recursive: true }))

async function temporary(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

/** The two-tone signal of `seconds`, encoded by ffmpeg with these options. */
async function encode(name: string, options: readonly string[], seconds = 0.5): Promise<string> {
  const source = `aevalsrc=0.5*sin(2*PI*997*t)|0.25*sin(2*PI*3000*t):s=44100:d=${seconds}`
  const path = join(folder, name)
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, path])
  return path
}

/** LAME scales by 0.95 at constant bit rates; ffmpeg's own decoder reads the same level from our fixture. */
const constantBitRateGain = 0.95

/** Right channel order, pitch (counted) and level (0.2 dB: what lossy coding of a steady tone may change). */
function expectTwoTone({ channels, sampleRate }: DecodedAudio, gain = 1): void {
  expect(channels).toHaveLength(2)
  const [left, right] = channels as [Float32Array, Float32Array]
  const db = (x: Float32Array, hz: number, wanted: number) =>
    20 * Math.log10(toneAmplitude(x, { hz, sampleRate }) / wanted)
  expect(Math.abs(pitch(left, sampleRate) - 997)).toBeLessThan(1)
  expect(Math.abs(pitch(right, sampleRate) - 3000)).toBeLessThan(3)
  expect(Math.abs(db(left, 997, 0.5 * gain))).toBeLessThan(0.2)
  expect(Math.abs(db(right, 3000, 0.25 * gain))).toBeLessThan(0.2)
  expect(toneAmplitude(left, { hz: 3000, sampleRate })).toBeLessThan(0.01) // nothing of the other side
}

test.each([
  ['mp3', 'MP3', 'MP3', 44_100, 22_050, null],
  ['flac', 'FLAC', 'FLAC', 44_100, 22_050, 16],
  ['ogg', 'Ogg', 'Vorbis', 44_100, 22_050, null],
  ['opus', 'Ogg', 'Opus', 48_000, 24_000, null],
  ['m4a', 'MP4', 'AAC', 44_100, 22_050, null],
] as const)(
  '%s: exact length, pitch, level and channel order',
  async (extension, container, codec, sampleRate, frames, bitDepth) => {
    const audio = await decodeAudioFile(fixture(extension))
    expect(audio).toMatchObject({ container, codec, sampleRate, bitDepth, statedFrames: frames, warnings: [] })
    expect(audio.channels.map(channel => channel.length)).toEqual([frames, frames])
    expectTwoTone(audio, codec === 'MP3' ? constantBitRateGain : 1)
  },
)

test('lossy codecs do not shift the signal in time', async () => {
  for (const extension of ['mp3', 'ogg', 'opus', 'm4a']) {
    const { channels, sampleRate } = await decodeAudioFile(fixture(extension))
    const wanted = channels[0]!.map((_, i) => 0.5 * Math.sin((2 * Math.PI * 997 * i) / sampleRate))
    const middle = wanted.subarray(6000, 16_000)
    const correlation = (shift: number) =>
      middle.reduce((sum, value, i) => sum + value * channels[0]![6000 + i + shift]!, 0)
    const shifts = [-3, -2, -1, 0, 1, 2, 3]
    expect(shifts.toSorted((a, b) => correlation(b) - correlation(a))[0], extension).toBe(0)
  }
})

test('FLAC samples are the exact integers divided by 32768', async () => {
  const { channels } = await decodeAudioFile(fixture('flac'))
  for (const [channel, hz, gain] of [
    [0, 997, 0.5],
    [1, 3000, 0.25],
  ] as const) {
    const codes = channels[channel]!.map(value => value * 32_768)
    expect(codes.every(Number.isInteger)).toBe(true)
    const worst = codes.reduce((most, code, i) => {
      return Math.max(most, Math.abs(code - 32_768 * gain * Math.sin((2 * Math.PI * hz * i) / 44_100)))
    }, 0)
    expect(worst).toBeLessThan(0.51) // ffmpeg rounds to the nearest integer
  }
})

test('a FLAC whose checksum does not match is decoded with a warning', async () => {
  const bytes = await readFile(fixture('flac'))
  bytes[26 + 5]! ^= 1
  const audio = await decodeAudioFile(await temporary('checksum.flac', bytes))
  expect(audio.channels[0]).toHaveLength(22_050)
  expect(audio.warnings).toEqual(['The FLAC checksum does not match: some samples are wrong'])
})

test('the content counts, not the extension', async () => {
  for (const extension of ['mp3', 'flac', 'ogg', 'opus', 'm4a']) {
    const path = await temporary(`${extension}.wav`, await readFile(fixture(extension)))
    expect((await decodeAudioFile(path)).warnings).toEqual([])
  }
  const wav = await decodeAudioFile(await temporary('wave.mp3', wavBytes({ encoding: 's16', channels: [[1, 2]] })))
  expect(wav.container).toBe('WAV')
})

test.each(['mp3', 'flac'])('an ID3v2 tag larger than the sniffed head is passed over in %s', async extension => {
  const size = 200_000
  const tag = Buffer.alloc(10 + size)
  tag.write('ID3\x04', 'latin1')
  for (const [i, shift] of [21, 14, 7, 0].entries()) tag[6 + i] = (size >> shift) & 0x7f
  for (let i = 10; i < tag.length; i++) tag[i] = (i * 7919) >> 3 // a picture
  const audio = await decodeAudioFile(
    await temporary(`tag.${extension}`, Buffer.concat([tag, await readFile(fixture(extension))])),
  )
  expect(audio.container).toBe(extension.toUpperCase()) // and not read by ffmpeg after a failure here
  expect(audio.warnings).toEqual([])
  expectTwoTone(audio, extension === 'mp3' ? constantBitRateGain : 1)
})

test('the event loop turns while a long file is decoded', async () => {
  const one = await readFile(fixture('ogg'))
  const path = await temporary('long.ogg', Buffer.concat(new Array(60).fill(one))) // a chained stream of 30 s
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const audio = await decodeAudioFile(path)
  clearInterval(timer)
  expect(audio.statedFrames).toBe(60 * 22_050)
  expect(audio.warnings).toEqual(['60 streams follow each other in the file; the joins may be some samples off'])
  expect(turns).toBeGreaterThan(5)
})

test.each(['mp3', 'flac'])('%s cut off at 60 percent decodes as far as it goes and says how far', async extension => {
  const bytes = await readFile(fixture(extension))
  const audio = await decodeAudioFile(await temporary(`cut.${extension}`, bytes.subarray(0, bytes.length * 0.6)))
  const frames = audio.channels[0]!.length
  expect(frames / audio.statedFrames!).toBeGreaterThan(0.4)
  expect(frames / audio.statedFrames!).toBeLessThan(0.7)
  expect(audio.warnings[0]).toContain(`Decoded ${frames} of ${audio.statedFrames} samples`)
})

test.each(['ogg', 'opus'])('%s without its last page says that it is cut off', async extension => {
  const bytes = await readFile(fixture(extension))
  const cut = bytes.subarray(0, bytes.lastIndexOf('OggS'))
  const audio = await decodeAudioFile(await temporary(`cut.${extension}`, cut))
  expect(audio.channels[0]!.length).toBeLessThan(audio.sampleRate / 2)
  expect(audio.channels[0]).toHaveLength(audio.statedFrames!)
  expect(audio.warnings).toEqual(['Truncated: the Ogg stream has no last page, its full length is not known'])
})

test('an M4A that lost its index at the end is refused in one sentence', async () => {
  const bytes = await readFile(fixture('m4a'))
  const error = await rejection(decodeAudioFile(await temporary('cut.m4a', bytes.subarray(0, bytes.length * 0.6))))
  expect(error).toMatchObject({
    code: 'AUDIO_DAMAGED',
    message: '"cut.m4a" is cut off or damaged: its index (moov) is missing.',
  })
})

test.each(['mp3', 'flac', 'ogg', 'opus', 'm4a'])(
  '%s with flipped bytes gives finite audio or one AppError',
  async extension => {
    const clean = await readFile(fixture(extension))
    for (let seed = 1; seed <= 6; seed++) {
      const bytes = Buffer.from(clean)
      let state = seed
      for (let i = 0; i < 20; i++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        bytes[Math.floor(bytes.length * (0.3 + (0.5 * state) / 2 ** 32))]! ^= 0x55
      }
      const outcome = await decodeAudioFile(await temporary(`flip.${extension}`, bytes)).catch(error => error)
      if (outcome instanceof AppError) continue
      expect(outcome, String(outcome)).toHaveProperty('channels')
      for (const channel of outcome.channels as Float32Array[]) {
        expect(channel.every(value => Math.abs(value) <= 8)).toBe(true)
      }
      // MP3 and AAC carry no checksum; the others do, and damage must not pass in silence.
      if (extension !== 'mp3' && extension !== 'm4a') expect(outcome.warnings).not.toEqual([])
    }
  },
)

test('an Ogg page with a wrong checksum is reported although it decodes', async () => {
  const bytes = await readFile(fixture('ogg'))
  bytes[bytes.length - 40]! ^= 1
  const audio = await decodeAudioFile(await temporary('page.ogg', bytes))
  expect(audio.warnings).toContainEqual(expect.stringMatching(/^1 of \d+ Ogg pages are damaged$/))
})

const noise = Buffer.from({ length: 100_000 } as ArrayLike<number>)
for (let i = 0, state = 7; i < noise.length; i++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  noise[i] = state >>> 24
}

test.each<[string, Uint8Array, string, RegExp]>([
  ['empty.wav', Buffer.alloc(0), 'FILE_EMPTY', /"empty\.wav" is empty/],
  ['random.wav', noise, 'AUDIO_UNSUPPORTED', /"random\.wav" is not an audio file/],
  ['random.mp3', noise.subarray(1, 30_000), 'AUDIO_UNSUPPORTED', /"random\.mp3" is not an audio file/],
  ['zeros.wav', Buffer.alloc(50_000), 'AUDIO_UNSUPPORTED', /"zeros\.wav" is not an audio file/],
  ['notes.wav', Buffer.from('Kick: −6 dB\nBass: side-chained\n'), 'AUDIO_UNSUPPORTED', /"notes\.wav" is a text file/],
  ['three.wav', Buffer.from([0, 1, 2]), 'AUDIO_UNSUPPORTED', /"three\.wav" is not an audio file/],
  ['marker.flac', Buffer.from('fLaC'), 'AUDIO_DAMAGED', /"marker\.flac" is cut off/],
  ['marker.ogg', Buffer.from('OggS'), 'AUDIO_DAMAGED', /"marker\.ogg" is cut off/],
  ['marker.m4a', Buffer.from('\0\0\0\x20ftypM4A \0\0\0\0', 'latin1'), 'AUDIO_DAMAGED', /"marker\.m4a" is cut off/],
  ['law.wav', wavBytes({ encoding: 'u8', channels: [[1]], formatTag: 7 }), 'AUDIO_UNSUPPORTED', /µ-law/],
])('%s is refused in one sentence', async (name, bytes, code, message) => {
  const error = await rejection(decodeAudioFile(await temporary(name, bytes)))
  expect(error).toMatchObject({ name: 'AppError', code, message: expect.stringMatching(message) })
  expect((error as AppError).message).toMatch(/^[^\n]+\.$/)
  expect((error as AppError).action).not.toBe('')
})

test('two MP3 frames in the middle of noise are noise, even if ffmpeg would play them', async () => {
  const frames = (await readFile(fixture('mp3'))).subarray(1272, 2108)
  const bytes = Buffer.concat([noise.subarray(0, 50), frames, noise.subarray(0, 1000)])
  const error = await rejection(decodeAudioFile(await temporary('guess.wav', bytes)))
  expect(error).toMatchObject({ code: 'AUDIO_UNSUPPORTED' })
})

test('a missing file, a folder and a device are refused by name', async () => {
  expect(await rejection(decodeAudioFile(join(folder, 'none.wav')))).toMatchObject({
    code: 'FILE_MISSING',
    message: expect.stringContaining('none.wav'),
  })
  expect(await rejection(decodeAudioFile(folder))).toMatchObject({ code: 'FILE_IS_FOLDER' })
  if (process.platform === 'win32') return
  expect(await rejection(decodeAudioFile('/dev/null'))).toMatchObject({ code: 'FILE_UNREADABLE' })
})

test('a compressed file that states more than 3 hours is refused before it is decoded', async () => {
  const bytes = await readFile(fixture('flac'))
  bytes.writeUInt32BE(44_100 * 3 * 3600 + 1, 22) // the low 32 of the 36 bits of STREAMINFO's total
  const error = await rejection(decodeAudioFile(await temporary('long.flac', bytes)))
  expect(error).toMatchObject({ code: 'AUDIO_TOO_LONG', message: expect.stringContaining('3 hours') })
})

test('without ffmpeg a foreign format is refused with what to do', async () => {
  const path = await temporary('old.wma', Buffer.concat([Buffer.from('3026b2758e66cf11', 'hex'), noise]))
  vi.stubEnv('PATH', folder)
  const error = await rejection(decodeAudioFile(path)).finally(() => vi.unstubAllEnvs())
  expect(error).toMatchObject({
    code: 'AUDIO_UNSUPPORTED',
    message: '"old.wma" is a Windows Media file, which Uplift reads only with ffmpeg.',
    action: expect.stringContaining('WAV'),
  })
})

test('a file is closed again: many decodes in a row do not exhaust the handles', async () => {
  const path = await temporary('small.wav', wavBytes({ encoding: 's16', channels: [[1, 2]] }))
  const bad = await temporary('bad.wav', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'))
  const { readdir } = await import('node:fs/promises')
  const handles = async () => (process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : 0)
  const before = await handles()
  for (let i = 0; i < 30; i++) await Promise.all([decodeAudioFile(path), rejection(decodeAudioFile(bad))])
  expect(await handles()).toBeLessThan(before + 20)
})

test.skipIf(!hasFfmpeg)(
  withFfmpeg('ffmpeg reads what no package does, and a failing package falls back to it'),
  async () => {
    const foreign = await decodeAudioFile(await encode('a.au', ['-c:a', 'pcm_s16be']))
    const expected = { container: 'ffmpeg', codec: 'pcm_s16be', sampleRate: 44_100, statedFrames: null, warnings: [] }
    expect(foreign).toMatchObject(expected)
    expect(foreign.channels[0]).toHaveLength(22_050)
    expectTwoTone(foreign)
    const options = ['-c:a', 'aac', '-b:a', '320k', '-movflags', 'frag_keyframe+empty_moov']
    const fragmented = await decodeAudioFile(await encode('fragmented.m4a', options))
    expect(fragmented).toMatchObject({ container: 'ffmpeg', codec: 'aac', warnings: [] })
    expectTwoTone(fragmented)
  },
)

test.skipIf(!hasFfmpeg)(
  withFfmpeg('damage in the middle of a FLAC costs a few blocks, not the rest of the file'),
  async () => {
    const bytes = await readFile(await encode('middle.flac', ['-c:a', 'flac', '-sample_fmt', 's16'], 3))
    bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 20)
    const audio = await decodeAudioFile(await temporary('middle.flac', bytes))
    expect(audio.channels[0]!.length).toBeGreaterThan(0.9 * 132_300)
    expect(audio.warnings[0]).toMatch(/^Decoded \d+ of 132300 samples .*; ffmpeg recovered \d+$/)
  },
)

test.skipIf(!hasFfmpeg)(
  withFfmpeg('when a package gives up on damage, the result says that ffmpeg stepped in'),
  async () => {
    const bytes = await readFile(await encode('broken.m4a', ['-c:a', 'alac', '-movflags', 'faststart'], 3))
    for (let at = bytes.length >> 1; at < bytes.length; at += 997) bytes[at]! ^= 0x55
    const audio = await decodeAudioFile(await temporary('broken.m4a', bytes))
    expect(audio.container).toBe('ffmpeg')
    expect(audio.warnings[0]).toMatch(/^The file is damaged \(ALAC.*\): ffmpeg decoded \d+ samples of it$/)
  },
)

test.skipIf(!hasFfmpeg).each([
  ['24-bit FLAC', 'd24.flac', ['-c:a', 'flac', '-sample_fmt', 's32'], 'FLAC', 24, 22_050],
  ['Ogg FLAC', 'f.oga', ['-c:a', 'flac', '-sample_fmt', 's16'], 'FLAC', 16, 22_050],
  ['ALAC', 'lossless.m4a', ['-c:a', 'alac', '-sample_fmt', 's16p'], 'ALAC', 16, 22_050],
  [
    'M4A with its index in front',
    'fast.m4a',
    ['-c:a', 'aac', '-b:a', '320k', '-movflags', 'faststart'],
    'AAC',
    null,
    22_050,
  ],
  ['MP3 at 22.05 kHz (MPEG 2)', 'm2.mp3', ['-ar', '22050', '-q:a', '2'], 'MP3', null, 11_025],
  ['variable bit rate MP3', 'vbr.mp3', ['-q:a', '2'], 'MP3', null, 22_050],
  ['AIFF', 'a.aiff', [], 'PCM', 16, 22_050],
  ['RF64', 'rf64.wav', ['-rf64', 'always'], 'PCM', 16, 22_050],
  ['24-bit WAV', 'w24.wav', ['-c:a', 'pcm_s24le'], 'PCM', 24, 22_050],
] as const)(
  withFfmpeg('%s by ffmpeg: exact length and the right signal'),
  async (_, name, options, codec, bitDepth, frames) => {
    const audio = await decodeAudioFile(await encode(name, options))
    expect(audio).toMatchObject({ codec, bitDepth, statedFrames: frames, warnings: [] })
    expect(audio.channels[0]).toHaveLength(frames)
    expectTwoTone(audio)
  },
)

test.skipIf(!hasFfmpeg)(
  withFfmpeg('full-scale FLAC of any depth up to 24 bit is exact, with a matching checksum'),
  async () => {
    for (const [encoding, bytes] of [
      ['s16', 2],
      ['s24', 3],
    ] as const) {
      const full = 2 ** (8 * bytes - 1)
      const codes = Array.from({ length: 4000 }, (_, i) =>
        i === 0 ? -full : i === 1 ? full - 1 : ((i * 104_729) % full) - (full >> 1),
      )
      const raw = await temporary('codes.raw', sampleBytes(encoding, [codes]))
      const path = join(folder, `codes${bytes}.flac`)
      const input = ['-f', `${encoding}le`, '-ar', '44100', '-ac', '1', '-i', raw]
      await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...input, '-c:a', 'flac', path])
      const audio = await decodeAudioFile(path)
      expect(audio.warnings).toEqual([])
      expect([...audio.channels[0]!].map(value => value * full)).toEqual(codes)
    }
  },
)

test.skipIf(!hasFfmpeg)(
  withFfmpeg('six channels come in WAV order from FLAC, Vorbis, Opus and AAC alike'),
  async () => {
    const tones = [300, 500, 700, 60, 1100, 1300] // left, right, centre, LFE, surrounds
    const source = tones.map(hz => `0.3*sin(2*PI*${hz}*t)`).join('|')
    const input = ['-f', 'lavfi', '-i', `aevalsrc=${source}:s=48000:d=0.6:c=5.1`]
    for (const [name, ...options] of [
      ['six.flac', '-c:a', 'flac'],
      ['six.ogg', '-c:a', 'libvorbis'],
      ['six.opus', '-c:a', 'libopus', '-b:a', '384k', '-mapping_family', '1'],
      ['six.m4a', '-c:a', 'aac', '-b:a', '384k'],
      ['six.wav', '-c:a', 'pcm_s24le'],
    ] as const) {
      const path = join(folder, name)
      await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...input, ...options, path])
      const { channels, sampleRate } = await decodeAudioFile(path)
      expect(channels, name).toHaveLength(6)
      const order = channels.map(channel => {
        const amplitudes = tones.map(hz => toneAmplitude(channel, { hz, sampleRate }))
        return tones[amplitudes.indexOf(Math.max(...amplitudes))]
      })
      expect(order, name).toEqual(tones)
    }
  },
)
