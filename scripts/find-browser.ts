import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { chromium } from 'playwright'

const USUAL_PLACES = [
  // Without the window around the page, which costs as much again as the page.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
]

/** A Chromium for the browser tests: PLAYWRIGHT_CHROMIUM, one that is installed, Playwright's download, or Debian's package. */
export function findBrowser(): string {
  const found = [process.env.PLAYWRIGHT_CHROMIUM, ...USUAL_PLACES, chromium.executablePath()].find(
    (file) => file && isProgram(file),
  )
  if (found) return found
  if (canInstallPackages()) {
    process.stderr.write('No Chromium here; installing it with apt-get…\n')
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
      spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    }
    const installed = USUAL_PLACES.find(isProgram)
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium. Install it, run "npx playwright install chromium", or set PLAYWRIGHT_CHROMIUM to its path.',
  )
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const canInstallPackages = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
