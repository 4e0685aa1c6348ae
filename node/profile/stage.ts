/** What mixes and references are: still to be mastered, or mastered. */
export const stages = ['premaster', 'master'] as const
