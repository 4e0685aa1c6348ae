/** Which boxes of a patcher are parameters of the device. */
import type { Box, Patch } from './patch.ts'

export interface Parameter {
  readonly box: Box
  readonly valueof: Readonly<Record<string, unknown>>
  readonly longName: string
  /** 0 automated and stored, 1 stored only, 2 hidden. */
  readonly visibility: number
}

/** Every object that is a parameter of the device. */
export function parametersOf({ boxes }: Patch): Parameter[] {
  return boxes.flatMap(box => {
    const saved = box.raw['saved_object_attributes'] as Record<string, unknown> | undefined
    if (box.raw['parameter_enable'] !== 1 && saved?.['parameter_enable'] !== 1) return []
    const attributes = box.raw['saved_attribute_attributes'] as Record<string, unknown> | undefined
    const valueof = (attributes?.['valueof'] ?? {}) as Record<string, unknown>
    return [
      {
        box,
        valueof,
        longName: String(valueof['parameter_longname'] ?? ''),
        visibility: Number(valueof['parameter_invisible'] ?? 0),
      },
    ]
  })
}
