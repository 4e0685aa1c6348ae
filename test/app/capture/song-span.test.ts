import { expect, test } from 'vitest'
import { playheadAt, spansOf } from '../../../node/app/capture/song-span.ts'
import { HubPlayhead } from '../../../node/app/hub/playhead.ts'

/** At 120 BPM a beat is half a second: a drop of 64 beats behind a breakdown of 32. */
const spans = spansOf(
  [
    { fromBeats: 128, toBeats: 160 },
    { fromBeats: 256, toBeats: 320 },
  ],
  120,
)

test('a song position lies where its range was recorded, one range behind the other; between them it lies nowhere', () => {
  const at = (beats: number) => playheadAt(spans, beats)
  expect(at(128)).toEqual({ seconds: 0, endSeconds: 16 })
  expect(at(144)).toEqual({ seconds: 8, endSeconds: 16 })
  expect(at(257)).toEqual({ seconds: 16.5, endSeconds: 48 })
  expect([at(127.9), at(160), at(200), at(320)]).toEqual([null, null, null, null])
  expect(playheadAt([], 0)).toBeNull()
})

test('Live that plays moves the playhead, stops it, and takes it along when it goes', () => {
  const model = { findings: { spans } as never, link: 'ready' as const }
  let now: ConstructorParameters<typeof HubPlayhead>[0] extends () => infer M ? M : never = model
  const playhead = new HubPlayhead(() => now)
  const told: (number | null)[] = []
  playhead.watch(() => told.push(playhead.now?.seconds ?? null))
  const play = (beats: number, playing = true) => playhead.transport({ playing, beats, tempo: 120 })
  play(130)
  play(130, false)
  // It stands still already: nobody is told again.
  play(130, false)
  play(258)
  now = { ...model, link: 'silent' }
  playhead.modelChanged()
  now = { ...model, findings: null }
  play(258)
  expect(told).toEqual([1, null, 17, null])
})
