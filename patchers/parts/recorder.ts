/** Records what the device hears to a file: left, right, and the song position as phase in the beat. */
import type { Inlet, Outlet, Patch } from '../lib/patch.ts'

export interface RecorderOrders {
  /** open <absolute path>: "/" between folders, ends in ".wav". */
  readonly open: Outlet
  readonly start: Outlet
  readonly stop: Outlet
  readonly left: Outlet
  readonly right: Outlet
}

/** Each take is opened anew; Max closes the file when it stops, or when the device goes. */
export function recorder(patch: Patch, { open, start, stop, left, right }: RecorderOrders): void {
  patch.group('Recorder: left, right, phase in the beat')
  const opening = patch.object('t l b')
  // 32-bit float: a track inside Live may be above full scale. Before the file is opened, whose header says the format.
  const format = patch.message('samptype float32')
  const path = patch.object('prepend open')
  const on = patch.message('1')
  const off = patch.message('0')
  const position = patch.object('plugphasor~')
  const file = patch.object('sfrecord~ 3')
  patch.cord(open, opening.in(0))
  patch.chain(opening.out(1), format, file)
  patch.chain(opening.out(0), path, file)
  patch.chain(start, on, file)
  patch.chain(stop, off, file)
  const channels: readonly (readonly [Outlet, Inlet])[] = [
    [left, file.in(0)],
    [right, file.in(1)],
    [position.out(0), file.in(2)],
  ]
  for (const [from, to] of channels) patch.cord(from, to)
}
