import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** Whether JavaScript runs: false on the server and until the page has come alive. */
export const useIsAlive = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
