/** A public key as sentences name it: the uncompressed form, cut to its ends. */
export const keyText = (publicKeyHex: string): string => `04${publicKeyHex.slice(0, 2)}…${publicKeyHex.slice(-4)}`
