/** Bundles the devices' v8 scripts (device/): one plain script each, whose handlers are global functions, as Max wants them. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/** Each with the factory of its script and the names of its tables in device/protocol.ts. */
const scripts = {
  hub: { factory: 'createHub', inputs: 'hubInputs', outlets: 'hubOutlets', hearsNode: true },
  tap: { factory: 'createTap', inputs: 'tapInputs', outlets: 'tapOutlets', hearsNode: false },
}
/** What Node sends; `letter`, `hello` and `beat` come to the hub's script as they are. */
const fromNode = ['hello', 'beat', 'letter']

/** Writes uplift-hub-<version>.js and uplift-tap-<version>.js into `outdir`; returns their paths. */
export async function buildDeviceScripts({ root, outdir, version }) {
  await mkdir(outdir, { recursive: true })
  const protocol = await loadProtocol(root)
  return Promise.all(
    Object.entries(scripts).map(async ([name, { factory, inputs, outlets, hearsNode }]) => {
      const words = [...Object.keys(protocol[inputs]), ...(hearsNode ? fromNode : [])]
      const { outputFiles } = await build({
        absWorkingDir: root,
        stdin: {
          contents: `import { ${factory} } from './device/${name}.ts'
import { maxHost } from './device/max-host.ts'
export const script = ${factory}(maxHost)`,
          resolveDir: root,
          loader: 'ts',
        },
        bundle: true,
        write: false,
        format: 'iife',
        globalName: 'uplift',
        platform: 'neutral',
        target: 'es2022',
        charset: 'ascii',
        legalComments: 'none',
        logLevel: 'warning',
      })
      const path = join(outdir, `uplift-${name}-${version}.js`)
      // Renamed into place: a test that runs meanwhile reads the old one or the new one, never half of one.
      await writeFile(
        `${path}.${process.pid}`,
        outputFiles[0].text + tail(words, Object.keys(protocol[outlets]).length),
      )
      await rename(`${path}.${process.pid}`, path)
      return path
    }),
  )
}

/** A bundle hides its functions from Max, so the handlers stand outside. `var`: the outer script may be taken as strict. */
function tail(words, outletCount) {
  const handlers = words.map(
    word => `function ${word}() { uplift.script.inputs[${JSON.stringify(word)}](Array.from(arguments)) }`,
  )
  return `
var autowatch = 0
var inlets = 1
var outlets = ${outletCount}
${handlers.join('\n')}
function notifydeleted() { uplift.script.deleted() }
/* Nothing before live.thisdevice says "loaded": Live's objects are not there yet. */
function loadbang() {}
/* What nobody sends: without this Max would print an error for it. */
function anything() {}
`
}

/** The names as they are in the protocol, so that none is written twice. */
async function loadProtocol(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['device/protocol.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`)
}
