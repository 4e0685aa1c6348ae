/** Settings of the patcher as a device: facts 1.5, 2.1 and 2.5. */
import { faceHeight, rectOf } from '../face.ts'
import type { Rule } from '../finding.ts'

const get = (value: unknown, key: string): unknown => (value as Record<string, unknown> | undefined)?.[key]

/** It opens as a face of the fixed height, in Max 9's format. */
export const opensAsFace: Rule = ({ top: { raw } }) => {
  const width = raw['devicewidth']
  const open = rectOf(raw['openrect'])
  const checks: readonly (readonly [string, boolean, string])[] = [
    ['fileversion', raw['fileversion'] === 1, 'is not 1'],
    ['classnamespace', raw['classnamespace'] === 'box', 'is not "box"'],
    ['appversion', Number(get(raw['appversion'], 'major')) >= 9, 'is older than Max 9, which has v8'],
    ['openinpresentation', raw['openinpresentation'] === 1, 'is not 1'],
    ['openrect', open?.height === faceHeight, `is not ${faceHeight} high`],
    ['devicewidth', typeof width === 'number' && Number.isInteger(width) && width > 0, 'is no whole number of pixels'],
    ['openrect', open?.width === width, 'is not as wide as devicewidth'],
  ]
  return checks.filter(([, isRight]) => !isRight).map(([at, , message]) => ({ at, message: `${at} ${message}` }))
}

/** The project block is there, Max leaves the files beside the device where they are, and the type is an audio effect. */
export const projectBlock: Rule = ({ top: { raw } }) => {
  const project = raw['project']
  if (typeof project !== 'object' || project === null)
    return [{ at: 'project', message: 'the project block is missing' }]
  const wrong: string[] = []
  if (get(project, 'autoorganize') !== 0) wrong.push('autoorganize is not 0: Max would move the scripts into folders')
  if (get(project, 'amxdtype') !== 0x61616161) wrong.push('amxdtype is not 1633771873, an audio effect')
  for (const key of ['version', 'hideprojectwindow', 'contents', 'searchpath', 'devpathtype', 'devpath'])
    if (get(project, key) === undefined) wrong.push(`${key} is missing`)
  return wrong.map(message => ({ at: 'project', message }))
}

/** Live delays nothing because of the device, and older ones do not load it. */
export const latencyAndVersions: Rule = ({ top: { raw } }) => {
  const wrong: string[] = []
  if ((raw['latency'] ?? 0) !== 0) wrong.push('latency is not 0')
  if (raw['minimum_live_version'] !== '12.2') wrong.push('minimum_live_version is not "12.2"')
  return wrong.map(message => ({ at: '', message }))
}

/** No dates of now: the same sources make the same file. */
export const noDates: Rule = ({ top: { raw } }) => {
  const dates = [get(raw['project'], 'creationdate'), get(raw['project'], 'modificationdate')]
  // The factory templates' own dates; anything later than 2018 (seconds since 1904) is a clock.
  return dates.some(date => typeof date === 'number' && date > 3_597_000_000)
    ? [{ at: 'project', message: 'it carries a date of now, so that no two builds are alike' }]
    : []
}
