/** Max's messages: lists of numbers and symbols. A message whose first atom is a number is an int, a float or a list. */
export type Atom = number | string
export type Message = readonly Atom[]

export const bang: Message = ['bang']

/** Longest symbol that survives Max's outlets. */
const longestSymbol = 32_767

/** Every distinct symbol stays in Max for ever: this is what counts them. */
export class SymbolTable {
  readonly #symbols = new Set<string>()

  get size(): number {
    return this.#symbols.size
  }

  intern(text: string): void {
    this.#symbols.add(text)
  }

  /** What came since `size` was so much, oldest first. */
  since(size: number): readonly string[] {
    return [...this.#symbols].slice(size)
  }
}

/** What leaves a script. Throws RangeError where Max would drop it or make something else of it. */
export function checkedAtoms(values: readonly unknown[], where: string): Message {
  return values.map(value => {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (typeof value === 'string' && value.length <= longestSymbol) return value
    const what = typeof value === 'string' ? `a symbol of ${value.length} characters` : describe(value)
    throw new RangeError(`${where}: an atom must be a finite number or a symbol, got ${what}`)
  })
}

const describe = (value: unknown) => (Array.isArray(value) ? 'an array inside a list' : `${typeof value} ${value}`)

/** `list 1 2` is the list 1 2; `int 3` is 3. */
export function normalized(message: Message): Message {
  const [first, ...rest] = message
  const isTyped = first === 'list' || first === 'int' || first === 'float'
  return isTyped && typeof rest[0] === 'number' ? rest : message
}

/** The words of an object's or a message's text; quotes keep spaces, a backslash takes the next character as it is. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  let word = ''
  let isOpen = false
  let isQuoted = false
  const finish = () => {
    if (isOpen) words.push(word)
    word = ''
    isOpen = false
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\') {
      word += text[++i] ?? ''
      isOpen = true
    } else if (c === '"') {
      isQuoted = !isQuoted
      isOpen = true
    } else if (!isQuoted && /\s/.test(c)) finish()
    else if (!isQuoted && (c === ',' || c === ';')) {
      finish()
      words.push(separators[c])
    } else {
      word += c
      isOpen = true
    }
  }
  finish()
  return words
}

/** Unescaped comma and semicolon, told apart from escaped ones. */
export const separators = { ',': '\u0000,', ';': '\u0000;' } as const

export const atomOf = (word: string): Atom => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word)

/** As Max prints it. */
export const textOf = (message: Message) => message.join(' ')
