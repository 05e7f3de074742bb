// React and Next.js read this when they are loaded: it must be said before the server is.
Reflect.set(process.env, 'NODE_ENV', 'production')
await import('../server')

export {}
