/** Objects that a face is made of, with Live's colours and font. */
import type { Parameter } from '../lib/parameter.ts'
import type { Box, Patch, Rect } from '../lib/patch.ts'
import { liveFont, type ThemeColor, theme } from '../lib/theme.ts'

/** The dark ground that readings stand on. */
export function displayPanel(patch: Patch, presentation: Rect): Box {
  return patch.ui('panel', {
    presentation,
    keys: {
      background: 1,
      bgcolor: theme.display.rgba,
      ignoreclick: 1,
      mode: 0,
      rounded: 0,
      saved_attribute_attributes: { bgfillcolor: { expression: theme.display.expression } },
    },
  })
}

/** A hairline on the display: a rect one pixel wide or high. */
export function displayLine(patch: Patch, presentation: Rect): Box {
  return patch.ui('panel', {
    presentation,
    keys: { bgcolor: [0.3, 0.3, 0.3, 1], ignoreclick: 1, mode: 0, rounded: 0 },
  })
}

export interface TextOptions {
  readonly name?: string
  readonly size?: number
  readonly color?: ThemeColor
  readonly align?: 'left' | 'center' | 'right'
}
const justification = { left: 0, center: 1, right: 2 } as const

/** Text on the display. A live.comment takes the colour of the device's ground only; Ableton's own devices use this too. */
export function displayText(patch: Patch, text: string, presentation: Rect, options: TextOptions = {}): Box {
  const { name, size = 9.5, color = theme.displayTitle, align = 'left' } = options
  return patch.ui('comment', {
    text,
    presentation,
    ...(name === undefined ? {} : { name }),
    keys: {
      fontname: liveFont,
      fontsize: size,
      ignoreclick: 1,
      saved_attribute_attributes: { textcolor: { expression: color.expression } },
      textcolor: color.rgba,
      textjustification: justification[align],
    },
  })
}

/** Text beside the display. */
export function groundText(patch: Patch, text: string, presentation: Rect, options: TextOptions = {}): Box {
  const { name, size = 9, align = 'left' } = options
  return patch.ui('live.comment', {
    text,
    presentation,
    ...(name === undefined ? {} : { name }),
    keys: { fontname: liveFont, fontsize: size, ignoreclick: 1, textjustification: justification[align] },
  })
}

export interface ControlWords {
  readonly label: string
  /** For Live's Info View: what it does, in a sentence or two. */
  readonly info: string
  /** Not shown before the script says so. */
  readonly isHidden?: boolean
}

/**
 * A button that bangs when it is released. Hidden: a press is nothing that a set stores or a curve automates.
 * @param which told behind the label where several have the same one
 */
export function button(patch: Patch, name: string, presentation: Rect, words: ControlWords, which = ''): Box {
  const { label, info, isHidden = false } = words
  return patch.ui('live.text', {
    name,
    text: label,
    presentation,
    parameter: {
      long: `${label}${which}`,
      short: label,
      type: 'enum',
      items: ['off', 'on'],
      visibility: 'hidden',
      title: label,
      info,
    },
    keys: {
      annotation: info,
      annotation_name: label,
      fontname: liveFont,
      fontsize: 9.5,
      ...(isHidden ? { hidden: 1 } : {}),
      mode: 0,
      outputmode: 1,
      texton: label,
    },
  })
}

/** A dial, menu or tab for `parameter`. */
export function control(
  patch: Patch,
  maxclass: 'live.dial' | 'live.menu' | 'live.tab',
  name: string,
  presentation: Rect,
  parameter: Parameter,
  keys: Readonly<Record<string, unknown>> = {},
): Box {
  return patch.ui(maxclass, {
    name,
    presentation,
    parameter,
    keys: {
      annotation: parameter.info,
      annotation_name: parameter.title,
      fontname: liveFont,
      fontsize: 9.5,
      ...keys,
    },
  })
}
