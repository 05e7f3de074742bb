import { hostname, userInfo } from 'node:os'

/** Who sits at the keyboard, as far as the system knows: goes into the audit log. */
export function actor(): string {
  return `oc:${userName()}@${hostname()}`
}

function userName(): string {
  const { SUDO_USER } = process.env
  try {
    const { username } = userInfo()
    return SUDO_USER && SUDO_USER !== username ? `${SUDO_USER} as ${username}` : username
  } catch {
    // A container may run as a user without a name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
