/** The few globals of Max's v8 object that the scripts use (device/max-host.ts is the only user). */

declare function outlet(index: number, atoms: readonly (number | string)[]): void
declare function post(text: string): void

declare class Task {
  constructor(job: () => void)
  schedule(milliseconds: number): void
  cancel(): void
}

declare class LiveAPI {
  constructor(onChange: (atoms: readonly unknown[]) => void, path: string)
  id: number | string
  readonly info: unknown
  property: string
  get(property: string): unknown
  set(property: string, value: unknown): unknown
  call(name: string, ...args: (number | string)[]): unknown
}
