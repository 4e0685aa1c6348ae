/** Undo and Redo by the keys that every program has for them. */
import { useEffect } from 'preact/hooks'

interface Presses {
  /** null: cannot be pressed now. */
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
}

export function useShortcuts({ undo, redo }: Presses): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const wanted = pressOf(event)
      // Where something is typed, they belong to the text.
      if (!wanted || (event.target instanceof HTMLInputElement && event.target.type === 'text')) return
      event.preventDefault()
      if (!event.repeat) ({ undo, redo })[wanted]?.()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.platform)

/** As shown to the user. */
export const keyNames = isApple
  ? ({ undo: '⌘Z', redo: '⇧⌘Z' } as const)
  : ({ undo: 'Ctrl+Z', redo: 'Ctrl+Shift+Z' } as const)

/** Control on a Mac is another key: it has a meaning of its own in text. */
function pressOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): keyof Presses | null {
  if (altKey || !(isApple ? metaKey && !ctrlKey : ctrlKey && !metaKey)) return null
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' && !isApple && !shiftKey ? 'redo' : null
}
