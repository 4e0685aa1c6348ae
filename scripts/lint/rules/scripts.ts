/** The scripts in the patcher: v8, which is the only one to use the Live API, and the hub's Node process. */
import { hubOutlets, tapOutlets } from '../../../device/protocol.ts'
import type { Rule } from '../finding.ts'
import { links, reachable } from '../flow.ts'
import { label } from '../patch.ts'

const isScript = (name: string) => name === 'v8' || name === 'js'

/** There is one v8, with one inlet and the protocol's outlets, and no js of the old engine. */
export const oneScript: Rule = ({ boxes }, { device }) => {
  const scripts = boxes.filter(({ name }) => isScript(name))
  const [script] = scripts
  if (!script || scripts.length > 1) return [{ at: 'v8', message: `there are ${scripts.length} scripts, not one` }]
  const outlets = Object.keys(device === 'hub' ? hubOutlets : tapOutlets).length
  const { numinlets, numoutlets } = script.raw
  if (script.name !== 'v8') return [{ at: label(script), message: 'js is the old engine; the script needs v8' }]
  if (numinlets === 1 && numoutlets === outlets) return []
  return [
    {
      at: label(script),
      message: `it has ${numinlets} inlets and ${numoutlets} outlets, the protocol 1 and ${outlets}`,
    },
  ]
}

/** The Live API may be used in the low-priority queue only: everything enters a script through deferlow. */
export const deferredInput: Rule = patch =>
  links(patch)
    .filter(({ from, to }) => isScript(to.box.name) && from.box.name !== 'deferlow')
    .map(({ from, to }) => ({ at: label(from.box), message: `it enters ${label(to.box)} without deferlow` }))

/** The Live API is not there at loadbang: live.thisdevice tells when it is. */
export const startedByLive: Rule = patch => {
  const all = links(patch)
  return patch.boxes
    .filter(({ name }) => name === 'loadbang' || name === 'loadmess')
    .filter(box => reachable(all, { box, port: 0 }).some(port => isScript(port.box.name)))
    .map(box => ({ at: label(box), message: 'it reaches the script; start it by live.thisdevice' }))
}

/** The hub has one Node process, started at once and not restarted by changes of its file; a tap has none. */
export const nodeProcess: Rule = ({ boxes }, { device }) => {
  const found = boxes.filter(({ name }) => name === 'node.script')
  const wanted = device === 'hub' ? 1 : 0
  if (found.length !== wanted) return [{ at: 'node.script', message: `there are ${found.length}, not ${wanted}` }]
  return found.flatMap(box => {
    const wrong = [
      ['autostart', '1'],
      ['watch', '0'],
    ].filter(([key, value]) => box.attributes.get(key!)?.[0] !== value)
    return wrong.map(([key, value]) => ({ at: label(box), message: `it lacks @${key} ${value}` }))
  })
}

/** Script files are beside the device, and their names carry the version: Max finds stale copies first. */
export const scriptFiles: Rule = ({ boxes }, { files, version }) =>
  boxes
    .filter(({ name }) => isScript(name) || name === 'node.script')
    .flatMap(box => {
      const [file = ''] = box.args
      const at = label(box)
      if (!file.endsWith(`-${version}.js`)) return [{ at, message: `"${file}" does not end with -${version}.js` }]
      if (/[/\\]/.test(file)) return [{ at, message: `"${file}" is a path; Max looks beside the device by name` }]
      const { filename, textfile } = box.raw
      const saved = [filename, (textfile as { filename?: unknown } | undefined)?.filename].filter(
        name => name !== undefined,
      )
      if (saved.some(name => name !== file))
        return [{ at, message: `filename or textfile name another file than "${file}"` }]
      return files === null || files.has(file) ? [] : [{ at, message: `"${file}" is not in the folder of the device` }]
    })
