export function threadMs(): number
