/** Headers by which server.ts tells the handlers what Next.js does not. A client cannot set them: lib/http/front.ts removes what it sends. */
export const internalHeaders = {
  /** The request target exactly as it stood on the wire: what the client signed. */
  target: 'x-gateway-target',
  /** The network address of the client, seen through TRUSTED_PROXY_HOPS proxies. */
  address: 'x-gateway-address',
  requestId: 'x-gateway-request-id',
} as const
