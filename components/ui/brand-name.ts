import { displayText } from '@/lib/opencharge/display-text'

/** The name of this gateway as people see it. */
export const brandName = displayText(process.env.GATEWAY_NAME || 'Opencharge Pay', 40)
