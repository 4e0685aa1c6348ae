import { expect, test } from 'vitest'
import { Progress } from '../../../scripts/evaluation/progress.ts'

const jobs = [
  { key: '101', kind: 'premaster' },
  { key: '102', kind: 'premaster' },
  { key: '101 master', kind: 'master' },
]

test('songs that have not begun are taken to be as long as those of their kind', () => {
  const progress = new Progress(jobs)
  progress.begins('101', 12)
  progress.begins('101 master', 4)
  expect(progress.steps).toEqual({ done: 0, left: 12 + 4 + 12 })
})

test('what is left takes as long a step as what is done', () => {
  const progress = new Progress(jobs)
  progress.begins('101', 12)
  progress.begins('101 master', 4)
  for (let n = 0; n < 4; n++) progress.stepDone('101 master')
  // 4 steps in 60 s: 15 s each, 24 to go.
  expect(progress.text(60)).toBe('4 steps of about 28, 60 s, about 6 min to go')
})

test('a song with nothing left to do, as after an interruption, counts nothing', () => {
  const progress = new Progress(jobs)
  progress.begins('102', 6)
  for (const { key } of jobs) if (key !== '102') progress.ends(key)
  expect(progress.steps).toEqual({ done: 0, left: 6 })
})
