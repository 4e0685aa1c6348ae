/** A/B: level-matched excerpts, switched at the same position; blind on demand. */
import { useEffect, useState } from 'preact/hooks'
import type { ExcerptSide, PanelExcerpts } from '../../app/panel-source.ts'
import type { Player } from './player.ts'

/** In blind listening, what X1 is; X2 is the other. */
type Blind = { readonly first: 'before' | 'after'; readonly isTold: boolean } | null

export function Listen({ excerpts, player }: { readonly excerpts: PanelExcerpts; readonly player: Player }) {
  const { id, title, sides } = excerpts
  const [side, setSide] = useState<ExcerptSide>(player.side)
  const [isPlaying, setPlaying] = useState(false)
  const [blind, setBlind] = useState<Blind>(null)
  const [fault, setFault] = useState('')
  const [position, setPosition] = useState(0)

  const choose = (next: ExcerptSide) => {
    player.choose(next)
    setSide(next)
  }
  const toggle = async () => {
    setFault('')
    if (player.isPlaying) {
      player.stop()
      setPlaying(false)
      return
    }
    try {
      await player.play(id, sides)
      setPlaying(true)
      setSide(player.side)
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  /** Always at X1: the side that was heard last must not be seen. */
  const startBlind = () => {
    const next = drawn()
    setBlind(next)
    choose(next.first)
  }
  useEffect(() => () => player.stop(), [player])
  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => setPosition(player.position), 100)
    return () => clearInterval(timer)
  }, [isPlaying, player])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (target instanceof HTMLElement && target !== document.body && !target.closest('.listen')) return
      if (event.key === ' ' && !(target instanceof HTMLButtonElement)) {
        event.preventDefault()
        void toggle()
      }
      const named = orderOf(blind, sides)[Number(event.key) - 1]
      if (named) choose(named)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })

  const order = orderOf(blind, sides)
  const isHidden = blind !== null && !blind.isTold
  return (
    <aside class="listen" aria-label="Before and after">
      <button type="button" class="play primary" aria-label={isPlaying ? 'Stop' : 'Play'} onClick={() => void toggle()}>
        {isPlaying ? '■' : '▶'}
      </button>
      <fieldset class="sides" aria-label="What is heard">
        {order.map((each, i) => (
          <button
            key={each}
            type="button"
            class={isHidden ? '' : each}
            aria-pressed={each === side}
            onClick={() => choose(each)}
          >
            <kbd>{i + 1}</kbd> {isHidden ? `X${i + 1}` : sideWords[each]}
          </button>
        ))}
      </fieldset>
      <div class="what">
        <b>{title}</b>
        <progress max={1} value={position} aria-label="Position in the excerpt" />
        <small>{fault || 'Level-matched: louder is not better. Switching keeps the position.'}</small>
      </div>
      {blind === null ? (
        <button type="button" class="quiet" onClick={startBlind}>
          Blind
        </button>
      ) : (
        <div class="presses">
          {isHidden && (
            <button type="button" onClick={() => setBlind({ ...blind, isTold: true })}>
              Tell me
            </button>
          )}
          <button type="button" class="quiet" onClick={() => setBlind(null)}>
            {isHidden ? 'Give up' : 'Done'}
          </button>
        </div>
      )}
    </aside>
  )
}

const sideWords = { before: 'Before', after: 'After', reference: 'Reference' } as const

function orderOf(blind: Blind, sides: readonly ExcerptSide[]): readonly ExcerptSide[] {
  if (!blind) return sides
  return blind.first === 'before' ? ['before', 'after'] : ['after', 'before']
}

function drawn(): NonNullable<Blind> {
  const isOdd = (crypto.getRandomValues(new Uint8Array(1))[0]! & 1) === 1
  return { first: isOdd ? 'before' : 'after', isTold: false }
}
