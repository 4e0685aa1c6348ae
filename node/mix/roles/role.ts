/** What a track is for. The order is the one in which roles are listed. */
export const roles = [
  'kick',
  'sub',
  'bass',
  'lead',
  'pad',
  'pluck',
  'arp',
  'vocal',
  'hats',
  'clap',
  'fx',
  'bus',
  'other',
] as const

/** `clap`: claps and snares. `hats`: hats, rides, shakers. `bus`: groups and returns. `other`: percussion and the rest. */
export type Role = (typeof roles)[number]

/** What a sounding track can be; a bus is told by its kind and its name. */
export const soundRoles = roles.filter(role => role !== 'bus')
export type SoundRole = (typeof soundRoles)[number]
