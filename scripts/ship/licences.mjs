/** Which packages are inside the bundles, and what their licences ask to be said. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files that are copied as they are, by the package they come from. */
const copied = { 'essentia-wasm.cjs': 'essentia.js' }
/** What the audio decoders compile to WebAssembly; their packages name it in their own words only. */
const compiled = {
  'mpg123-decoder': 'contains mpg123 (LGPL-2.1), compiled to WebAssembly; sources: https://www.mpg123.de',
  '@audio/decode-aac': 'contains FAAD2 (GPL-2.0), compiled to WebAssembly; sources: https://github.com/knik0/faad2',
  '@audio/decode-opus': 'contains libopus (BSD-3-Clause), compiled to WebAssembly',
  'essentia.js': 'contains Essentia (AGPL-3.0), compiled to WebAssembly; sources: https://github.com/MTG/essentia',
  'onnxruntime-node':
    'its native libraries contain works of others, named in https://github.com/microsoft/onnxruntime/blob/v1.23.2/ThirdPartyNotices.txt',
  '@wasm-audio-decoders/flac': 'contains libFLAC and libogg (BSD-3-Clause), compiled to WebAssembly',
  '@wasm-audio-decoders/ogg-vorbis': 'contains libvorbis and libogg (BSD-3-Clause), compiled to WebAssembly',
}

/** Licences whose works may be part of one under AGPL-3.0-or-later, by their SPDX names; of two to choose from, one is enough. */
const compatible = [
  '0BSD',
  'AGPL-3.0',
  'AGPL-3.0-only',
  'AGPL-3.0-or-later',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'GPL-2.0-or-later',
  'GPL-3.0',
  'GPL-3.0-or-later',
  'ISC',
  'LGPL-2.1',
  'LGPL-2.1-or-later',
  'LGPL-3.0-or-later',
  'MIT',
  'Unlicense',
]

/** What a package says of itself in too few words, as its sources say it. */
const lookedAt = {
  // FAAD2's files: "version 2 of the License, or (at your option) any later version".
  '@audio/decode-aac': 'GPL-2.0-or-later',
}

/** Throws for a licence that nobody has looked at. */
function checkLicence(name, stated) {
  const licence = lookedAt[name] ?? stated
  const choices = String(licence ?? '')
    .replace(/[()]/g, '')
    .split(' OR ')
  if (!choices.some(choice => choice.split(' AND ').every(each => compatible.includes(each.trim()))))
    throw new Error(`${name} is under ${licence ?? 'no named licence'}: may it be shipped under AGPL-3.0-or-later?`)
}

/**
 * Folders below node_modules of the packages whose modules are in the bundles. esbuild writes each module's path above it, as a
 * comment, when it does not minify; the panel's page, which is minified, names its packages in one (panel-page.mjs).
 * `scripts`: [{ path, text }] of the shipped files.
 */
export function bundledPackages(root, scripts) {
  const found = new Set()
  for (const { path, text } of scripts) {
    const own = copied[path.split('/').at(-1)]
    if (own) found.add(own)
    for (const [, folder] of text.matchAll(/^\s*\/\/ (?:\.\.\/)*((?:node_modules\/(?:@[^/\s]+\/)?[^/\s]+\/)+)\S+$/gm))
      found.add(folder.replace(/^node_modules\//, '').replace(/\/$/, ''))
    for (const [, folders] of text.matchAll(/^<!-- Contains (.*) -->$/gm))
      for (const folder of folders.split(' ')) found.add(folder.replace(/^node_modules\//, ''))
  }
  // The decoders' files are bundles themselves, of what their packages depend on.
  for (const folder of found)
    if (/(^|\/)@audio\/decode-/.test(folder)) for (const name of dependencies(root, folder)) found.add(name)
  return [...found].filter(folder => existsSync(join(root, 'node_modules', folder, 'package.json'))).sort()
}

/** Of a package and of what it depends on, all installed side by side. */
function dependencies(root, folder, seen = new Set()) {
  const path = join(root, 'node_modules', folder, 'package.json')
  if (!existsSync(path)) return seen
  for (const name of Object.keys(JSON.parse(readFileSync(path, 'utf8')).dependencies ?? {})) {
    if (seen.has(name)) continue
    seen.add(name)
    dependencies(root, name, seen)
  }
  return seen
}

/** One block for each package: name, version, licence, where from, and the licence's own text. Throws for one that may not be shipped. */
export function thirdPartyText(root, packages) {
  const blocks = packages.map(folder => {
    const path = join(root, 'node_modules', folder)
    const { name, version, license, repository, homepage } = JSON.parse(
      readFileSync(join(path, 'package.json'), 'utf8'),
    )
    checkLicence(name, license)
    const from =
      (typeof repository === 'string' ? repository : repository?.url) ??
      homepage ??
      `https://www.npmjs.com/package/${name}`
    const texts = readdirSync(path)
      .filter(file => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
      .map(file => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim())
    return [
      `${name} ${version}`,
      `Licence: ${license ?? 'see below'}`,
      `From: ${from.replace(/^git\+/, '')}`,
      ...(compiled[name] ? [`Note: ${compiled[name]}`] : []),
      '',
      texts.length > 0 ? texts.join('\n\n') : `(The package names its licence, ${license}, and carries no text of it.)`,
    ].join('\n')
  })
  const rule = `\n\n${'-'.repeat(100)}\n\n`
  return `Uplift contains these packages, unchanged, in its bundles.${rule}${blocks.join(rule)}\n`
}
