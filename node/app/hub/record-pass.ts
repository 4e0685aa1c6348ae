/** One pass of playback that records: asked for, followed to its end, given up when nothing more is heard of it. */
import type { Events, RecordArgs, Recorded } from '../../../device/protocol.ts'
import type { Connection } from '../../adapters/max-bridge/connection.ts'
import { AppError } from '../../audio/app-error.ts'

/** Live tells where it is several times a second; so long without a word, nothing is being recorded. */
const patienceMs = 30_000

/** Throws AppError CANCELLED, CAPTURE_LOST; what else ended the pass stands in the result. */
export async function recordPass(
  connection: Connection,
  args: RecordArgs,
  { signal, onBeats }: { readonly signal: AbortSignal; readonly onBeats: (beats: number) => void },
): Promise<Recorded> {
  signal.throwIfAborted()
  let stop = () => {}
  let timer: NodeJS.Timeout | undefined
  const recorded = new Promise<Recorded>((resolve, reject) => {
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(() => reject(lost('nothing was heard of it any more')), patienceMs)
    }
    alive()
    stop = connection.listen({
      event: (event, data) => {
        if (event === 'recording') {
          const { take, beats } = data as Events['recording']
          if (take !== args.take) return
          alive()
          onBeats(beats)
        }
        if (event === 'recorded' && (data as Recorded).take === args.take) resolve(data as Recorded)
      },
      state: () => reject(lost('the device in Live has started anew or is gone')),
    })
  })
  recorded.catch(() => {})
  const cancel = () => void connection.request('cancelRecord', { take: args.take }).catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  try {
    await connection.request('record', args)
    return await recorded
  } finally {
    signal.removeEventListener('abort', cancel)
    clearTimeout(timer)
    stop()
  }
}

const lost = (why: string) =>
  new AppError({ code: 'CAPTURE_LOST', message: `The capture was lost: ${why}.`, action: 'Capture again.' })
