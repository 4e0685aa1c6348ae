/** Arbitrary damage to files and to JSON: what disks, networks and other programs do to them, and what somebody might try. */
import fc from 'fast-check'

/** Up to six of these, one after the other: cut short, flip bits, overwrite with extremes, repeat, splice, insert noise. */
export function damagedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const at = fc.double({ min: 0, max: 1, noNaN: true })
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at }),
    fc.record({ kind: fc.constant('flip' as const), at, bits: fc.integer({ min: 1, max: 255 }) }),
    // Most formats keep what matters in their first hundred bytes.
    fc.record({ kind: fc.constant('flip head' as const), at, bits: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ kind: fc.constant('number' as const), at, isHead: fc.boolean(), value: fc.constantFrom(...extremes) }),
    fc.record({ kind: fc.constant('repeat' as const), at, to: at }),
    fc.record({ kind: fc.constant('remove' as const), at, to: at }),
    fc.record({ kind: fc.constant('insert' as const), at, bytes: fc.uint8Array({ maxLength: 64 }) }),
    fc.record({ kind: fc.constant('splice' as const), at, to: at, other: fc.constantFrom(...seeds) }),
  )
  type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
  const apply = (bytes: Uint8Array, change: Edit): Uint8Array => {
    const place = Math.floor(change.at * bytes.length)
    switch (change.kind) {
      case 'cut':
        return bytes.subarray(0, place)
      case 'flip':
      case 'flip head': {
        const copy = bytes.slice()
        const index = change.kind === 'flip' ? place : Math.floor(change.at * Math.min(100, bytes.length))
        copy[index] = (copy[index] ?? 0) ^ change.bits
        return copy
      }
      case 'number': {
        const copy = bytes.slice()
        const index = change.isHead ? Math.floor(change.at * Math.min(100, bytes.length)) : place
        copy.set(change.value.subarray(0, Math.max(0, copy.length - index)), index)
        return copy
      }
      case 'repeat':
        return joined(bytes.subarray(0, place), bytes.subarray(Math.min(place, Math.floor(change.to * bytes.length))))
      case 'remove': {
        const end = Math.floor(change.to * bytes.length)
        return joined(bytes.subarray(0, Math.min(place, end)), bytes.subarray(Math.max(place, end)))
      }
      case 'insert':
        return joined(bytes.subarray(0, place), change.bytes, bytes.subarray(place))
      case 'splice':
        return joined(bytes.subarray(0, place), change.other.subarray(Math.floor(change.to * change.other.length)))
    }
  }
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce(apply, seed))
}

/** The same for JSON text: values of other kinds, lost and foreign keys, "__proto__", depth; now and then damaged as bytes. */
export function damagedJson(seeds: readonly string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, '', 'x'.repeat(10_000), [], {}, [[]], Number.MIN_VALUE),
    fc.jsonValue(),
  )
  const edit = fc.record({
    /** Which of the document's places, as a share of them. */
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('replace', 'remove', 'foreign', 'poison', 'double', 'nest'),
    value,
  })
  const edited = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) => {
      const document: { root: unknown } = { root: JSON.parse(seed) }
      for (const { at, kind, value: other } of edits) {
        const places = placesOf(document)
        const place = places[Math.floor(at * places.length)]
        if (!place) break
        const { holder, key } = place
        if (kind === 'replace') holder[key] = other
        else if (kind === 'remove') delete holder[key]
        else if (kind === 'foreign') holder['foreign'] = other
        else if (kind === 'double') holder[key] = [holder[key], holder[key]]
        else if (kind === 'nest') holder[key] = { value: holder[key] }
        // JSON.parse makes an own key of it, as an attacker's document does.
        else if (kind === 'poison')
          holder[key] = JSON.parse('{"__proto__":{"poisoned":1},"constructor":{"prototype":{"poisoned":1}}}')
      }
      return JSON.stringify(document.root) ?? 'null'
    })
  const asBytes = damagedBytes(seeds.map(seed => new TextEncoder().encode(seed))).map(bytes =>
    new TextDecoder().decode(bytes),
  )
  const deep = fc.integer({ min: 1_000, max: 100_000 }).map(depth => `${'['.repeat(depth)}${']'.repeat(depth)}`)
  return fc.oneof({ arbitrary: edited, weight: 8 }, { arbitrary: asBytes, weight: 3 }, { arbitrary: deep, weight: 1 })
}

/** XML that stays well-formed: odd values in its attributes, elements without children lost or doubled. */
export function damagedXml(seed: string): fc.Arbitrary<string> {
  const value = fc.constantFrom(
    '',
    'NaN',
    '1e999',
    '-1',
    '0',
    'true',
    '9'.repeat(400),
    '&#x10FFFF;',
    'Infinity',
    '../..',
    '1.5',
  )
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('value', 'lose', 'double'),
    value,
  })
  return fc.array(edit, { minLength: 1, maxLength: 6 }).map(edits =>
    edits.reduce((xml, { at, kind, value: other }) => {
      const pattern = kind === 'value' ? /="[^"]*"/g : /<\w+(?: \w+="[^"]*")* \/>/g
      const places = [...xml.matchAll(pattern)]
      const place = places[Math.floor(at * places.length)]
      if (!place) return xml
      const instead = kind === 'value' ? `="${other}"` : kind === 'lose' ? '' : place[0].repeat(2)
      return xml.slice(0, place.index) + instead + xml.slice(place.index + place[0].length)
    }, seed),
  )
}

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

/** Every value of the document that can be replaced; at most some thousands are looked at. */
function placesOf(root: object): Place[] {
  const places: Place[] = []
  const open: object[] = [root]
  while (open.length > 0 && places.length < 5_000) {
    const holder = open.pop() as Record<string, unknown>
    for (const key of Object.keys(holder)) {
      places.push({ holder, key })
      const inside = holder[key]
      if (typeof inside === 'object' && inside !== null) open.push(inside)
    }
  }
  return places
}

const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

/** Lengths and counts that lie, in either byte order. */
const extremes = [
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0x7f, 0xff, 0xff, 0xff],
  [0, 0, 0, 0x80],
  [0x80, 0, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0xff, 0xff],
  [0, 0],
].map(bytes => Uint8Array.from(bytes))
