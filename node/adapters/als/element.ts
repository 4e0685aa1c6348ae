/** One element of a Live set file, as far as it is kept. */
export interface AlsElement {
  readonly tag: string
  /** Of the attribute `Value`, which most have and no other. */
  readonly value: string | undefined
  /** The others: name, value, name, value. Few have any, and a set has a million of them. */
  readonly attributes: readonly string[]
  readonly children: readonly AlsElement[]
  /** Where the text of `Value` ends in the XML, in bytes from its start; −1: it has none. */
  readonly valueEnd: number
  /** How many children there were, with those that were not kept. */
  readonly count: number
}

/** The element at a path such as "Mixer/Volume". Loops, since a set asks this a million times. */
export function at(element: AlsElement | undefined, path: string): AlsElement | undefined {
  let found = element
  for (const tag of stepsOf(path)) {
    if (!found) return undefined
    found = childOf(found, tag)
  }
  return found
}

/** Split once: the program knows some hundreds of paths. */
const steps = new Map<string, readonly string[]>()

function stepsOf(path: string): readonly string[] {
  const known = steps.get(path)
  if (known) return known
  const split = path.split('/')
  steps.set(path, split)
  return split
}

/** The first child with this tag. */
export function childOf({ children }: AlsElement, tag: string): AlsElement | undefined {
  for (const child of children) if (child.tag === tag) return child
  return undefined
}

export function attributeOf({ attributes }: AlsElement, name: string): string | undefined {
  for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return attributes[i + 1]
  return undefined
}

export const valueAt = (element: AlsElement | undefined, path: string): string | undefined => at(element, path)?.value

export const isTrue = (text: string | undefined) => text === 'true' || text === '1'

/** undefined: absent, or no number. */
export function numberAt(element: AlsElement | undefined, path: string): number | undefined {
  const text = valueAt(element, path)
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? undefined : number
}

/** Every element below with one of these tags, in document order; not searched further inside those found. */
export function everyBelow(element: AlsElement | undefined, ...tags: readonly string[]): readonly AlsElement[] {
  const found: AlsElement[] = []
  if (element) gather(element, tags, found)
  return found
}

function gather({ children }: AlsElement, tags: readonly string[], found: AlsElement[]): void {
  for (const child of children) {
    // Nothing that is looked for is empty.
    if (child.children.length === 0) continue
    if (tags.includes(child.tag)) found.push(child)
    else gather(child, tags, found)
  }
}
