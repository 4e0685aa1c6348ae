/** What the module exports. Every function works on memory the caller laid out: pointers are byte addresses. */
export { decimate } from './decimate'
export { fft } from './fft'
export { addKWeighted } from './k-weighting'
export { levelSteps } from './levels'
export { octaveTree } from './octaves'
export { splitStereo16, splitStereo24 } from './samples'
export { bandSums, midSideSpectra } from './spectrum'
export { gridValues, groupPeaks } from './true-peak'
