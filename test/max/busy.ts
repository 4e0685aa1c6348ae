/**
 * Milliseconds of processor time that this process has used: what a program costs, however many others run beside it.
 * Includes the collector's and the compiler's threads.
 */
export function busyMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
