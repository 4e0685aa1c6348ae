/** Parameters: what Live stores, automates and shows on Push. Facts 2.3; true in every real file that was surveyed. */

import { faceControls } from '../../../device/protocol.ts'
import type { Rule } from '../finding.ts'
import { links } from '../flow.ts'
import { boxAttributes, objectRow, parameterKeys } from '../objects.ts'
import { parametersOf } from '../parameters-of.ts'
import { type Box, label } from '../patch.ts'
import { firstWords } from '../ports.ts'

const isLive = ({ name }: Box) => name.startsWith('live.') && parameterKeys(name) !== undefined

/** Objects that Max always makes parameters of are written as such. */
export const liveObjectsAreParameters: Rule = ({ boxes }) =>
  boxes
    .filter(box => isLive(box) && box.raw['parameter_enable'] !== 1)
    .map(box => ({ at: label(box), message: 'parameter_enable is not 1: without it the object may not be clickable' }))

/** The patcher's map lists every parameter as [long name, short name, order], and nothing else. */
export const mapIsComplete: Rule = patch => {
  const map = (patch.top.raw['parameters'] ?? {}) as Record<string, unknown>
  const found = parametersOf(patch)
  const missing = found.flatMap(({ box, valueof, longName }) => {
    const wanted = [longName, valueof['parameter_shortname'], valueof['parameter_order'] ?? 0]
    const listed = map[box.key]
    if (JSON.stringify(listed) === JSON.stringify(wanted)) return []
    return [
      { at: label(box), message: `parameters map has ${JSON.stringify(listed)}, the box ${JSON.stringify(wanted)}` },
    ]
  })
  const surplus = Object.keys(map)
    .filter(key => /^obj-/.test(key) && !found.some(({ box }) => box.key === key))
    .map(key => ({ at: key, message: 'the parameters map lists it, but it is no parameter' }))
  return [...missing, ...surplus]
}

/** Long names are what automation and sets know a parameter by: there, and unique. */
export const longNamesAreUnique: Rule = patch => {
  const found = parametersOf(patch)
  return found.flatMap(({ box, longName }, at) => {
    if (longName === '') return [{ at: label(box), message: 'the parameter has no long name' }]
    const first = found.findIndex(other => other.longName === longName)
    return first < at ? [{ at: label(box), message: `"${longName}" is also ${label(found[first]!.box)}` }] : []
  })
}

/** The scripting name is there, and unique in its patcher. */
export const scriptingNames: Rule = ({ boxes }) =>
  boxes.flatMap((box, at) => {
    const { varname } = box.raw
    if (varname === undefined) return isLive(box) ? [{ at: label(box), message: 'the parameter has no varname' }] : []
    const first = boxes.findIndex(other => other.level === box.level && other.raw['varname'] === varname)
    return first < at ? [{ at: label(box), message: `the varname is also ${label(boxes[first]!)}` }] : []
  })

/** Of an enum, mmax is the number of its items less one. */
export const enumSizes: Rule = patch =>
  parametersOf(patch).flatMap(({ box, valueof }) => {
    const { parameter_type: type, parameter_enum: items, parameter_mmax: top } = valueof
    if (type !== 2) return []
    if (!Array.isArray(items) || items.length < 2) return [{ at: label(box), message: 'the enum has no items' }]
    if (top === items.length - 1) return []
    return [
      {
        at: label(box),
        message: `parameter_mmax is ${top} with ${items.length} items; Max writes ${items.length - 1}`,
      },
    ]
  })

/** The range is not empty (it crashed a Push), and the initial value is in it. */
export const ranges: Rule = patch =>
  parametersOf(patch).flatMap(({ box, valueof }) => {
    const { parameter_type: type, parameter_mmin: low = 0, parameter_mmax: high = 127 } = valueof
    const { parameter_initial: initial, parameter_initial_enable: isInitial } = valueof
    if (type === 3 || type === 4) return []
    if (Number(low) >= Number(high)) return [{ at: label(box), message: `the range is ${low} to ${high}` }]
    if (isInitial !== undefined && !Array.isArray(initial))
      return [{ at: label(box), message: 'parameter_initial_enable without a parameter_initial list' }]
    if (Array.isArray(initial) && initial.some(value => Number(value) < Number(low) || Number(value) > Number(high)))
      return [{ at: label(box), message: `the initial value ${initial} is outside ${low} to ${high}` }]
    return []
  })

/** `valueof` has the keys that Max 9 always writes for the class, and none that it never writes. */
export const valueofKeys: Rule = patch =>
  parametersOf(patch).flatMap(({ box, valueof }) => {
    const keys = parameterKeys(box.name)
    if (!keys) return []
    return [
      ...keys.always
        .filter(key => !(key in valueof))
        .map(key => ({ at: label(box), message: `valueof lacks ${key}, which Max 9 always writes for ${box.name}` })),
      ...Object.keys(valueof)
        .filter(key => !keys.seen.includes(key))
        .map(key => ({ at: label(box), message: `valueof has ${key}, which no file has for ${box.name}` })),
    ]
  })

/** parameter_modmode as Max 9 writes it for the class. */
export const modulationModes: Rule = patch =>
  parametersOf(patch).flatMap(({ box, valueof }) => {
    const mode = valueof['parameter_modmode']
    const allowed =
      valueof['parameter_type'] === 2
        ? [0]
        : ({ 'live.dial': [0, 3], 'live.numbox': [0, 3, 4], 'live.slider': [4] }[box.name] ?? null)
    if (mode === undefined || allowed === null || allowed.includes(Number(mode))) return []
    return [{ at: label(box), message: `parameter_modmode is ${mode}; Max 9 writes ${allowed.join(' or ')}` }]
  })

/** A value that a pattr keeps in the set is a blob that is stored only. */
export const storedValues: Rule = patch =>
  parametersOf(patch).flatMap(({ box, valueof, visibility }) => {
    if (box.name !== 'pattr' || (valueof['parameter_type'] === 3 && visibility === 1)) return []
    return [{ at: label(box), message: 'a pattr that the set stores is parameter_type 3 and parameter_invisible 1' }]
  })

/**
 * What a user can press, turn or drop on says in Live's Info View what it does: the box for who points at it, the parameter
 * for who meets it in automation or on Push.
 */
export const infoTexts: Rule = patch => {
  const found = parametersOf(patch)
  return patch.boxes.flatMap(box => {
    const parameter = found.find(each => each.box === box)
    const isShown = isLive(box) && parameter?.visibility === 0
    const isHandled = box.raw['presentation'] === 1 && (isLive(box) || box.name === 'dropfile')
    const wanted = [
      ...(isHandled ? (['annotation', 'annotation_name'] as const).map(key => [key, box.raw[key]] as const) : []),
      ...(isShown || (isHandled && parameter)
        ? (['parameter_annotation_name', 'parameter_info'] as const).map(key => [key, parameter?.valueof[key]] as const)
        : []),
    ]
    return wanted.flatMap(([key, words]) => (words ? [] : [{ at: label(box), message: `a control has no ${key}` }]))
  })
}

/** Push banks name the parameters that Live shows, all of them, each once. */
export const banks: Rule = patch => {
  const map = (patch.top.raw['parameters'] ?? {}) as Record<string, unknown>
  const found = (map['parameterbanks'] ?? {}) as Record<
    string,
    { index?: unknown; parameters?: unknown; buttons?: unknown }
  >
  const shown = parametersOf(patch).filter(({ visibility }) => visibility === 0)
  const named = Object.values(found).flatMap(({ parameters }) => (Array.isArray(parameters) ? parameters : []))
  const counts = shown
    .map(({ box, longName }) => ({ box, longName, count: named.filter(name => name === longName).length }))
    .filter(({ count }) => count !== 1)
    .map(({ box, longName, count }) => ({
      at: label(box),
      message: `"${longName}" is in ${count} places of the banks`,
    }))
  const faults = Object.entries(found).flatMap(([key, { index, parameters, buttons }]) => {
    const at = `parameterbanks ${key}`
    if (Number(key) !== index) return [{ at, message: `its index is ${index}` }]
    if (!Array.isArray(parameters) || parameters.length !== 8) return [{ at, message: 'a bank has eight parameters' }]
    const slots = [...parameters, ...(Array.isArray(buttons) ? buttons : [])]
    return slots
      .filter(name => name !== '-' && !shown.some(({ longName }) => longName === name))
      .map(name => ({ at, message: `"${name}" is no parameter that Live shows` }))
  })
  return [...counts, ...faults]
}

/**
 * What the patch moves by itself is hidden, otherwise it fills Live's undo history: into a parameter that Live shows or stores
 * go only attributes, and what its own route on the face brings (which is `hidden` and `active` by the protocol).
 */
export const displaysAreHidden: Rule = patch => {
  const shown = parametersOf(patch).filter(({ box, visibility }) => isLive(box) && visibility !== 2)
  const all = links(patch)
  return shown.flatMap(({ box }) => {
    const control = String(box.raw['varname'])
    const isFace = (faceControls as readonly string[]).includes(control)
    return all
      .filter(({ to }) => to.box === box)
      .filter(({ from }) => !(isFace && from.box.name === 'route' && from.box.args[from.port] === control))
      .filter(({ from }) => !saidBy(from.box).every(word => isHarmless(box, word)))
      .map(({ from }) => ({ at: label(from.box), message: `it moves ${label(box)}, which is not hidden` }))
  })
}

/** First words of what a box sends; "?" where only running would tell. */
function saidBy(box: Box): string[] {
  if (box.name === 'message') return firstWords(box).map(({ word }) => word)
  return [box.name === 'prepend' ? (box.args[0] ?? '?') : '?']
}
/** An attribute changes how it looks, `bang` and `outputvalue` only ask. */
const isHarmless = ({ name }: Box, word: string) =>
  word === 'bang' ||
  word === 'outputvalue' ||
  boxAttributes.has(word) ||
  (objectRow(name)?.attributes.includes(word) ?? false)
