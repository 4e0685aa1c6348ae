/**
 * Devices of which only the direction is foretold: what they make of a signal depends on its wave, its notes or what is not
 * known of Live's own. The words say what grows with the parameter (+1) or shrinks (−1).
 */
import type { TendencyModel } from './device-model.ts'

export const saturator: TendencyModel = {
  kind: 'tendency',
  className: 'Saturator',
  tendencies: [
    { parameter: 'Drive', says: 'harmonics', sign: 1 },
    { parameter: 'Drive', says: 'loudness', sign: 1 },
    { parameter: 'Drive', says: 'crest factor', sign: -1 },
    { parameter: 'Output', says: 'level', sign: 1 },
  ],
}

export const drumBuss: TendencyModel = {
  kind: 'tendency',
  className: 'DrumBuss',
  tendencies: [
    { parameter: 'Drive', says: 'harmonics', sign: 1 },
    { parameter: 'Drive', says: 'crest factor', sign: -1 },
    { parameter: 'Crunch', says: 'harmonics above the low end', sign: 1 },
    { parameter: 'Damping Freq', says: 'brilliance and air', sign: 1 },
    { parameter: 'Transients', says: 'punch above 100 Hz', sign: 1 },
    { parameter: 'Boom Amt', says: 'sub', sign: 1 },
    { parameter: 'Output', says: 'level', sign: 1 },
  ],
}

export const reverb: TendencyModel = {
  kind: 'tendency',
  className: 'Reverb',
  tendencies: [
    { parameter: 'Dry/Wet', says: 'room', sign: 1 },
    { parameter: 'Dry/Wet', says: 'direct sound', sign: -1 },
    { parameter: 'Dry/Wet', says: 'crest factor', sign: -1 },
    { parameter: 'Decay Time', says: 'room', sign: 1 },
    { parameter: 'Stereo Image', says: 'width', sign: 1 },
  ],
}

export const delay: TendencyModel = {
  kind: 'tendency',
  className: 'Delay',
  tendencies: [
    { parameter: 'Dry/Wet', says: 'echoes', sign: 1 },
    { parameter: 'Dry/Wet', says: 'direct sound', sign: -1 },
    { parameter: 'Feedback', says: 'echoes', sign: 1 },
  ],
}
