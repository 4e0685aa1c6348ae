/** What Main played last, in memory: a buffer that is recorded into in a loop, and written to a file when asked. */
import { audioEvents, hubInputs, ringSeconds } from '../../device/protocol.ts'
import type { Box, Outlet, Patch } from '../lib/patch.ts'

/** The script may read the buffer too; it gets the name as an argument. */
export const ringName = '---uplift-ring'

export interface RingOrders {
  /** 1 records on, from the buffer's start; 0 stops and tells where. */
  readonly run: Outlet
  /** <absolute path>. */
  readonly write: Outlet
  /** Sample rate, Hz, when it is known and when it changes. */
  readonly rate: Outlet
  readonly left: Outlet
  readonly right: Outlet
}

export function ringBuffer(patch: Patch, { run, write, rate, left, right }: RingOrders, toScript: Box): void {
  patch.group('Ring buffer: what Main played last')
  const buffer = patch.object(`buffer~ ${ringName} ${ringSeconds * 1000} 2`)
  const record = patch.object(`record~ ${ringName} 2 @loop 1`)
  patch.cord(left, record.in(0))
  patch.cord(right, record.in(1))

  // The length in samples follows the sample rate. Only a new rate: resizing clears.
  const samples = patch.object(`* ${ringSeconds}.`)
  patch.chain(rate, patch.object('change 0.'), samples, patch.object('i'), patch.object('prepend sizeinsamps'), buffer)

  // The sync outlet falls silent with the recording: it is read first.
  const isStop = patch.object('sel 0')
  const stop = patch.object('t b b')
  const position = patch.object('snapshot~')
  patch.cord(record.out(0), position.in(0))
  patch.cord(run, isStop.in(0))
  patch.chain(isStop.out(0), stop)
  patch.chain(stop.out(1), position, patch.object(`prepend ${hubInputs.audio} ${audioEvents.ringAt}`), toScript)
  patch.chain(stop.out(0), patch.message('0'), record)
  patch.cord(isStop.out(1), record.in(0))

  // buffer~ bangs for whatever it has done; only what follows an order to write is news.
  const writing = patch.object('t l b b')
  const expected = patch.object('gate')
  const done = patch.object('t b b')
  patch.cord(write, writing.in(0))
  patch.chain(writing.out(2), patch.message('1'), expected.in(0))
  patch.chain(writing.out(1), patch.message('samptype float32'), buffer)
  patch.chain(writing.out(0), patch.object('prepend writewave'), buffer)
  patch.chain(buffer.out(1), expected.in(1))
  patch.chain(expected, done)
  patch.chain(done.out(1), patch.message('0'), expected.in(0))
  patch.chain(done.out(0), patch.message(`${hubInputs.audio} ${audioEvents.ringWritten}`), toScript)
}
