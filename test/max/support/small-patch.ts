/** Patchers of a test's own, in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface SmallBox {
  /** "newobj" text, or the class of an object of the face. */
  readonly text: string
  readonly ins?: number
  readonly outs?: number
  /** Outlets that are signals. */
  readonly signals?: readonly number[]
  readonly x?: number
  readonly more?: Readonly<Record<string, unknown>>
}

type Cord = readonly [from: string, outlet: number, to: string, inlet: number]

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-max-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a .maxpat and returns its path. Names of boxes are their ids. A text that begins with "ui:" is a class. */
export function writePatch(folder: string, boxes: Readonly<Record<string, SmallBox>>, cords: readonly Cord[]): string {
  const path = join(folder, 'Small.maxpat')
  writeFileSync(path, JSON.stringify({ patcher: patcherOf(boxes, cords) }))
  return path
}

export const patcherOf = (boxes: Readonly<Record<string, SmallBox>>, cords: readonly Cord[]) => ({
  boxes: Object.entries(boxes).map(([id, { text, ins = 1, outs = 1, signals = [], x = 0, more }]) => ({
    box: {
      id,
      varname: id,
      ...(text.startsWith('ui:')
        ? { maxclass: text.slice(3) }
        : text.startsWith('message:')
          ? { maxclass: 'message', text: text.slice(8) }
          : { maxclass: 'newobj', text }),
      numinlets: ins,
      numoutlets: outs,
      outlettype: Array.from({ length: outs }, (_, i) => (signals.includes(i) ? 'signal' : '')),
      patching_rect: [x, 0, 20, 20],
      ...more,
    },
  })),
  lines: cords.map(([from, outlet, to, inlet]) => ({
    patchline: { source: [from, outlet], destination: [to, inlet] },
  })),
})
