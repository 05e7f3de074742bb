'use client'

import { createContext, type ReactNode, useContext } from 'react'

const RequestIdContext = createContext<string | null>(null)

/** Hands the number of the request to the error page, which cannot ask the server for it. */
export function RequestIdProvider({ requestId, children }: { requestId: string | null; children: ReactNode }) {
  return <RequestIdContext value={requestId}>{children}</RequestIdContext>
}

/** The number of the request that brought this document, as it stands in the log. */
export function useRequestId(): string | null {
  return useContext(RequestIdContext)
}
