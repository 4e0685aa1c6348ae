/** A .maxpat's JSON as levels of boxes and cords, with texts read; what the rules look at. */
import { z } from 'zod'
import { boxText } from './atoms.ts'
import { fullName } from './objects.ts'

const endSchema = z.tuple([z.string(), z.number().int()])
const patcherSchema = z.looseObject({
  boxes: z.array(
    z.object({ box: z.looseObject({ id: z.string(), maxclass: z.string(), text: z.string().optional() }) }),
  ),
  lines: z.array(z.object({ patchline: z.looseObject({ source: endSchema, destination: endSchema }) })),
})
const maxpatSchema = z.object({ patcher: patcherSchema })
type RawPatcher = z.infer<typeof patcherSchema>

export interface Box {
  readonly id: string
  /** Path of ids from the top: "obj-8::obj-2", as in the parameters map. */
  readonly key: string
  readonly maxclass: string
  /** The object's full name: "trigger" for "t b i", "live.text" for a box of that class. */
  readonly name: string
  readonly args: readonly string[]
  /** Written in the text, behind "@". */
  readonly attributes: ReadonlyMap<string, readonly string[]>
  readonly raw: Readonly<Record<string, unknown>>
  readonly level: Level
  /** Of a subpatcher. */
  readonly inner: Level | null
}

export interface Cord {
  readonly source: readonly [id: string, outlet: number]
  readonly destination: readonly [id: string, inlet: number]
}

export interface Level {
  /** Key of the box that holds it; "" at the top. */
  readonly path: string
  readonly parent: Level | null
  readonly boxes: readonly Box[]
  readonly cords: readonly Cord[]
  readonly raw: Readonly<Record<string, unknown>>
}

export interface Patch {
  readonly top: Level
  /** The top and all subpatchers. */
  readonly levels: readonly Level[]
  /** Of all levels. */
  readonly boxes: readonly Box[]
}

/** Throws ZodError when it has not the shape of a patcher. */
export function readPatch(maxpat: unknown): Patch {
  const top = levelOf(maxpatSchema.parse(maxpat).patcher, '', null)
  const levels = withInner(top)
  return { top, levels, boxes: levels.flatMap(level => level.boxes) }
}

/** "obj-8 (route hello)": how a finding names a box. */
export function label(box: Box): string {
  const { text, varname } = box.raw
  const words = box.maxclass === 'newobj' ? text : (varname ?? box.maxclass)
  return `${box.key} (${String(words).slice(0, 40)})`
}

export const boxWithId = (level: Level, id: string): Box | undefined => level.boxes.find(box => box.id === id)

function levelOf(raw: RawPatcher, path: string, parent: Level | null): Level {
  const boxes: Box[] = []
  const level = { path, parent, boxes, cords: raw.lines.map(({ patchline }) => patchline), raw }
  for (const { box } of raw.boxes) boxes.push(boxOf(box, level))
  return level
}

function boxOf(raw: RawPatcher['boxes'][number]['box'], level: Level): Box {
  const { id, maxclass, text = '' } = raw
  const key = level.path === '' ? id : `${level.path}::${id}`
  const { name, args, attributes } =
    maxclass === 'newobj' ? boxText(text) : { name: maxclass, args: [], attributes: new Map<string, string[]>() }
  const inner = raw['patcher'] === undefined ? null : levelOf(patcherSchema.parse(raw['patcher']), key, level)
  return { id, key, maxclass, name: fullName(name), args, attributes, raw, level, inner }
}

const withInner = (level: Level): Level[] => [
  level,
  ...level.boxes.flatMap(({ inner }) => (inner === null ? [] : withInner(inner))),
]
