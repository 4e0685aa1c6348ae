/**
 * Whether a model can be run on what a snapshot holds of a device: older Lives have fewer parameters, a set file keeps what it
 * could not read apart, a remote script lists a part. A device that lacks what its model needs is as unknown as a plug-in.
 */
import { deviceName } from '../../live/device-table.ts'
import type { DynamicModel, LinearModel, Settings, StereoSignal } from './device-model.ts'
import { UntoldSetting } from './settings.ts'

/** The model, whose `unpredictable` also says what is missing. */
export function told<Model extends LinearModel | DynamicModel>(model: Model): Model {
  const known = new WeakMap<Settings, string | null>()
  return {
    ...model,
    unpredictable(settings) {
      const before = known.get(settings)
      if (before !== undefined) return before
      const sentence = model.unpredictable(settings) ?? missingIn(model, settings)
      known.set(settings, sentence)
      return sentence
    },
  }
}

const nothing = new Float32Array(0)
const noSignal: StereoSignal = [nothing, nothing]
const anyRate = 44_100

/** What a model needs hangs on its switches: it is run on nothing, and so reads exactly that. */
function missingIn(model: LinearModel | DynamicModel, settings: Settings): string | null {
  try {
    if (model.kind === 'linear') model.response(settings, anyRate, [])
    else {
      model.curves(settings, noSignal, noSignal, anyRate)
      model.inputOf(settings, noSignal, noSignal, anyRate)
    }
    return null
  } catch (error) {
    if (!(error instanceof UntoldSetting)) throw error
    const name = deviceName(model.className) ?? model.className
    return `The snapshot does not tell "${error.parameter}" of ${name}: what it does is not known.`
  }
}
