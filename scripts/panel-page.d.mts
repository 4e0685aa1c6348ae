export function buildPanelPage(options: {
  readonly root: string
  readonly outdir: string
  readonly version: string
}): Promise<string>
