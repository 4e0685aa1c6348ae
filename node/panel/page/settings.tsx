/** What the next solution is for: what this is, premaster or master, which categories count, and how much Uplift does by itself. */
import { type PanelChoices, panelModes, panelStages } from '../../app/panel/data.ts'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import type { Category, SectionType } from '../../features/catalogue.ts'

interface SettingsProps {
  readonly state: PanelState
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

const stageWords = { auto: 'Judge by itself', premaster: 'A premaster', master: 'A master' } as const
const modeWords = {
  passive: 'Passive: shows, changes nothing',
  'on-demand': 'On demand: one step a press',
  assist: 'Assist: proposes, measures again by itself',
} as const
const parts = { song: 'A whole song', drop: 'A drop', breakdown: 'A breakdown', build: 'A build-up' } as const
/** Those that fixes are made for, as the face groups them. */
const categories: readonly Category[] = ['loudness', 'dynamics', 'spectrum', 'low end', 'sidechain', 'stereo']

export function Settings({ state, isBusy, act }: SettingsProps) {
  const { choices } = state
  const choose = (choice: Partial<PanelChoices>) => act({ kind: 'choose', choice })
  const isOff = (category: Category) => choices.without.includes(category)
  const told = [
    choices.part === null ? null : parts[choices.part as keyof typeof parts],
    choices.stage === 'auto' ? null : stageWords[choices.stage],
    choices.without.length > 0 ? `without ${choices.without.join(', ')}` : null,
  ].filter(words => words !== null)
  return (
    <details class="panel settings">
      <summary>Settings{told.length > 0 ? `: ${told.join('; ')}` : ''}</summary>
      <div class="fields">
        <label class="choice">
          This is
          <select
            value={choices.part ?? 'song'}
            disabled={isBusy}
            onChange={event => {
              const { value } = event.currentTarget
              choose({ part: value === 'song' ? null : (value as SectionType) })
            }}
          >
            {Object.entries(parts).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          Judged as
          <select
            value={choices.stage}
            disabled={isBusy}
            onChange={event => choose({ stage: event.currentTarget.value as PanelChoices['stage'] })}
          >
            {panelStages.map(stage => (
              <option key={stage} value={stage}>
                {stageWords[stage]}
              </option>
            ))}
          </select>
        </label>
        {choices.mode !== null && (
          <label class="choice">
            In Live
            <select
              value={choices.mode}
              disabled={isBusy}
              onChange={event => choose({ mode: event.currentTarget.value as NonNullable<PanelChoices['mode']> })}
            >
              {panelModes.map(mode => (
                <option key={mode} value={mode}>
                  {modeWords[mode]}
                </option>
              ))}
            </select>
          </label>
        )}
        <fieldset class="checks">
          <legend>Fixes for</legend>
          {categories.map(category => (
            <label key={category}>
              <input
                type="checkbox"
                checked={!isOff(category)}
                disabled={isBusy}
                onChange={() =>
                  choose({
                    without: isOff(category)
                      ? choices.without.filter(each => each !== category)
                      : [...choices.without, category],
                  })
                }
              />
              {category}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  )
}
