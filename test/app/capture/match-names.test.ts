import { describe, expect, test } from 'vitest'
import { assign } from '../../../node/app/capture/assignment.ts'
import { matchNames } from '../../../node/app/capture/match-names.ts'

const tracks = ['Kick', 'Bass', 'Pad 1', 'Pad 2', 'Lead', 'A-Reverb', 'Main']
const matched = (files: readonly string[], names = tracks, mainIndex = names.length - 1) =>
  matchNames(files, names, mainIndex).map(({ index, confidence }) => [index === null ? null : names[index], confidence])

test('names as Live gives them: what the user typed, then the track', () => {
  const files = tracks.map(name => `My Kick Song ${name}.wav`)
  expect(matched(files)).toEqual(tracks.map(name => [name, 'certain']))
})

test('bare names, numbers in front, other signs and capitals', () => {
  expect(matched(tracks.map(name => `${name}.wav`))).toEqual(tracks.map(name => [name, 'certain']))
  expect(matched(tracks.map((name, k) => `${String(k + 1).padStart(2, '0')}-${name.toUpperCase()}.aif`))).toEqual(
    tracks.map(name => [name, 'certain']),
  )
  expect(matched(['a_reverb.wav', 'PAD-2.wav', 'Kick.flac']).map(([name]) => name)).toEqual([
    'A-Reverb',
    'Pad 2',
    'Kick',
  ])
})

test('a name that is only alike is likely; two files for one track leave the worse one over', () => {
  expect(matched(['Kickdrum.wav', 'Bass.wav', 'Leads.wav', 'Reverb.wav'])).toEqual([
    ['Kick', 'unsure'],
    ['Bass', 'certain'],
    ['Lead', 'likely'],
    ['A-Reverb', 'likely'],
  ])
  expect(matched(['Kick.wav', 'Kick old.wav', 'Bass.wav'])).toEqual([
    ['Kick', 'certain'],
    [null, 'none'],
    ['Bass', 'certain'],
  ])
})

test('numbers part tracks, however alike their names', () => {
  expect(matched(['Pad 2.wav', 'Pad 3.wav'])).toEqual([
    ['Pad 2', 'certain'],
    [null, 'none'],
  ])
})

test('wrong names match nothing', () => {
  expect(matched(['Vox.wav', 'Take 7.wav', 'Kick.wav'])).toEqual([
    [null, 'none'],
    [null, 'none'],
    ['Kick', 'certain'],
  ])
})

test('Main under other names: the mix, the song itself beside its tracks, one file alone', () => {
  expect(matched(['Kick.wav', 'Bass.wav', 'Full Mix.wav'])[2]![0]).toBe('Main')
  expect(matched(['Song.wav', 'Song Kick.wav', 'Song Bass.wav'])).toEqual([
    ['Main', 'likely'],
    ['Kick', 'certain'],
    ['Bass', 'certain'],
  ])
  expect(matched(['Final v3.wav'])).toEqual([['Main', 'likely']])
  expect(matched(['Kick.wav'])).toEqual([['Kick', 'certain']])
})

test('two tracks of one name are told apart by their order, without certainty', () => {
  expect(matched(['Pad.wav', 'Pad 1.wav', 'Bass.wav'], ['Pad', 'Pad', 'Bass', 'Main'])[0]).toEqual(['Pad', 'unsure'])
})

test('files of one name go to the tracks of that name in their order', () => {
  const found = matchNames(['Bass.wav', 'Pad.aif', 'Pad.wav'], ['Pad', 'Bass', 'Pad', 'Main'], 3)
  expect(found.map(({ index }) => index)).toEqual([1, 0, 2])
  const three = matchNames(['Pad.aif', 'Pad.flac', 'Pad.wav'], ['Main', 'Pad', 'Pad', 'Pad'], 0)
  expect(three.map(({ index }) => index)).toEqual([1, 2, 3])
})

test('names in other scripts and with accents', () => {
  expect(matched(['Бас.wav', 'Élan.wav'], ['Бас', 'Elan', 'Main'])).toEqual([
    ['Бас', 'certain'],
    ['Elan', 'certain'],
  ])
})

describe('the assignment', () => {
  /** The best of all permutations, slowly. */
  const bestSum = (scores: readonly (readonly number[])[], row = 0, used: readonly number[] = []): number => {
    if (row === scores.length) return 0
    const without = bestSum(scores, row + 1, used)
    return Math.max(
      without,
      ...scores[row]!.map((score, c) => (used.includes(c) ? 0 : score + bestSum(scores, row + 1, [...used, c]))),
    )
  }

  test('is as good as the best of all permutations, and one to one', () => {
    let state = 1
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      return (state >>> 8) / 2 ** 24
    }
    for (let trial = 0; trial < 60; trial++) {
      const [rows, columns] = [1 + Math.floor(5 * random()), 1 + Math.floor(5 * random())]
      const scores = Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => Math.max(0, random() - 0.2)),
      )
      const found = assign(scores)
      const used = found.filter(column => column >= 0)
      expect(new Set(used).size).toBe(used.length)
      const sum = found.reduce((total, column, row) => total + (column < 0 ? 0 : scores[row]![column]!), 0)
      expect(sum).toBeCloseTo(bestSum(scores), 9)
    }
  })

  test('of nothing is nothing', () => {
    expect(assign([])).toEqual([])
    expect(assign([[], []])).toEqual([-1, -1])
    expect(assign([[0, 0]])).toEqual([-1])
  })
})
