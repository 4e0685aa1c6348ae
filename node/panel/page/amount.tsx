/** A slider for how much of a solution is wanted. Solved anew when it is let go, not on its way. */
import { useState } from 'preact/hooks'

interface AmountProps {
  readonly words: string
  /** For whom the words are not enough. */
  readonly label?: string
  /** 1: as solved. */
  readonly factor: number
  readonly most: number
  readonly isOff: boolean
  readonly set: (factor: number) => void
}

export function Amount({ words, label, factor, most, isOff, set }: AmountProps) {
  const [moving, setMoving] = useState<number | null>(null)
  const percent = moving ?? Math.round(100 * factor)
  return (
    <label class="amount">
      {words}
      <input
        type="range"
        min="10"
        max={100 * most}
        step="5"
        value={percent}
        disabled={isOff}
        {...(label === undefined ? {} : { 'aria-label': label })}
        aria-valuetext={`${percent} percent of what was solved`}
        onInput={event => setMoving(Number(event.currentTarget.value))}
        onChange={event => {
          setMoving(null)
          set(Number(event.currentTarget.value) / 100)
        }}
      />
      <output>{percent} %</output>
    </label>
  )
}
