/** The device models by Live's class names. */
import { autoFilter, autoFilterLegacy } from './auto-filter.ts'
import { channelEq } from './channel-eq.ts'
import { compressor } from './compressor.ts'
import type { DeviceModel, DynamicModel, LinearModel } from './device-model.ts'
import { eqEight } from './eq-eight.ts'
import { eqThree } from './eq-three.ts'
import { glue } from './glue.ts'
import { limiter } from './limiter.ts'
import { multibandDynamics } from './multiband-dynamics.ts'
import { delay, drumBuss, reverb, saturator } from './tendencies.ts'
import { told } from './told.ts'
import { utility } from './utility.ts'

const linear: readonly LinearModel[] = [utility, eqEight, channelEq, eqThree, autoFilter, autoFilterLegacy]
const dynamic: readonly DynamicModel[] = [compressor, glue, limiter, multibandDynamics]
const tendency: readonly DeviceModel[] = [saturator, drumBuss, reverb, delay]

const all: readonly DeviceModel[] = [...linear.map(told), ...dynamic.map(told), ...tendency]
const models = new Map(all.map(model => [model.className, model]))

/** null: what the device does is not modelled. Ask `unpredictable` before running it: a snapshot may lack what it needs. */
export const modelOf = (className: string): DeviceModel | null => models.get(className) ?? null
