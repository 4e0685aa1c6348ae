import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { meaningsOf, systemPath } from '../../../node/app/hub/dropped-path.ts'
import { openSource, unrolled } from '../../../node/app/hub/open-source.ts'
import { frameCount } from '../../../node/audio/audio.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { miniSong } from '../../support/mini-song.ts'
import { withPhase } from './hub-rig.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-sources-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('what Max says of a path', () => {
  test('a volume in front is the start volume or a disk; a drive letter is a drive', () => {
    expect(meaningsOf('Macintosh HD:/Users/me/Export/', 'darwin')).toEqual([
      '/Users/me/Export',
      '/Volumes/Macintosh HD/Users/me/Export',
    ])
    expect(meaningsOf('/Users/me', 'darwin')).toEqual(['/Users/me'])
    expect(meaningsOf('C:/Users/me/Mix.wav', 'win32')[0]).toMatch(/^C:.Users/)
  })

  test('the meaning that is there wins', async () => {
    expect(await systemPath(`Disk:${folder}/`)).toBe(folder)
    expect(await systemPath('Disk:/nowhere/at all')).toBe('/nowhere/at all')
  })
})

describe('reading a source', () => {
  test('a ring buffer begins behind its newest sample, and only what was played is in it', () => {
    const ring = Float32Array.from([5, 6, 0, 0, 1, 2, 3, 4])
    const audio = { sampleRate: 1, channels: [ring, ring] }
    expect([...unrolled(audio, { seconds: 6, endsAt: 2 / 8 }).channels[0]!]).toEqual([1, 2, 3, 4, 5, 6])
    expect([...unrolled(audio, { seconds: 8, endsAt: 1 }).channels[1]!]).toEqual([...ring])
  })

  test('recordings of two ranges become one take with their sections, the tracks under their paths', async () => {
    const session = createSimulatedSet(miniSong)
    const [set, heard] = [await session.snapshot(), await session.capture()]
    const { tempo } = set
    const path = join(folder, 'take')
    await mkdir(path)
    const files = new Map([
      ['main', heard.main],
      ['7', heard.taps.get('tracks 2')!],
    ] as const)
    for (const [name, audio] of files) {
      await writeWav(join(path, `${name}.wav`), withPhase(audio, tempo, 0), { format: 'float32' })
    }
    const named = new Map([...files.keys()].map(name => [name, join(path, `${name}.wav`)]))
    const recorded = {
      take: 1,
      end: 'complete',
      detail: '',
      startedAt: { main: 0, '7': 0 },
      sampleRate: heard.main.sampleRate,
    } as const
    const ranges = [
      { fromBeats: 4, toBeats: 20, type: 'drop' },
      { fromBeats: 20, toBeats: 28, type: 'breakdown' },
    ] as const
    const opened = await openSource(
      {
        kind: 'taps',
        passes: ranges.map(range => ({ recorded, files: named, range })),
        taps: [{ key: 7, track: 'tracks 2', trackName: 'Lead', status: 'ready', place: 'last', latency: 0 }],
      },
      set,
      () => {},
    )
    const beat = 60 / tempo
    expect(frameCount(opened.take.main) / opened.take.main.sampleRate).toBeCloseTo(24 * beat, 3)
    expect([...opened.take.taps.keys()]).toEqual(['tracks 2'])
    expect(opened.sections!.map(({ type }) => type)).toEqual(['drop', 'breakdown'])
    expect(opened.sections![1]!.startSeconds).toBeCloseTo(16 * beat, 3)
    expect(opened.tempo).toBe(tempo)
    // Without a tap is no fault of a track.
    expect(opened.missing).toEqual([])
  })

  test('an exported folder is a take of its tracks, and another export of it is of the same bars', async () => {
    const session = createSimulatedSet(miniSong)
    const [set, heard] = [await session.snapshot(), await session.capture()]
    const path = join(folder, 'My Export')
    await mkdir(path)
    await writeWav(join(path, 'Song Main.wav'), heard.main, { format: 'float32' })
    for (const { path: track, name, kind } of set.tracks) {
      if (kind === 'master') continue
      await writeWav(join(path, `Song ${name}.wav`), heard.taps.get(track)!, { format: 'float32' })
    }
    const source = { kind: 'export', folder: path, told: [] } as const
    const opened = await openSource(source, set, () => {})
    expect(opened.take.taps.size).toBe(5)
    expect(opened.bars).not.toBeNull()
    expect((await openSource(source, set, () => {})).bars).toBe(opened.bars)
  })
})
