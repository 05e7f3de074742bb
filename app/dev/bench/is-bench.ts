/** Whether the floors of `npm run bench` exist: in development, and only when the bench itself started the gateway. */
export const isBench = (): boolean => process.env.GATEWAY_MODE === 'development' && process.env.BENCH === '1'
