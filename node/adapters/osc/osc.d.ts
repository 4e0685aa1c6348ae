/** The part of the package `osc` that is used; it ships no types. */
declare module 'osc' {
  export interface OscArgument {
    readonly type: 'i' | 'f' | 's'
    readonly value: number | string
  }
  export interface OscMessage {
    readonly address: string
    readonly args?: readonly unknown[] | unknown
  }
  export interface OscSender {
    readonly address: string
    readonly port: number
  }
  export interface UdpOptions {
    readonly localAddress: string
    readonly localPort: number
    readonly remoteAddress?: string
    readonly remotePort?: number
    readonly metadata?: boolean
  }
  class UDPPort {
    constructor(options: UdpOptions)
    on(event: 'ready', callback: () => void): void
    on(event: 'error', callback: (error: Error & { readonly code?: string }) => void): void
    on(event: 'message', callback: (message: OscMessage, timeTag: unknown, from: OscSender) => void): void
    /** Once it is open. */
    readonly socket: { address(): { readonly address: string; readonly port: number } }
    open(): void
    close(): void
    send(
      message: { readonly address: string; readonly args: readonly OscArgument[] },
      address?: string,
      port?: number,
    ): void
  }
  const osc: { readonly UDPPort: typeof UDPPort }
  export default osc
}
