import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const portsTried = 50

/** Listens on the port, or on the next free one when it is taken; 0 is any. Gives the port. */
export async function listenOnFreePort(server: Server, firstPort: number): Promise<number> {
  for (let port = firstPort; port < firstPort + portsTried; port += 1) {
    if (await listen(server, port)) return (server.address() as AddressInfo).port
  }
  throw new Error(`The ports ${firstPort} to ${firstPort + portsTried - 1} are all taken: choose another port.`)
}

function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.off('listening', succeed)
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    }
    const succeed = () => {
      server.off('error', fail)
      resolve(true)
    }
    server.once('error', fail).once('listening', succeed)
    server.listen(port)
  })
}
