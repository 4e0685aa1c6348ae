import { expect, test } from 'vitest'
import { parseRolePreset, probabilities, rolePreset, scoresFrom } from '../../../node/mix/roles/role-preset.ts'
import data from '../../../presets/roles.json' with { type: 'json' }

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

test('the shares of roles in a set sum to one, and no word promises more than that', () => {
  expect(sum(Object.values(rolePreset.prior.share))).toBeCloseTo(1, 9)
  for (const { words, says } of rolePreset.names.words)
    expect([words[0], sum(Object.values(says)) <= 1 + 1e-9]).toEqual([words[0], true])
})

test('every word is there once, in small letters', () => {
  const words = rolePreset.names.words.flatMap(each => each.words)
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
  expect(words.filter(word => word !== word.toLowerCase())).toEqual([])
})

test('an unknown role, a missing trait and a word without a meaning are refused', () => {
  const { names, audio } = data
  const { centre: _, ...traits } = audio.heard.traits
  const broken = [
    { ...data, names: { ...names, words: [{ words: ['drummer'], says: { drums: 1 } }] } },
    { ...data, names: { ...names, words: [{ words: ['drummer'] }] } },
    { ...data, audio: { ...audio, heard: { ...audio.heard, traits } } },
    { ...data, version: 2 },
  ]
  for (const each of broken) expect(() => parseRolePreset(each)).toThrow()
  expect(parseRolePreset(data)).toEqual(data)
})

test('scores of any size become probabilities that sum to one', () => {
  const of = probabilities(scoresFrom(role => (role === 'kick' ? -9000 : role === 'bus' ? -Infinity : -9001)))
  expect(sum(Object.values(of))).toBeCloseTo(1, 12)
  expect(of.kick / of.pad).toBeCloseTo(Math.E, 9)
  expect(of.bus).toBe(0)
})
