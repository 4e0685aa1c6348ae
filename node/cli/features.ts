/** `uplift features`: what every figure is, from the catalogue. */
import { featuresText } from '../report/features-text.ts'
import { catalogueDocument } from '../report/json.ts'
import { useColor } from './options.ts'
import { printJson, printText } from './output.ts'

export async function features(options: { readonly json?: boolean }): Promise<void> {
  if (options.json) return void printJson({ uplift: 1, command: 'features', catalogue: catalogueDocument() })
  printText(featuresText({ color: useColor() }))
}
