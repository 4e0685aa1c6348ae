/**
 * Colours of the pictures. Live's theme files are not published: these are close to its dark theme as seen on screenshots, and
 * stand for the names that the patchers use. Where a box names a colour without an expression, that is what it gets.
 */

/** Live's names of colours (`themecolor.…`) → what they are in the pictures. */
const themeColors: Readonly<Record<string, string>> = {
  live_lcd_bg: '#181818',
  live_lcd_title: '#cecece',
  live_lcd_frame: '#3c3c3c',
  live_lcd_control_fg: '#ffb532',
  live_lcd_control_fg_alt: '#03c3d5',
  live_lcd_control_fg_zombie: '#8c8c8c',
  live_surface_bg: '#3a3a3a',
  live_control_fg: '#c8c8c8',
  live_control_fg_zombie: '#757575',
  live_record: '#ff4b4b',
}

export const colors = {
  /** The device's ground. */
  ground: '#3a3a3a',
  text: '#c8c8c8',
  dim: '#757575',
  control: '#222222',
  controlOff: '#343434',
  border: '#1a1a1a',
  chosen: '#ffb532',
  onChosen: '#101010',
  dial: '#ffb532',
  dialTrack: '#1e1e1e',
  meter: '#62c554',
} as const

/** `key`: such as "textcolor". Theme expressions win over the numbers beside them, as in Live. */
export function colorOf(keys: Readonly<Record<string, unknown>>, key: string, otherwise: string): string {
  const saved = keys['saved_attribute_attributes'] as Record<string, { expression?: string }> | undefined
  const name = /^themecolor\.(\w+)$/.exec(saved?.[key]?.expression ?? '')?.[1]
  const known = name === undefined ? undefined : themeColors[name]
  return known ?? rgba(keys[key]) ?? otherwise
}

/** [red, green, blue, alpha], each 0 to 1. */
export function rgba(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length < 3 || !value.every(part => typeof part === 'number')) return undefined
  const [red, green, blue, alpha = 1] = value as number[]
  const byte = (part: number) => Math.round(part * 255)
  return `rgba(${byte(red!)},${byte(green!)},${byte(blue!)},${alpha})`
}
