/** What comes of it within so many milliseconds; undefined when that is not enough. Nothing is stopped: it ends unheard. */
export async function waitAtMost<T>(mostMs: number, asked: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), mostMs)
  })
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
