// The package has no types; native-engine.ts says what of it is used.
declare module 'secp256k1/bindings.js'
