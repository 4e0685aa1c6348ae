import { beforeAll, describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import type { Take } from '../../../node/live/session.ts'
import type { LiveSet, Track, TrackPath } from '../../../node/live/set.ts'
import { rolesOf } from '../../../node/mix/roles/guess-roles.ts'
import type { Role } from '../../../node/mix/roles/role.ts'
import { analysis, arp, clap, hats, kick, pad, riser, sampleRate, silent, sub } from './parts.ts'

interface Part {
  readonly name: string
  readonly audio?: Audio
  readonly kind?: Track['kind']
  readonly group?: TrackPath
  readonly devices?: readonly { readonly className: string; readonly name: string }[]
}

function setOf(parts: readonly Part[]): { set: LiveSet; take: Take } {
  const tracks = parts.map(({ name, kind = 'audio', group, devices = [] }, i) => ({
    path: `tracks ${i}` as const,
    name,
    kind,
    group: group ?? null,
    output: 'main' as const,
    solo: false,
    mixer: [],
    devices: devices.map((device, d) => ({
      ...device,
      path: `devices ${d}` as const,
      kind: 'device' as const,
      parameters: [],
      sidechainSource: null,
    })),
  })) as unknown as readonly Track[]
  const set: LiveSet = {
    name: 'Set',
    liveVersion: '12.4',
    tempo: 140,
    beatsPerBar: 4,
    lengthSeconds: 20,
    locators: [],
    tracks,
  }
  const taps = new Map(parts.flatMap(({ audio }, i): [TrackPath, Audio][] => (audio ? [[`tracks ${i}`, audio]] : [])))
  return { set, take: { main: { sampleRate, channels: [new Float32Array(8)] }, taps } }
}

const guessesOf = (
  parts: readonly Part[],
  ...known: Parameters<typeof rolesOf> extends [unknown, unknown, unknown, ...infer Rest] ? Rest : never
) => {
  const { set, take } = setOf(parts)
  const guesses = rolesOf(set, take, analysis, ...known)
  return parts.map((_, i) => guesses.get(`tracks ${i}`)!)
}
const guessOf = (part: Part) => guessesOf([part])[0]!
const shareOf = (guess: ReturnType<typeof guessOf>, role: Role) =>
  guess.candidates.find(each => each.role === role)?.confidence ?? 0

let sounds: Readonly<Record<string, Audio>>
beforeAll(() => {
  sounds = { kick: kick(), clap: clap(), hats: hats(), sub: sub(), pad: pad(), arp: arp(), fx: riser() }
})

describe('without names the sound tells', () => {
  test.each(['kick', 'clap', 'hats', 'sub', 'pad', 'arp', 'fx'])('%s', role => {
    const guess = guessOf({ name: '3-Audio', audio: sounds[role]! })
    expect(guess.role).toBe(role)
    expect(guess.because).toMatch(/^Its name says nothing\. It sounds like /)
    expect(guess.candidates[0]).toEqual({ role, confidence: guess.confidence })
  })

  test('a level, as of a fader that a tap does not hear, changes nothing', () => {
    const { channels } = sounds['kick']!
    const quiet = { sampleRate, channels: channels.map(x => x.map(value => 0.1 * value)) }
    const [loud, soft] = guessesOf([
      { name: 'A', audio: sounds['kick']! },
      { name: 'B', audio: quiet },
    ])
    expect(soft!.role).toBe('kick')
    // Single precision.
    expect(soft!.confidence).toBeCloseTo(loud!.confidence, 4)
  })
})

test('name and sound that agree are surer than either', () => {
  const byName = guessOf({ name: 'Kick' }).confidence
  const bySound = guessOf({ name: '1-Audio', audio: sounds['kick']! }).confidence
  const byBoth = guessOf({ name: 'Kick', audio: sounds['kick']! }).confidence
  expect(byBoth).toBeGreaterThan(Math.max(byName, bySound))
  expect(byBoth).toBeGreaterThan(0.97)
})

test('a clear name outweighs a sound that contradicts it, at a lower confidence, and the sentence says so', () => {
  const guess = guessOf({ name: 'Kick', audio: sounds['pad']! })
  expect(guess.role).toBe('kick')
  expect(guess.confidence).toBeLessThan(guessOf({ name: 'Kick' }).confidence - 0.1)
  expect(guess.because).toMatch(/^Its name says kick\. But it sounds like a pad/)
})

test('a vague name lets the sound decide', () => {
  expect(guessOf({ name: 'Synth 3', audio: sounds['pad']! }).role).toBe('pad')
  const byName = shareOf(guessOf({ name: 'Synth 3' }), 'arp')
  expect(shareOf(guessOf({ name: 'Synth 3', audio: sounds['arp']! }), 'arp')).toBeGreaterThan(2 * byName)
})

test('a silent track and one that was not heard are judged by name, one without both is not judged', () => {
  expect(guessOf({ name: 'Lead', audio: silent() })).toEqual(guessOf({ name: 'Lead' }))
  expect(guessOf({ name: 'Lead' }).because).toBe('Its name says lead. It was not heard.')
  const unknown = guessOf({ name: '1-Audio', audio: silent() })
  expect(unknown.role).toBe('other')
  expect(unknown.confidence).toBeLessThan(0.1)
})

test('a group is a bus whatever its name, and its name is weak evidence for what is in it', () => {
  const [group, inside, outside] = guessesOf([
    { name: 'Vocals', kind: 'group' },
    { name: '2-Audio', group: 'tracks 0' },
    { name: 'Kick', group: 'tracks 0' },
  ])
  expect(group!.role).toBe('bus')
  expect(inside!.role).toBe('vocal')
  expect(inside!.confidence).toBeLessThan(guessOf({ name: 'Vocals' }).confidence)
  expect(inside!.because).toContain('Its group “Vocals” says vocal.')
  expect(outside!.role).toBe('kick')
})

test('clips and instruments speak where the name does not; an effect’s name does not', () => {
  const clips = new Map<TrackPath, readonly string[]>([['tracks 0', ['loop 3', 'Psy Kick 140']]])
  expect(guessesOf([{ name: '1-Audio' }], new Map(), clips)[0]!.role).toBe('kick')
  const midi = (className: string, name: string) =>
    guessOf({ name: '1-MIDI', kind: 'midi', devices: [{ className, name }] })
  expect(midi('OriginalSimpler', 'Snare 909').role).toBe('clap')
  const behind = [
    { className: 'Operator', name: 'Init' },
    { className: 'Eq8', name: 'Kick' },
  ]
  expect(guessOf({ name: '1-MIDI', kind: 'midi', devices: behind }).role).toBe('other')
  expect(guessOf({ name: '1-Audio', devices: [{ className: 'Eq8', name: 'Kick' }] }).role).toBe('other')
})

test('the user’s word settles it, by name', () => {
  const [corrected, other] = guessesOf(
    [
      { name: 'Kick', audio: sounds['kick']! },
      { name: 'Kick 2', audio: sounds['kick']! },
    ],
    new Map<string, Role>([['Kick', 'fx']]),
  )
  expect(corrected).toMatchObject({ role: 'fx', confidence: 1, because: 'You said so.' })
  expect(other!.role).toBe('kick')
})

test('candidates are probabilities, the likeliest first', () => {
  for (const part of [{ name: 'Chords' }, { name: 'Chords', audio: sounds['pad']! }, { name: 'Acid' }]) {
    const { candidates } = guessOf(part)
    const shares = candidates.map(({ confidence }) => confidence)
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    expect(shares.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-12)
  }
  const acid = guessOf({ name: 'Acid' })
  expect(shareOf(acid, 'lead')).toBeGreaterThan(0.2)
  expect(shareOf(acid, 'bass')).toBeGreaterThan(0.2)
})
