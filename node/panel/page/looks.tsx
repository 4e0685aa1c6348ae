/** The plots, one at a time behind tabs: drawn by the same code as the reports. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PanelView } from '../../app/panel-source.ts'

interface LooksProps {
  readonly plots: PanelView['plots']
  readonly isOld: boolean
  readonly isDeep: boolean
  /** Asks for what takes seconds. */
  readonly look: () => void
}

/** Not measured until somebody looks. */
const masking = { id: 'masking', name: 'Masking', markup: '<p>Measuring who masks whom …</p>' }
const noMasking = { ...masking, markup: '<p>Masking is measured between tracks that are heard by themselves.</p>' }

export function Looks({ plots: made, isOld, isDeep, look }: LooksProps) {
  const plots = made.some(({ id }) => id === masking.id) ? made : [...made, isDeep ? noMasking : masking]
  const [wanted, setWanted] = useState('spectrum')
  const place = useRef<HTMLDivElement>(null)
  const shown = plots.find(({ id }) => id === wanted) ?? plots[0]
  useEffect(() => {
    // A figure as a colour: set here, since the policy takes no style attributes.
    for (const cell of place.current?.querySelectorAll<HTMLElement>('[data-loss]') ?? []) {
      cell.style.setProperty('--loss', cell.dataset['loss'] ?? '0')
    }
  }, [shown])
  useEffect(() => {
    if (shown?.id === masking.id && !isDeep && !isOld) look()
  }, [shown?.id, isDeep, isOld, look])
  if (!shown) return null
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
