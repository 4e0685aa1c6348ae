import { defineConfig } from 'vitest/config'
import { viteKernels } from './scripts/kernels-plugin.mjs'

/** Calculation, without state of its own: loaded once per worker, not once per file. kernels.test.ts loads modules anew. */
const pure = ['dsp', 'features', 'fixes', 'gap', 'guide', 'live', 'mix', 'profile', 'report', 'synth'].map(
  folder => `test/${folder}/**/!(kernels).test.ts`,
)

const common = {
  // Whole loops are rendered and measured in some tests; speed is measured by benchmarks, not here.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // More would only slow each other down on two cores.
  maxWorkers: 2,
}

export default defineConfig({
  plugins: [viteKernels],
  test: {
    projects: [
      {
        extends: true,
        test: { ...common, name: 'calculation', include: pure, isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { ...common, name: 'use', include: ['test/**/*.test.ts'], exclude: pure, sequence: { groupOrder: 0 } },
      },
    ],
  },
})
