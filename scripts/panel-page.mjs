/** Builds the panel's page into one file that asks for nothing else: the script and the styles are inside it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = 'node/panel/page'

/** Returns the file it wrote, relative to `outdir`. */
export async function buildPanelPage({ root, outdir, version }) {
  // The oldest browser in question is the one embedded in Max 8.6.
  const common = { absWorkingDir: root, bundle: true, write: false, minify: true, logLevel: 'warning' }
  const script = await build({
    ...common,
    entryPoints: [`${folder}/main.tsx`],
    target: 'es2019',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'inline',
    metafile: true,
    define: { UPLIFT_VERSION: JSON.stringify(version) },
  })
  const style = await build({ ...common, entryPoints: [`${folder}/panel.css`], target: 'chrome88' })
  // By function: a replacement text would read "$&" and the like as its own.
  const page = readFileSync(join(root, folder, 'panel.html'), 'utf8')
    .replace('/*STYLE*/', () => style.outputFiles[0].text.trim())
    .replace('/*SCRIPT*/', () => script.outputFiles[0].text.trim())
  mkdirSync(outdir, { recursive: true })
  writeFileSync(join(outdir, 'panel.html'), `${page.trimEnd()}\n<!-- Contains ${packagesOf(script.metafile)} -->\n`)
  return 'panel.html'
}

/** Minified code does not say where it comes from; ship/licences.mjs reads it from this line. */
const packagesOf = ({ inputs }) => {
  const folders = Object.keys(inputs).flatMap(path => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  return [...new Set(folders)].sort().join(' ')
}
