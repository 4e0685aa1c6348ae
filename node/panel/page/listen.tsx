/** A/B: level-matched excerpts, switched at the same position; blind on demand, and then the vote is kept. */
import { useEffect, useState } from 'preact/hooks'
import type { BlindAnswer, ExcerptSide, PanelExcerpts, PanelTrial } from '../../app/panel/data.ts'
import type { PanelAction } from '../../app/panel/source.ts'
import type { Player } from './player.ts'

interface ListenProps {
  readonly excerpts: PanelExcerpts
  readonly canVote: boolean
  /** true: plays as soon as it is there, and is set back. */
  readonly awaited: { current: boolean }
  readonly player: Player
  readonly act: (action: PanelAction) => void
}

export function Listen({ excerpts, canVote, awaited, player, act }: ListenProps) {
  const { id, asked, title, trial } = excerpts
  const isBlind = trial !== null && trial.answer === null
  const order: readonly ExcerptSide[] = isBlind
    ? ['x1', 'x2']
    : excerpts.sides.filter(each => each !== 'x1' && each !== 'x2')
  const canBlind = isBlind || order.includes('after')
  const [side, setSide] = useState<ExcerptSide>(order[0]!)
  const [isPlaying, setPlaying] = useState(false)
  const [fault, setFault] = useState('')
  const [position, setPosition] = useState(0)

  const choose = (next: ExcerptSide) => {
    player.choose(next)
    setSide(next)
  }
  const start = async () => {
    setFault('')
    try {
      await player.play(id, order)
      setPlaying(true)
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  const toggle = () => {
    if (!player.isPlaying) return void start()
    player.stop()
    setPlaying(false)
  }
  useEffect(() => {
    if (!awaited.current) return
    awaited.current = false
    void start()
  }, [asked])
  useEffect(() => () => player.stop(), [player])
  useEffect(() => {
    // Always at the first: what was heard last must not be seen.
    choose(order[0]!)
    if (player.isPlaying) void start()
  }, [isBlind])
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
        toggle()
      }
      const named = order[Number(event.key) - 1]
      if (named) choose(named)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })

  return (
    <aside class="listen" aria-label="Before and after">
      <button type="button" class="play primary" aria-label={isPlaying ? 'Stop' : 'Play'} onClick={toggle}>
        {isPlaying ? '■' : '▶'}
      </button>
      <fieldset class="sides" aria-label="What is heard">
        {order.map((each, i) => (
          <button key={each} type="button" class={each} aria-pressed={each === side} onClick={() => choose(each)}>
            <kbd>{i + 1}</kbd> {each === 'before' && !canBlind ? 'Your mix' : sideWords[each]}
          </button>
        ))}
      </fieldset>
      <div class="what">
        <b>{title}</b>
        <progress max={1} value={position} aria-label="Position in the excerpt" />
        <small>{fault || told(trial) || 'Equally loud, so louder is not better. Switching keeps the position.'}</small>
      </div>
      {isBlind ? (
        <fieldset class="presses vote" aria-label="Which is better?">
          {votes.map(([answer, words]) => (
            <button key={answer} type="button" disabled={!canVote} onClick={() => act({ kind: 'vote', answer })}>
              {words}
            </button>
          ))}
        </fieldset>
      ) : (
        <button type="button" class="quiet" disabled={!canVote || !canBlind} onClick={() => act({ kind: 'blind' })}>
          {trial ? 'Blind again' : 'Blind'}
        </button>
      )}
    </aside>
  )
}

const sideWords: Readonly<Record<ExcerptSide, string>> = {
  before: 'Before',
  after: 'After',
  reference: 'Reference',
  x1: 'X1',
  x2: 'X2',
}

const votes: readonly (readonly [BlindAnswer, string])[] = [
  ['X1', 'X1 is better'],
  ['X2', 'X2 is better'],
  ['none', 'No difference'],
]

/** "" while there is nothing to tell. */
function told(trial: PanelTrial | null): string {
  if (!trial) return ''
  const { answer, x1, tally } = trial
  if (answer === null || x1 === null)
    return 'Which is better? X1 and X2 are before and after, in an order drawn by lot.'
  const other = x1 === 'before' ? 'after' : 'before'
  const preferred = answer === 'X1' ? x1 : answer === 'X2' ? other : null
  return `X1 was ${x1}: you ${preferred === null ? 'heard no difference' : `preferred ${preferred}`}. ${tally}`
}
