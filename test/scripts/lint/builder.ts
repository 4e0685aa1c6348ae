/** Patchers for tests, box by box. */

export type Keys = Record<string, unknown>
type Cord = { source: [string, number]; destination: [string, number] }
export interface Patcher extends Keys {
  boxes: { box: Keys }[]
  lines: { patchline: Cord }[]
  parameters: Record<string, unknown>
}
export interface Maxpat {
  patcher: Patcher
}

export const version = '9.9.9'
const width = 600

/** A box of the patcher by its text or scripting name. */
export function box({ patcher }: Maxpat, textOrName: string): Keys {
  const found = patcher.boxes.find(({ box }) => box['text'] === textOrName || box['varname'] === textOrName)
  if (!found) throw new Error(`no box "${textOrName}"`)
  return found.box
}

export class Builder {
  readonly boxes: { box: Keys }[] = []
  readonly lines: { patchline: Cord }[] = []
  readonly parameters: Record<string, unknown> = {}

  add(maxclass: string, inlets: number, types: readonly string[], keys: Keys = {}): string {
    const id = `obj-${this.boxes.length + 1}`
    const outlettype = types.length > 0 ? { outlettype: types } : {}
    this.boxes.push({
      box: {
        id,
        maxclass,
        numinlets: inlets,
        numoutlets: types.length,
        ...outlettype,
        patching_rect: [0, 0, 80, 22],
        ...keys,
      },
    })
    return id
  }
  object(text: string, inlets: number, types: readonly string[], keys: Keys = {}): string {
    return this.add('newobj', inlets, types, { text, ...keys })
  }
  message = (text: string) => this.add('message', 2, [''], { text })
  cord(source: string, outlet: number, destination: string, inlet = 0): void {
    this.lines.push({ patchline: { source: [source, outlet], destination: [destination, inlet] } })
  }
  /** Each to the next, by first ports. */
  chain(...ids: string[]): void {
    for (const [at, id] of ids.slice(1).entries()) this.cord(ids[at]!, 0, id)
  }
  parameter(id: string, long: string): void {
    this.parameters[id] = [long, long, 0]
  }
  maxpat(): Maxpat {
    return {
      patcher: {
        fileversion: 1,
        appversion: { major: 9, minor: 0, revision: 0, architecture: 'x64', modernui: 1 },
        classnamespace: 'box',
        rect: [0, 0, 800, 600],
        openrect: [0, 0, width, 169],
        openinpresentation: 1,
        devicewidth: width,
        latency: 0,
        minimum_live_version: '12.2',
        project: {
          version: 1,
          creationdate: 3_590_052_493,
          autoorganize: 0,
          hideprojectwindow: 1,
          contents: {},
          searchpath: {},
          amxdtype: 1_633_771_873,
          devpathtype: 0,
          devpath: '.',
        },
        boxes: this.boxes,
        lines: this.lines,
        parameters: { ...this.parameters, parameterbanks: banks(), inherited_shortname: 1 },
      },
    }
  }
}

const banks = () => ({
  '0': { index: 0, name: '', parameters: Array<string>(8).fill('-'), buttons: Array(8).fill('-') },
})
