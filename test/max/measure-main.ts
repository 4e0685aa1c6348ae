/** Prints what the devices cost in the fake Max: for `npm run bench`. */
import { describeFigures, measure } from './measure.ts'

process.stdout.write(`${describeFigures(await measure()).join('\n')}\n`)
