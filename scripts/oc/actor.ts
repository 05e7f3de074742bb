import { hostname, userInfo } from 'node:os'

/** Who sits at the keyboard, as far as the system knows: goes into the audit log. */
export function actor(): string {
  return `oc:${userName()}@${hostname()}`
}

function userName(): string {
  const { SUDO_USER } = process.env
  try {
    const { username } = userInfo()
    // A variable says who it was only where sudo sets it: everybody else could set it himself.
    const isRoot = process.getuid?.() === 0
    return isRoot && SUDO_USER && SUDO_USER !== username ? `${SUDO_USER} as ${username}` : username
  } catch {
    // A container may run as a user without a name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
