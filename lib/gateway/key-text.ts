/** A public key as sentences name it: its ends, as they stand in metadata, evidence and `oc keys list`. */
export const keyText = (publicKeyHex: string): string => `${publicKeyHex.slice(0, 4)}…${publicKeyHex.slice(-4)}`
