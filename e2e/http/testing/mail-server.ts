import { createServer, type Socket } from 'node:net'

/** A mail server that takes everything and keeps it. */
export interface MailServer {
  readonly url: string
  readonly mails: readonly string[]
  close(): Promise<void>
}

export async function openMailServer(): Promise<MailServer> {
  const mails: string[] = []
  const server = createServer((socket) => converse(socket, (mail) => mails.push(mail)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** As much of RFC 5321 as a client needs that sends one mail after the other. */
function converse(socket: Socket, keep: (mail: string) => void): void {
  let text = ''
  let isMail = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  socket.on('error', () => undefined)
  socket.on('data', (part: Buffer) => {
    text += part.toString('utf8')
    for (;;) {
      const end = isMail ? '\r\n.\r\n' : '\r\n'
      const at = text.indexOf(end)
      if (at === -1) return
      const message = text.slice(0, at)
      text = text.slice(at + end.length)
      if (isMail) keep(message)
      else if (/^QUIT/i.test(message)) return void socket.end('221 bye\r\n')
      isMail = !isMail && /^DATA/i.test(message)
      say(isMail ? '354 go on' : '250 fine')
    }
  })
  say('220 ready')
}
