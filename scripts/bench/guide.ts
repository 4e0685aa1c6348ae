/**
 * `npm run bench -- --guide`: what a simulated hour of the guide costs, run faster than real time: 32 taps and Main at 5 frames
 * a second, playing, jumping, with a hand on the faders now and then. CPU of a block (all frames in, the state out as JSON, as
 * face and page get it) on the thread that answers, which is what a face waits for: Node compiles and collects garbage on
 * threads of its own beside it. And what is still in memory at the end of each quarter.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { tapMeters } from '../../device/protocol.ts'
import { stream } from '../../node/adapters/demo-song/random.ts'
import { Guide } from '../../node/guide/guide.ts'
import type { TapInfo } from '../../node/guide/live-tap.ts'
import { threadMs } from '../../test/support/thread-clock.cjs'

export interface GuideCost {
  readonly blocks: number
  /** Milliseconds of a block: half of them, 99 of 100, the worst. */
  readonly median: number
  readonly p99: number
  readonly worst: number
  /** Megabytes of live heap after each quarter. */
  readonly heap: readonly number[]
  readonly suggestions: number
}

const blockMs = 200
const tempo = 138
const songBeats = 800

export function guideCost({ minutes = 60, taps = 32 } = {}): GuideCost {
  const guide = new Guide()
  const infos = Array.from({ length: taps + 1 }, (_, i): TapInfo => {
    const isMain = i === taps
    return {
      key: i + 1,
      track: isMain ? 'master_track' : `tracks ${i}`,
      name: isMain ? 'Main' : `Track ${i}`,
      why: '',
      place: isMain ? 'main' : 'track',
    }
  })
  guide.setTaps(infos)
  guide.setSet({
    sections: Array.from({ length: 10 }, (_, i) => ({ name: `part ${i}`, fromBeats: i * 80, toBeats: (i + 1) * 80 })),
    behind: new Map(infos.map(({ track }) => [track!, ['master_track']])),
  })
  const random = stream(11, 'guide-bench')
  const collect = collector()
  const blocks = Math.round((minutes * 60_000) / blockMs)
  const times = new Float64Array(blocks)
  const heap: number[] = []
  const told = new Set<string>()
  let beats = 0
  const frame = new Array<number>(tapMeters.length).fill(0)
  for (let n = 0; n < blocks; n++) {
    const now = n * blockMs
    beats = random() < 0.002 ? random() * songBeats : (beats + (blockMs * tempo) / 60_000) % songBeats
    const hand = n % 600 < 20 ? Math.floor(random() * taps) : null
    if (n % 3000 === 0)
      guide.measured({
        loudness: 'good',
        dynamics: 'good',
        tone: 'good',
        'low-end': 'good',
        sidechain: 'good',
        stereo: 'good',
      })
    const from = threadMs()
    if (hand !== null) guide.changed(`tracks ${hand}`, now)
    guide.transport({ playing: n % 1500 < 1400, beats, tempo }, now)
    for (const { key } of infos) {
      for (let i = 0; i < frame.length; i++) frame[i] = 0.01 + 0.02 * random()
      guide.frame(key, frame, now)
    }
    const state = guide.state(now, { proposes: true })
    JSON.stringify(state)
    times[n] = threadMs() - from
    if (state.suggestion) told.add(state.suggestion.key)
    if ((n + 1) % (blocks / 4) === 0) {
      collect()
      heap.push(process.memoryUsage().heapUsed / 2 ** 20)
    }
  }
  return { blocks, ...spreadOf(times), heap, suggestions: told.size }
}

function spreadOf(times: Float64Array) {
  const sorted = times.toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { median: at(0.5), p99: at(0.99), worst: at(1) }
}

/** Full garbage collections, also where Node was not started with --expose-gc. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return collect
}
