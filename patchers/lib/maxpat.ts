/** Patch → the text of a .maxpat as Max 9 writes it (facts, 2.1 to 2.4). The same declaration gives the same text. */
import { type Parameter, parametersMap, valueofKeys } from './parameter.ts'
import type { Box, Patch, Rect } from './patch.ts'

export interface DeviceOptions {
  /** Title in Live's browser and Info View. */
  readonly title: string
  readonly description: string
  /** Of the face, px. */
  readonly width: number
}

/** Live shows no more of a device. px */
export const faceHeight = 169
/** The four letters of an audio effect, read as a big-endian number. */
const audioEffectType = 0x61616161
/** Seconds since 1904, those of Max's own templates: a build must not depend on the day. */
const createdAt = 3_590_052_493
const modifiedAt = 3_590_052_786
const appVersion = { major: 9, minor: 0, revision: 0, architecture: 'x64', modernui: 1 }

export function toMaxpat(patch: Patch, { title, description, width }: DeviceOptions): string {
  const patcher = {
    ...head([100, 100, 1200, 800]),
    openrect: [0, 0, width, faceHeight],
    openrectmode: 0,
    openinpresentation: 1,
    default_fontsize: 10,
    default_fontname: 'Ableton Sans Medium',
    gridsize: [8, 8],
    boxanimatetime: 500,
    devicewidth: width,
    description,
    digest: title,
    tags: '',
    ...content(patch),
    parameters: parametersMap(parametersOf(patch, '')),
    latency: 0,
    is_mpe: 0,
    external_mpe_tuning_enabled: 0,
    minimum_live_version: '12.2',
    minimum_max_version: '9',
    platform_compatibility: 0,
    project: {
      version: 1,
      creationdate: createdAt,
      modificationdate: modifiedAt,
      viewrect: [0, 0, 300, 500],
      // With 1, Max may move the scripts that lie beside the device into subfolders, and no longer finds them.
      autoorganize: 0,
      hideprojectwindow: 1,
      showdependencies: 1,
      autolocalize: 0,
      contents: { patchers: {} },
      layout: {},
      searchpath: {},
      detailsvisible: 0,
      amxdtype: audioEffectType,
      readonly: 0,
      devpathtype: 0,
      devpath: '.',
      sortmode: 0,
      viewmode: 0,
      includepackages: 0,
    },
    autosave: 0,
  }
  return `${textOf({ patcher })}\n`
}

const head = (rect: Rect) => ({ fileversion: 1, appversion: appVersion, classnamespace: 'box', rect })

const content = ({ boxes, cords }: Patch) => ({
  boxes: boxes.map(box => ({ box: boxKeys(box) })),
  lines: cords.map(({ from, to }) => ({
    patchline: { destination: [to.to.id, to.inlet], source: [from.from.id, from.outlet] },
  })),
})

function boxKeys({ id, maxclass, text, name, ports, patching, presentation, parameter, inner, keys }: Box) {
  const saved = keys['saved_attribute_attributes'] as Record<string, unknown> | undefined
  const all: Record<string, unknown> = {
    ...keys,
    id,
    maxclass,
    numinlets: ports.inlets,
    numoutlets: ports.outlets.length,
    ...(ports.outlets.length > 0 ? { outlettype: ports.outlets } : {}),
    patching_rect: patching,
    ...(inner
      ? { patcher: { ...head([120, 120, 1000, 700]), ...(keys['patcher'] as object), ...content(inner) } }
      : {}),
    ...(presentation ? { presentation: 1, presentation_rect: presentation } : {}),
    ...(parameter && maxclass !== 'newobj' ? { parameter_enable: 1 } : {}),
    ...(parameter ? { saved_attribute_attributes: { ...saved, valueof: valueofKeys(parameter, maxclass) } } : {}),
    ...(text === undefined ? {} : { text }),
    ...(name === undefined ? {} : { varname: name }),
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Of this level and all below, by path. */
function parametersOf(patch: Patch, path: string): [string, Parameter][] {
  return patch.boxes.flatMap(box => [
    ...(box.parameter ? [[`${path}${box.id}`, box.parameter] satisfies [string, Parameter]] : []),
    ...(box.inner ? parametersOf(box.inner, `${path}${box.id}::`) : []),
  ])
}

/** JSON indented with tabs, with lists of plain values on one line. */
function textOf(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}\t`
  if (Array.isArray(value)) {
    if (value.every(item => typeof item !== 'object')) return `[${value.map(item => JSON.stringify(item)).join(', ')}]`
    return `[\n${value.map(item => inner + textOf(item, inner)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${textOf(item, inner)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}
