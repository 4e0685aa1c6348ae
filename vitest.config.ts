import { defineConfig } from 'vitest/config'
import { viteKernels } from './scripts/kernels-plugin.mjs'

export default defineConfig({
  plugins: [viteKernels],
  test: {
    include: ['test/**/*.test.ts'],
    // Whole loops are rendered and measured in some tests; speed is measured by benchmarks, not here.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two of the loop tests together would only slow each other down on two cores.
    maxWorkers: 2,
  },
})
