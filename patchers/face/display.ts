/** The display of the hub's face: what is going on, the score, the traffic lights. Only the script writes on it. */
import { type FaceLight, faceLights, faceTones } from '../../device/protocol.ts'
import type { Outlet, Patch, Rect } from '../lib/patch.ts'
import { lights, liveFont, rgbaText, theme, tones } from '../lib/theme.ts'
import { branch } from './branch.ts'
import { displayLine, displayPanel, displayText } from './objects.ts'

export const displayWidth = 404

/** Stays as long as no script speaks: true when Live is too old to have v8, and when files are missing. */
const beforeScript = 'Starting … If this stays: Live is older than 12.2, or files of Uplift are missing.'

export function ground(patch: Patch, height: number): void {
  patch.group('Display')
  displayPanel(patch, [0, 0, displayWidth, height])
  displayLine(patch, [150, 28, 1, height - 32])
}

/** This and every other part of the face takes from `from` what is its own, and returns what is for other parts. */
export function header(patch: Patch, from: Outlet, version: string): Outlet {
  patch.group('State line, progress, score')
  const { of, rest } = branch(patch, from, ['line', 'tone', 'hint', 'progress', 'score', 'against', 'heard', 'build'])
  const dim = { size: 9, color: theme.displayDim }
  stateLine(patch, { text: of('line'), tone: of('tone'), hint: of('hint') })
  patch.chain(of('progress'), progressBar(patch, [6, 21, 392, 3]))
  patch.chain(of('against'), displayText(patch, ' ', [72, 28, 76, 40], { name: 'against', ...dim }))
  patch.chain(of('heard'), displayText(patch, ' ', [4, 68, 145, 26], { name: 'heard', ...dim, size: 8.5 }))
  patch.chain(of('build'), displayText(patch, `Uplift ${version}`, [4, 152, 144, 15], { name: 'build', ...dim }))

  const score = displayText(patch, '–', [4, 25, 66, 42], { name: 'score', size: 32, color: theme.displayValue })
  const kind = branch(patch, of('score'), ['set', 'hidden'])
  // A number says itself.
  const set = patch.object('prepend set')
  patch.chain(kind.of('set'), set, score)
  patch.chain(kind.of('hidden'), patch.object('prepend hidden'), score)
  patch.cord(kind.rest, set.in(0))
  return rest
}

interface StateLineCords {
  readonly text: Outlet
  readonly tone: Outlet
  readonly hint: Outlet
}

/** In the colour of its tone; what did not fit shows where the pointer rests on it. */
function stateLine(patch: Patch, { text, tone, hint }: StateLineCords): void {
  const line = patch.ui('comment', {
    text: beforeScript,
    presentation: [4, 2, 398, 17],
    name: 'line',
    // Without a colour of the theme, which would win over the tone's. The display is dark in every theme.
    keys: { fontname: liveFont, fontsize: 10, textcolor: tones.neutral, textjustification: 0 },
  })
  patch.chain(text, line)
  patch.chain(hint, patch.object('prepend hint'), line)
  const number = patch.object(`sel ${faceTones.map((_, index) => index).join(' ')}`)
  patch.cord(tone, number.in(0))
  for (const [index, name] of faceTones.entries()) {
    patch.chain(number.out(index), patch.message(`textcolor ${rgbaText(tones[name])}`), line)
  }
}

/** No parameter of the device: it moves all the time. */
function progressBar(patch: Patch, presentation: Rect) {
  return patch.ui('multislider', {
    name: 'progress',
    presentation,
    keys: {
      bgcolor: [0.3, 0.3, 0.3, 1],
      ignoreclick: 1,
      orientation: 0,
      parameter_enable: 0,
      saved_attribute_attributes: { slidercolor: { expression: theme.displayValue.expression } },
      setminmax: [0, 1],
      setstyle: 1,
      size: 1,
      slidercolor: theme.displayValue.rgba,
    },
  })
}

const lightTitles: Readonly<Record<FaceLight, string>> = {
  loudness: 'Loudness',
  dynamics: 'Dynamics',
  tone: 'Tone',
  'low-end': 'Low end',
  sidechain: 'Sidechain',
  stereo: 'Stereo',
}
/** Behind the title, for those who do not tell the colours apart. */
const marks: Readonly<Record<keyof typeof lights, string>> = {
  off: '',
  good: ' ✓',
  minor: ' ·',
  warning: ' !',
  critical: ' !!',
}

/** Two columns of three; a number from 0 (off) to 4 (critical) colours the dot and marks the title. */
export function trafficLights(patch: Patch, from: Outlet): Outlet {
  patch.group('Traffic lights')
  const names = faceLights.map(light => `light-${light}` as const)
  const { of, rest } = branch(patch, from, names)
  for (const [index, light] of faceLights.entries()) {
    const [x, y] = [6 + 73 * (index % 2), 97 + 18 * Math.floor(index / 2)]
    trafficLight(patch, of(`light-${light}`), light, [x, y])
  }
  return rest
}

function trafficLight(patch: Patch, from: Outlet, light: FaceLight, [x, y]: readonly [number, number]): void {
  patch.group(`Light: ${lightTitles[light]}`)
  const dot = patch.ui('panel', {
    name: `light-${light}`,
    presentation: [x, y + 4, 8, 8],
    keys: { bgcolor: lights.off, ignoreclick: 1, mode: 0, shape: 1 },
  })
  const title = displayText(patch, lightTitles[light], [x + 9, y, 62, 16], { name: `title-${light}` })
  const levels = Object.keys(lights) as (keyof typeof lights)[]
  const level = patch.object(`sel ${levels.map((_, index) => index).join(' ')}`)
  patch.cord(from, level.in(0))
  for (const [index, name] of levels.entries()) {
    patch.chain(level.out(index), patch.message(`bgfillcolor ${rgbaText(lights[name])}`), dot)
    patch.chain(level.out(index), patch.message(`set "${lightTitles[light]}${marks[name]}"`), title)
  }
}
