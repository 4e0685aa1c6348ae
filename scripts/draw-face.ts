/**
 * Draws the faces of the generated patchers: docs/face-hub.png, docs/face-tap.png and one picture for each further state.
 * Positions, sizes and texts are the patchers' own; colours, fonts and the looks of live.* objects are approximated, since
 * there is no Live here (scripts/face/). Prints the texts that do not fit.
 *
 *   node scripts/run.mjs scripts/draw-face.ts [folder]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { drawFace, type FacePicture } from './face/draw.ts'
import { type Message, playFace } from './face/play.ts'
import { hubStates, tapStates } from './face/states.ts'
import { readPatch } from './lint/patch.ts'

/** Pixels of the picture for one of the face: readable in a README on any screen. */
const zoom = 2
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const folder = process.argv[2] ?? 'docs'
mkdirSync(folder, { recursive: true })
draw('hub', 'Uplift', hubStates, 'analyzed')
draw('tap', 'Uplift Tap', tapStates, 'ready')

/** `main`: the state whose picture has no suffix. */
function draw(device: 'hub' | 'tap', name: string, states: Readonly<Record<string, readonly Message[]>>, main: string) {
  const patch = readPatch(JSON.parse(readFileSync(`patchers/generated/${name}.maxpat`, 'utf8')))
  for (const [state, messages] of Object.entries(states)) {
    const picture = drawFace(patch, playFace(patch, device, messages))
    const path = join(folder, state === main ? `face-${device}` : `face-${device}-${state}`)
    for (const text of picture.cut) process.stdout.write(`${path}: ${text}\n`)
    const isDrawn = writePng(picture, `${path}.png`)
    if (!isDrawn) writeFileSync(`${path}.svg`, picture.svg)
    process.stdout.write(`${path}.${isDrawn ? 'png' : 'svg'}\n`)
  }
}

/** False where there is no browser to draw with. */
function writePng({ svg, width, height }: FacePicture, path: string): boolean {
  const browser = browsers.find(existsSync)
  if (browser === undefined) return false
  const work = mkdtempSync(join(tmpdir(), 'uplift-face-'))
  try {
    const page = join(work, 'face.html')
    writeFileSync(page, `<meta charset="utf-8"><style>body{margin:0}svg{display:block}</style>${svg}`)
    const shot = join(work, 'face.png')
    const { status, stderr } = spawnSync(browser, [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${join(work, 'profile')}`,
      `--force-device-scale-factor=${zoom}`,
      `--window-size=${width},${height}`,
      `--screenshot=${shot}`,
      pathToFileURL(page).href,
    ])
    if (status !== 0 || !existsSync(shot)) throw new Error(`${browser} drew nothing: ${stderr}`)
    writeFileSync(path, readFileSync(shot))
    return true
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
