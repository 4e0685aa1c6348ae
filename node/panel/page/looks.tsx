/** The plots, one at a time behind tabs: drawn by the same code as the reports; with a playhead, and with single tracks. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PanelExcerpts, PanelView } from '../../app/panel/data.ts'
import type { Link } from './link.ts'
import { clearTrack, drawTrack, withExcerpt, withPlayhead } from './overlays.ts'
import type { Player } from './player.ts'

interface LooksProps {
  readonly view: PanelView
  readonly isOld: boolean
  /** Asks for what takes seconds. */
  readonly look: () => void
  readonly excerpts: PanelExcerpts | null
  readonly player: Player
  readonly link: Link
}

/** Not measured until somebody looks. */
const masking = { id: 'masking', name: 'Masking', markup: '<p>Measuring who masks whom …</p>' }
const noMasking = { ...masking, markup: '<p>Masking is measured between tracks that are heard by themselves.</p>' }

export function Looks({ view, isOld, look, excerpts, player, link }: LooksProps) {
  const { isDeep, timeline, contributions } = view
  const plots = view.plots.some(({ id }) => id === masking.id)
    ? view.plots
    : [...view.plots, isDeep ? noMasking : masking]
  const [wanted, setWanted] = useState('spectrum')
  const [pinned, setPinned] = useState('')
  const [pointed, setPointed] = useState('')
  const place = useRef<HTMLDivElement>(null)
  const shown = plots.find(({ id }) => id === wanted) ?? plots[0]!
  const track = contributions.find(each => each.track === (pointed || pinned))
  useEffect(() => {
    // A figure as a colour: set here, since the policy takes no style attributes.
    for (const cell of place.current?.querySelectorAll<HTMLElement>('[data-loss]') ?? []) {
      cell.style.setProperty('--loss', cell.dataset['loss'] ?? '0')
    }
  }, [shown.markup])
  useEffect(() => {
    if (shown.id === masking.id && !isDeep && !isOld) look()
  }, [shown.id, isDeep, isOld, look])
  useEffect(() => {
    if (shown.id !== 'spectrum' || !track || !place.current) return
    const on = place.current
    drawTrack(on, track)
    return () => clearTrack(on)
  }, [shown, track])
  useEffect(() => {
    const svg = place.current?.querySelector('svg[role="img"]')
    if (shown.id !== 'timeline' || !timeline || !svg) return
    const plotted = { svg, timeline }
    const heardAt = ({ startSeconds, endSeconds }: PanelExcerpts) =>
      player.isPlaying ? startSeconds + player.position * (endSeconds - startSeconds) : null
    const overlays = [
      ...(excerpts
        ? [withExcerpt(plotted, excerpts), withPlayhead(plotted, 'excerpt-head', () => heardAt(excerpts))]
        : []),
      withPlayhead(plotted, 'live-head', () => link.playhead),
    ]
    return () => {
      for (const takeAway of overlays) takeAway()
    }
  }, [shown, timeline, excerpts, player, link])
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by === undefined) return
    const next = plots[(plots.indexOf(shown) + by + plots.length) % plots.length]!
    setWanted(next.id)
    document.getElementById(`tab-${next.id}`)?.focus()
  }
  return (
    <section class={isOld ? 'looks old' : 'looks'} aria-label="What was measured">
      <div class="tabs" role="tablist" aria-label="Views" onKeyDown={step}>
        {plots.map(({ id, name }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === shown.id}
            aria-controls="plot"
            tabIndex={id === shown.id ? 0 : -1}
            onClick={() => setWanted(id)}
          >
            {name}
          </button>
        ))}
      </div>
      {shown.id === 'spectrum' && contributions.length > 0 && (
        <fieldset class="chips">
          <legend>A track alone</legend>
          {contributions.map(each => (
            <button
              key={each.track}
              type="button"
              aria-pressed={pinned === each.track}
              onClick={() => setPinned(pinned === each.track ? '' : each.track)}
              onPointerEnter={() => setPointed(each.track)}
              onPointerLeave={() => setPointed('')}
            >
              {each.track}
            </button>
          ))}
        </fieldset>
      )}
      <div
        id="plot"
        ref={place}
        role="tabpanel"
        aria-labelledby={`tab-${shown.id}`}
        // Made by report/markup.ts, which escapes every name.
        dangerouslySetInnerHTML={{ __html: shown.markup }}
      />
    </section>
  )
}
