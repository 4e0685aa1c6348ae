/**
 * The hub's face, 620 × 169 px: on the left a display with what was found (state, score, lights, three changes), on the right
 * what to do and how. What the script moves is hidden from Live or no parameter at all: Live's undo history is the user's.
 */
import { actions, dropTarget, switches } from './face/controls.ts'
import { ground, header, trafficLights } from './face/display.ts'
import { fixRows } from './face/fixes.ts'
import { faceHeight } from './lib/maxpat.ts'
import type { Box, Outlet, Patch } from './lib/patch.ts'

export const hubWidth = 620

export interface FaceCords {
  /** The script's outlet for the face: <name of an object> <message…>. */
  readonly from: Outlet
  readonly toScript: Box
}

/** @param version the build stamp on the face */
export function hubFace(patch: Patch, { from, toScript }: FaceCords, version: string): void {
  ground(patch, faceHeight)
  let rest = header(patch, from, version)
  rest = trafficLights(patch, rest)
  rest = fixRows(patch, rest, toScript)
  rest = actions(patch, rest, toScript)
  switches(patch, rest, toScript)
  dropTarget(patch, toScript)
}
