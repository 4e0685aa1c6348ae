/** No amount follows where a device's model cannot say what it does, or the snapshot does not hold what the model needs. */
import { everyDevice } from '../../live/set.ts'
import { modelOf } from '../../mix/devices/index.ts'
import type { Candidate, Place } from './candidate.ts'

/** Which of a track's candidates can be solved; of each device that cannot, it is said once why. */
export function toldOnly({ track, refuse }: Pick<Place, 'track' | 'refuse'>): (candidate: Candidate) => boolean {
  const said = new Set<string>()
  return ({ move, range: [low, high] }) => {
    const moved = move(high === 0 ? low : high)
    if (moved.kind !== 'device') return true
    const model = modelOf(moved.className)
    if (!model || model.kind === 'tendency') return false
    const obstacle = model.unpredictable(moved.from) ?? model.unpredictable(moved.to)
    if (obstacle === null) return true
    const name = everyDevice(track).find(({ device }) => device.path === moved.device)?.device.name ?? moved.className
    const sentence = `${name} on ${track.name} is left alone. ${obstacle}`
    if (!said.has(sentence)) refuse(sentence)
    said.add(sentence)
    return false
  }
}
