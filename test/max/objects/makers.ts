/** Every object that the fake Max knows. An unknown one is an error: better no answer than a guessed one. */
import type { MakeBox } from '../box.ts'
import { controlObjects } from './control.ts'
import { dataObjects } from './data.ts'
import { deviceObjects } from './device-objects.ts'
import { faceObjects } from './face-objects.ts'
import { nodeScript } from './node-script.ts'
import { signalObjects } from './signal-objects.ts'
import { structureObjects } from './structure.ts'
import { timeObjects } from './time.ts'
import { v8 } from './v8.ts'

export const makers: Readonly<Record<string, MakeBox>> = {
  ...controlObjects,
  ...dataObjects,
  ...timeObjects,
  ...structureObjects,
  ...deviceObjects,
  ...faceObjects,
  ...signalObjects,
  v8,
  'node.script': nodeScript,
}
