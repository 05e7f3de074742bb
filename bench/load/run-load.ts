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
  readonly isExpected: (answer: Answer) => boolean
}

/** Sends every request once over keep-alive connections, each with one request under way at a time. Gives requests a second. */
export async function runLoad(options: LoadOptions, requests: readonly PreparedRequest[]): Promise<number> {
  const clients = Array.from({ length: options.connections }, () => new Client(options.origin))
  const waiting = requests.values()
  const work = async (client: Client) => {
    for (const request of waiting) {
      const answer = await send(client, request)
      if (!options.isExpected(answer)) throw new Error(whatCame(request, answer))
    }
  }
  try {
    const startedAtMs = performance.now()
    await Promise.all(clients.map(work))
    return requests.length / ((performance.now() - startedAtMs) / 1000)
  } finally {
    await Promise.all(clients.map((client) => client.destroy()))
  }
}

/** One request outside any measurement. */
export async function fetchOnce(origin: string, request: PreparedRequest): Promise<Answer> {
  const client = new Client(origin)
  try {
    return await send(client, request)
  } finally {
    await client.destroy()
  }
}

async function send(client: Client, { method, path, headers, body }: PreparedRequest): Promise<Answer> {
  const answer = await client.request({ method, path, headers, body })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.from(await answer.body.arrayBuffer()),
  }
}

function whatCame({ method, path }: PreparedRequest, { status, headers, body }: Answer): string {
  const text = headers['content-encoding'] ? '' : body.toString('utf8').slice(0, 300)
  return `${method} ${path} was answered ${status} ${headers.location ?? ''} ${text}`.trim()
}
