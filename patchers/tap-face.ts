/** The tap's face: which track the hub takes it for, how it is doing, and a level while it is listened to. 150 × 169 px. */
import { branch } from './face/branch.ts'
import { displayLine, displayPanel, displayText } from './face/objects.ts'
import { faceHeight } from './lib/maxpat.ts'
import type { Outlet, Patch } from './lib/patch.ts'
import { theme } from './lib/theme.ts'

export const tapWidth = 150

/** True until the script speaks, and still true when it never does. */
const beforeScript = 'Put Uplift on Main. This needs Live 12.2 or newer, and the files beside the device.'

/** @param from the script's outlet for the face: <name of an object> <message…> */
export function tapFace(patch: Patch, from: Outlet, version: string): void {
  patch.group('Face')
  const { of } = branch(patch, from, ['track', 'status', 'level', 'build'])
  const dim = { size: 9, color: theme.displayDim }
  displayPanel(patch, [0, 0, tapWidth, faceHeight])
  displayText(patch, 'Uplift hears', [6, 6, 138, 15], dim)
  patch.chain(
    of('track'),
    displayText(patch, '–', [6, 22, 138, 20], { name: 'track', size: 13, color: theme.displayValue }),
  )
  displayLine(patch, [8, 46, 134, 1])
  patch.chain(of('status'), displayText(patch, beforeScript, [6, 52, 138, 60], { name: 'status', size: 10 }))
  const level = patch.ui('live.meter~', { name: 'level', presentation: [8, 122, 134, 8], keys: { orientation: 1 } })
  const { of: kind, rest } = branch(patch, of('level'), ['hidden'])
  patch.chain(kind('hidden'), patch.object('prepend hidden'), level)
  // A number is a level in dB.
  patch.chain(rest, patch.object('prepend db'), level)
  patch.chain(of('build'), displayText(patch, `Uplift Tap ${version}`, [6, 148, 138, 15], { name: 'build', ...dim }))
}
