/** How Max reads the text of a box: words, quoted symbols, escapes, attributes behind "@". */

/** Words of a text. A quoted string is one word; a backslash takes the next character as it is. */
export function atoms(text: string): string[] {
  const words: string[] = []
  let word = ''
  let isOpen = false
  let isQuoted = false
  const end = () => {
    if (isOpen) words.push(word)
    word = ''
    isOpen = false
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\' && i + 1 < text.length) {
      word += text[++i]
      isOpen = true
    } else if (c === '"') {
      isQuoted = !isQuoted
      isOpen = true
    } else if (!isQuoted && /\s/.test(c)) end()
    else {
      word += c
      isOpen = true
    }
  }
  end()
  return words
}

export interface BoxText {
  readonly name: string
  /** Up to the first attribute. */
  readonly args: readonly string[]
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

/** "buffer~ ---ring 1000 2 @samptype int16" → name, arguments, attributes. */
export function boxText(text: string): BoxText {
  const [name = '', ...words] = atoms(text)
  const first = words.findIndex(word => /^@[a-z]/.test(word))
  const attributes = new Map<string, string[]>()
  let open: string[] = []
  for (const word of first < 0 ? [] : words.slice(first)) {
    if (/^@[a-z]/.test(word)) attributes.set(word.slice(1), (open = []))
    else open.push(word)
  }
  return { name, args: first < 0 ? words : words.slice(0, first), attributes }
}

/** A message box's messages to its outlet, and those it sends by name ("; max launchbrowser $1"). */
export function messageParts(text: string): { out: string[][]; sent: string[][] } {
  const [out = '', ...sent] = split(text, ';')
  const messages = (part: string) =>
    split(part, ',')
      .map(atoms)
      .filter(words => words.length > 0)
  return { out: messages(out), sent: sent.map(atoms).filter(words => words.length > 0) }
}

export const isNumber = (word: string) => /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/.test(word)
export const isFloat = (word: string) => isNumber(word) && /[.e]/.test(word)

/** At a sign that is neither quoted nor escaped. */
function split(text: string, sign: string): string[] {
  const parts = ['']
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\') parts[parts.length - 1] += c + (text[++i] ?? '')
    else if (c === sign && !isQuoted) parts.push('')
    else {
      if (c === '"') isQuoted = !isQuoted
      parts[parts.length - 1] += c
    }
  }
  return parts
}
