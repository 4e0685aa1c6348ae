/** Prints what the devices cost in the fake Max, for `npm run bench`: `face [minutes]`, or everything else. */
import { describeFigures, measure } from './measure.ts'
import { describeFace, measureFace } from './measure-face.ts'
import { built } from './support/built.ts'

const [what, minutes = '60'] = process.argv.slice(2)
const lines =
  what === 'face'
    ? describeFace(await measureFace(await built(), { minutes: Number(minutes) }))
    : describeFigures(await measure())
process.stdout.write(`${lines.join('\n')}\n`)
