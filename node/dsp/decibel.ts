/** Decibel conversions. "Gain" is an amplitude ratio, "power" its square. */
export const dbToGain = (db: number) => 10 ** (db / 20)
export const gainToDb = (gain: number) => 20 * Math.log10(gain)
export const dbToPower = (db: number) => 10 ** (db / 10)
export const powerToDb = (power: number) => 10 * Math.log10(power)
