/**
 * Colours that follow Live's theme: the expression is what Live draws from, the numbers are what Max shows until it has read
 * the theme (Max's own defaults).
 */
import type { FaceTone } from '../../device/protocol.ts'

export type Rgba = readonly [number, number, number, number]

export interface ThemeColor {
  readonly expression: string
  readonly rgba: Rgba
}

/** The display stays dark in Live's light themes, so what is written on it takes display colours. */
export const theme = {
  display: { expression: 'themecolor.live_lcd_bg', rgba: [0.156863, 0.156863, 0.156863, 1] },
  displayTitle: { expression: 'themecolor.live_lcd_title', rgba: [0.807843, 0.807843, 0.807843, 1] },
  displayDim: { expression: 'themecolor.live_lcd_control_fg_zombie', rgba: [0.54902, 0.54902, 0.54902, 1] },
  displayValue: { expression: 'themecolor.live_lcd_control_fg', rgba: [1, 0.709804, 0.196078, 1] },
} as const satisfies Record<string, ThemeColor>

/** Traffic lights, in the order of their numbers. On the display, which is dark in every theme. */
export const lights = {
  off: [0.3, 0.3, 0.3, 1],
  good: [0.36, 0.75, 0.42, 1],
  minor: [0.85, 0.8, 0.3, 1],
  warning: [0.96, 0.55, 0.16, 1],
  critical: [0.93, 0.26, 0.26, 1],
} as const satisfies Record<string, Rgba>

/** Of what the face says, by how it is meant. */
export const tones = {
  neutral: theme.displayTitle.rgba,
  good: lights.good,
  warning: lights.warning,
  error: [1, 0.45, 0.42, 1],
} as const satisfies Record<FaceTone, Rgba>

export const liveFont = 'Ableton Sans Medium'

/** Numbers of a colour as Max writes floats: "1. 0.5 0.25 1.". */
export const rgbaText = (color: Rgba): string =>
  color.map(value => (Number.isInteger(value) ? `${value}.` : String(value))).join(' ')
