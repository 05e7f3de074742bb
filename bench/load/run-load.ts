import { Client } from 'undici'

/** A request whose every byte was made before the clock starts. */
export interface PreparedRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface LoadOptions {
  readonly origin: string
  readonly connections: number
  /** What every answer must be; the run ends with the first that is not, because its speed would mean nothing. */
  readonly isExpected: (answer: Answer, index: number) => boolean
}

export interface LoadResult {
  readonly perSecond: number
  readonly medianMs: number
  readonly p99Ms: number
}

/** Sends every request once over keep-alive connections, each of which has one request under way at a time. */
export async function runLoad(options: LoadOptions, requests: readonly PreparedRequest[]): Promise<LoadResult> {
  const clients = Array.from({ length: options.connections }, () => new Client(options.origin, { pipelining: 1 }))
  const tookMs: number[] = []
  let next = 0
  const work = async (client: Client) => {
    for (let index = next++; index < requests.length; index = next++) {
      const startedAtMs = performance.now()
      const answer = await send(client, requests[index] as PreparedRequest)
      tookMs.push(performance.now() - startedAtMs)
      if (!options.isExpected(answer, index)) throw new Error(unexpected(requests[index] as PreparedRequest, answer))
    }
  }
  const startedAtMs = performance.now()
  await Promise.all(clients.map(work))
  const seconds = (performance.now() - startedAtMs) / 1000
  await Promise.all(clients.map((client) => client.close()))
  tookMs.sort((a, b) => a - b)
  return { perSecond: requests.length / seconds, medianMs: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) }
}

async function send(client: Client, { method, path, headers, body }: PreparedRequest): Promise<Answer> {
  const answer = await client.request({ method, path, headers, body })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.from(await answer.body.arrayBuffer()),
  }
}

const quantile = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0

function unexpected({ method, path }: PreparedRequest, { status, headers, body }: Answer): string {
  const text = headers['content-encoding'] ? '' : body.toString('utf8').slice(0, 300)
  return `${method} ${path} was answered ${status} ${headers.location ?? ''} ${text}`
}
