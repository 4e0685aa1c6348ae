/** Made by scripts/kernels-plugin.mjs from the sources in assembly/. */
declare module '*.wasm' {
  const bytes: Uint8Array
  export default bytes
}
