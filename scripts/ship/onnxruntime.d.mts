export const livePlatforms: readonly string[]
export function copyOnnxruntime(options: {
  readonly root: string
  readonly outdir: string
  readonly platforms?: readonly string[]
}): Readonly<Record<string, number>>
