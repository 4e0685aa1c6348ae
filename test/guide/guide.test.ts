import { beforeEach, describe, expect, test } from 'vitest'
import { faceLights } from '../../device/protocol.ts'
import { Guide } from '../../node/guide/guide.ts'
import type { GuideState } from '../../node/guide/guide-state.ts'
import type { TapInfo } from '../../node/guide/live-tap.ts'
import { type FrameOf, frameOf } from './frames.ts'

const tap = (key: number, name: string, place: TapInfo['place'] = 'track'): TapInfo => ({
  key,
  track: place === 'track' ? `tracks ${key}` : 'master_track',
  name,
  why: '',
  place,
})
const taps = [tap(1, 'Lead'), tap(2, 'Pad'), tap(3, 'Main', 'main')]
const good = Object.fromEntries(faceLights.map(light => [light, 'good'])) as GuideState['lights']
const tempo = 120

let guide: Guide
let now: number
let beats: number
beforeEach(() => {
  guide = new Guide()
  now = 1000
  beats = 0
  guide.setTaps(taps)
  guide.setSet({
    sections: [
      { name: 'drop', fromBeats: 0, toBeats: 64 },
      { name: 'breakdown', fromBeats: 64, toBeats: 640 },
    ],
    behind: new Map([
      ['tracks 1', ['master_track']],
      ['tracks 2', ['master_track']],
    ]),
  })
})

const state = (proposes = true) => guide.state(now, { proposes })
/** Plays on for so many seconds; `of`: what a tap sends, null: nothing. Returns all that was suggested meanwhile. */
function play(seconds: number, of: Readonly<Record<number, FrameOf | null>> = {}, { proposes = true } = {}) {
  const suggested = new Set<string>()
  for (let i = 0; i < seconds * 5; i++) {
    now += 200
    beats += (0.2 * tempo) / 60
    guide.transport({ playing: true, beats, tempo }, now)
    for (const { key } of taps) if (of[key] !== null) guide.frame(key, frameOf(of[key]), now)
    const { suggestion } = state(proposes)
    if (suggestion) suggested.add(suggestion.key)
  }
  return [...suggested]
}
const stop = () => guide.transport({ playing: false, beats, tempo }, now)
const rowOf = (name: string) => [...state().tracks, state().main!].find(row => row.name === name)!

describe('what the guide hears', () => {
  test('while it plays, tracks and Main have their levels, and the section its statistics once there is enough of it', () => {
    play(4, { 1: { loudness: -20 } })
    expect(state()).toMatchObject({ transport: 'playing', section: 'drop' })
    expect(rowOf('Lead').shortTerm!.loudness).toBeCloseTo(-20, 6)
    expect(rowOf('Lead').section).toBeNull()
    play(5, { 1: { loudness: -20 } })
    expect(rowOf('Lead').section!.level.loudness).toBeCloseTo(-20, 6)
    expect(state().line).toBe('Drop: Main −14 LUFS, 2 of 2 tracks heard.')
  })

  test('a Tap first on Main hears what enters the limiter, and the line does not pass it off for Main', () => {
    guide.setTaps([tap(1, 'Lead'), tap(3, 'Main', 'main-input')])
    play(9)
    expect(state().line).toBe('Drop: Into Main −14 LUFS, 1 of 1 track heard.')
    // Above full scale there, inside Live's float path, is no fault.
    play(4, { 3: { peak: 2 } })
    expect(state().lights.loudness).toBe('off')
  })

  test('when nothing plays, and where a tap is stale, nothing is measured and no old value is shown', () => {
    expect(state().line).toBe('Not measured: nothing plays.')
    play(10)
    play(2, { 2: null })
    expect(rowOf('Pad')).toMatchObject({ state: 'stale', momentary: null, shortTerm: null, peak: null, section: null })
    expect(rowOf('Lead').state).toBe('playing')
    expect(state().line).toBe('Not measured: the Tap on Pad is stale.')
    stop()
    expect(state()).toMatchObject({ transport: 'stopped', section: null, line: 'Not measured: nothing plays.' })
    for (const row of [...state().tracks, state().main!]) {
      expect(row).toMatchObject({ state: 'stopped', momentary: null, shortTerm: null, peak: null, section: null })
    }
  })

  test('a line that falls silent is not taken for music that goes on', () => {
    play(10)
    now += 1500
    expect(state().transport).toBe('stopped')
  })

  test('after a jump nothing of the other place is in the short-term values', () => {
    play(5, { 1: { loudness: -6 } })
    beats = 200
    play(0.2, { 1: { loudness: -30 } })
    expect(rowOf('Lead').state).toBe('waiting')
    play(3, { 1: { loudness: -30 } })
    expect(rowOf('Lead').shortTerm!.loudness).toBeCloseTo(-30, 6)
    expect(state().section).toBe('breakdown')
  })

  test('a tap that cannot hear says why, and one that is gone is gone', () => {
    guide.setTaps([taps[0]!, { ...taps[1]!, why: 'frozen' }])
    play(2)
    expect(rowOf('Lead').state).toBe('playing')
    expect(state().tracks[1]).toMatchObject({ state: 'unheard', why: 'frozen', momentary: null })
    expect(state().main).toBeNull()
  })

  test('rows in which nothing has changed are the same objects', () => {
    play(5)
    const before = state()
    now += 200
    beats += 0.4
    guide.transport({ playing: true, beats, tempo }, now)
    guide.frame(1, frameOf(), now)
    const after = state()
    expect(after.tracks[0]).not.toBe(before.tracks[0])
    expect(after.tracks[1]).toBe(before.tracks[1])
  })
})

test('an hour of music tells the face a handful of texts, whatever it reads: Max keeps each for ever', () => {
  const texts = new Set<string>()
  for (let i = 0; i < 3000; i++) {
    now += 200
    beats = (beats + (0.2 * tempo) / 60) % 230
    guide.transport({ playing: true, beats, tempo }, now)
    for (const { key } of taps) {
      // Levels that wander, peaks above full scale by any amount, tracks that cancel now and then, taps that come late.
      const of = {
        loudness: -20 + 9 * Math.sin(i / 70),
        peak: -9 + (i % 400) / 40,
        correlation: Math.sin(i / 200 + key),
      }
      if ((i + 40 * key) % 600 > 8) guide.frame(key, frameOf(of), now)
    }
    const { stillLine } = state()
    texts.add(stillLine)
  }
  // Two sections, with and without all tracks, what clips and what cancels; stale taps by name.
  expect(texts.size).toBeLessThan(20)
})

describe('a change of the set', () => {
  test('makes only the moved track and what hears it anew', () => {
    play(12)
    guide.changed('tracks 1', now)
    // Settles after 1.5 s; eight seconds of sound make a section.
    play(4)
    expect(rowOf('Lead').section).toBeNull()
    expect(rowOf('Main').section).toBeNull()
    expect(rowOf('Pad').section).not.toBeNull()
  })

  test('what is heard while the hand is on the control goes into no statistics', () => {
    play(10, { 1: { loudness: -20 } })
    for (let i = 0; i < 40; i++) {
      guide.changed('tracks 1', now)
      play(0.2, { 1: { loudness: 0 } })
    }
    expect(rowOf('Lead').isMoving).toBe(true)
    play(2, { 1: { loudness: -17 } })
    play(9, { 1: { loudness: -17 } })
    expect(rowOf('Lead').section!.level.loudness).toBeCloseTo(-17, 6)
  })
})

describe('suggestions', () => {
  const fix = { key: 'eq mud Pad', title: 'Cut 2.8 dB at 240 Hz on Pad', place: 0 }

  test('Main above full scale and channels that cancel are told in every mode; fixes only when proposing', () => {
    guide.measured(good)
    guide.setFixes([fix])
    expect(play(4, {}, { proposes: false })).toEqual([])
    expect(play(4)).toEqual([fix.key])
    expect(play(6, { 3: { peak: 0.6 } }, { proposes: false })).toEqual(['main-over'])
    expect(state()).toMatchObject({ tone: 'warning', line: 'Main is 0.6 dB above full scale: it clips.' })
    expect(state().lights.loudness).toBe('critical')
    beats = 100
    expect(play(20, { 2: { correlation: -0.6 } }, { proposes: false })).toContain('cancels tracks 2')
    expect(state().line).toBe('Left and right of Pad cancel in mono (correlation −0.6).')
  })

  test('a moment of the music is no finding', () => {
    for (let i = 0; i < 20; i++) expect(play(0.2, { 2: { correlation: -1 } })).toEqual([])
    expect(play(1, { 3: { peak: -1 } })).toEqual([])
  })

  test('what has just become true is told once it has held for two seconds', () => {
    play(6)
    guide.setFixes([fix])
    expect(play(1.8)).toEqual([])
    expect(play(0.6)).toEqual([fix.key])
  })

  test('the guide is quiet while something is moved, and for a while after', () => {
    guide.setFixes([fix])
    play(4)
    expect(state().suggestion).not.toBeNull()
    for (let i = 0; i < 20; i++) {
      guide.changed('tracks 2', now)
      expect(play(0.2)).toEqual([])
    }
    expect(play(3.6)).toEqual([])
    expect(play(2)).toEqual([fix.key])
  })

  test('dismissed stays dismissed, also through the next plan', () => {
    guide.setFixes([fix])
    play(4)
    guide.dismiss(fix.key)
    expect(play(10)).toEqual([])
    guide.measured(good)
    guide.setFixes([
      { ...fix, title: 'Cut 2.6 dB at 250 Hz on Pad' },
      { key: 'width Lead', title: 'Widen Lead', place: 1 },
    ])
    expect(play(10)).toEqual(['width Lead'])
  })

  test('a mix that is no longer as measured is to be captured again, and its lights go out', () => {
    play(10)
    guide.measured(good)
    guide.setFixes([fix])
    play(4)
    expect(state().lights).toEqual(good)
    // The same section, 3 dB louder for long enough.
    expect(play(20, { 1: { loudness: -8 } })).toContain('measure-again')
    expect(state()).toMatchObject({ line: 'Lead is no longer as measured: Capture again.' })
    expect(new Set(Object.values(state().lights))).toEqual(new Set(['off']))
    guide.measured(good)
    expect(state().lights).toEqual(good)
  })

  test('another section is another sound, not a change', () => {
    play(12, { 1: { loudness: -8 } })
    guide.measured(good)
    beats = 70
    expect(play(20, { 1: { loudness: -25 } })).toEqual([])
  })

  test('moved and put back where it was, all is as measured', () => {
    play(10)
    guide.measured(good)
    guide.changed('tracks 1', now)
    expect(new Set(Object.values(state().lights))).toEqual(new Set(['off']))
    guide.restored('tracks 1', now)
    expect(state().lights).toEqual(good)
  })
})
