/**
 * The inner loops that cost the time, as WebAssembly (SIMD) or as their TypeScript twins: same functions, same results to
 * the last digits that matter. The choice is made here and nowhere else.
 */
import { complexTransform } from '../complex-transform.ts'
import { decimate } from '../decimate.ts'
import { addKWeightedEnergy } from '../k-weighting.ts'
import { levelSteps } from '../level-steps.ts'
import { midSideTransform } from '../mid-side.ts'
import { octaveTree } from '../octave-tree.ts'
import { peakGrid } from '../peak-grid.ts'
import { type SplitStereo, splitStereo16, splitStereo24 } from '../split-stereo.ts'
import { wasmDecimate } from './wasm-decimate.ts'
import { wasmAddKWeightedEnergy } from './wasm-k-weighting.ts'
import { wasmLevelSteps } from './wasm-level-steps.ts'
import { hasWasmKernels, once } from './wasm-module.ts'
import { wasmOctaveTree } from './wasm-octave-tree.ts'
import { wasmPeakGrid } from './wasm-peak-grid.ts'
import { wasmMidSideTransform } from './wasm-spectrum.ts'
import { wasmSplitStereo16, wasmSplitStereo24 } from './wasm-split-stereo.ts'
import { wasmComplexTransform } from './wasm-transform.ts'

export interface Kernels {
  readonly name: 'wasm' | 'typescript'
  readonly addKWeightedEnergy: typeof addKWeightedEnergy
  readonly complexTransform: typeof complexTransform
  readonly decimate: typeof decimate
  readonly levelSteps: typeof levelSteps
  readonly midSideTransform: typeof midSideTransform
  readonly octaveTree: typeof octaveTree
  readonly peakGrid: typeof peakGrid
  readonly splitStereo16: SplitStereo
  readonly splitStereo24: SplitStereo
}

export const typescriptKernels: Kernels = {
  name: 'typescript',
  addKWeightedEnergy,
  complexTransform,
  decimate,
  levelSteps,
  midSideTransform,
  octaveTree,
  peakGrid,
  splitStereo16,
  splitStereo24,
}

export const wasmKernels: Kernels = {
  name: 'wasm',
  addKWeightedEnergy: wasmAddKWeightedEnergy,
  complexTransform: wasmComplexTransform,
  decimate: wasmDecimate,
  levelSteps: wasmLevelSteps,
  midSideTransform: wasmMidSideTransform,
  octaveTree: wasmOctaveTree,
  peakGrid: wasmPeakGrid,
  splitStereo16: wasmSplitStereo16,
  splitStereo24: wasmSplitStereo24,
}

/** WebAssembly where it runs (Max's v8 may lack it), unless the environment says UPLIFT_KERNELS=ts. */
export const kernels: () => Kernels = once(() => {
  const environment = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env
  return environment?.['UPLIFT_KERNELS'] !== 'ts' && hasWasmKernels() ? wasmKernels : typescriptKernels
})
