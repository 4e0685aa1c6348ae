import { expect, test } from 'vitest'
import { RenderCache } from '../../node/adapters/simulated/render-cache.ts'

const rendered = (key: string, bytes: number) => ({ key, signal: null, bytes })

test('the last render stays whatever its size; of the rest the most recent, as far as there is room', () => {
  const cache = new RenderCache(100)
  for (const key of ['a', 'b', 'c']) cache.add(rendered(key, 60))
  cache.trim(new Set(['a', 'b', 'c']))
  expect(['a', 'b', 'c'].map(key => cache.get(key)?.key)).toEqual(['a', 'b', 'c'])

  const later = new RenderCache(100)
  for (const key of ['d', 'a', 'b', 'c']) later.add(rendered(key, key === 'd' ? 500 : 60))
  later.get('a')
  later.trim(new Set(['d']))
  // 60 + 60 + 60 beside the last render are too many by 80: the two that were asked for longest ago go.
  expect(['a', 'b', 'c', 'd'].map(key => later.get(key)?.key)).toEqual(['a', undefined, undefined, 'd'])
})

test('what lets another signal through takes no room', () => {
  const cache = new RenderCache(10)
  cache.add(rendered('through', 0))
  cache.add(rendered('own', 50))
  cache.trim(new Set(['own']))
  expect(cache.get('through')).toBeDefined()
})
