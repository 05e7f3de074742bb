import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/auth-options'

const handler = (...call: [Request, unknown]) => NextAuth(authOptions())(...call)

export { handler as GET, handler as POST }
