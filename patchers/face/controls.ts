/** What the user does and chooses, beside the display. */
import { type FaceControl, faceChoices, hubInputs } from '../../device/protocol.ts'
import type { Parameter } from '../lib/parameter.ts'
import type { Box, Outlet, Patch, Rect } from '../lib/patch.ts'
import { branch } from './branch.ts'
import { button, control, groundText } from './objects.ts'
import { controlWords, dropWords } from './words.ts'

const buttons = [
  ['capture', [410, 4, 54, 18]],
  ['cancel', [466, 4, 54, 18]],
  ['analyze', [410, 25, 54, 18]],
  ['apply-all', [466, 25, 54, 18]],
  ['undo', [410, 46, 35, 18]],
  ['redo', [447, 46, 35, 18]],
  ['learn', [484, 46, 36, 18]],
  ['open-panel', [410, 67, 54, 18]],
] as const satisfies readonly (readonly [FaceControl, Rect])[]

export function actions(patch: Patch, from: Outlet, toScript: Box): Outlet {
  patch.group('Actions')
  const { of, rest } = branch(patch, from, [...buttons.map(([name]) => name), 'compare'])
  for (const [name, rect] of buttons) {
    const box = button(patch, name, rect, controlWords[name])
    patch.chain(of(name), box)
    patch.chain(box, patch.message(`${hubInputs.press} ${name} 1`), toScript)
  }
  // Hidden: the script sets it back to Now when a comparison ends.
  const compare = control(
    patch,
    'live.tab',
    'compare',
    [410, 91, 110, 32],
    { ...choice('compare', 'hidden'), initial: 0 },
    { num_lines_patching: 2, num_lines_presentation: 2 },
  )
  patch.chain(of('compare'), compare)
  patch.chain(compare, patch.object(`prepend ${hubInputs.press} compare`), toScript)
  return rest
}

const menus = ['stage', 'part', 'mode', 'range'] as const
/** Index of the item that a fresh device begins with. */
const firstChoice: Readonly<Record<(typeof menus)[number] | 'panel-in', number>> = {
  stage: faceChoices.stage.indexOf('Auto'),
  part: faceChoices.part.indexOf('Whole song'),
  mode: faceChoices.mode.indexOf('On demand'),
  range: faceChoices.range.indexOf('Drop + breakdown'),
  'panel-in': faceChoices['panel-in'].indexOf('Browser'),
}

/** The user's settings: stored in the set, on Push. They say where they stand when the set is loaded. */
export function switches(patch: Patch, from: Outlet, toScript: Box): Outlet {
  patch.group('Settings')
  const { of, rest } = branch(patch, from, ['strength', ...menus, 'panel-in'])
  const add = (name: (typeof menus)[number] | 'panel-in' | 'strength', box: Box) => {
    patch.chain(of(name), box)
    patch.chain(box, patch.object(`prepend ${hubInputs.press} ${name}`), toScript)
  }
  add(
    'strength',
    control(patch, 'live.dial', 'strength', [547, 117, 48, 48], {
      long: controlWords.strength.label,
      short: controlWords.strength.label,
      type: 'int',
      range: [0, 100],
      unit: 'percent',
      initial: 100,
      visibility: 'automated',
      title: controlWords.strength.label,
      info: controlWords.strength.info,
    }),
  )
  for (const [index, name] of menus.entries()) {
    const y = 2 + 28 * index
    groundText(patch, controlWords[name].label, [522, y, 96, 13])
    add(name, menu(patch, name, [524, y + 13, 94, 15]))
  }
  add('panel-in', menu(patch, 'panel-in', [466, 68, 54, 16]))
  return rest
}

const menu = (patch: Patch, name: (typeof menus)[number] | 'panel-in', rect: Rect) =>
  control(patch, 'live.menu', name, rect, { ...choice(name, 'automated'), initial: firstChoice[name] }, { fontsize: 9 })

function choice(name: keyof typeof faceChoices, visibility: Parameter['visibility']): Parameter {
  const { label, info } = controlWords[name]
  return { long: label, short: label, type: 'enum', items: faceChoices[name], visibility, title: label, info }
}

/** Files and folders from the Finder or the Explorer; what Live's own browser gives is not known. */
export function dropTarget(patch: Patch, toScript: Box): void {
  patch.group('Drop')
  patch.ui('live.comment', {
    text: dropWords.label,
    presentation: [412, 132, 106, 28],
    keys: { background: 1, fontsize: 9, ignoreclick: 1, textjustification: 1 },
  })
  const target = patch.ui('dropfile', {
    name: 'drop',
    presentation: [410, 127, 110, 37],
    keys: {
      annotation: dropWords.info,
      annotation_name: dropWords.label,
      border: 1,
      bordercolor: [0.5, 0.5, 0.5, 0.6],
      rounded: 4,
      types: [],
    },
  })
  patch.chain(target, patch.object(`prepend ${hubInputs.dropped}`), toScript)
}
