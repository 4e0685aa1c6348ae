import { expect } from 'vitest'
import type { Rig } from './rig.ts'

/** Nothing went wrong that a user would never see: no lost messages, no undo steps of our own, nothing half done. */
export function expectClean({ max, hub, taps }: Rig): void {
  const scripts = [hub, ...taps.values()].flatMap(device => device.scripts)
  expect(scripts.flatMap(script => script.unhandled)).toEqual([])
  expect(max.undoFlood).toEqual([])
  expect(max.live.undo.isOpen).toBe(false)
  expect(max.posts.filter(post => /^error|cannot be read/i.test(post))).toEqual([])
}
