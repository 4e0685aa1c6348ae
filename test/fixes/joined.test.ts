import { expect, test } from 'vitest'
import { joined } from '../../node/fixes/search.ts'
import { choiceOf } from '../support/choice.ts'

const ducked = (name: string, amount: number, at: number) =>
  choiceOf(name, amount, { kind: 'ducking', node: `tracks ${at}` })
const [pad, lead, arp] = [ducked('Pad', -6, 0), ducked('Lead', -4, 1), ducked('Arp', 3, 2)]
const of = (...choices: ReturnType<typeof ducked>[]) => choices.map(({ candidate }) => candidate)
const joints = [
  { id: 'duckers', members: of(pad, lead) },
  { id: 'all duckers', members: of(pad, lead, arp) },
]
const named = (...choices: ReturnType<typeof ducked>[]) => joined(choices, joints).map(({ joint }) => joint ?? null)

test('members of a joint that go the same way belong together, however they came in', () => {
  expect(named(pad, lead)).toEqual(['duckers less', 'duckers less'])
})

test('what goes the other way, and a member by itself, belong to nothing', () => {
  expect(named(pad, arp)).toEqual([null, null])
  expect(named(lead)).toEqual([null])
  // It was one while another was there.
  expect(joined([{ ...lead, joint: 'duckers less' }], joints)[0]).not.toHaveProperty('joint')
})

test('the joint that holds most of them is theirs', () => {
  const deeper = { ...arp, amount: -2 }
  expect(named(pad, lead, deeper)).toEqual(['all duckers less', 'all duckers less', 'all duckers less'])
})
