/** The three best changes on the display, each with what the user can answer. */
import { hubInputs } from '../../device/protocol.ts'
import type { Box, Outlet, Patch } from '../lib/patch.ts'
import { theme } from '../lib/theme.ts'
import { branch } from './branch.ts'
import { button, displayLine, displayText } from './objects.ts'
import { controlWords } from './words.ts'

const rows = [1, 2, 3] as const
const top = 29
const rowPitch = 46

export function fixRows(patch: Patch, from: Outlet, toScript: Box): Outlet {
  return rows.reduce((next, row) => fixRow(patch, next, toScript, row), from)
}

function fixRow(patch: Patch, from: Outlet, toScript: Box, row: (typeof rows)[number]): Outlet {
  patch.group(`Change ${row}`)
  const { of, rest } = branch(patch, from, [
    `fix-${row}-title`,
    `fix-${row}-track`,
    `fix-${row}-effect`,
    `apply-${row}`,
    `show-${row}`,
    `intended-${row}`,
    `lock-${row}`,
  ])
  const y = top + (row - 1) * rowPitch
  if (row > 1) displayLine(patch, [157, y - 6, 241, 1])
  const texts = [
    displayText(patch, ' ', [154, y, 160, 17], { name: `fix-${row}-title`, size: 10 }),
    displayText(patch, ' ', [154, y + 18, 84, 16], { name: `fix-${row}-track`, color: theme.displayDim }),
    displayText(patch, ' ', [238, y + 18, 76, 16], { name: `fix-${row}-effect`, color: theme.displayValue }),
  ]
  for (const text of texts) patch.chain(of(text.name as `fix-${typeof row}-title`), text)
  const places = [
    [`apply-${row}`, 315, y],
    [`show-${row}`, 361, y],
    [`intended-${row}`, 315, y + 18],
    [`lock-${row}`, 361, y + 18],
  ] as const
  for (const [name, x, at] of places) {
    // Without a script there is no change to answer.
    const box = button(
      patch,
      name,
      [x, at, x < 350 ? 45 : 39, 16],
      { ...controlWords[name], isHidden: true },
      ` ${row}`,
    )
    patch.chain(of(name), box)
    patch.chain(box, patch.message(`${hubInputs.press} ${name} 1`), toScript)
  }
  return rest
}
