import { cryptoOn } from '@/lib/opencharge/fast-crypto'
import { openNativeEngine } from '@/lib/opencharge/native-engine'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import type { Crypto } from '@/lib/opencharge/signer'
import { openWasmEngine } from '@/lib/opencharge/wasm-engine'

const native = await openNativeEngine()

/** What the server may verify with: WebAssembly everywhere, and the machine's own code where there is a binary. */
export const fastImplementations: readonly (readonly [name: string, crypto: Crypto])[] = [
  ['WebAssembly', cryptoOn(await openWasmEngine())],
  ...(native ? [['native', cryptoOn(native)] as const] : []),
]

/** Every implementation of section 2, the reference first. */
export const implementations = [['noble', nobleCrypto] as const, ...fastImplementations]
