export declare const manifestName: string
export declare function ship(options: { readonly root: string; readonly outdir: string; readonly version: string }): {
  readonly files: readonly string[]
  readonly zips: readonly string[]
}
